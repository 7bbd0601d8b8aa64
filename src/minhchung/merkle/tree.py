"""The Merkle tree of RFC 9162 (the same as RFC 6962's): roots, proofs, and checking them.

A tree is given by its leaf hashes in order. A leaf hash is SHA-256(0x00 ‖ entry), an inner node
SHA-256(0x01 ‖ left ‖ right), and a tree of n > 1 leaves splits after the largest power of two below n.
Proofs are lists of 32-byte hashes, as the RFC orders them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry. Source: RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children into their parent. Source: RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that only grows, kept as the roots of its full subtrees: at most 64 hashes for any log.

    size: leaves so far; peaks: those roots, the largest (leftmost) first. Appending gives a new tree
    in O(log n), so the pair can be stored beside the log and loaded again.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves cannot have {len(self.peaks)} peaks")

    @classmethod
    def of(cls, leaf_hashes: Iterable[bytes]) -> Tree:
        """Build a tree from all its leaf hashes."""
        return cls().extend(leaf_hashes)

    def append(self, leaf: bytes) -> Tree:
        """Give the tree with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> Tree:
        """Give the tree with these leaf hashes after its own."""
        peaks, size = list(self.peaks), self.size
        for leaf in leaf_hashes:
            merges = _trailing_ones(size)
            node = leaf
            for _ in range(merges):
                node = node_hash(peaks.pop(), node)
            peaks.append(node)
            size += 1
        return Tree(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The tree head; of an empty tree, SHA-256 of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        *rest, node = self.peaks
        for peak in reversed(rest):
            node = node_hash(peak, node)
        return node


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Give the tree head over these leaf hashes."""
    return Tree.of(leaf_hashes).root


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int | None = None) -> list[bytes]:
    """Prove that the leaf at index is in the tree of the first `size` leaf hashes (all of them if None).

    Raises IndexError when there is no such leaf or no such tree. Source: RFC 9162, 2.1.3.1.
    """
    size = len(leaves) if size is None else size
    if not 0 <= index < size <= len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {size}, with {len(leaves)} leaves at hand")
    proof: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(root(leaves[middle:high]))
            high = middle
        else:
            proof.append(root(leaves[low:middle]))
            low = middle
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Check an inclusion proof for a leaf hash. Source: RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(step, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, step)
        node, last = node >> 1, last >> 1
    return last == 0 and result == root_hash


def consistency_proof(leaves: Sequence[bytes], old_size: int, new_size: int | None = None) -> list[bytes]:
    """Prove that the tree of the first old_size leaf hashes begins the tree of the first new_size.

    Empty when the sizes are equal. Raises IndexError unless 0 < old_size <= new_size <= len(leaves): nothing
    needs proving for an empty tree. Source: RFC 9162, 2.1.4.1.
    """
    new_size = len(leaves) if new_size is None else new_size
    if not 0 < old_size <= new_size <= len(leaves):
        raise IndexError(f"no proof from {old_size} to {new_size}, with {len(leaves)} leaves at hand")
    proof: list[bytes] = []
    low, high, whole = 0, new_size, True
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            proof.append(root(leaves[middle:high]))
            high = middle
        else:
            proof.append(root(leaves[low:middle]))
            low, whole = middle, False
    if not whole:
        proof.append(root(leaves[low:high]))
    return proof[::-1]


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Check that the newer tree only added leaves to the older one. Source: RFC 9162, 2.1.4.2.

    An empty older tree begins every tree: then the proof must be empty and old_root the empty root.
    """
    if old_size == 0:
        return new_size >= 0 and not proof and old_root == EMPTY_ROOT
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    steps = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not steps or not proof:
        return False
    shift = _trailing_ones(old_size - 1)
    node, last = (old_size - 1) >> shift, (new_size - 1) >> shift
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(count: int) -> int:
    """Give the largest power of two below count (count > 1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1
