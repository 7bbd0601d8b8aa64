"""Rubrics that come with the product, transcribed whole from their published texts, defects included.

Each is one `CODE.rubric.yaml` in this folder. `line` on nodes and options is the line of the source text; `notes` name
the defects that touch a node, and say where the reading is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from minhchung.rubric.errors import Reason, RubricFailure
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import parse

CODES: tuple[str, ...] = (
    "ca-mau-iso-2018",
    "quang-dien-cchc-2023",
    "dak-nong-iso-2022",
    "qd766-2022",
)


@dataclass(frozen=True, slots=True)
class ShippedRubric:
    """A rubric in this folder: its code, its published title, and where its text lies."""

    code: str
    title: str
    path: Traversable


class UnknownShippedRubric(RubricFailure):
    """No shipped rubric has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.near = tuple(get_close_matches(code, CODES, n=3, cutoff=0.4)) or CODES
        nearby = ", ".join(self.near)
        self.reason = Reason(
            f"Không có bộ tiêu chí kèm sẵn “{code}”. Có: {nearby}.",
            f'No shipped rubric is called "{code}". There are: {nearby}.',
        )
        super().__init__(self.reason.vi)


@cache
def shipped() -> tuple[ShippedRubric, ...]:
    """The rubrics in this folder, in the order in which they are listed to people."""
    return tuple(ShippedRubric(code, load_shipped(code).title, _path(code)) for code in CODES)


@cache
def load_shipped(code: str) -> Rubric:
    """The shipped rubric with this code. Raises UnknownShippedRubric, naming near ones."""
    if code not in CODES:
        raise UnknownShippedRubric(code)
    return parse(shipped_text(code), name=f"{code}.rubric.yaml")


def shipped_text(code: str) -> str:
    """The YAML text as it stands in the file, notes included."""
    if code not in CODES:
        raise UnknownShippedRubric(code)
    return _path(code).read_text(encoding="utf-8")


def _path(code: str) -> Traversable:
    return files(__name__).joinpath(f"{code}.rubric.yaml")
