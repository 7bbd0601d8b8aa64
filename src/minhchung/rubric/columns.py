"""Answers of many agencies as columns: what `batch` scores.

Answers that repeat among a handful of whole numbers (an option, a count, days late, ticks, a mark) are held as numbers;
rates as two columns; everything else by its place in the list of distinct answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhchung.rubric.answers import (
    ABSENT,
    NONE_DONE,
    Absent,
    Answer,
    Count,
    Counts,
    Date,
    Days,
    Mark,
    NoneDone,
    NotApplicable,
    Option,
    Rate,
    Ticks,
)
from minhchung.rubric.context import Context
from minhchung.rubric.kinds.base import At
from minhchung.rubric.kinds.measuring import due_date
from minhchung.rubric.model import (
    BandsRule,
    ChecklistRule,
    CountsRule,
    DeductionsRule,
    GradedRule,
    LevelsRule,
    LinearRule,
    Measure,
    Node,
    OptionsRule,
    RankRule,
    Rubric,
    StepsRule,
)
from minhchung.rubric.wording import plain

Ints = NDArray[Any]

SAID_ABSENT, SAID_NONE, SAID_NOT_APPLICABLE, SAID_CLAIMED, SAID_GIVEN, SAID_OTHER = range(6)
PLAIN_SAID: tuple[Answer, ...] = (
    ABSENT,
    NONE_DONE,
    NotApplicable(accepted=True),
    NotApplicable(accepted=False),
)
"""An answer for each `said` that has no figure; the reason of a claim does not change its points."""

BITS = 10
"""Most items of a checklist whose ticks are held as one number."""
LARGEST = 2**40
"""Figures above it are held as they were given."""


@dataclass
class LeafColumn:
    """The answers to one leaf.

    said: one of SAID_… a row, or one for all. value: the option's place, the count, the days late, the bits of what is
    ticked (flaws above them), the mark × scale; its meaning is `leaf_form`'s. num, den: a rate as counted.
    others: distinct answers that fit neither; which: each row's place there.
    """

    said: int | Ints
    value: Ints | None = None
    num: Ints | None = None
    den: Ints | None = None
    scale: int = 1
    others: Sequence[Answer] = ()
    which: Ints | None = None

    @cached_property
    def is_given(self) -> bool:
        """Whether every row has a figure."""
        if isinstance(self.said, int):
            return self.said == SAID_GIVEN
        return bool((self.said == SAID_GIVEN).all())

    @cached_property
    def value_range(self) -> tuple[int, int]:
        """The least and the largest value; (0, -1) without rows."""
        if self.value is None or not self.value.size:
            return 0, -1
        return int(self.value.min()), int(self.value.max())

    @cached_property
    def rate_range(self) -> tuple[int, int, int, int]:
        """The least and the largest numerator, then denominator."""
        if self.num is None or self.den is None or not self.num.size:
            return 0, 0, 1, 1
        return int(self.num.min()), int(self.num.max()), int(self.den.min()), int(self.den.max())

    @cached_property
    def has_proper_rates(self) -> bool:
        """Whether every row that has a figure is a rate from 0 to 1, and no denominator is 0."""
        if self.num is None or self.den is None:
            return False
        low, _, den_low, _ = self.rate_range
        if low < 0 or den_low <= 0:
            return False
        over = self.num > self.den
        return not bool((over if isinstance(self.said, int) else over & (self.said == SAID_GIVEN)).any())

    @cached_property
    def bare_rows(self) -> Ints:
        """The rows that have no figure."""
        if isinstance(self.said, int):
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(self.said != SAID_GIVEN)

    @cached_property
    def bare_said(self) -> Ints:
        """What was said in those rows."""
        return self.bare_rows if isinstance(self.said, int) else self.said[self.bare_rows]

    @cached_property
    def bare_codes(self) -> tuple[int, ...]:
        """The different things said there."""
        return tuple(int(code) for code in np.unique(self.bare_said))

    def said_at(self, row: int) -> int:
        """What was said in one row."""
        return self.said if isinstance(self.said, int) else int(self.said[row])


@dataclass
class Columns:
    """Many agencies: their answers by leaf code, and what each brings besides.

    A leaf without a column is absent for everyone. traits: one mapping for all, or one an agency; they come before the
    context's. earlier, exempt: by agency, where it has its own. given: the answer in a row to a leaf, as it was given,
    for the reasons; without it they are read back from the columns, where a date is a number of days. alike: by leaf
    code, a number for each row, where equal numbers are equal answers.
    """

    agencies: Sequence[str]
    leaves: Mapping[str, LeafColumn]
    traits: Sequence[Mapping[str, str | bool]] | Mapping[str, str | bool] = field(default_factory=dict)
    earlier: Mapping[int, Mapping[int, Mapping[str, Answer]]] = field(default_factory=dict)
    exempt: Mapping[int, frozenset[str]] = field(default_factory=dict)
    given: Callable[[int, str], Answer] | None = None
    alike: Mapping[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.agencies)

    def traits_of(self, row: int) -> Mapping[str, str | bool]:
        """One agency's own traits."""
        return self.traits if isinstance(self.traits, Mapping) else self.traits[row]

    def context_of(self, row: int, context: Context) -> Context:
        """The context that one agency is scored in."""
        return replace(
            context,
            traits={**context.traits, **self.traits_of(row)},
            earlier=self.earlier.get(row) or context.earlier,
            exempt=self.exempt.get(row) or context.exempt,
        )

    @cached_property
    def _kinds(self) -> dict[tuple[str, ...], tuple[Ints | None, list[int]]]:
        return {}

    def kinds_by(self, names: tuple[str, ...]) -> tuple[Ints | None, list[int]]:
        """Agencies told apart by these traits: each row's kind (None: all one kind), and a row of each kind."""
        if not names or isinstance(self.traits, Mapping):
            return None, [0]
        found = self._kinds.get(names)
        if found is None:
            places: dict[tuple[Any, ...], int] = {}
            sample: list[int] = []
            index = np.empty(len(self), dtype=np.intp)
            for row, traits in enumerate(self.traits):
                key = tuple(traits.get(name) for name in names)
                place = places.setdefault(key, len(sample))
                if place == len(sample):
                    sample.append(row)
                index[row] = place
            found = (index if len(sample) > 1 else None, sample or [0])
            self._kinds[names] = found
        return found


# ── what a leaf's numbers mean ──


@dataclass(frozen=True)
class LeafForm:
    """How the answers to one leaf are held.

    takes: option, count, days, ticks, mark or rate; empty where every answer is held as given.
    ids: of the options, lines or items, in order. due: the day that dates are counted from. verbatim: a ruling names
    answers by their plain form, so that even the reason of a claim tells two apart.
    """

    takes: str = ""
    ids: tuple[str, ...] = ()
    scale: int = 1
    flaws: bool = False
    due: date | None = None
    working: bool = False
    context: Context | None = None
    verbatim: bool = False

    def held(self, answer: Answer) -> int | tuple[int, int] | None:
        """The number (for a rate: two) that stands for the answer; None when it must be held as given."""
        match answer:
            case Option(id) if self.takes == "option":
                return self.ids.index(id) if id in self.ids else None
            case Count(n) if self.takes == "count" and abs(n) < LARGEST:
                return n
            case Counts(((name, n),)) if self.takes == "count" and self.ids == (name,) and abs(n) < LARGEST:
                return n
            case Mark(value) if self.takes == "mark" and abs(value) < LARGEST:
                scaled = value * self.scale
                return scaled.numerator if scaled.denominator == 1 else None
            case Rate(num, den) if self.takes == "rate":
                whole = num.denominator == den.denominator == 1
                return (num.numerator, den.numerator) if whole and max(abs(num), abs(den)) < LARGEST else None
            case Days(n) if self.takes == "days" and abs(n) < LARGEST:
                return n
            case Date(on) if self.takes == "days":
                return self._late(on)
            case Ticks(ids, flawed) if self.takes == "ticks":
                return self._bits(ids, flawed)
            case _:
                return None

    def _late(self, on: date) -> int | None:
        if self.due is None:
            return None
        if not self.working:
            return (on - self.due).days
        assert self.context is not None
        calendar = self.context.calendar
        return None if calendar is None else calendar.working_days(self.due, on)

    def _bits(self, ids: tuple[str, ...], flawed: tuple[str, ...]) -> int | None:
        if not set(ids) | set(flawed) <= set(self.ids) or (flawed and not self.flaws):
            return None
        bits = sum(1 << place for place, name in enumerate(self.ids) if name in ids)
        flaws = sum(1 << place for place, name in enumerate(self.ids) if name in flawed)
        return bits | flaws << len(self.ids)

    def answer(self, value: int) -> Answer:
        """An answer that the number stands for; of several that score alike, the plain one."""
        match self.takes:
            case "option":
                return Option(self.ids[value])
            case "count":
                return Count(value)
            case "days":
                return Days(value)
            case "mark":
                return Mark(Fraction(value, self.scale))
            case _:
                count = len(self.ids)
                ticked = tuple(name for place, name in enumerate(self.ids) if value >> place & 1)
                flawed = tuple(name for place, name in enumerate(self.ids) if value >> (count + place) & 1)
                return Ticks(ticked, flawed)


HELD_AS_GIVEN = LeafForm()


def leaf_form(rubric: Rubric, node: Node, at: At) -> LeafForm:
    """How the answers to a leaf are held."""
    if any(
        ruling.pattern is not None and rubric.has_node(ruling.code) and rubric.node(ruling.code) is node
        for ruling in at.context.rulings
    ):
        return LeafForm(verbatim=True)
    if node.gate is not None and node.gate.question:
        return HELD_AS_GIVEN
    match node.rule:
        case OptionsRule(choices, "one"):
            return LeafForm("option", tuple(choice.id for choice in choices))
        case OptionsRule(choices) if len(choices) <= BITS:
            return LeafForm("ticks", tuple(choice.id for choice in choices))
        case LevelsRule(levels):
            return LeafForm("option", tuple(plain(level.value) for level in levels))
        case ChecklistRule(items) if len(items) <= BITS:
            flaws = any(item.deduct for item in items)
            return LeafForm(
                "ticks", tuple(item.id for item in items), flaws=flaws and len(items) <= BITS // 2
            )
        case CountsRule(lines=(line,)):
            return LeafForm("count", (line.id,))
        case DeductionsRule(items=(item,)):
            return LeafForm("count", (item.id,))
        case RankRule(measure=None):
            return LeafForm("count")
        case GradedRule(low, high, step):
            grid = [low, node.max if high is None else high, rubric.step if step is None else step]
            return LeafForm("mark", scale=lcm(*(one.denominator for one in grid if one is not None), 4))
        case BandsRule(measure) | LinearRule(measure) | StepsRule(measure):
            return _measured(measure, at)
        case _:
            return HELD_AS_GIVEN


def _measured(measure: Measure, at: At) -> LeafForm:
    if measure.kind == "rate":
        return LeafForm("rate")
    if measure.kind in ("count", "number"):
        return LeafForm("count")
    due = due_date(measure, at)
    return LeafForm(
        "days",
        due=due if isinstance(due, date) else None,
        working=measure.kind == "working_days",
        context=at.context,
    )


def leaf_column(form: LeafForm, answers: Sequence[Answer]) -> LeafColumn:
    """One leaf's answers as a column."""
    said = np.full(len(answers), SAID_GIVEN, dtype=np.int8)
    nums = np.zeros(len(answers), dtype=np.int64)
    dens = np.ones(len(answers), dtype=np.int64)
    which: Ints | None = None
    others: dict[Answer, int] = {}
    held_as: dict[Answer, int | tuple[int, int] | None] = {}
    for row, answer in enumerate(answers):
        plain_said = None if form.verbatim and answer != ABSENT else _plain_said(answer)
        if plain_said is not None:
            said[row] = plain_said
            continue
        held = held_as[answer] if answer in held_as else held_as.setdefault(answer, form.held(answer))
        if held is None:
            said[row] = SAID_OTHER
            which = np.zeros(len(answers), dtype=np.intp) if which is None else which
            which[row] = others.setdefault(answer, len(others))
        elif isinstance(held, tuple):
            nums[row], dens[row] = held
        else:
            nums[row] = held
    return packed(form, said, nums, dens, tuple(others), which)


def packed(
    form: LeafForm, said: Ints, nums: Ints, dens: Ints, others: Sequence[Answer], which: Ints | None
) -> LeafColumn:
    """A column from its arrays; nums holds the values where the leaf takes no rate."""
    one = int(said[0]) if said.size and bool((said == said[0]).all()) else said
    if form.takes == "rate":
        return LeafColumn(one, num=nums, den=dens, others=others, which=which)
    return LeafColumn(one, value=nums, scale=form.scale, others=others, which=which)


def _plain_said(answer: Answer) -> int | None:
    match answer:
        case Absent():
            return SAID_ABSENT
        case NoneDone():
            return SAID_NONE
        case NotApplicable():
            return SAID_NOT_APPLICABLE if answer.accepted else SAID_CLAIMED
        case _:
            return None
