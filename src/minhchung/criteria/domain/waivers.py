"""Errors that an author lets stand: each with a reason, and with the reading by which the place is scored.

Where the rule leaves values undecided, the reading is points: it goes into the issued text (`readings` of the leaf), so it
holds for every agency in every round on that version. Where the rule decides, the reading says in words how.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Literal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.refusal import Refused
from minhchung.criteria.models import DraftState, IssueDecision, RubricDraft, RubricVersion, Waiver
from minhchung.merkle import canonical_json
from minhchung.rubric import Answer, Count, Days, Node, Number, Rate, Rubric, evaluate_leaf
from minhchung.rubric.lint import Finding, Stretch
from minhchung.rubric.lint.sweep import Domain, Piece, sample_of
from minhchung.rubric.model import BandsRule, ByAgencyRule, Limit, Measure, Reading
from minhchung.rubric.printing import print_rule

MUST_MEND: Final = frozenset({"L203", "L307", "L308", "L309"})
"""No words and no points settle these: a class, an addition or a branch is missing in the rules themselves."""

Need = Literal["mend", "points", "words"]


@dataclass(frozen=True)
class Waived:
    """A waiver as it stands. at, carried_from: when it was stated; the version it was taken over from, if it was."""

    key: str
    code: str
    node: str
    message: str
    reason: str
    reading: str
    rows: tuple[dict[str, Any], ...]
    carried_from: str = ""

    def data(self) -> dict[str, Any]:
        """As a proposal keeps it."""
        return {
            "key": self.key,
            "code": self.code,
            "node": self.node,
            "message": self.message,
            "reason": self.reason,
            "reading": self.reading,
            "rows": list(self.rows),
        }


# ── what a finding asks for ──


def need_of(finding: Finding) -> Need:
    """What settles an error besides mending it: nothing, points for the undecided values, or words."""
    if finding.code in MUST_MEND:
        return "mend"
    if finding.stretch is None:
        return "words"
    return "points" if finding.stretch.readable else "mend"


def key_of(rubric: Rubric, finding: Finding) -> str:
    """The finding on the leaf as it is written now: another word in either gives another key."""
    node = rubric.node(finding.node) if finding.node and rubric.has_node(finding.node) else None
    told = [
        finding.code,
        node.id if node is not None else "",
        finding.message.vi,
        print_rule(node.rule) if node is not None and node.rule is not None else "",
        str(node.max) if node is not None else "",
    ]
    return hashlib.sha256(canonical_json(told)).hexdigest()


# ── what stands ──


def standing_waivers(draft: RubricDraft) -> dict[str, Waived]:
    """By key: what was waived on this draft, and what the version it started from had waived; two queries."""
    kept = _of_version(draft.base) if draft.base_id is not None else {}
    for row in draft.waivers.order_by("pk"):
        kept.pop(row.key, None)
        if row.stands:
            kept[row.key] = Waived(
                row.key, row.code, row.node, row.message, row.reason, row.reading, tuple(row.rows)
            )
    return kept


def _of_version(version: RubricVersion | None) -> dict[str, Waived]:
    if version is None:
        return {}
    return {
        each["key"]: Waived(**{**each, "rows": tuple(each["rows"])}, carried_from=version.version)
        for each in waivers_of(version)
    }


def waivers_of(version: RubricVersion) -> list[dict[str, Any]]:
    """What was let stand when the version was issued; empty for one that was not issued here. One query."""
    decision = IssueDecision.objects.filter(version=version).select_related("proposal").first()
    return list(decision.proposal.waivers) if decision is not None else []


# ── the verbs ──


def waive(
    *,
    draft: RubricDraft,
    rubric: Rubric,
    finding: Finding,
    reason: str,
    reading: str,
    points: Fraction | None,
    by: By,
) -> Waiver:
    """Let an error stand. rubric: the draft's text as read; finding: one of its errors.

    Raises Refused: no reason, no reading, points that are missing, out of range or do not score; an error that only
    mending settles; a draft that is not being written.
    """
    need = need_of(finding)
    if need == "mend":
        raise Refused("", _("Lỗi này phải sửa: không cách đọc nào chấm được chỗ này."))
    if not reason:
        raise Refused("reason", _("Ghi lý do để lại lỗi này; lý do được công bố."))
    if not reading:
        raise Refused("reading", _("Ghi cách hiểu dùng để chấm; cách hiểu được công bố."))
    rows = [_row(rubric, finding, points, reading)] if need == "points" else []
    with transaction.atomic():
        _held(draft)
        return Waiver.objects.create(
            draft=draft,
            key=key_of(rubric, finding),
            code=finding.code,
            node=rubric.node(finding.node).id if finding.node else "",
            message=finding.message.vi,
            reason=reason,
            reading=reading,
            rows=rows,
            by=by.actor,
            post=by.post,
            at=by.now,
        )


def take_back(*, draft: RubricDraft, waived: Waived, by: By) -> Waiver:
    """End a waiver, also one taken over from the earlier version. Raises Refused when the draft is not being written."""
    with transaction.atomic():
        _held(draft)
        return Waiver.objects.create(
            draft=draft,
            key=waived.key,
            code=waived.code,
            node=waived.node,
            message=waived.message,
            stands=False,
            by=by.actor,
            post=by.post,
            at=by.now,
        )


def _held(draft: RubricDraft) -> None:
    if RubricDraft.objects.select_for_update().get(pk=draft.pk).state != DraftState.DRAFTING:
        raise Refused("", _("Bản thảo không ở trạng thái đang soạn."))


def _row(rubric: Rubric, finding: Finding, points: Fraction | None, reading: str) -> dict[str, Any]:
    assert finding.stretch is not None and finding.node is not None
    leaf = rubric.node(finding.node)
    if points is None:
        raise Refused("points", _("Chọn điểm cho các giá trị này."))
    if points < 0 or (leaf.max is not None and points > leaf.max):
        raise Refused("points", _("Điểm phải từ 0 đến điểm tối đa của tiêu chí."))
    row = {
        "limits": [[limit.op, str(limit.value)] for limit in finding.stretch.limits],
        "share": finding.stretch.share,
        "points": str(points),
        "text": reading,
    }
    if not scores(with_readings(rubric, {leaf.id: (reading_from(row),)}), leaf.id, finding.stretch, points):
        raise Refused("points", _("Cách đọc này không chấm được giá trị ví dụ; hãy sửa quy tắc."))
    return row


# ── readings in the text ──


def reading_from(row: Mapping[str, Any]) -> Reading:
    """A reading from its plain form."""
    limits = tuple(Limit(op, Fraction(value)) for op, value in row["limits"])
    return Reading(Fraction(row["points"]), row["text"], limits, row["share"])


def with_readings(rubric: Rubric, readings: Mapping[str, tuple[Reading, ...]]) -> Rubric:
    """The rubric with these readings on the leaves named by id; other leaves keep theirs."""

    def changed(node: Node) -> Node:
        children = tuple(changed(child) for child in node.children)
        return replace(node, children=children, readings=readings.get(node.id, node.readings))

    return replace(rubric, nodes=tuple(changed(node) for node in rubric.nodes))


def issued_readings(
    rubric: Rubric, waived: Iterable[Waived], base: RubricVersion | None
) -> dict[str, tuple[Reading, ...]]:
    """Leaf id → the readings it is issued with: what stands waived, and what the text says by itself.

    A reading that came with the earlier version's waiver goes when that waiver no longer stands.
    """
    before = {reading_from(row) for each in (waivers_of(base) if base else []) for row in each["rows"]}
    found = {
        leaf.id: [reading for reading in leaf.readings if reading not in before] for leaf in rubric.leaves()
    }
    for each in waived:
        for row in each.rows:
            reading = reading_from(row)
            if each.node in found and reading not in found[each.node]:
                found[each.node].append(reading)
    return {id: tuple(readings) for id, readings in found.items()}


def scores(rubric: Rubric, leaf_id: str, stretch: Stretch, points: Fraction) -> bool:
    """Whether a value of the stretch comes to these points; true also for a figure whose answer cannot be made here."""
    leaf = rubric.node(leaf_id)
    answer = _sample(leaf, stretch)
    if answer is None:
        return True
    bare = replace(leaf, floor=None, cap=None, multipliers=(), rounding=None, gate=None)
    alone = replace(rubric, nodes=(bare,), rounding=None, classes=None, tie_break=(), window=None)
    score = evaluate_leaf(alone, bare.code, answer)
    return score.state == "scored" and score.points == points


def _sample(leaf: Node, stretch: Stretch) -> Answer | None:
    if isinstance(leaf.rule, ByAgencyRule) or not isinstance(leaf.rule, BandsRule):
        return None
    measure = leaf.rule.measure
    if measure.unit_value is not None:
        return None
    value = sample_of(_piece(stretch), Domain(step=_step(measure)))
    return _answer(measure, value) if value is not None else None


def _step(measure: Measure) -> Fraction | None:
    whole = measure.kind in ("count", "days", "working_days")
    return measure.step or (Fraction(1) if whole else None)


def _piece(stretch: Stretch) -> Piece:
    low: tuple[Fraction | None, bool] = (None, False)
    high: tuple[Fraction | None, bool] = (None, False)
    for limit in stretch.limits:
        if limit.op in (">", ">=", "="):
            low = (limit.value, limit.op != ">")
        if limit.op in ("<", "<=", "="):
            high = (limit.value, limit.op != "<")
    if low[0] is None and (high[0] is None or high[0] > 0):
        low = (Fraction(0), True)
    return Piece(*low, *high, frozenset())


def _answer(measure: Measure, value: Fraction) -> Answer:
    match measure.kind:
        case "rate":
            return Rate(Fraction(value.numerator), Fraction(value.denominator))
        case "count":
            return Count(int(value))
        case "days" | "working_days":
            return Days(int(value))
        case _:
            return Number(value)
