#!/usr/bin/env python3
"""Check a published ranking and the ledger behind it, without trusting the site: Python 3.9+, standard library only.

    python3 verify.py --snapshot cong-bo-12.json [--sha256 HEX] [--ledger nhatky.jsonl] [--checkpoints checkpoints.txt]
                      [--note OLD-NOTE.txt] [--entry SEQ:BODY.json] [--key KEY-LINE] [--lang vi|en]

Exit 0: everything that could be checked holds. 1: something does not. 2: a file cannot be read.
Signatures are checked only where the package `cryptography` is installed; otherwise the script says it did not.
"""

import argparse
import base64
import hashlib
import json
import sys
from fractions import Fraction

STAGES = ("final", "explained", "second", "appraised")  # whose value counts, the first that is there
FAULTS = []


def say(ok, vi, en):
    """One line of the report; ok None is something that was not checked."""
    if ok is False:
        FAULTS.append(vi)
    mark = {True: ("ĐÚNG", "OK"), False: ("SAI", "WRONG"), None: ("CHƯA KIỂM", "NOT CHECKED")}[ok]
    print(f"{mark[ENGLISH]}: {(vi, en)[ENGLISH]}")


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(leaves, sizes):
    """Size → root of the tree of the first `size` leaves (RFC 9162), in one pass over the peaks."""
    found, peaks = {0: hashlib.sha256(b"").digest()}, []
    for size, leaf in enumerate(leaves, start=1):
        peaks.append(leaf)
        for _ in range((size & -size).bit_length() - 1):
            right = peaks.pop()
            peaks.append(node_hash(peaks.pop(), right))
        if size in sizes:
            root = peaks[-1]
            for peak in reversed(peaks[:-1]):
                root = node_hash(peak, root)
            found[size] = root
    return found


def notes_in(text):
    """Signed notes, one after another: (text, origin, size, root, signature lines)."""
    parts = text.split("\n\n")
    for body, signatures in zip(parts[::2], parts[1::2]):
        origin, size, root = body.strip("\n").split("\n")[:3]
        lines = [line for line in signatures.split("\n") if line.startswith("\u2014 ")]
        yield body.strip("\n") + "\n", origin, int(size), base64.b64decode(root), lines


def rounded(value, rule):
    """Round as the rubric says; unchanged when it says nothing."""
    if rule["places"] is None:
        return value
    scaled = abs(value) * 10 ** rule["places"]
    units, rest = divmod(scaled.numerator, scaled.denominator)
    twice, whole = 2 * rest, scaled.denominator
    up = {"half_up": twice >= whole, "half_even": twice > whole or (twice == whole and units % 2 == 1)}
    units += {**up, "up": rest > 0, "down": False}[rule["mode"]]
    return Fraction(-units if value < 0 else units, 10 ** rule["places"])


def points(text):
    return None if text is None else Fraction(text)


def check_snapshot(data, told, expected):
    digest = hashlib.sha256(data).hexdigest()
    if expected:
        ok = digest == expected.strip().lower()
        say(ok, f"SHA-256 của bản chụp là {digest}", f"the snapshot's SHA-256 is {digest}")
    else:
        say(
            None,
            f"SHA-256 của bản chụp là {digest}: so với mã trên trang công bố hoặc trong quyết định",
            f"the snapshot's SHA-256 is {digest}: compare it with the published page or the decision",
        )
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    say(plain == data, "bản chụp ở dạng JSON chuẩn tắc", "the snapshot is canonical JSON")
    return digest


def check_leaves(told):
    """Each leaf's published points are those of the value that counts, unless the ranking gave its own reason."""
    values = {entry["id"]: entry["values"] for entry in told["entries"]}
    own = {each["entry"]: each["reasons"] for each in told["details"]}
    wrong, seen = [], 0
    for row in told["ranking"]:
        for code, stages in values[row["entry"]].items():
            value = next((stages[stage] for stage in STAGES if stage in stages), None)
            if value is None or value["points"] is None or code in own.get(row["entry"], {}):
                continue
            seen += 1
            if points(value["points"]) != points(row["nodes"].get(code)):
                wrong.append(f"{row['entry']}/{code}")
    say(
        not wrong,
        f"điểm {seen} tiêu chí khớp giá trị được tính {' '.join(wrong[:5])}",
        f"the points of {seen} leaves are those of the value that counts {' '.join(wrong[:5])}",
    )


def check_sums(told):
    children, rule = {}, told["rounding"]
    for node in told["nodes"]:
        children.setdefault(node["parent"], []).append(node["code"])
    states = {each["entry"]: each["states"] for each in told["details"]}
    wrong, seen, skipped = [], 0, 0
    for row in told["ranking"]:
        nodes = {code: points(text) for code, text in row["nodes"].items()}
        for node in [*told["nodes"], {"code": "", "parent": None, "leaf": False, "adds": True}]:
            stated = points(row["total"]) if node["code"] == "" else nodes.get(node["code"])
            if node["leaf"] or stated is None:
                continue
            below = [code for code in children[node["code"]] if nodes.get(code) is not None]
            found = sum((nodes[code] for code in below), Fraction(0))
            if node["code"] == "":
                found = max(found, points(rule["floor"])) if rule["floor"] is not None else found
                found = min(found, points(rule["cap"])) if rule["cap"] is not None else found
            if rule["at"] == ("end" if node["code"] == "" else "section" if node["parent"] == "" else None):
                found = rounded(found, rule)
            bent = not node["adds"] or "not_applicable" in states.get(row["entry"], {}).values()
            if found == stated:
                seen += 1
            elif bent:
                skipped += 1
            else:
                wrong.append(f"{row['entry']}/{node['code'] or 'total'}")
    say(
        not wrong,
        f"cộng lại đúng {seen} mục và tổng điểm {' '.join(wrong[:5])}",
        f"{seen} subtotals and totals add up {' '.join(wrong[:5])}",
    )
    if skipped:
        say(
            None,
            f"{skipped} mục không phải phép cộng thuần: chạy minhchung rubric recompute",
            f"{skipped} nodes are no plain sums: run minhchung rubric recompute",
        )


def check_ranks(told):
    group = {entry["id"]: entry["group"] for entry in told["entries"]}
    by_group, wrong = {}, []
    for row in told["ranking"]:
        by_group.setdefault(group[row["entry"]], []).append(row)
        if (row["rank"] is None) != (row["total"] is None):
            wrong.append(row["entry"])
    for rows in by_group.values():
        ranked = [
            (points(row["total"]), row)
            for row in rows
            if row["rank"] is not None and row["total"] is not None
        ]
        for total, row in ranked:
            above = sum(other > total for other, _row in ranked)
            equal = [each["rank"] for other, each in ranked if other == total]
            broken = told["rounding"]["tie_break"] and above < row["rank"] <= above + len(equal)
            shared = sum(rank == row["rank"] for rank in equal) > 1
            if not (row["rank"] == above + 1 or broken) or row["tied"] != shared:
                wrong.append(row["entry"])
    say(
        not wrong,
        f"hạng của {len(told['ranking'])} cơ quan đúng theo tổng điểm {wrong[:5] or ''}",
        f"the ranks of {len(told['ranking'])} agencies follow from the totals {wrong[:5] or ''}",
    )


def check_ledger(lines, notes, digest, entries):
    rows = [json.loads(line) for line in lines if line.strip()]
    leaves = [bytes.fromhex(row["leaf"]) for row in rows]
    ok = [row["seq"] for row in rows] == list(range(len(rows)))
    say(ok, f"sổ cái có {len(rows)} mục liền nhau", f"the ledger has {len(rows)} entries without a gap")
    bodies = {row["seq"]: row["body"].encode() for row in rows if "body" in row} | entries
    for seq, body in bodies.items():
        held = seq < len(rows) and hashlib.sha256(b"\x00" + body).digest() == leaves[seq]
        say(held, f"mục {seq} nằm trong sổ cái", f"entry {seq} is in the ledger")
    if digest:
        told = any(digest.encode() in body for body in bodies.values())
        say(told, "sổ cái ghi mã SHA-256 của bản chụp này", "the ledger records this snapshot's SHA-256")
    found = roots(leaves, {note[2] for note in notes})
    bad = [note[2] for note in notes if found.get(note[2]) != note[3]]
    say(
        not bad,
        f"{len(notes)} điểm kiểm tra đều là phần đầu của sổ cái {bad[:5] or ''}",
        f"all {len(notes)} checkpoints begin this ledger {bad[:5] or ''}",
    )
    if len(rows) not in {note[2] for note in notes}:
        say(None, "chưa có điểm kiểm tra ở mục cuối", "no checkpoint over the last entry was given")


def check_signatures(notes, key_line):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        say(
            None,
            "chữ ký (máy này chưa cài gói cryptography)",
            "signatures (package cryptography is not installed)",
        )
        return
    name, key_id, encoded = key_line.strip().split("+", 2)
    blob = base64.b64decode(encoded)
    key, wanted = Ed25519PublicKey.from_public_bytes(blob[1:]), bytes.fromhex(key_id)
    bad = []
    for text, _origin, size, _root, lines in notes:
        signed = [base64.b64decode(line.split(" ")[2]) for line in lines if line.split(" ")[1] == name]
        try:
            key.verify(next(sig[4:] for sig in signed if sig[:4] == wanted), text.encode())
        except (InvalidSignature, StopIteration):
            bad.append(size)
    say(
        not bad,
        f"chữ ký Ed25519 của {len(notes)} điểm kiểm tra {bad[:5] or ''}",
        f"the Ed25519 signatures of {len(notes)} checkpoints {bad[:5] or ''}",
    )


def main():
    global ENGLISH
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("snapshot", "sha256", "ledger", "checkpoints", "note", "entry", "key"):
        parser.add_argument(f"--{name}", action="append" if name in ("note", "entry") else "store")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    asked = parser.parse_args()
    ENGLISH, digest = asked.lang == "en", ""
    if asked.snapshot:
        data = open(asked.snapshot, "rb").read()
        told = json.loads(data)
        digest = check_snapshot(data, told, asked.sha256)
        for check in (check_leaves, check_sums, check_ranks):
            check(told)
    texts = [open(name, encoding="utf-8").read() for name in [asked.checkpoints, *(asked.note or [])] if name]
    notes = [note for text in texts for note in notes_in(text)]
    if asked.ledger:
        pairs = [each.split(":", 1) for each in asked.entry or []]
        entries = {int(seq): open(name, "rb").read().rstrip(b"\n") for seq, name in pairs}
        check_ledger(open(asked.ledger, encoding="utf-8"), notes, digest, entries)
    if asked.key and notes:
        check_signatures(notes, asked.key)
    elif notes:
        say(None, "chữ ký (cho biết --key)", "signatures (give --key)")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Không đọc được / cannot read: {error!r}", file=sys.stderr)
        sys.exit(2)
