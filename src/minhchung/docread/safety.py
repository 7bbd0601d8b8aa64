"""Whether an uploaded file is what it says, and safe to keep: pure functions over its bytes.

Source: the upload rules of docs/security.md. A virus scan is another room's work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from minhchung.docread.container import inspect_container, inspect_office
from minhchung.docread.images import inspect_image
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.pdf_flags import inspect_pdf
from minhchung.docread.problem import Problem, problem
from minhchung.docread.sniff import Kind, sniff

ALLOWED: frozenset[Kind] = frozenset({"pdf", "docx", "xlsx", "jpg", "png"})
_EXTENSIONS: dict[str, Kind] = {
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "jpg": "jpg",
    "jpeg": "jpg",
    "png": "png",
    "odt": "odt",
    "ods": "ods",
}
_MEGABYTE = 1_000_000
_LONGEST_EXTENSION = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an upload is and what is wrong with it. `ok` means it may be kept."""

    kind: Kind
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which the file is refused."""
        return tuple(each for each in self.problems if each.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems to show beside a file that is kept."""
        return tuple(each for each in self.problems if each.severity == "warning")

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way of keeping the file."""
        return not self.errors


def is_allowed(name: str, allowed: frozenset[Kind] = ALLOWED) -> bool:
    """Whether files with this extension are taken at all."""
    return _EXTENSIONS.get(_extension(name)) in allowed


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()[:_LONGEST_EXTENSION]


def check_upload(
    data: bytes, name: str, limits: Limits = DEFAULT, allowed: frozenset[Kind] = ALLOWED
) -> Verdict:
    """Check size, extension, content and what hides inside. Never raises; the first failing stage answers.

    name: the user's file name, read only for its extension. allowed: add "odt" and "ods" to take them.
    """
    kind = sniff(data)
    found = _refusals(data, name, kind, limits, allowed) or _inside(data, kind, limits)
    return Verdict(kind, tuple(each.in_file(name) for each in found))


def _refusals(data: bytes, name: str, kind: Kind, limits: Limits, allowed: frozenset[Kind]) -> list[Problem]:
    if not data:
        return [problem("file.empty")]
    if len(data) > limits.most_bytes:
        size, limit = -(-len(data) // _MEGABYTE), limits.most_bytes // _MEGABYTE
        return [problem("file.too_big", size=size, limit=limit)]
    extension = _extension(name)
    claimed = _EXTENSIONS.get(extension)
    if claimed is None or claimed not in allowed:
        return [problem("file.kind", extension=extension)]
    if kind == "unknown":
        return [problem("file.unreadable", kind=claimed.upper())]
    if kind != claimed:
        return [problem("file.mismatch", extension=extension, kind=kind.upper())]
    return []


def _inside(data: bytes, kind: Kind, limits: Limits) -> list[Problem]:
    match kind:
        case "pdf":
            return inspect_pdf(data, limits)
        case "jpg" | "png":
            return inspect_image(data, kind, limits)
        case "docx" | "xlsx":
            return inspect_container(data, limits) or inspect_office(data, limits)
        case _:
            return inspect_container(data, limits)
