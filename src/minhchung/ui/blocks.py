"""Tables whose rows become blocks on a phone: each cell says its heading, and stays a cell to a screen reader.

The style sheet shows `data-label` before the cell when there is no room for columns. A box that is no longer laid out as
a table may lose its place in the table for assistive technology, so the roles are written out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

TAG: Final = re.compile(r"<(tr|td|th)(?=[\s>])([^>]*)>")
HEADING: Final = re.compile(r"<th(?=[\s>])([^>]*)>(.*?)</th>", re.DOTALL)
SPAN: Final = re.compile(r'\bcolspan="(\d+)"')
LABELLED: Final = re.compile(r"\b(?:data-label|role)=")


def labelled(props: Mapping[str, Any], slots: Mapping[str, str]) -> dict[str, str]:
    """The slots of a table with `blocks` on: rows and cells with their roles, data cells with their column's heading.

    Of a head of several rows the last names the columns. A cell may span columns, never rows; one that has a
    `data-label` of its own keeps it. Without `blocks` the slots stay as they are.
    """
    if not props["blocks"]:
        return dict(slots)
    columns = _columns(slots.get("head", ""))
    return {name: _with_roles(markup, name, columns) for name, markup in slots.items()}


def _columns(head: str) -> list[str]:
    """The heading over each column as plain escaped text."""
    columns: list[str] = []
    for attributes, content in HEADING.findall(head.rpartition("<tr")[2]):
        text = " ".join(strip_tags(content).split())
        columns += [text.replace('"', "&quot;")] * _span(attributes)
    return columns


def _span(attributes: str) -> int:
    found = SPAN.search(attributes)
    return int(found[1]) if found else 1


def _with_roles(markup: str, slot: str, columns: list[str]) -> SafeString:
    place = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal place
        name, attributes = found[1], found[2]
        if name == "tr":
            place = 0
            return f'<tr role="row"{attributes}>'
        here, place = place, place + _span(attributes)
        if LABELLED.search(attributes):
            return found[0] if "role=" in attributes else f'<{name} role="{_role(name, slot)}"{attributes}>'
        label = columns[here] if here < len(columns) and name == "td" else ""
        said = f' data-label="{label}"' if label and _span(attributes) == 1 else ""
        return f'<{name} role="{_role(name, slot)}"{said}{attributes}>'

    return mark_safe(TAG.sub(tag, markup))  # noqa: S308 - rendered and escaped by the engine


def _role(name: str, slot: str) -> str:
    if name == "td":
        return "cell"
    return "columnheader" if slot == "head" else "rowheader"
