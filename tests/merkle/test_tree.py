"""The tree against the published vectors of Certificate Transparency and a naive recursion."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.merkle import (
    EMPTY_ROOT,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = st.integers(1, 70)


def naive_root(entries: list[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(entries[:split]) + naive_root(entries[split:])).digest()


def some_leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


@pytest.mark.parametrize(("size", "expected"), list(enumerate(ROOTS)))
def test_roots_equal_the_published_ones(size: int, expected: str) -> None:
    assert root(LEAVES[:size]).hex() == expected


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_inclusion_proofs_equal_the_published_ones(index: int, size: int, proof: list[str]) -> None:
    assert [step.hex() for step in inclusion_proof(LEAVES, index, size)] == proof


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_proofs_equal_the_published_ones(old: int, new: int, proof: list[str]) -> None:
    assert [step.hex() for step in consistency_proof(LEAVES, old, new)] == proof


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_root_equals_the_naive_recursion(entries: list[bytes]) -> None:
    assert root(leaf_hash(entry) for entry in entries) == naive_root(entries)


@settings(max_examples=30)
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_tree_grown_in_steps_equals_one_built_at_once(first: int, more: int) -> None:
    leaves = some_leaves(first + more)
    stored = Tree.of(leaves[:first])

    grown = Tree(stored.size, stored.peaks)
    for leaf in leaves[first:]:
        grown = grown.append(leaf)

    assert grown == Tree.of(leaves)
    assert grown.root == root(leaves)


def test_every_inclusion_is_proved_and_nothing_else_is() -> None:
    leaves = some_leaves(21)
    for size in range(1, len(leaves) + 1):
        head = root(leaves[:size])
        for index in range(size):
            proof = inclusion_proof(leaves, index, size)
            assert verify_inclusion(leaves[index], index, size, proof, head)
            assert not verify_inclusion(flipped(leaves[index]), index, size, proof, head)
            assert not verify_inclusion(leaves[index], index, size, proof, flipped(head))
            assert not verify_inclusion(leaves[index], index, size, [*proof, head], head)
            assert not verify_inclusion(leaves[index], size, size, proof, head)
            if proof:
                assert not verify_inclusion(leaves[index], index, size, proof[:-1], head)
                assert not verify_inclusion(leaves[index], index, size, [flipped(proof[0]), *proof[1:]], head)


def test_every_prefix_is_consistent_and_an_altered_one_is_not() -> None:
    leaves = some_leaves(21)
    heads = [root(leaves[:size]) for size in range(len(leaves) + 1)]
    for new in range(1, len(leaves) + 1):
        for old in range(1, new + 1):
            proof = consistency_proof(leaves, old, new)
            assert verify_consistency(old, new, proof, heads[old], heads[new])
            assert not verify_consistency(old, new, proof, flipped(heads[old]), heads[new])
            assert not verify_consistency(old, new, proof, heads[old], flipped(heads[new]))
            assert not verify_consistency(old, new, [*proof, heads[1]], heads[old], heads[new])
            if proof:
                assert not verify_consistency(old, new, proof[:-1], heads[old], heads[new])
                assert not verify_consistency(
                    old, new, [*proof[:-1], flipped(proof[-1])], heads[old], heads[new]
                )


@settings(max_examples=40)
@given(SIZES, st.data())
def test_rewriting_an_old_entry_breaks_consistency(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    leaves = some_leaves(size)
    rewritten = [*leaves[:changed], leaf_hash(b"rewritten"), *leaves[changed + 1 :]]

    proof = consistency_proof(rewritten, old, size)

    assert not verify_consistency(old, size, proof, root(leaves[:old]), root(rewritten))


def test_the_empty_tree_begins_every_tree() -> None:
    head = root(LEAVES)

    assert verify_consistency(0, 8, [], EMPTY_ROOT, head)
    assert not verify_consistency(0, 8, [head], EMPTY_ROOT, head)
    assert not verify_consistency(0, 8, [], head, head)
    assert not verify_consistency(8, 7, [], head, head)


def test_proofs_of_what_is_not_there_are_refused() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 3, 3)
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 0, 9)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 0, 3)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 4, 3)


def test_a_tree_with_the_wrong_peaks_is_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves cannot have 1 peaks"):
        Tree(3, (LEAVES[0],))
