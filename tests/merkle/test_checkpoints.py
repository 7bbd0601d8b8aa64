"""Signed checkpoints: what an outsider keeps, and what betrays a change."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from minhchung.merkle import (
    EMPTY_ROOT,
    BadNote,
    Checkpoint,
    checkpoint_text,
    cosign_note,
    key_id,
    leaf_hash,
    parse_checkpoint,
    parse_verifier_key,
    sign_note,
    verifier_key,
    verify_note,
)

NAME = "minhchung.example/nhatky"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TEXT = checkpoint_text(NAME, 42, leaf_hash(b"x"))
NOTE = sign_note(TEXT, NAME, KEY)


def test_a_checkpoint_is_three_lines() -> None:
    assert checkpoint_text("a.example/log", 0, EMPTY_ROOT) == (
        "a.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    )


def test_a_published_checkpoint_verifies() -> None:
    """The Go checksum database's well-known key and its signed note of the same form."""
    name, key = parse_verifier_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")

    assert name == "sum.golang.org"
    assert key_id(name, key).hex() == "033de0ae"
    assert verifier_key(name, key) == "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def test_a_signed_checkpoint_gives_back_its_parts() -> None:
    text = verify_note(NOTE, NAME, KEY.public_key())

    assert text == TEXT
    assert parse_checkpoint(text) == Checkpoint(NAME, 42, leaf_hash(b"x"))
    assert NOTE.startswith(TEXT + f"\n— {NAME} ")
    blob = base64.b64decode(NOTE.rstrip("\n").rpartition(" ")[2])
    assert (blob[:4], len(blob)) == (key_id(NAME, KEY.public_key()), 68)


def test_further_lines_are_kept() -> None:
    text = checkpoint_text(NAME, 1, EMPTY_ROOT, ("đợt 2026", "x"))

    assert parse_checkpoint(text).extensions == ("đợt 2026", "x")


@pytest.mark.parametrize(
    "changed",
    [
        NOTE.replace("\n42\n", "\n43\n"),
        NOTE.replace("\n42\n", "\n42\nmore\n"),
        NOTE.rstrip("\n"),
        NOTE.replace("— ", "- "),
        NOTE + "\n",
        NOTE + "rubbish\n",
        TEXT,
        "",
        NOTE.replace("\n42\n", "\n42\r\n"),
    ],
)
def test_a_changed_note_is_refused(changed: str) -> None:
    with pytest.raises(BadNote):
        verify_note(changed, NAME, KEY.public_key())


def test_another_key_or_name_is_refused() -> None:
    with pytest.raises(BadNote, match="not signed by"):
        verify_note(NOTE, NAME, OTHER_KEY.public_key())
    with pytest.raises(BadNote, match="not signed by"):
        verify_note(NOTE, "other", KEY.public_key())


def test_a_witness_signs_under_the_log() -> None:
    both = cosign_note(NOTE, "witness", OTHER_KEY)

    assert verify_note(both, NAME, KEY.public_key()) == TEXT
    assert verify_note(both, "witness", OTHER_KEY.public_key()) == TEXT
    with pytest.raises(BadNote):
        verify_note(NOTE, "witness", OTHER_KEY.public_key())


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_name_that_would_confuse_the_form_is_refused(name: str) -> None:
    with pytest.raises(BadNote, match="cannot name a key"):
        sign_note(TEXT, name, KEY)


@pytest.mark.parametrize("line", ["", "a+00+", "sum.golang.org+133de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                                  "a+00000000+!!!", "a+00000000+AA=="])  # fmt: skip
def test_a_bad_key_line_is_refused(line: str) -> None:
    with pytest.raises(BadNote):
        parse_verifier_key(line)


ROOT_LINE = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        f"a\n01\n{ROOT_LINE}\n",
        f"a\n-1\n{ROOT_LINE}\n",
        f"a\n1\n{ROOT_LINE}",
        f"\n1\n{ROOT_LINE}\n",
        f"a\n1\n{ROOT_LINE}\n\n",
        "a\n1\nAAAA\n",
        f"a\n1\n{ROOT_LINE[:-2]}V=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        parse_checkpoint(text)


def test_a_checkpoint_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(BadNote):
        checkpoint_text("a\nb", 1, EMPTY_ROOT)
    with pytest.raises(BadNote):
        checkpoint_text("a", -1, EMPTY_ROOT)
    with pytest.raises(BadNote):
        checkpoint_text("a", 1, b"short")
