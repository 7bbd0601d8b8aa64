"""Many proposals put into a draft as one step, which is taken back as one.

Ticked are faults, not texts: widening one band changes what is proposed for the next, so the draft is checked anew after
each pass until nothing ticked is left. At one node one proposal goes in a pass.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from minhchung.criteria.domain.draft_reading import DraftReading, draft_reading, remember_outline
from minhchung.criteria.domain.editing import HEAD, Change, item_of
from minhchung.criteria.models import RubricDraft
from minhchung.rubric.errors import Diagnostic
from minhchung.rubric.mending import may_be_mended, mended
from minhchung.rubric.outline import Outline, coded, item_hash, print_outline

SURE: Final = frozenset(
    {"L201", "L202", "L301", "L302", "L303", "L408", "L501"} | {f"L60{digit}" for digit in range(1, 9)}
)
"""Proposals that mend words, or say what was not said: no maximum, total or policy is chosen for the author."""
FOLLOWS: Final = {"L604": frozenset({"L201", "L202"})}
"""The words of a band follow its limits: asked for with them."""
MOST_PASSES: Final = 8


@dataclass(frozen=True)
class Offer:
    """The faults of one code at one node that a proposal mends. name: says what stood there when it was offered."""

    name: str
    key: str
    code: str
    node: str
    sure: bool
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Mending:
    """The change, None when nothing goes in; how many proposals went in; errors of the whole draft before and after.

    left: offers that were asked for and are gone, or whose proposals would have made new errors.
    """

    change: Change | None
    applied: int
    errors_before: int
    errors_after: int
    left: tuple[str, ...]


def offers_of(draft: RubricDraft, key: str = "") -> tuple[Offer, ...]:
    """What can be put in, in the order of the text; of one node (or HEAD) when its key is given."""
    reading = draft_reading(draft.text)
    found = _offers(reading)
    return tuple(each for each in found if not key or each.key == key)


def _offers(reading: DraftReading) -> Iterator[Offer]:
    outline = reading.read.outline
    for key in ("", *(item.key for item in outline.walk())):
        by_code: dict[str, list[Diagnostic]] = {}
        for finding in reading.by_key.get(key, ()):
            if may_be_mended(finding) and mended(outline, finding) is not None:
                by_code.setdefault(finding.code, []).append(finding)
        for code, findings in by_code.items():
            item = item_of(outline, key or HEAD)
            name = hashlib.sha256(f"{code} {key} {item_hash(item)}".encode()).hexdigest()[:16]
            node = item.code if key else ""
            yield Offer(name, key or HEAD, code, node, code in SURE, tuple(findings))


def change_by_offers(draft: RubricDraft, names: frozenset[str]) -> Mending:
    """The ticked offers put in as one change.

    A node whose errors grow by it is left as it was. Nothing is written.
    """
    before = draft_reading(draft.text)
    offered = [each for each in _offers(before) if each.name in names]
    wanted = {(each.key, each.code) for each in offered}
    outline, applied, after = _passes(before, wanted)
    worse = _worse(before, after) & {key for key, _code in wanted}
    if worse:
        wanted = {pair for pair in wanted if pair[0] not in worse}
        outline, applied, after = _passes(before, wanted)
    kept = [each for each in offered if each.key not in worse]
    left = tuple(each.node or "–" for each in offered if each.key in worse) + ("–",) * (
        len(names) - len(offered)
    )
    errors = (_errors(before).total(), _errors(after).total())
    if not applied or outline is None:
        return Mending(None, 0, *errors, left)
    codes = ", ".join(sorted({each.code for each in kept}))
    said = _("Áp dụng %(n)d đề xuất (%(codes)s)") % {"n": applied, "codes": codes}
    node = kept[0].key if len({each.key for each in kept}) == 1 else ""
    return Mending(Change(after.text, said, node, draft.row_version), applied, *errors, left)


def _passes(reading: DraftReading, wanted: set[tuple[str, str]]) -> tuple[Outline | None, int, DraftReading]:
    """Pass upon pass; each checks the text that the one before it left."""
    applied, outline, seen = 0, None, {reading.text}
    followed = {(key, late) for key, code in wanted for late, first in FOLLOWS.items() if code in first}
    for _pass in range(MOST_PASSES):
        now, done = reading.read.outline, 0
        for finding in _one_each(reading, wanted | followed):
            after = mended(now, finding)
            if after is not None:
                now, done = after, done + 1
        settled = coded(now)
        text = print_outline(settled)
        if not done or text in seen:
            break
        seen.add(text)
        remember_outline(text, settled)
        outline, applied, reading = settled, applied + done, draft_reading(text)
    return outline, applied, reading


def _one_each(reading: DraftReading, wanted: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """At each node the first fault that is wanted and can be mended."""
    for key, findings in reading.by_key.items():
        for finding in findings:
            if (key or HEAD, finding.code) in wanted and mended(reading.read.outline, finding) is not None:
                yield finding
                break


def _errors(reading: DraftReading) -> Counter[str]:
    """Errors of each node."""
    return Counter(
        {
            key or HEAD: sum(each.severity == "error" for each in found)
            for key, found in reading.by_key.items()
        }
    )


def _worse(before: DraftReading, after: DraftReading) -> set[str]:
    had, has = _errors(before), _errors(after)
    return {key for key in has if has[key] > had[key]}


__all__ = ["Mending", "Offer", "change_by_offers", "offers_of"]
