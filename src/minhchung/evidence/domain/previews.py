"""A file shown beside a score: page images or extracted tables, made once in a limited worker and kept by hash."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from minhchung.docread.preview import Preview, run_preview
from minhchung.docread.problem import Problem
from minhchung.evidence.domain import store
from minhchung.evidence.models import EvidenceFile, ScanState
from minhchung.ui.language import language

RETRY_SECONDS = 60
"""How long a failed preview rests before it may be tried again: making one costs the server some seconds."""

BLOCKED = frozenset({ScanState.QUARANTINED, ScanState.INFECTED})
"""Scan states whose bytes are neither shown nor served."""


@dataclass(frozen=True)
class ShownPage:
    number: int
    width: int
    height: int
    text: str


@dataclass(frozen=True)
class Shown:
    """What the page beside a score displays. problem: why there is nothing to show, in the reader's language.

    number, dated_on: what the file seems to say of itself, to be confirmed by a person.
    may_retry: nothing could be shown, and it may be tried again now.
    """

    pages: tuple[ShownPage, ...] = ()
    page_count: int = 0
    paragraphs: tuple[str, ...] = ()
    tables: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    signatures: int = 0
    number: str = ""
    dated_on: str = ""
    problem: str = ""
    may_retry: bool = False


def is_readable(file: EvidenceFile) -> bool:
    return file.scan not in BLOCKED


def folder_of(sha256: str) -> Path:
    return Path(settings.PREVIEW_DIR) / sha256[:2] / sha256


def shown(file: EvidenceFile) -> Shown:
    """The preview, made now if it is the first time; a second request meanwhile makes the same folder."""
    manifest = folder_of(file.sha256) / "manifest.json"
    if not manifest.exists():
        if not store.path_of(file.sha256).is_file():
            return Shown(problem=_("Không còn tệp này trong kho. Hãy báo quản trị chạy `minhchung doctor`."))
        _make(file)
    told = json.loads(manifest.read_text())
    failed = told["problem"] is not None
    return Shown(
        pages=tuple(ShownPage(**page) for page in told["pages"]),
        page_count=told["page_count"],
        paragraphs=tuple(told["paragraphs"]),
        tables=tuple(told["tables"]),
        notes=tuple(note[language()] for note in told["notes"]),
        signatures=told["signatures"],
        number=told["number"],
        dated_on=told["dated_on"],
        problem=told["problem"][language()] if failed else "",
        may_retry=failed and _rested(manifest),
    )


def retry(file: EvidenceFile) -> None:
    """Make a failed preview again: a server that was busy, or a newer reader, may manage what failed before.

    One that was made, or failed within the last minute, stays as it is.
    """
    folder = folder_of(file.sha256)
    manifest = folder / "manifest.json"
    if not manifest.exists() or json.loads(manifest.read_text())["problem"] is None or not _rested(manifest):
        return
    aside = Path(tempfile.mkdtemp(dir=folder.parent))
    folder.rename(aside / "failed")
    shutil.rmtree(aside)
    shown(file)


def _rested(manifest: Path) -> bool:
    return time.time() - manifest.stat().st_mtime >= RETRY_SECONDS


def page_image(file: EvidenceFile, number: int) -> Path | None:
    path = folder_of(file.sha256) / f"{number}.png"
    return path if path.is_file() else None


def _make(file: EvidenceFile) -> None:
    """Write beside, then rename: a killed process leaves no half preview."""
    target = folder_of(file.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = run_preview(store.path_of(file.sha256).read_bytes(), file.kind)
    fresh = Path(tempfile.mkdtemp(dir=target.parent))
    if isinstance(made, Preview):
        for page in made.pages:
            (fresh / f"{page.number}.png").write_bytes(page.png)
    (fresh / "manifest.json").write_text(json.dumps(_manifest(made), ensure_ascii=False))
    try:
        fresh.rename(target)
    except OSError:
        for path in fresh.iterdir():
            path.unlink()
        fresh.rmdir()


def _manifest(made: Preview | Problem) -> dict[str, Any]:
    if isinstance(made, Problem):
        empty: dict[str, Any] = {"pages": [], "page_count": 0, "paragraphs": [], "tables": [], "notes": []}
        return empty | {"signatures": 0, "number": "", "dated_on": "", "problem": _both(made)}
    return {
        "pages": [
            {"number": page.number, "width": page.width, "height": page.height, "text": page.text}
            for page in made.pages
        ],
        "page_count": made.page_count,
        "paragraphs": list(made.paragraphs),
        "tables": [
            {"title": table.title, "rows": [list(row) for row in table.rows]} for table in made.tables
        ],
        "notes": [_both(note) for note in made.notes],
        "signatures": made.signatures,
        "number": made.facts.number or "",
        "dated_on": made.facts.dated_on.isoformat() if made.facts.dated_on else "",
        "problem": None,
    }


def _both(problem: Problem) -> dict[str, str]:
    return {"vi": problem.message, "en": problem.message_en}
