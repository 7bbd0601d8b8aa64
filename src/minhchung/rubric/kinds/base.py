"""What every kind of rule says of itself, and what rules are told about where they stand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Generic, Literal, TypeVar

from minhchung.rubric.answers import Absent, Answer, NoneDone, NotApplicable
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.data import Data
from minhchung.rubric.errors import BrokenAnswer, Fault, Reason
from minhchung.rubric.model import Choice, Parameter, Row, Rule, ZeroPolicy
from minhchung.rubric.reader import Fields, ordinal_id
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import en_number, plain, said, vi_number

R = TypeVar("R")
Plain = str | list["Plain"] | dict[str, "Plain"]
Bounds = tuple[Fraction | None, Fraction | None]
InputKind = Literal["choice", "integer", "decimal", "date", "ticks", "text", "yes_no"]


@dataclass(frozen=True, slots=True)
class At:
    """Where a rule stands: the leaf, what "the max" is there, and what its score depends on.

    name: of this rule among others in the leaf, for faults ("ty_le"). zero: what 0/0 gives.
    """

    code: str
    id: str = ""
    top: Fraction | None = None
    step: Fraction | None = None
    zero: ZeroPolicy = "undecided"
    context: Context = EMPTY
    name: str = ""
    parameters: dict[str, Parameter] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """How faults name the place."""
        return f"{self.code} · {self.name}" if self.name else self.code

    def inside(self, name: str, top: Fraction | None = None) -> At:
        """The same place for a named part."""
        joined = f"{self.name}.{name}" if self.name else name
        return At(
            self.code,
            self.id,
            self.top if top is None else top,
            self.step,
            self.zero,
            self.context,
            joined,
            self.parameters,
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be chosen or ticked."""

    id: str
    text: str
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form for a leaf. `name` is what the browser sends (`num`, `ty_le.den`, `count.a`)."""

    name: str
    kind: InputKind
    label_vi: str
    label_en: str
    options: tuple[Offer, ...] = ()
    unit: str = ""
    required: bool = True
    help_vi: str = ""
    help_en: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


class Kind(ABC, Generic[R]):
    """One kind of rule: how it reads, prints, asks, scores one answer with its reasons, and says itself in words."""

    name: ClassVar[str]
    rule_type: ClassVar[type]
    forms: ClassVar[tuple[str, ...]]
    answer_types: ClassVar[tuple[type, ...]]

    @abstractmethod
    def read(self, fields: Fields) -> R:
        """The rule in these fields; findings are recorded on them."""

    @abstractmethod
    def dump(self, rule: R) -> dict[str, Plain]:
        """The fields that read back as the rule, defaults left out."""

    @abstractmethod
    def inputs(self, rule: R, at: At) -> tuple[Input, ...]:
        """The fields of the form."""

    @abstractmethod
    def from_data(self, rule: R, data: Data, at: At) -> Answer | list[Fault]:
        """The answer in its plain form."""

    @abstractmethod
    def score(self, rule: R, answer: Answer, at: At) -> Outcome:
        """Score one answer of `answer_types`, with its reasons."""

    @abstractmethod
    def bounds(self, rule: R, at: At) -> Bounds:
        """The least and the most points that some answer gives; None where no bound is known."""

    @abstractmethod
    def words(self, rule: R, at: At) -> tuple[Reason, ...]:
        """How points arise, a line each."""

    def lowest(self, rule: R, at: At) -> Fraction | None:
        """What *không có* gets; None when the rule has no bound below."""
        return self.bounds(rule, at)[0]


_BY_TYPE: dict[type, Kind[Any]] = {}
_BY_NAME: dict[str, Kind[Any]] = {}


def register(kinds: tuple[Kind[Any], ...]) -> None:
    """Make kinds known by name and by the type of their rules; called once, by the list that orders them."""
    for kind in kinds:
        _BY_TYPE[kind.rule_type] = kind
        _BY_NAME[kind.name] = kind


def kind_of(rule: Rule) -> Kind[Any]:
    """The kind of a rule."""
    return _BY_TYPE[type(rule)]


def kind_named(name: str) -> Kind[Any] | None:
    """The kind with this name."""
    return _BY_NAME.get(name)


def kind_names() -> tuple[str, ...]:
    """Every kind's name, in order."""
    return tuple(_BY_NAME)


# ── what many kinds share ──


def scored(points: Fraction, vi: str, en: str, value: Fraction | None = None) -> Outcome:
    """A final outcome whose reason ends in its points."""
    return Outcome("scored", points, (said(vi, en, points),), value)


def undecided(vi: str, en: str, value: Fraction | None = None) -> Outcome:
    """The rule does not say; a ruling must."""
    tail_vi, tail_en = " → chờ hội đồng quyết định", " → waits for a ruling"
    return Outcome("undecided", None, (Reason(vi + tail_vi, en + tail_en),), value)


def pending(vi: str, en: str) -> Outcome:
    """Something else has to come first."""
    return Outcome("pending", None, (Reason(vi, en),))


def zero_outcome(at: At, vi: str, en: str) -> Outcome:
    """What the leaf says of a rate whose denominator is 0."""
    match at.zero:
        case Fraction():
            return scored(at.zero, f"{vi}: mẫu số bằng 0", f"{en}: the denominator is 0")
        case "zero":
            return scored(Fraction(0), f"{vi}: mẫu số bằng 0", f"{en}: the denominator is 0")
        case "full" if at.top is not None:
            return scored(
                at.top, f"{vi}: mẫu số bằng 0, chấm điểm tối đa", f"{en}: the denominator is 0, full marks"
            )
        case "not_applicable":
            text = Reason(
                f"{vi}: mẫu số bằng 0 → không áp dụng", f"{en}: the denominator is 0 → not applicable"
            )
            return Outcome("not_applicable", None, (text,))
        case _:
            return undecided(
                f"{vi}: mẫu số bằng 0, bộ tiêu chí không nói",
                f"{en}: the denominator is 0 and the rubric does not say",
            )


def top_of(top: Fraction | None, at: At) -> Fraction:
    """The rule's own top, or the node's max. Raises BrokenAnswer when neither is said (parse refuses that)."""
    found = at.top if top is None else top
    if found is None:
        raise BrokenAnswer(f"{at.code}: the rule needs a max and the node declares none")
    return found


def wrong_answer(answer: Answer, at: At) -> BrokenAnswer:
    """An answer of a type the rule cannot take."""
    return BrokenAnswer(f"{at.place}: the rule takes no {type(answer).__name__}")


def clip(points: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """Points held between two bounds."""
    if low is not None and points < low:
        return low
    if high is not None and points > high:
        return high
    return points


def clipped(points: Fraction, low: Fraction | None, high: Fraction | None) -> tuple[Fraction, Reason]:
    """Points held between two bounds, and the words that say which bound held them."""
    held = clip(points, low, high)
    if held > points:
        return held, Reason(f", không dưới {vi_number(held)}", f", not under {en_number(held)}")
    if held < points:
        return held, Reason(f", tối đa {vi_number(held)}", f", at most {en_number(held)}")
    return held, Reason("", "")


def dumped_choice(choice: Choice | Row, index: int) -> dict[str, Plain]:
    """The fields that options and bands share, id first where it is not the ordinal one."""
    plain_form: dict[str, Plain] = {}
    if choice.id != ordinal_id(index):
        plain_form["id"] = choice.id
    plain_form["points"] = plain(choice.points)
    if choice.text:
        plain_form["text"] = choice.text
    if choice.none:
        plain_form["none"] = "có"
    if choice.line is not None:
        plain_form["line"] = str(choice.line)
    return plain_form


def score_any(rule: Rule, answer: Answer, at: At) -> Outcome:
    """Score any answer: absent, declared *không có*, not applicable, or one that the rule's kind takes."""
    match answer:
        case Absent():
            return Outcome("absent", None, (Reason("Chưa có câu trả lời", "No answer yet"),))
        case NoneDone():
            points = kind_of(rule).lowest(rule, at)
            if points is None:
                return undecided(
                    "Khai không có, bộ tiêu chí không nói", "Declared as none; the rubric does not say"
                )
            return scored(points, "Khai không có: mức thấp nhất", "Declared as none: the lowest level")
        case NotApplicable():
            return _not_applicable(answer)
        case _:
            return kind_of(rule).score(rule, answer, at)


def _not_applicable(answer: NotApplicable) -> Outcome:
    why = f": {answer.reason}" if answer.reason else ""
    if answer.accepted:
        return Outcome("not_applicable", None, (Reason(f"Không áp dụng{why}", f"Not applicable{why}"),))
    return pending(
        f"Khai không áp dụng{why} → chờ thẩm định chấp nhận",
        f"Claimed not applicable{why} → waits for acceptance",
    )
