"""Signed notes: a text that ends in a line break, and Ed25519 signatures under it.

    text
    <empty line>
    — NAME BASE64(key id ‖ signature)

The key id is the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key). The public key travels as one
line, NAME+HEX(key id)+BASE64(0x01 ‖ public key).

Source: C2SP signed-note.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_SIGNATURE_LINE = "\u2014 "
_KEY_ID_SIZE, _KEY_SIZE = 4, 32
_MOST_SIGNATURES = 100


class BadNote(ValueError):
    """A note, a key line or a checkpoint is malformed, or carries no good signature by the key asked for."""


def key_id(name: str, public_key: Ed25519PublicKey) -> bytes:
    """Give the four bytes that name a key in a signature line."""
    return hashlib.sha256(
        _require_name(name).encode() + b"\n" + _ED25519 + public_key.public_bytes_raw()
    ).digest()[:_KEY_ID_SIZE]


def sign_note(text: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """Sign a text and give the whole note. Raises BadNote unless the text ends its last line."""
    _require_text(text)
    return f"{text}\n{_signature_line(text, name, private_key)}"


def cosign_note(note: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """Add a signature under a note; the text and the earlier signatures stay (a witness)."""
    text, _ = _split(note)
    return note + _signature_line(text, name, private_key)


def verify_note(note: str, name: str, public_key: Ed25519PublicKey) -> str:
    """Check the note's signature by this name and key and give its text.

    Signatures by others are ignored. Raises BadNote when the note is malformed, this key did not sign it, or
    any signature line that claims this key is false.
    """
    text, lines = _split(note)
    wanted = key_id(name, public_key)
    claims = [
        blob
        for signer, blob in map(_parse_signature, lines)
        if (signer, blob[:_KEY_ID_SIZE]) == (name, wanted)
    ]
    if not claims:
        raise BadNote(f"the note is not signed by {name}")
    for blob in claims:
        try:
            public_key.verify(blob[_KEY_ID_SIZE:], text.encode())
        except InvalidSignature as error:
            raise BadNote(f"the signature by {name} is false") from error
    return text


def verifier_key(name: str, public_key: Ed25519PublicKey) -> str:
    """Write the public key as the one line that is published."""
    encoded = base64.b64encode(_ED25519 + public_key.public_bytes_raw()).decode()
    return f"{name}+{key_id(name, public_key).hex()}+{encoded}"


def parse_verifier_key(line: str) -> tuple[str, Ed25519PublicKey]:
    """Read a published key line into its name and key. Raises BadNote."""
    name, _, rest = line.strip().partition("+")
    given_id, _, encoded = rest.partition("+")
    blob = _decode(encoded)
    if len(blob) != 1 + _KEY_SIZE or blob[:1] != _ED25519:
        raise BadNote("the key line does not hold an Ed25519 key")
    public_key = Ed25519PublicKey.from_public_bytes(blob[1:])
    if key_id(name, public_key).hex() != given_id:
        raise BadNote("the key line's id does not belong to its key")
    return name, public_key


def _signature_line(text: str, name: str, private_key: Ed25519PrivateKey) -> str:
    blob = key_id(name, private_key.public_key()) + private_key.sign(text.encode())
    return f"{_SIGNATURE_LINE}{name} {base64.b64encode(blob).decode()}\n"


def _split(note: str) -> tuple[str, list[str]]:
    """Part the text (with its last line break) from the signature lines."""
    head, blank, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or lines.pop() or not 1 <= len(lines) <= _MOST_SIGNATURES:
        raise BadNote("a note is a text, an empty line, and signature lines")
    return _require_text(head + "\n"), lines


def _parse_signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_SIGNATURE_LINE).partition(" ")
    blob = _decode(encoded)
    if not line.startswith(_SIGNATURE_LINE) or not name or len(blob) <= _KEY_ID_SIZE:
        raise BadNote("a signature line is malformed")
    return name, blob


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("base64 expected") from error


def _require_name(name: str) -> str:
    if not name or "+" in name or any(char.isspace() for char in name):
        raise BadNote(f"{name!r} cannot name a key: it is empty or holds a space or a plus sign")
    return name


def _require_text(text: str) -> str:
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise BadNote("a note's text ends with a line break and holds no other control character")
    return text
