"""A draft applied to last year's answers: points and ranks before and after, who moves, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from minhchung.rubric.answers import ABSENT, NONE_DONE, Absent, Answer
from minhchung.rubric.batch import Batch, compile_rubric
from minhchung.rubric.batch_ranking import BatchRow, rank_batch
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.diff import Survival, answers_survive
from minhchung.rubric.errors import Reason, RubricFailure
from minhchung.rubric.evaluate import evaluate_leaf
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.ranking import Entrant

NOT_TAKEN = Reason(
    "quy tắc mới không nhận câu trả lời cũ, phải trả lời lại",
    "the new rule does not take the old answer; it must be given again",
)
NewLeaves = Literal["unranked", "none_done", "lost_too"]
"""What a leaf without an answer counts as after: nothing (no rank, the truth), or *không có* (the lowest it gives).

lost_too: so does a leaf whose rule refuses the old answer: alike for all, so that ranks tell of the other leaves.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency stands: total and rank are None while something is missing. missing: leaf codes."""

    total: Fraction | None
    rank: int | None
    class_name: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """An answer that the draft's rule does not take. code: the leaf's code in the draft."""

    code: str
    why: Reason


@dataclass(frozen=True, slots=True)
class NodeEffect:
    """A leaf whose points differ. before, after: None where it has no points (absent, undecided, not there).

    code_before, code_after: empty where that version has no such leaf. reasons: how the points arise in each.
    """

    id: str
    code_before: str
    code_after: str
    title: str
    before: Fraction | None
    after: Fraction | None
    reasons_before: tuple[Reason, ...]
    reasons_after: tuple[Reason, ...]

    @property
    def difference(self) -> Fraction:
        """Points gained (lost when negative); no points count 0 here."""
        return (self.after or Fraction(0)) - (self.before or Fraction(0))


@dataclass(frozen=True, slots=True)
class AgencyEffect:
    """One agency before and after. nodes: what differs, the largest difference first. why: in a sentence."""

    agency: str
    before: Place
    after: Place
    nodes: tuple[NodeEffect, ...]
    lost: tuple[LostAnswer, ...]
    why: Reason

    @property
    def moved(self) -> int | None:
        """Ranks gained (lost when negative); None while either rank is missing."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank


@dataclass(frozen=True)
class Effect:
    """A draft held against the rubric that the answers were given to. agencies: by rank after, then the unranked.

    carried: what each agency's answers are by the draft.
    """

    survival: Survival
    agencies: tuple[AgencyEffect, ...]
    new_leaves: NewLeaves
    carried: Mapping[str, Entrant]

    @property
    def moved(self) -> tuple[AgencyEffect, ...]:
        """Those whose rank changes, the longest way first."""
        return tuple(
            sorted((each for each in self.agencies if each.moved), key=lambda each: -abs(each.moved or 0))
        )


def apply_draft(
    old: Rubric,
    draft: Rubric,
    entrants: Mapping[str, Entrant],
    context: Context = EMPTY,
    draft_context: Context | None = None,
    new_leaves: NewLeaves = "none_done",
) -> Effect:
    """Score `entrants` by both versions.

    entrants: answers by leaf code of `old`. Answers move by leaf id. An answer that the draft's rule refuses is named and
    counts as not given. draft_context: where its parameters or rulings differ. Raises what a batch raises for answers that
    `old` itself refuses.
    """
    context_after = context if draft_context is None else draft_context
    moved = _Moving(old, draft, context_after, new_leaves)
    carried = {agency: moved.entrant(agency, each) for agency, each in entrants.items()}
    before, after = _ranked(old, context, entrants), _ranked(draft, context_after, carried)
    pairs = _leaf_pairs(old, draft)
    effects = [
        _agency(agency, pairs, before[agency], after[agency], tuple(moved.lost.get(agency, ())))
        for agency in entrants
    ]
    effects.sort(key=lambda each: (each.after.rank is None, each.after.rank or 0))
    told = tuple(replace(each, why=_why(each, before, after)) for each in effects)
    return Effect(answers_survive(old, draft), told, new_leaves, carried)


class _Moving:
    """Answers carried from leaf to leaf by id; what a rule takes is asked once for each distinct answer."""

    def __init__(self, old: Rubric, draft: Rubric, context: Context, new_leaves: NewLeaves) -> None:
        self.draft, self.context, self.new_leaves = draft, context, new_leaves
        codes_before = {leaf.id: leaf.code for leaf in old.leaves()}
        self.codes = [(codes_before.get(leaf.id, ""), leaf) for leaf in draft.leaves()]
        self.lost: dict[str, list[LostAnswer]] = {}
        self._refused: dict[tuple[str, Answer], Reason | None] = {}

    def entrant(self, agency: str, entrant: Entrant) -> Entrant:
        answers: dict[str, Answer] = {}
        for code_before, leaf in self.codes:
            answer: Answer = entrant.answers.get(code_before, ABSENT) if code_before else ABSENT
            refused = None if isinstance(answer, Absent) else self._why_refused(leaf, answer)
            if refused is not None:
                self.lost.setdefault(agency, []).append(LostAnswer(leaf.code, refused))
                answer = ABSENT
            if isinstance(answer, Absent) and self._counts_as_none(
                new=not code_before, lost=refused is not None
            ):
                answer = NONE_DONE if self._why_refused(leaf, NONE_DONE) is None else ABSENT
            if not isinstance(answer, Absent):
                answers[leaf.code] = answer
        return replace(entrant, answers=answers, exempt=self._exempt(entrant))

    def _counts_as_none(self, *, new: bool, lost: bool) -> bool:
        return (new and self.new_leaves != "unranked") or (lost and self.new_leaves == "lost_too")

    def _why_refused(self, leaf: Node, answer: Answer) -> Reason | None:
        key = (leaf.code, answer)
        if key not in self._refused:
            self._refused[key] = _refusal(self.draft, leaf, answer, self.context)
        return self._refused[key]

    def _exempt(self, entrant: Entrant) -> frozenset[str]:
        return frozenset(code for code in entrant.exempt if self.draft.has_node(code))


def _refusal(rubric: Rubric, leaf: Node, answer: Answer, context: Context) -> Reason | None:
    try:
        evaluate_leaf(rubric, leaf.code, answer, context)
    except RubricFailure:
        return NOT_TAKEN
    return None


def _ranked(rubric: Rubric, context: Context, entrants: Mapping[str, Entrant]) -> dict[str, BatchRow]:
    compiled = compile_rubric(rubric, context)
    return {row.agency: row for row in rank_batch(compiled.score(compiled.columns(entrants)))}


def _leaf_pairs(old: Rubric, draft: Rubric) -> tuple[tuple[Node | None, Node | None], ...]:
    """Leaves of both by id, in the draft's order; then those that it dropped."""
    before = {leaf.id: leaf for leaf in old.leaves()}
    after = {leaf.id for leaf in draft.leaves()}
    kept = [(before.get(leaf.id), leaf) for leaf in draft.leaves()]
    return (*kept, *((leaf, None) for id, leaf in before.items() if id not in after))


def _agency(
    agency: str,
    pairs: Iterable[tuple[Node | None, Node | None]],
    before: BatchRow,
    after: BatchRow,
    lost: tuple[LostAnswer, ...],
) -> AgencyEffect:
    nodes = [each for was, now in pairs if (each := _node(was, now, before, after)) is not None]
    nodes.sort(key=lambda each: -abs(each.difference))
    return AgencyEffect(agency, _place(before), _place(after), tuple(nodes), lost, Reason("", ""))


def _place(row: BatchRow) -> Place:
    return Place(row.total, row.rank, row.class_name, (*row.missing, *row.undecided, *row.pending))


def _node(was: Node | None, now: Node | None, before: BatchRow, after: BatchRow) -> NodeEffect | None:
    points_before = _points(before.batch, before.row, was)
    points_after = _points(after.batch, after.row, now)
    if points_before == points_after:
        return None
    known = now or was
    assert known is not None
    return NodeEffect(
        id=known.id,
        code_before=was.code if was else "",
        code_after=now.code if now else "",
        title=known.title,
        before=points_before,
        after=points_after,
        reasons_before=before.batch.reasons(before.row, was.code) if was else (),
        reasons_after=after.batch.reasons(after.row, now.code) if now else (),
    )


def _points(batch: Batch, row: int, leaf: Node | None) -> Fraction | None:
    return None if leaf is None else batch.points_at(row, leaf.code)


def _why(effect: AgencyEffect, before: Mapping[str, BatchRow], after: Mapping[str, BatchRow]) -> Reason:
    """Why it moves, or stays: its own points, or others passing."""
    if effect.after.rank is None:
        codes = ", ".join(effect.after.missing)
        return Reason(f"Chưa xếp được hạng: còn thiếu {codes}.", f"Cannot be ranked: {codes} wanting.")
    if effect.before.rank is None:
        return Reason("Trước chưa có hạng, nay xếp được.", "Had no rank before; can be ranked now.")
    passed_by, passes = _overtaking(effect.agency, before, after)
    own_vi, own_en = (
        ("điểm không đổi", "its points stay")
        if effect.before.total == effect.after.total
        else _changed(effect)
    )
    said_vi, said_en = [own_vi], [own_en]
    if passes:
        said_vi.append(f"vượt {passes} cơ quan")
        said_en.append(f"passes {passes}")
    if passed_by:
        said_vi.append(f"{passed_by} cơ quan vượt lên")
        said_en.append(f"{passed_by} pass it")
    vi, en = "; ".join(said_vi), "; ".join(said_en)
    return Reason(f"{vi[:1].upper()}{vi[1:]}.", f"{en[:1].upper()}{en[1:]}.")


def _changed(effect: AgencyEffect) -> tuple[str, str]:
    leading = [each.code_after or each.code_before for each in effect.nodes[:3]]
    codes = ", ".join(leading) + (" …" if len(effect.nodes) > len(leading) else "")
    return f"điểm đổi ở {codes}", f"its points change at {codes}"


def _overtaking(
    agency: str, before: Mapping[str, BatchRow], after: Mapping[str, BatchRow]
) -> tuple[int, int]:
    """How many pass it, and how many it passes: among those with both ranks."""
    mine_before, mine_after = before[agency].rank, after[agency].rank
    assert mine_before is not None and mine_after is not None
    passed_by = passes = 0
    for other, row in before.items():
        then, now = row.rank, after[other].rank
        if then is None or now is None:
            continue
        passed_by += then >= mine_before and now < mine_after and other != agency
        passes += then <= mine_before and now > mine_after and other != agency
    return passed_by, passes
