"""Proofs from kept subtrees are the proofs from all leaves."""

from __future__ import annotations

import pytest

from minhchung.merkle import (
    Tree,
    completed_subtrees,
    inclusion_from,
    inclusion_proof,
    kept_for_proof,
    leaf_hash,
    verify_inclusion,
)
from minhchung.merkle.bands import Subtree

LEAVES = [leaf_hash(str(number).encode()) for number in range(700)]


def kept_of(leaves: list[bytes], band: int) -> dict[Subtree, bytes]:
    kept: dict[Subtree, bytes] = {}
    tree = Tree()
    for position, leaf in enumerate(leaves):
        kept |= {(0, position): leaf, **completed_subtrees(tree, leaf, band)}
        tree = tree.append(leaf)
    return kept


@pytest.mark.parametrize("band", [1, 2, 3])
@pytest.mark.parametrize("size", [*range(1, 36), 63, 64, 65])
def test_every_leaf_of_every_small_log(size: int, band: int) -> None:
    kept = kept_of(LEAVES[:size], band)

    for index in range(size):
        asked = {name: kept[name] for name in kept_for_proof(index, size, band)}
        assert inclusion_from(asked, index, size, band) == inclusion_proof(LEAVES[:size], index)


@pytest.mark.parametrize("index", [0, 1, 255, 256, 300, 511, 512, 698, 699])
def test_a_log_of_several_bands(index: int) -> None:
    kept = kept_of(LEAVES, 8)
    asked = {name: kept[name] for name in kept_for_proof(index, 700)}

    proof = inclusion_from(asked, index, 700)

    assert proof == inclusion_proof(LEAVES, index)
    assert verify_inclusion(LEAVES[index], index, 700, proof, Tree.of(LEAVES).root)


@pytest.mark.parametrize("size", [100_000, 3_000_000_017])
def test_a_long_log_asks_for_few_hashes_of_each_level(size: int) -> None:
    for index in (0, size // 3, size - 1):
        asked = kept_for_proof(index, size)
        assert max(sum(level == each for level, _ in asked) for each in (0, 8, 16, 24)) <= 510


def test_no_such_leaf() -> None:
    with pytest.raises(IndexError):
        kept_for_proof(5, 5)
