"""One ruling for a value the rubric does not decide: for the leaf, for every agency, shown before it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.acts import Decision, hold
from minhchung.rounds.domain.acts import decide as decide_round
from minhchung.rounds.domain.engine import context_of, rubric_of, ruling_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.said import Unsaid
from minhchung.rounds.domain.values import kept_answer, rescore, score_leaf
from minhchung.rounds.domain.waiting import waiting_in
from minhchung.rounds.enums import DecisionKind, LeafState, RoundState
from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rounds.models import Ruling as RulingRow
from minhchung.rubric import NONE_DONE, Node, Ruling
from minhchung.rubric.evaluate import pattern_of

POINTS, WORDS, LIMITS = "diem", "ly_do", "tu"


class EffectChanged(Exception):
    """What the ruling would change is not what was shown; nothing was written."""


@dataclass(frozen=True)
class RulingDraft:
    """A ruling as it is being written. Limits as exact values (a rate as a fraction), ends open or closed."""

    leaf: Node
    points: Fraction
    words: str
    lower: Fraction | None = None
    lower_closed: bool = True
    upper: Fraction | None = None
    upper_closed: bool = True
    pattern: str | None = None

    def data(self) -> dict[str, Any]:
        """As the row keeps it: exact text."""
        kept: dict[str, Any] = {"points": str(self.points)}
        if self.pattern is not None:
            return kept | {"pattern": self.pattern}
        if self.lower is not None:
            kept |= {"lower": str(self.lower), "lower_closed": self.lower_closed}
        if self.upper is not None:
            kept |= {"upper": str(self.upper), "upper_closed": self.upper_closed}
        return kept

    def as_ruling(self) -> Ruling:
        return Ruling(
            code=self.leaf.id,
            points=self.points,
            reason=self.words.strip(),
            lower=self.lower,
            lower_closed=self.lower_closed,
            upper=self.upper,
            upper_closed=self.upper_closed,
            pattern=self.pattern,
        )


@dataclass(frozen=True)
class Effect:
    """What a ruling does to one kept value."""

    value: LeafValue
    points: Fraction | None
    state: str

    @property
    def told(self) -> list[Any]:
        was, now = self.value.points, self.points
        return [
            self.value.pk,
            self.value.row_version,
            "" if was is None else str(was),
            "" if now is None else str(now),
        ]


@dataclass(frozen=True)
class Undecided:
    """A leaf with values no row takes: one value an agency and stage. figure: what was compared, where there is one."""

    leaf: Node
    values: tuple[tuple[LeafValue, Fraction | None, str], ...]

    @property
    def agencies(self) -> int:
        return len({value.entry_id for value, _figure, _pattern in self.values})


def undecided_in(round: Round) -> tuple[Undecided, ...]:
    """Leaves of the round with values that wait for a ruling (`waiting`), in the order of the text; three queries."""
    rubric = rubric_of(round.rubric)
    waiting = waiting_in([round.pk])[round.pk]
    by_node: dict[str, list[tuple[LeafValue, Fraction | None, str]]] = {}
    rulings = list(round.rulings.all())
    for value in _values(round).filter(state=LeafState.UNDECIDED):
        if (value.entry_id, value.node_id) not in waiting or not rubric.has_node(value.node_id):
            continue
        context = context_of(value.entry, (row for row in rulings if row.node_id == value.node_id))
        answer = kept_answer(rubric, value, context)
        figure = score_leaf(rubric, value.node_id, answer, context).value
        by_node.setdefault(value.node_id, []).append((value, figure, pattern_of(answer)))
    return tuple(Undecided(leaf, tuple(by_node[leaf.id])) for leaf in rubric.leaves() if leaf.id in by_node)


def _values(round: Round) -> Any:
    return (
        LeafValue.objects.filter(entry__round=round)
        .select_related("entry__agency", "entry__round__rubric")
        .order_by("entry__agency__order_no", "entry__agency__sort_key", "entry_id", "stage")
    )


def effect_of(round: Round, draft: RulingDraft) -> tuple[Effect, ...]:
    """Every kept value of the leaf that the ruling would change, agency by agency; two queries."""
    rubric = rubric_of(round.rubric)
    before = [row for row in round.rulings.all() if row.node_id == draft.leaf.id]
    found = []
    for value in _values(round).filter(node_id=draft.leaf.id):
        context = context_of(value.entry, before)
        answer = kept_answer(rubric, value, context)
        ruled = replace(context, rulings=(*context.rulings, draft.as_ruling()))
        score = score_leaf(rubric, value.node_id, answer, ruled)
        if (score.points, score.state) != (value.points, value.state):
            found.append(Effect(value, score.points, score.state))
    return tuple(found)


def effect_digest(effects: Iterable[Effect]) -> str:
    """What was shown, as one word: the confirmation sends it back."""
    return hashlib.sha256(canonical_json([effect.told for effect in effects])).hexdigest()


# ── checking ──────────────────────────────────────────────────────────────────────────────────────────────────────


def check_draft(round: Round, draft: RulingDraft) -> None:
    """Raises Unsaid at the field that keeps the draft from being a ruling."""
    if not draft.words.strip():
        raise Unsaid(WORDS, _("Ghi lý do của quyết nghị; lý do được công bố."))
    _check_points(round, draft)
    if draft.pattern is None and draft.lower is not None and draft.upper is not None:
        closed = draft.lower_closed and draft.upper_closed
        if draft.lower > draft.upper or (draft.lower == draft.upper and not closed):
            raise Unsaid(LIMITS, _("Khoảng giá trị rỗng: cận dưới phải nhỏ hơn cận trên."))
    for row in round.rulings.filter(node_id=draft.leaf.id):
        if overlap(ruling_of(row), draft.as_ruling()):
            words = _("Trùng với quyết nghị %(number)s ngày %(at)s về cùng tiêu chí.")
            number = row.decision_number or row.pk
            raise Unsaid(LIMITS, words % {"number": number, "at": f"{row.at:%d/%m/%Y}"})


def _check_points(round: Round, draft: RulingDraft) -> None:
    most = draft.leaf.max
    if most is not None and draft.points > most:
        raise Unsaid(POINTS, _("Điểm vượt điểm tối đa của tiêu chí."))
    context = context_of(Entry(round=round), ())
    lowest = score_leaf(rubric_of(round.rubric), draft.leaf.id, NONE_DONE, context).points
    if draft.points < min(Fraction(0), lowest if lowest is not None else Fraction(0)):
        raise Unsaid(POINTS, _("Điểm thấp hơn mức thấp nhất của tiêu chí."))


def overlap(one: Ruling, other: Ruling) -> bool:
    """Whether two rulings on a leaf could take the same value; one on an answer and one on an interval are told apart
    by what they name."""
    if one.pattern is not None or other.pattern is not None:
        return one.pattern == other.pattern
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Ruling, other: Ruling) -> bool:
    if one.upper is None or other.lower is None:
        return False
    both_closed = one.upper_closed and other.lower_closed
    return one.upper < other.lower or (one.upper == other.lower and not both_closed)


# ── the verb ──────────────────────────────────────────────────────────────────────────────────────────────────────


def rule(
    *,
    round: Round,
    draft: RulingDraft,
    decision_number: str,
    decided_on: date,
    seen: str,
    actor: User,
    post: Post,
    now: datetime,
) -> RulingRow:
    """Make the ruling and score every kept value of the leaf again, in all entries; one decision, one ledger entry.

    seen: digest of the effect that was shown. Raises NotNow, Unsaid, EffectChanged, StaleRow.
    """
    with transaction.atomic():
        hold(round)
        if round.state not in (RoundState.OPEN, RoundState.COUNCIL):
            raise NotNow(_("Chỉ quyết nghị khi đợt đang chấm hoặc ở hội đồng."))
        check_draft(round, draft)
        effects = effect_of(round, draft)
        if effect_digest(effects) != seen:
            raise EffectChanged
        if not effects:
            raise Unsaid(LIMITS, _("Không giá trị nào đang chờ quyết nghị nằm trong khoảng này."))
        row = RulingRow.objects.create(
            round=round,
            node_id=draft.leaf.id,
            data=draft.data(),
            words=draft.words.strip(),
            decision_number=decision_number.strip(),
            by=actor,
            post=post,
            at=now,
        )
        rulings = list(round.rulings.filter(node_id=draft.leaf.id))
        changed = [
            effect.value.pk
            for effect in effects
            if rescore(
                value=effect.value,
                context=context_of(effect.value.entry, rulings),
                actor=actor,
                post=post,
                at=now,
            )
        ]
        payload = {"ruling": row.pk, "leaf": draft.leaf.id, **draft.data(), "values": sorted(changed)}
        decision = Decision(decision_number.strip(), decided_on, draft.words.strip())
        decide_round(round, DecisionKind.RULE, decision, actor, post, now, payload)
    return row
