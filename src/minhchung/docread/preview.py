"""Page images and extracted text of a stranger's file, made in a process of its own with hard limits.

    python -m minhchung.docread.preview KIND IN OUTDIR

writes OUTDIR/manifest.json and OUTDIR/page-NN.png. `run_preview` starts it, waits, and answers with a value,
whatever the file does to the worker.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from minhchung.docread.facts import Facts
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.problem import Problem, problem
from minhchung.docread.worker import Bounds, bind, run_worker

PAGES = 20
TABLE_ROWS = 500
TABLE_COLUMNS = 60
_WIDTH = 1400
_HEIGHT = 2800
_CPU_SECONDS = 10
_RENDER_SECONDS = 7  # leaves time to write what was done before the limit kills the worker
_BOUNDS = Bounds(cpu_seconds=_CPU_SECONDS, address_space=1 << 30, file_size=64 << 20)
_MOST_TEXT = 200_000
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One page as a picture made here; `text` is its text layer, "" for a scan."""

    number: int
    width: int
    height: int
    png: bytes
    text: str


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """A table found in the file, cut to 500 rows and 60 columns. title: the sheet's name, or ""."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown beside a score: page images, or extracted text and tables; and the file's facts.

    page_count counts all pages of the file, shown or not; signatures counts digital signatures, unverified.
    """

    kind: str
    pages: tuple[PreviewPage, ...]
    page_count: int
    paragraphs: tuple[str, ...]
    tables: tuple[PreviewTable, ...]
    facts: Facts
    signatures: int
    notes: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """All text found, for search."""
        return "\n".join((*(page.text for page in self.pages), *self.paragraphs)).strip()


def run_preview(data: bytes, kind: str, timeout: float = 30.0) -> Preview | Problem:
    """Make a preview in a limited process: 10 s of processor, 1 GB of addresses, a clean environment.

    kind: what `sniff` says. timeout: seconds of clock. A crash, a hang or a flood comes back as a Problem.
    """
    with tempfile.TemporaryDirectory(prefix="minhchung-preview-") as folder:
        source, out = Path(folder, "in"), Path(folder, "out")
        out.mkdir()
        source.write_bytes(data)
        code = run_worker("minhchung.docread.preview", [kind, str(source), str(out)], folder, timeout)
        if code is None:
            return problem("preview.timeout", seconds=f"{timeout:g}")
        if code == -signal.SIGXCPU:
            return problem("preview.timeout", seconds=_CPU_SECONDS)
        return _loaded(out, code)


def _loaded(out: Path, code: int) -> Preview | Problem:
    try:
        manifest: dict[str, Any] = json.loads((out / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return problem("preview.memory" if code == -signal.SIGKILL else "preview.failed")
    if "refused" in manifest:
        return _problem(manifest["refused"])
    return Preview(
        kind=manifest["kind"],
        pages=tuple(
            PreviewPage(p["number"], p["width"], p["height"], (out / p["png"]).read_bytes(), p["text"])
            for p in manifest["pages"]
        ),
        page_count=manifest["page_count"],
        paragraphs=tuple(manifest["paragraphs"]),
        tables=tuple(
            PreviewTable(t["title"], tuple(tuple(row) for row in t["rows"])) for t in manifest["tables"]
        ),
        facts=_facts(manifest["facts"]),
        signatures=manifest["signatures"],
        notes=tuple(_problem(note) for note in manifest["notes"]),
    )


def _problem(written: dict[str, Any]) -> Problem:
    return problem(written["code"], **written["facts"])


def _facts(written: dict[str, Any]) -> Facts:
    on = written["dated_on"]
    return Facts(written["number"], date.fromisoformat(on) if on else None, written["place"], written["kind"])


# What follows runs in the worker. Libraries are imported after the limits are set.


def limit_resources() -> None:
    """Bind this process to what a preview may use. Cannot be undone."""
    bind(_BOUNDS)


def main(arguments: list[str]) -> int:
    """Render KIND IN OUTDIR; 0 when a manifest was written, 2 for wrong arguments."""
    if len(arguments) != 3:
        print("usage: preview KIND IN OUTDIR", file=sys.stderr)
        return 2
    limit_resources()
    kind, source, out = arguments[0], Path(arguments[1]), Path(arguments[2])
    try:
        manifest = _render(kind, source.read_bytes(), out)
    except MemoryError:
        manifest = {"refused": _refusal("preview.memory")}
    except Exception:
        manifest = {"refused": _refusal("preview.failed")}
    (out / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return 0


def _refusal(code: str, **facts: object) -> dict[str, Any]:
    return {"code": code, "facts": facts}


def _render(kind: str, data: bytes, out: Path) -> dict[str, Any]:
    from minhchung.docread.safety import check_upload

    verdict = check_upload(data, f"file.{kind}", allowed=frozenset({"pdf", "docx", "xlsx", "jpg", "png"}))
    if not verdict.ok:
        return {"refused": _refusal("preview.failed")}
    manifest: dict[str, Any] = {
        "kind": kind, "pages": [], "page_count": 1, "paragraphs": [], "tables": [], "notes": [], "signatures": 0,
    }  # fmt: skip
    if kind == "pdf":
        _render_pdf(data, out, manifest)
    elif kind in ("jpg", "png"):
        _render_image(data, out, manifest)
    else:
        _extract(data, kind, manifest)
    _add_facts(manifest)
    return manifest


def _render_pdf(data: bytes, out: Path, manifest: dict[str, Any]) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    from minhchung.docread.pdf_flags import count_signatures

    document = pypdfium2.PdfDocument(data)
    manifest["page_count"] = len(document)
    manifest["signatures"] = count_signatures(data)
    for index in range(min(len(document), PAGES)):
        if resource.getrusage(resource.RUSAGE_SELF).ru_utime > _RENDER_SECONDS:
            break
        page = document[index]
        width, height = page.get_size()
        scale = min(_WIDTH / max(width, 1), _HEIGHT / max(height, 1), 4.0)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()[:_MOST_TEXT]
        _save(picture, index + 1, out, manifest, text.replace("\r\n", "\n"))
        text_page.close()
        page.close()
    shown = len(manifest["pages"])
    if shown < len(document):
        manifest["notes"].append(_refusal("preview.cut", shown=shown, total=len(document)))


def _render_image(data: bytes, out: Path, manifest: dict[str, Any]) -> None:
    import io

    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = DEFAULT.most_pixels
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as original:
        original.draft("RGB", (_WIDTH, _HEIGHT))
        original.thumbnail((_WIDTH, _HEIGHT))
        upright = ImageOps.exif_transpose(original)
        if "A" in upright.getbands() or "transparency" in upright.info:
            backed = Image.new("RGBA", upright.size, "white")
            backed.alpha_composite(upright.convert("RGBA"))
            upright = backed
        _save(upright.convert("RGB"), 1, out, manifest, "")


def _save(picture: Any, number: int, out: Path, manifest: dict[str, Any], text: str) -> None:
    """Write the pixels alone: no metadata of the original survives."""
    name = f"page-{number:02d}.png"
    clean = picture.copy()
    clean.info = {}
    clean.save(out / name, "PNG", compress_level=6)
    manifest["pages"].append(
        {"number": number, "width": clean.width, "height": clean.height, "png": name, "text": text}
    )


def _extract(data: bytes, kind: str, manifest: dict[str, Any]) -> None:
    from minhchung.docread.read import read

    reading = read(data, f"file.{kind}", Limits(most_rows=50_000, most_cells=1_000_000))
    if not reading.ok and not (reading.tables or reading.paragraphs):
        raise ValueError("unreadable")
    manifest["paragraphs"] = [paragraph.text for paragraph in reading.paragraphs[:2_000]]
    for table in reading.tables[:50]:
        rows = [_spread(row) for row in table.rows[:TABLE_ROWS]]
        manifest["tables"].append({"title": table.place.sheet or "", "rows": rows})
    longest = max((len(table.rows) for table in reading.tables), default=0)
    if longest > TABLE_ROWS or len(reading.paragraphs) > 2_000:
        manifest["notes"].append(_refusal("read.cut", count=TABLE_ROWS))


def _spread(row: Any) -> list[str]:
    """Put cells at their columns, so that rows with merged cells line up."""
    last = max((cell.place.column or 1 for cell in row), default=0)
    texts = [""] * min(last, TABLE_COLUMNS)
    for cell in row:
        if (cell.place.column or 1) <= TABLE_COLUMNS:
            texts[(cell.place.column or 1) - 1] = cell.text[:2_000]
    return texts


def _add_facts(manifest: dict[str, Any]) -> None:
    from minhchung.docread.facts import document_facts

    first = manifest["pages"][0]["text"] if manifest["pages"] else ""
    head_table = "\n".join("\n".join(row) for table in manifest["tables"][:1] for row in table["rows"][:4])
    found = document_facts("\n".join([first, head_table, *manifest["paragraphs"][:60]]))
    manifest["facts"] = {
        "number": found.number,
        "dated_on": found.dated_on.isoformat() if found.dated_on else None,
        "place": found.place,
        "kind": found.kind,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
