"""Many agencies scored as one group, put in order, classed; every shared rank and every broken tie said.

Ranks compare published (rounded) totals: equal totals share a rank (1, 1, 3) unless the rubric's chain of tie-breaks
parts them. An agency with anything absent, undecided or pending has no rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from minhchung.rubric.answers import Answer
from minhchung.rubric.classes import classify, standing_of
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import evaluate
from minhchung.rubric.group_values import asks_group, group_values
from minhchung.rubric.model import DeductionsRule, Node, Rubric, TieKey
from minhchung.rubric.open_traits import Traits, set_apart, trait_in_words
from minhchung.rubric.score import Score
from minhchung.rubric.wording import en_number, vi_number

Watch = Callable[[Iterable[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Entrant:
    """What one agency brings: answers by leaf code, and its own traits, earlier answers and exemptions."""

    answers: Mapping[str, Answer]
    traits: Mapping[str, str | bool] = field(default_factory=dict)
    earlier: Mapping[int, Mapping[str, Answer]] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scored:
    """One agency's score and the context it was scored in."""

    score: Score
    context: Context = EMPTY


@dataclass(frozen=True, slots=True)
class RankRow:
    """One agency in the ranking.

    total: the published total; None while incomplete. rank: None without a total. tied: another agency shares the rank.
    missing, undecided, pending: leaf codes. reasons: what decided a tie, the class, or what is wanted.
    """

    agency: str
    total: Fraction | None
    rank: int | None
    tied: bool
    class_name: str | None
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    pending: tuple[str, ...]
    reasons: tuple[Reason, ...]
    score: Score
    group: str = ""


def score_group(
    rubric: Rubric,
    entrants: Mapping[str, Entrant],
    context: Context = EMPTY,
    watch: Watch = iter,
) -> dict[str, Scored]:
    """Score every agency of one group, in two passes where a rule looks at the whole group (F19, F20).

    context: what all share (year, parameters, rulings, calendar); traits there are defaults for every agency.
    watch: wraps the agencies as they are scored, for a progress bar.
    """
    contexts = {agency: _own_context(context, entrant) for agency, entrant in entrants.items()}
    if asks_group(rubric):
        values = group_values(rubric, {agency: each.answers for agency, each in entrants.items()}, contexts)
        contexts = {agency: replace(each, group=values) for agency, each in contexts.items()}
    return {
        agency: Scored(evaluate(rubric, entrants[agency].answers, contexts[agency]), contexts[agency])
        for agency in watch(entrants)
    }


def rank(rubric: Rubric, scored: Mapping[str, Scored], *, group: str = "") -> tuple[RankRow, ...]:
    """The ranking of one group: by rank, equals in the order given; then those without a rank, in the order given."""
    complete = [agency for agency, each in scored.items() if _total(each) is not None]
    by_total: dict[Fraction, list[str]] = {}
    for agency in complete:
        total = _total(scored[agency])
        assert total is not None
        by_total.setdefault(total, []).append(agency)
    rows: list[RankRow] = []
    place = 1

    def value_of(key: TieKey, agency: str) -> Fraction | None:
        return _key_value(rubric, key, scored[agency])

    for total in sorted(by_total, reverse=True):
        for tied, reasons in parted(rubric, by_total[total], value_of):
            for agency in tied:
                said = [*reasons[agency], *shared_with(tied, agency, place)]
                rows.append(_row(rubric, agency, scored[agency], group, place, len(tied) > 1, said))
            place += len(tied)
    waiting = [agency for agency in scored if agency not in set(complete)]
    rows += [_row(rubric, agency, scored[agency], group, None, False, []) for agency in waiting]
    return tuple(rows)


def _own_context(context: Context, entrant: Entrant) -> Context:
    return replace(
        context,
        traits={**context.traits, **entrant.traits},
        earlier=entrant.earlier or context.earlier,
        exempt=entrant.exempt or context.exempt,
    )


def _total(scored: Scored) -> Fraction | None:
    return scored.score.total if scored.score.is_complete else None


def _row(
    rubric: Rubric,
    agency: str,
    scored: Scored,
    group: str,
    place: int | None,
    tied: bool,
    said: Sequence[Reason],
) -> RankRow:
    score = scored.score
    classed = classify(rubric, standing_of(score, scored.context))
    traits = scored.context.traits
    reasons = [*said, *waits_for(rubric, traits, score.missing, score.undecided, score.pending)]
    if place is not None:
        reasons += [*classed.reasons, *(class_open(reason) for reason in classed.unknown)]
    return RankRow(
        agency=agency,
        total=_total(scored),
        rank=place,
        tied=tied,
        class_name=classed.name,
        missing=score.missing,
        undecided=score.undecided,
        pending=score.pending,
        reasons=tuple(reasons),
        score=score,
        group=group,
    )


def class_open(reason: Reason) -> Reason:
    """What a class still waits for."""
    return Reason(f"chưa xếp loại: {reason.vi}", f"no class yet: {reason.en}")


def waits_for(
    rubric: Rubric,
    traits: Traits,
    missing: Sequence[str],
    undecided: Sequence[str],
    pending: Sequence[str],
) -> list[Reason]:
    """What keeps an agency from being ranked: codes of leaves; and traits not known, each with what hangs on it."""
    waiting = set_apart(rubric, traits, missing, undecided)
    lists = (
        (waiting.missing, "thiếu", "absent"),
        (waiting.undecided, "chờ hội đồng quyết định", "undecided"),
        (pending, "đang chờ", "pending"),
    )
    found = [
        Reason(f"chưa xếp hạng, {vi}: {', '.join(codes)}", f"not ranked, {en}: {', '.join(codes)}")
        for codes, vi, en in lists
        if codes
    ]
    return found + [_unknown_trait(rubric, name, codes) for name, codes in waiting.by_trait.items()]


def _unknown_trait(rubric: Rubric, name: str, codes: Sequence[str]) -> Reason:
    named, leaves = trait_in_words(rubric, name), ", ".join(codes)
    return Reason(
        f"chưa xếp hạng, chưa biết đặc điểm {named}: có chấm hay không là tùy đó: {leaves}",
        f"not ranked, trait not known: {named}; on it hangs which of these are asked for: {leaves}",
    )


def shared_with(tied: Sequence[str], agency: str, place: int) -> list[Reason]:
    """Who else has the rank."""
    if len(tied) < 2:
        return []
    others = [each for each in tied if each != agency]
    named = ", ".join(others[:5]) + (f" (+{len(others) - 5})" if len(others) > 5 else "")
    return [Reason(f"đồng hạng {place} với {named}", f"shares rank {place} with {named}")]


# ── ties ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Reasons = dict[str, list[Reason]]
ValueOf = Callable[[TieKey, str], Fraction | None]


def parted(rubric: Rubric, agencies: list[str], value_of: ValueOf) -> list[tuple[list[str], Reasons]]:
    """Agencies with one total, parted by the chain: groups in order, each still equal, with what decided.

    value_of: what a step of the chain compares, None where it is not known.
    """
    reasons: Reasons = {agency: [] for agency in agencies}
    parts = [agencies]
    for key in rubric.tie_break if len(agencies) > 1 else ():
        parts = [part for whole in parts for part in _by_key(rubric, key, whole, value_of, reasons)]
    return [(part, reasons) for part in parts]


def _by_key(
    rubric: Rubric, key: TieKey, agencies: list[str], value_of: ValueOf, reasons: Reasons
) -> list[list[str]]:
    if len(agencies) < 2:
        return [agencies]
    if key.by == "vote":
        needed = Reason(
            "bằng nhau sau mọi tiêu chí phụ: hội đồng bỏ phiếu", "equal throughout: the council must vote"
        )
        for agency in agencies:
            reasons[agency].append(needed)
        return [agencies]
    values = {agency: value_of(key, agency) for agency in agencies}
    name = _key_name(rubric, key)
    unknown = [agency for agency, value in values.items() if value is None]
    if unknown:
        lacking = ", ".join(unknown)
        for agency in agencies:
            text = Reason(
                f"không so được theo {name.vi}: {lacking} chưa có",
                f"{name.en} cannot be compared: not known for {lacking}",
            )
            reasons[agency].append(text)
        return [agencies]
    known = {agency: value for agency, value in values.items() if value is not None}
    if len(set(known.values())) > 1:
        for agency, value in known.items():
            said = Reason(
                f"bằng tổng điểm; xét {name.vi}: {vi_number(value)}",
                f"equal totals; by {name.en}: {en_number(value)}",
            )
            reasons[agency].append(said)
    order = sorted(set(known.values()), reverse=_high_first(key))
    return [[agency for agency in agencies if known[agency] == value] for value in order]


def _high_first(key: TieKey) -> bool:
    return key.by == "more_full_marks" or (key.by in ("node", "parameter") and key.order == "high")


def _key_value(rubric: Rubric, key: TieKey, scored: Scored) -> Fraction | None:
    """What the key compares; None when it is not known for this agency."""
    leaves = [leaf for leaf in scored.score.leaves() if leaf.state == "scored" and leaf.points is not None]
    match key.by:
        case "node":
            return next(
                (each.points for each in scored.score.walk() if each.code == rubric.node(key.node).code), None
            )
        case "fewer_deductions":
            return sum((_deducted(rubric.node(leaf.code), leaf) for leaf in leaves), Fraction(0))
        case "more_full_marks":
            return Fraction(sum(1 for leaf in leaves if leaf.max and leaf.points == leaf.max))
        case "fewer_zeros":
            return Fraction(sum(1 for leaf in leaves if leaf.max and leaf.points == 0))
        case _:
            return figure_of(scored.context, key.node)


def _deducted(node: Node, leaf: Score) -> Fraction:
    """Points taken away: below the start of a deducting rule, or below 0."""
    assert leaf.points is not None
    if isinstance(node.rule, DeductionsRule):
        start = node.rule.start if node.rule.start is not None else node.max
        return max((start or Fraction(0)) - leaf.points, Fraction(0))
    return max(-leaf.points, Fraction(0))


def figure_of(context: Context, name: str) -> Fraction | None:
    """A trait or parameter that is a number."""
    value: object = context.traits.get(name, context.parameters.get(name))
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    try:
        return Fraction(str(value).replace(",", "."))
    except ValueError:
        return None


def _key_name(rubric: Rubric, key: TieKey) -> Reason:
    if key.text:
        return Reason(key.text, key.text)
    match key.by:
        case "node":
            code = rubric.node(key.node).code
            return Reason(f"điểm mục {code}", f"the points of {code}")
        case "fewer_deductions":
            return Reason("số điểm bị trừ (ít hơn đứng trên)", "points deducted (fewer first)")
        case "more_full_marks":
            return Reason("số tiêu chí đạt điểm tối đa", "criteria at full marks")
        case "fewer_zeros":
            return Reason("số tiêu chí 0 điểm (ít hơn đứng trên)", "criteria at 0 (fewer first)")
        case _:
            return Reason(f"“{key.node}”", f'"{key.node}"')
