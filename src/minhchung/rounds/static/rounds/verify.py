#!/usr/bin/env python3
"""Check a published ranking and the ledger behind it without trusting the site. Python 3.9+, nothing to install.
    python3 verify.py --snapshot cong-bo-12.json --sha256 HEX --ledger nhatky.jsonl --checkpoints checkpoints.txt
--note FILE: an old signed note (a receipt's) must begin this ledger; --entry SEQ:FILE: this text is entry SEQ;
--key LINE: check signatures, where the package `cryptography` is installed (else the script says it did not).
Exit 0: what could be checked holds. 1: something does not. 2: a file cannot be read."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path

STAGES = ("final", "explained", "second", "appraised")  # whose value counts: the first that is there
MARKS = {True: "ĐÚNG / OK", False: "SAI / WRONG", None: "CHƯA KIỂM / NOT CHECKED"}
FAULTS: list[str] = []


def say(ok: bool | None, text: str, wrong: list | None = None) -> None:
    """One line of the report; None is something that was not checked."""
    if ok is False:
        FAULTS.append(text)
    print(f"{MARKS[ok]}: {text}{': ' if wrong else ''}{', '.join(map(str, (wrong or [])[:5]))}")


def rounded(value: Fraction, rule: dict) -> Fraction:
    """Round as the rubric says; halves away from zero, to even, always up or never."""
    scaled = abs(value) * 10 ** rule["places"]
    units, rest = divmod(scaled.numerator, scaled.denominator)
    half = (2 * rest > scaled.denominator) - (2 * rest < scaled.denominator)
    ups = {"half_up": half >= 0, "half_even": half > 0 or (half == 0 and units % 2 == 1)}
    units += {**ups, "up": rest > 0, "down": False}[rule["mode"]]
    return Fraction(-units if value < 0 else units, 10 ** rule["places"])


def write_out(told: dict) -> None:
    """Format 2 gives places in a table of values and points in the order of the tree; format 1 writes all out."""
    values, names = told["tables"]["values"], [node["code"] for node in told["nodes"]]
    for entry in told["entries"]:
        found: dict[str, dict] = {code: {} for code in told["leaves"]}
        for stage, columns in entry["values"].items():
            for code, at in zip(told["leaves"], columns["value"]):  # noqa: B905 - strict= came after Python 3.9
                found[code].update({} if at is None else {stage: values[at]})
        entry["values"] = found
    for row in told["ranking"]:
        row["nodes"] = {code: text for code, text in zip(names, row["nodes"]) if text != ""}  # noqa: B905


def check_leaves(told: dict) -> None:
    """Each leaf's published points are those of the value that counts, unless the ranking gave its own reason."""
    values = {entry["id"]: entry["values"] for entry in told["entries"]}
    own = {each["entry"]: each["reasons"] for each in told["details"]}
    wrong, seen = [], 0
    for row in told["ranking"]:
        for code, stages in values[row["entry"]].items():
            given = next((stages[stage]["points"] for stage in STAGES if stage in stages), None)
            if given is not None and code not in own[row["entry"]]:
                seen += 1
                wrong += [f"{row['entry']}/{code}"] if given != row["nodes"].get(code) else []
    say(not wrong, f"{seen} điểm là của giá trị được tính / points are of the value that counts", wrong)


def check_sums(told: dict) -> None:
    """Every node that is a plain sum, and every total, adds up from what stands below it."""
    below: dict[str, list[str]] = {}
    for node in told["nodes"]:
        below.setdefault(node["parent"], []).append(node["code"])
    rule, root = told["rounding"], {"code": "", "parent": None, "leaf": False, "adds": True}
    states = {each["entry"]: set(each["states"].values()) for each in told["details"]}
    wrong, seen, skipped = [], 0, 0
    for row in told["ranking"]:
        nodes = {code: text and Fraction(text) for code, text in [*row["nodes"].items(), ("", row["total"])]}
        for node in [*told["nodes"], root]:
            if node["leaf"] or (stated := nodes.get(node["code"])) is None:
                continue
            found = sum((nodes.get(code) or Fraction(0) for code in below[node["code"]]), Fraction(0))
            if node is root:
                found = max(found, Fraction(rule["floor"] or found))
                found = min(found, Fraction(rule["cap"] or found))
            if rule["at"] == {None: "end", "": "section"}.get(node["parent"], "-"):
                found = rounded(found, rule)
            if found == stated:
                seen += 1
            elif not node["adds"] or "not_applicable" in states[row["entry"]]:
                skipped += 1
            else:
                wrong.append(f"{row['entry']}/{node['code'] or 'total'}")
    say(not wrong, f"{seen} mục và tổng cộng đúng / subtotals and totals add up", wrong)
    say(None if skipped else True, f"{skipped} mục không phải phép cộng / are no plain sums")


def check_ranks(told: dict) -> None:
    """Within each group: one more than the agencies above; equal totals share a rank unless a tie-break parts them."""
    group = {entry["id"]: entry["group"] for entry in told["entries"]}
    wrong = [row["entry"] for row in told["ranking"] if (row["rank"] is None) != (row["total"] is None)]
    by_total: dict[tuple[str, Fraction], list[dict]] = {}
    for row in told["ranking"]:
        if row["total"] is not None:
            by_total.setdefault((group[row["entry"]], Fraction(row["total"])), []).append(row)
    above: dict[str, int] = {}
    for (name, _total), rows in sorted(by_total.items(), key=lambda item: item[0], reverse=True):
        first, ranks = above.get(name, 0) + 1, [row["rank"] for row in rows]
        above[name] = first + len(rows) - 1
        allowed = range(first, first + len(rows)) if told["rounding"]["tie_break"] else (first,)
        right = [r["rank"] in allowed and r["tied"] == (ranks.count(r["rank"]) > 1) for r in rows]
        wrong += [row["entry"] for at, row in enumerate(rows) if not right[at]]
    say(not wrong, f"hạng của {len(group)} cơ quan theo đúng tổng / ranks follow from totals", wrong)


def roots(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    """Size → root of the tree of the first `size` leaves (RFC 9162), in one pass over the full subtrees."""
    found, peaks = {0: hashlib.sha256(b"").digest()}, []
    for size, leaf in enumerate(leaves, start=1):
        peaks.append(leaf)
        for _ in range((size & -size).bit_length() - 1):
            peaks[-2:] = [hashlib.sha256(b"\x01" + peaks[-2] + peaks[-1]).digest()]
        if size in sizes:
            found[size] = peaks[-1]
            for peak in reversed(peaks[:-1]):
                found[size] = hashlib.sha256(b"\x01" + peak + found[size]).digest()
    return found


def notes_in(text: str) -> list[tuple[str, int, bytes, list[str]]]:
    """Signed notes, one after another: (signed text, size, root, signature lines)."""
    parts = [part.strip("\n") for part in text.split("\n\n") if part.strip("\n")]
    pairs = [(parts[i], parts[i + 1].split("\n")) for i in range(0, len(parts), 2)]
    return [(b + "\n", int(b.split("\n")[1]), base64.b64decode(b.split("\n")[2]), s) for b, s in pairs]


def check_ledger(lines: list[str], notes: list, digest: str, entries: dict[int, bytes]) -> None:
    rows = [json.loads(line) for line in lines if line.strip()]
    leaves = [bytes.fromhex(row["leaf"]) for row in rows]
    say([row["seq"] for row in rows] == [*range(len(rows))], f"sổ cái {len(rows)} mục / ledger entries")
    bodies = {row["seq"]: row["body"].encode() for row in rows if "body" in row} | entries
    for seq, body in bodies.items():
        held = hashlib.sha256(b"\x00" + body).digest() in leaves[seq : seq + 1]
        say(held, f"mục {seq} nằm trong sổ cái / entry is in the ledger")
    if digest:
        held = any(digest.encode() in body for body in bodies.values())
        say(held, "sổ cái ghi SHA-256 của bản chụp / the ledger records the snapshot's SHA-256")
    found = roots(leaves, {size for _text, size, _root, _lines in notes})
    bad = [size for _text, size, root, _lines in notes if found.get(size) != root]
    say(not bad, f"{len(notes)} điểm kiểm tra là phần đầu của sổ / checkpoints begin this ledger", bad)


def check_signatures(notes: list, key_line: str) -> None:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return say(None, "chữ ký: chưa cài / signatures: not installed: cryptography")
    name, key_id, encoded = key_line.strip().split("+", 2)
    key, bad = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:]), []
    for text, size, _root, lines in notes:
        signed = [base64.b64decode(line.split(" ")[2]) for line in lines if line.split(" ")[1] == name]
        try:
            key.verify(next(each[4:] for each in signed if each[:4].hex() == key_id), text.encode())
        except Exception:  # no such signature, or a false one
            bad.append(size)
    say(not bad, f"chữ ký của {len(notes)} điểm kiểm tra / signatures of checkpoints", bad)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("snapshot", "sha256", "ledger", "checkpoints", "key"):
        parser.add_argument(f"--{name}", default="")
    for name in ("note", "entry"):
        parser.add_argument(f"--{name}", action="append", default=[])
    asked, digest = parser.parse_args(), ""
    if asked.snapshot:
        data = Path(asked.snapshot).read_bytes()
        told, digest = json.loads(data), hashlib.sha256(data).hexdigest()
        say(digest == asked.sha256 if asked.sha256 else None, f"SHA-256 bản chụp / of the snapshot: {digest}")
        canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        say(canonical == data, "bản chụp ở dạng chuẩn tắc / the snapshot is canonical JSON")
        for check in (*([write_out] if "tables" in told else []), check_leaves, check_sums, check_ranks):
            check(told)
    texts = [Path(name).read_text(encoding="utf-8") for name in (asked.checkpoints, *asked.note) if name]
    notes = [note for text in texts for note in notes_in(text)]
    if asked.ledger:
        given = dict(each.split(":", 1) for each in asked.entry)
        entries = {int(seq): Path(name).read_bytes().rstrip(b"\n") for seq, name in given.items()}
        check_ledger(Path(asked.ledger).read_text(encoding="utf-8").split("\n"), notes, digest, entries)
    if notes and asked.key:
        check_signatures(notes, asked.key)
    elif notes:
        say(None, "chữ ký: cần / signatures: give --key")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, LookupError, TypeError) as error:
        print(f"Không đọc được / cannot read: {error!r}", file=sys.stderr)
        sys.exit(2)
