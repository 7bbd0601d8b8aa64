"""Files meant to break a reader, by name; and a process that reads a folder of them and says what it took."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from minhchung.rubric.shipped import load_shipped
from minhchung.rubric.xlsx import to_workbook
from tests.docread.samples import docx_bytes, pdf, with_parts, xlsx
from tests.rubric_read.documents import DOCUMENTS
from tests.rubric_read.memory import most_taken

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 20.0
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADS = ["TT", "Nội dung", "Điểm chuẩn", "Tài liệu kiểm chứng"]


# ── by hand ──


def word(body: bytes) -> bytes:
    """A Word file with this body."""
    document = b'<?xml version="1.0"?><w:document xmlns:w="%s"><w:body>%s</w:body></w:document>'
    return with_parts(docx_bytes("x"), {"word/document.xml": document % (WORD.encode(), body)})


def sheet(data: bytes, dimension: str = "") -> bytes:
    """A workbook with these rows."""
    head = f'<dimension ref="{dimension}"/>' if dimension else ""
    text = f'<?xml version="1.0"?><worksheet xmlns="{SHEET}">{head}<sheetData>'.encode()
    return with_parts(xlsx([["a"]]), {"xl/worksheets/sheet1.xml": text + data + b"</sheetData></worksheet>"})


def strings(shared: bytes, cells: int) -> bytes:
    """One long string, asked for by many cells."""
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, cells + 1))
    table = b'<?xml version="1.0"?><sst xmlns="%s"><si><t>%s</t></si></sst>' % (SHEET.encode(), shared)
    return with_parts(sheet(rows), {"xl/sharedStrings.xml": table})


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, without a cross-reference table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, content) for n, content in enumerate(objects, start=1))
    return b"%PDF-1.5\n" + body + b"trailer\n<< /Root 1 0 R /Size 9 >>\n%%EOF\n"


def flate(content: bytes) -> bytes:
    """A stream twice as dense as it looks."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
LINES = b"".join(
    b"%d %d m %d %d l S\n" % (x, y, x + 9, y) for x in range(0, 600, 20) for y in range(0, 800, 4)
)
TABLE = "<table><tr>" + "".join(f"<td>{head}" for head in HEADS)

HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.docx": lambda: with_parts(docx_bytes("x"), {"word/document.xml": b" " * 180_000_000}),
    "bomb.xlsx": lambda: with_parts(xlsx([["a"]]), {"xl/worksheets/sheet1.xml": b"<a>" * 60_000_000}),
    "entries.docx": lambda: with_parts(docx_bytes("x"), {f"word/media/{n}.bin": b"" for n in range(3_000)}),
    "deep.docx": lambda: word(b"<w:tbl><w:tr><w:tc>" * 20_000 + b"</w:tc></w:tr></w:tbl>" * 20_000),
    "nested.docx": lambda: word(
        (b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p>" * 60) + b"<w:p/></w:tc></w:tr></w:tbl>" * 60
    ),
    "spans.docx": lambda: word(
        b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>' * 50
    ),
    "cells.docx": lambda: word(
        b"<w:tbl>"
        + (b"<w:tr>" + b"<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 10 + b"</w:tr>") * 4_000
        + b"</w:tbl>"
    ),
    "entities.docx": lambda: with_parts(
        docx_bytes("x"),
        {
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "'
            + b"c" * 9_000
            + b'"><!ENTITY d "'
            + b"&b;" * 900
            + b'">]><a>&d;&d;</a>'
        },
    ),
    "far.xlsx": lambda: sheet(
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>', "A1:XFD1048576"
    ),
    "strings.xlsx": lambda: strings(b"x" * 3_000_000, 2_000),
    "tall.xlsx": lambda: xlsx([HEADS, *([str(n), "x", 1, ""] for n in range(15_000))]),
    "merged.xlsx": lambda: with_parts(
        xlsx([HEADS, ["1", "x", 2, ""]]),
        {
            "xl/worksheets/sheet1.xml": (
                f'<?xml version="1.0"?><worksheet xmlns="{SHEET}"><sheetData>'
                '<row r="1"><c r="A1" t="inlineStr"><is><t>TT</t></is></c></row></sheetData>'
                '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
            ).encode()
        },
    ),
    "deep.html": lambda: (TABLE + "<tr><td><table>" * 20_000 + "1").encode(),
    "divs.html": lambda: b"<div>" * 300_000 + TABLE.encode(),
    "spans.html": lambda: (TABLE + '<tr><td rowspan="65534" colspan="1000">1' * 2_000).encode(),
    "wide.html": lambda: (TABLE + ("<tr>" + "<td>1" * 2_000) * 160).encode(),
    "attributes.html": lambda: b"<table " + b'a="b" ' * 400_000 + b"><tr><td>1",
    "loop.pdf": lambda: pdf_of(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    "count.pdf": lambda: pdf_of(CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 99999999 >>", PAGE),
    "stream.pdf": lambda: pdf_of(CATALOGUE, PAGES, PAGE, flate(b"0 0 m 9 9 l S\n" * 8_000_000)),
    "twice.pdf": lambda: pdf_of(
        CATALOGUE,
        PAGES,
        PAGE,
        flate(zlib.compress(b"0 0 m 9 9 l S\n" * 900_000, 9)).replace(
            b"/FlateDecode", b"[/FlateDecode /FlateDecode]", 1
        ),
    ),
    "lines.pdf": lambda: pdf_of(CATALOGUE, PAGES, PAGE, flate(LINES)),
    "huge.pdf": lambda: pdf_of(
        CATALOGUE, PAGES, PAGE.replace(b"[0 0 595 842]", b"[0 0 99999999 99999999]"), flate(LINES[:9_000])
    ),
    "arrays.pdf": lambda: pdf_of(CATALOGUE, b"[" * 20_000 + b"]" * 20_000),
    "self.pdf": lambda: pdf_of(CATALOGUE, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
    "line.txt": lambda: "TT\tNội dung\tĐiểm\n".encode() + b"1\tx\t2" * 2_500_000,
    "tabs.txt": lambda: "TT\tNội dung\tĐiểm\n".encode() + b"\t" * 15_000_000,
    "marks.txt": lambda: (
        "TT\n\nNội dung\n\nĐiểm\n\n" + "1\n\na" + "\u0301" * 3_000_000 + "\n\n2\n"
    ).encode(),
    "sixteen.txt": lambda: "TT\tNội dung\tĐiểm\n1\tx\t2\n".encode("utf-16"),
    "half.txt": lambda: "TT\tNội dung\tĐiểm\n".encode("utf-16")[:-1],
}


# ── by chance ──


def seeds() -> dict[str, bytes]:
    """A sound file of each format, our own workbook among them."""
    return {name: make() for name, make in DOCUMENTS.items()} | {
        "rubric.xlsx": to_workbook(load_shipped("qd766-2022")),
        "small.pdf": pdf("1", "x", "2", pages=3),
    }


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or set to extremes, or the end lost."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 60))):
        at = chance.randrange(len(damaged))
        match chance.randrange(6):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                damaged[at] ^= 1 << chance.randrange(8)
            case 2:
                damaged[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff")
                )
            case 3:
                del damaged[at : at + chance.randint(1, 300)]
            case 4:
                damaged[at:at] = damaged[at : at + chance.randint(1, 500)]
            case _:
                del damaged[max(at, len(damaged) // 3) :]
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


def mutations(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """(name, content) of damaged files, `count` of each sound one."""
    for name, data in seeds().items():
        chance = random.Random(f"{name} {seed}")
        for number in range(count):
            yield f"{number:04d}-{name}", mutated(data, chance)


# ── read apart ──


def read_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[list[tuple[str, str, float]], int]:
    """Read every file in one fresh process: (name, outcome, seconds) each, and the most memory it ever held."""
    for name, data in files:
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "tests.rubric_read.hostile", str(folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    said = json.loads(done.stdout)
    return [(name, outcome, seconds) for name, outcome, seconds in said["files"]], said["memory"]


def main(folder: str) -> None:
    """Read the files of a folder as the worker does, under a limit of addresses, and print what came of each."""
    from minhchung.rubric.parse import parse
    from minhchung.rubric.read.told import tell

    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    files = []
    for path in sorted(Path(folder).iterdir()):
        begun = time.monotonic()
        told = tell(path.read_bytes(), path.name)
        if told.text:
            parse(told.text)
        outcome = "read" if told.text else told.faults[0].rule.vi
        files.append((path.name, outcome, time.monotonic() - begun))
    print(json.dumps({"files": files, "memory": most_taken()}))


if __name__ == "__main__":
    main(sys.argv[1])
