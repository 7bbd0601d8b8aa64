"""Every set of bands in a rubric, with the domain its figure runs over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Stretch
from minhchung.rubric.lint.rewording import said_anew
from minhchung.rubric.lint.subject import Subject, rules_of
from minhchung.rubric.lint.sweep import ONE, ZERO, Domain, Piece, sweep
from minhchung.rubric.lint.text_limits import share_limits
from minhchung.rubric.lint.words import denies_the_deed
from minhchung.rubric.model import (
    BandsRule,
    ByAgencyRule,
    ChecklistRule,
    Choice,
    DeductionsRule,
    Limits,
    Measure,
    Node,
    OptionsRule,
    RankRule,
    RelativeRule,
    Row,
    Rule,
)
from minhchung.rubric.wording import limits_in_words, percent, plain, plain_limits, vi_number

_UNITS = {"days": "ngày", "working_days": "ngày làm việc"}


@dataclass(frozen=True)
class Figure:
    """The rows over one figure of one leaf. share: limits are shares, written with %."""

    node: Node
    rule: Rule
    rows: tuple[Row, ...]
    domain: Domain
    share: bool
    unit: str = ""
    measure: Measure | None = None

    @property
    def banded(self) -> tuple[Row, ...]:
        """The rows with limits; a state picked by its id takes no value."""
        return tuple(row for row in self.rows if row.limits and not row.otherwise)

    @property
    def has_otherwise(self) -> bool:
        """Whether one row takes what no other takes."""
        return any(row.otherwise for row in self.rows)

    def pieces(self) -> tuple[Piece, ...]:
        """The sweep over the banded rows."""
        return self._pieces

    @cached_property
    def _pieces(self) -> tuple[Piece, ...]:
        return sweep([row.limits for row in self.banded], self.domain)

    def trimmed(self, piece: Piece) -> Limits:
        """A stretch without the ends of the domain: "dưới 50 %" rather than "0 – dưới 50 %"."""
        limits = piece.limits
        if len(limits) < 2:
            return limits
        ends = {(">=", self.domain.low), ("<=", self.domain.high)}
        return tuple(limit for limit in limits if (limit.op, limit.value) not in ends)

    def in_words(self, limits: Limits) -> Reason:
        """A stretch in both languages; "any value" where it has no ends."""
        said = limits_in_words(limits, share=self.share, unit=self.unit)
        return said if said.vi else Reason("mọi giá trị", "any value")

    def value_in_words(self, value: Fraction) -> Reason:
        """One value: `94,5 %`, `8.000 hồ sơ`."""
        if self.share:
            return percent(value)
        shown = vi_number(value)
        return Reason(
            f"{shown} {self.unit}".strip(), shown.replace(",", "\0").replace(".", ",").replace("\0", ".")
        )

    def stretch(self, piece: Piece, rows: Sequence[Row]) -> Stretch | None:
        """The undecided values; None for options, which are picked and never computed."""
        if isinstance(self.rule, OptionsRule):
            return None
        cases = self.node.rule.cases if isinstance(self.node.rule, ByAgencyRule) else ()
        readable = any(self.rule is rule for rule in (self.node.rule, *(case.rule for case in cases)))
        points = dict.fromkeys(row.points for row in rows)
        return Stretch(self.trimmed(piece), self.share, tuple(points), readable)

    def row_text(self, limits: Limits, points: Fraction | None, text: str = "") -> str:
        """A row as the rubric's YAML writes it, its words moved along with its limits; a new row says its limits."""
        if text and limits:
            words = said_anew(text, limits, share=self.share, unit=self.unit)
        else:
            words = self.in_words(limits).vi
            words = words[:1].upper() + words[1:]
        said = f'{{ when: "{plain_limits(limits, share=self.share) or "otherwise"}"'
        said += f", points: {plain(points)}" if points is not None else ""
        return f"{said}, text: {json.dumps(words, ensure_ascii=False)} }}"


def figures(subject: Subject) -> Iterator[Figure]:
    """Every set of bands, in the order of the text; made once, since many rules go over them."""
    if subject.kept_figures is None:
        subject.kept_figures = tuple(
            figure
            for node in subject.rubric.leaves()
            for rule in rules_of(node)
            for figure in _of_rule(node, rule)
        )
    yield from subject.kept_figures


def _of_rule(node: Node, rule: Rule) -> Iterator[Figure]:
    match rule:
        case BandsRule(measure, rows):
            yield Figure(
                node, rule, rows, domain_of(measure), measure.kind == "rate", unit_of(measure), measure
            )
        case RelativeRule(rows=rows) if rows:
            low = ZERO if rule.compare == "ratio" else None
            yield Figure(node, rule, rows, Domain(low), rule.compare == "ratio")
        case RankRule(rows):
            yield Figure(node, rule, rows, Domain(ONE, None, ONE), False)
        case DeductionsRule(items, table=table) if table:
            most = None if any(item.most is None for item in items) else sum(item.most or 0 for item in items)
            high = None if most is None else Fraction(most)
            yield Figure(node, rule, table, Domain(ZERO, high, ONE), False)
        case OptionsRule(choices, "one"):
            read = _rows_of_shares(choices)
            if read:
                yield Figure(node, rule, read, Domain(ZERO, ONE), True)
        case ChecklistRule(items, rows) if rows:
            yield Figure(node, rule, rows, Domain(ZERO, Fraction(len(items)), ONE), False)


def _rows_of_shares(choices: tuple[Choice, ...]) -> tuple[Row, ...]:
    """Options whose words are bands of a share, as rows; () where some option says something else besides.

    Two options of one stretch differ by something that is not the share.
    """
    read = {choice.id: share_limits(choice.text) for choice in choices}
    rows = tuple(
        Row(
            choice.id,
            choice.points,
            read[choice.id] or (),
            choice.text,
            choice.none,
            False,
            choice.line,
            choice.place,
        )
        for choice in choices
    )
    banded = [frozenset(row.limits) for row in rows if row.limits]
    others = [choice for choice in choices if not read[choice.id]]
    unclear = any(not (choice.none or denies_the_deed(choice.text)) for choice in others)
    return () if unclear or len(banded) < 2 or len(set(banded)) < len(banded) else rows


def domain_of(measure: Measure) -> Domain:
    """What the figure can be: a share from 0 to 1, a whole count from 0, days on either side of the date."""
    match measure.kind:
        case "rate":
            high = None if measure.may_exceed else ONE
            return Domain(
                measure.low or ZERO, measure.high if measure.high is not None else high, measure.step
            )
        case "count":
            return Domain(measure.low or ZERO, measure.high, measure.step or ONE)
        case "days" | "working_days":
            return Domain(measure.low, measure.high, measure.step or ONE)
        case "number":
            return Domain(measure.low if measure.low is not None else ZERO, measure.high, measure.step)


def unit_of(measure: Measure) -> str:
    """The unit as people write it."""
    return _UNITS.get(measure.kind, measure.unit)
