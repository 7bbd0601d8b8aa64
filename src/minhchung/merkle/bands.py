"""Inclusion proofs of a long log without its leaves: the roots of every 256th, 65,536th … full subtree are kept beside it.

A full subtree is named (level, position): it covers the leaves position · 2^level up to (position + 1) · 2^level; level 0
is the leaf hashes themselves. Kept are the levels that BAND divides. A proof of any log asks for at most some 500
hashes of each kept level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from minhchung.merkle.tree import Tree, node_hash

Subtree = tuple[int, int]
BAND = 8


def completed_subtrees(tree: Tree, leaf: bytes, band: int = BAND) -> dict[Subtree, bytes]:
    """The kept subtrees above the leaves that become full when this leaf is appended; mostly none."""
    found: dict[Subtree, bytes] = {}
    node, level, peaks, size = leaf, 0, list(tree.peaks), tree.size
    while size >> level & 1:
        node = node_hash(peaks.pop(), node)
        level += 1
        if level % band == 0:
            found[level, size >> level] = node
    return found


def kept_for_proof(index: int, size: int, band: int = BAND) -> set[Subtree]:
    """The kept subtrees from which the inclusion proof of a leaf is made.

    Raises IndexError when there is no such leaf.
    """
    return {kept for step in _steps(index, size) for subtree in step for kept in _kept_below(*subtree, band)}


def inclusion_from(kept: Mapping[Subtree, bytes], index: int, size: int, band: int = BAND) -> list[bytes]:
    """The proof of RFC 9162, 2.1.3.1, from the kept subtrees that `kept_for_proof` names.

    Raises KeyError for one that is not there.
    """
    return [
        Tree(
            sum(1 << level for level, _ in step),
            tuple(_hash_of(kept, level, position, band) for level, position in step),
        ).root
        for step in _steps(index, size)
    ]


def _steps(index: int, size: int) -> list[tuple[Subtree, ...]]:
    """The ranges of leaves whose roots are the proof, in its order; each as its full subtrees, the largest first."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    steps: list[tuple[Subtree, ...]] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        if index < middle:
            steps.append(tuple(_full(middle, high)))
            high = middle
        else:
            steps.append(tuple(_full(low, middle)))
            low = middle
    return steps[::-1]


def _full(low: int, high: int) -> Iterator[Subtree]:
    """A range that begins where a subtree larger than it may begin, as full subtrees."""
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def _kept_below(level: int, position: int, band: int) -> Iterator[Subtree]:
    rest = level % band
    return ((level - rest, (position << rest) + each) for each in range(1 << rest))


def _hash_of(kept: Mapping[Subtree, bytes], level: int, position: int, band: int) -> bytes:
    return Tree.of(kept[each] for each in _kept_below(level, position, band)).root
