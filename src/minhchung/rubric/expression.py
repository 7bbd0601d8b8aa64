"""A small exact expression language over named figures: what formulas and conditions are written in.

    expression = or ; or = and {"or" and} ; and = not {"and" not} ; not = ["not"] comparison
    comparison = sum [("=" | "!=" | "<" | "<=" | ">" | ">=") sum] ; sum = term {("+" | "-") term}
    term = factor {("*" | "/") factor} ; factor = ["-"] (number ["%"] | name | call | "(" or ")")
    call = ("min" | "max" | "abs" | "round" | "floor" | "ceil" | "if") "(" or {"," or} ")"

Decimals take a point. Values are fractions and truth values, never mixed. Nothing else can be called or reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from minhchung.rubric.errors import Reason, RubricFailure
from minhchung.rubric.rounding import round_to

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*)|(<=|>=|!=|[-+*/(),<>=%]))")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_ARITY = {
    "min": (1, 20),
    "max": (1, 20),
    "abs": (1, 1),
    "round": (1, 2),
    "floor": (1, 1),
    "ceil": (1, 1),
    "if": (3, 3),
}
_WORDS = frozenset({"and", "or", "not"})
_DEEPEST = 50
_LONGEST = 2000
_MOST_TOKENS = 300  # a long sum nests as deep as it has terms

Value = Fraction | bool
Type = Literal["number", "truth"]


class ExpressionError(RubricFailure):
    """The expression cannot be read. `reason` says where and why."""

    def __init__(self, vi: str, en: str) -> None:
        self.reason = Reason(vi, en)
        super().__init__(vi)


class DividedByZero(RubricFailure):
    """A divisor was 0 with these figures."""


@dataclass(frozen=True, slots=True)
class Term:
    """A node of the expression: an operator or function over arguments, a name, or a number."""

    op: str
    args: tuple[Term, ...] = ()
    name: str = ""
    value: Fraction = Fraction(0)

    def walk(self) -> Iterator[Term]:
        """This term and all inside it."""
        yield self
        for arg in self.args:
            yield from arg.walk()


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Term:
    """The expression as a tree. Raises ExpressionError."""
    if len(text) > _LONGEST:
        raise ExpressionError("Công thức quá dài.", "The expression is too long.")
    parser = _Parser(_tokens(text))
    term = parser.either(0)
    if parser.here is not None:
        raise ExpressionError(f"Thừa “{parser.here}”.", f'Unexpected "{parser.here}".')
    return term


def names_in(term: Term) -> frozenset[str]:
    """The names an expression uses."""
    return frozenset(one.name for one in term.walk() if one.op == "name")


def type_of(term: Term) -> Type:
    """Whether it gives a number or a truth value. Raises ExpressionError where the two are mixed."""
    match term.op:
        case "number" | "name":
            return "number"
        case "and" | "or" | "not":
            _require(term.args, "truth")
            return "truth"
        case op if op in _COMPARISONS:
            _require(term.args, "number")
            return "truth"
        case "if":
            _require(term.args[:1], "truth")
            first, second = type_of(term.args[1]), type_of(term.args[2])
            if first != second:
                raise ExpressionError("Hai nhánh của if khác loại.", "The branches of `if` differ in type.")
            return first
        case _:
            _require(term.args, "number")
            return "number"


def evaluate_expression(term: Term, values: Mapping[str, Fraction]) -> Value:
    """The value with these figures. Raises DividedByZero; KeyError for a name without a figure."""
    match term.op:
        case "number":
            return term.value
        case "name":
            return values[term.name]
        case "and":
            return all(bool(evaluate_expression(arg, values)) for arg in term.args)
        case "or":
            return any(bool(evaluate_expression(arg, values)) for arg in term.args)
        case "not":
            return not evaluate_expression(term.args[0], values)
        case "if":
            branch = 1 if evaluate_expression(term.args[0], values) else 2
            return evaluate_expression(term.args[branch], values)
        case _:
            return _apply(term.op, [Fraction(evaluate_expression(arg, values)) for arg in term.args])


def _apply(op: str, args: list[Fraction]) -> Value:
    first, last = args[0], args[-1]
    match op:
        case "+":
            return first + last
        case "-":
            return first - last if len(args) == 2 else -first
        case "*":
            return first * last
        case "/":
            if last == 0:
                raise DividedByZero
            return first / last
        case "=":
            return first == last
        case "!=":
            return first != last
        case "<":
            return first < last
        case "<=":
            return first <= last
        case ">":
            return first > last
        case ">=":
            return first >= last
        case "min":
            return min(args)
        case "max":
            return max(args)
        case "abs":
            return abs(first)
        case "floor":
            return Fraction(first.numerator // first.denominator)
        case "ceil":
            return Fraction(-(-first.numerator // first.denominator))
        case _:
            places = last.numerator if len(args) == 2 else 0
            return round_to(first, max(0, min(places, 12)), "half_up")


def _require(terms: tuple[Term, ...], wanted: Type) -> None:
    for term in terms:
        if type_of(term) != wanted:
            vi = "số" if wanted == "number" else "điều kiện"
            raise ExpressionError(f"Chỗ này cần {vi}.", f"A {wanted} value is needed here.")


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[at:].strip()[:12]
            raise ExpressionError(f"Không hiểu “{rest}”.", f'Cannot read "{rest}".')
        found.append(match[1] or match[2] or match[3])
        at = match.end()
    if len(found) > _MOST_TOKENS:
        raise ExpressionError("Công thức quá dài.", "The expression is too long.")
    return found


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def here(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str:
        token = self.here
        if token is None:
            raise ExpressionError("Công thức chưa hết.", "The expression ends too soon.")
        self.at += 1
        return token

    def expect(self, token: str) -> None:
        found = self.take()
        if found != token:
            raise ExpressionError(f"Cần “{token}”, gặp “{found}”.", f'Expected "{token}", found "{found}".')

    def either(self, depth: int) -> Term:
        if depth > _DEEPEST:
            raise ExpressionError("Lồng nhau quá sâu.", "Nested too deeply.")
        terms = [self.both(depth)]
        while self.here == "or":
            self.take()
            terms.append(self.both(depth))
        return terms[0] if len(terms) == 1 else Term("or", tuple(terms))

    def both(self, depth: int) -> Term:
        terms = [self.negated(depth)]
        while self.here == "and":
            self.take()
            terms.append(self.negated(depth))
        return terms[0] if len(terms) == 1 else Term("and", tuple(terms))

    def negated(self, depth: int) -> Term:
        if self.here == "not":
            self.take()
            if depth > _DEEPEST:
                raise ExpressionError("Lồng nhau quá sâu.", "Nested too deeply.")
            return Term("not", (self.negated(depth + 1),))
        return self.comparison(depth)

    def comparison(self, depth: int) -> Term:
        left = self.sum(depth)
        if self.here in _COMPARISONS:
            op = self.take()
            return Term(op, (left, self.sum(depth)))
        return left

    def sum(self, depth: int) -> Term:
        left = self.term(depth)
        while self.here in ("+", "-"):
            op = self.take()
            left = Term(op, (left, self.term(depth)))
        return left

    def term(self, depth: int) -> Term:
        left = self.factor(depth)
        while self.here in ("*", "/"):
            op = self.take()
            left = Term(op, (left, self.factor(depth)))
        return left

    def factor(self, depth: int) -> Term:
        word = self.take()
        if depth > _DEEPEST:
            raise ExpressionError("Lồng nhau quá sâu.", "Nested too deeply.")
        if word == "-":
            return Term("-", (self.factor(depth + 1),))
        if word == "(":
            inside = self.either(depth + 1)
            self.expect(")")
            return inside
        if word[0].isdigit():
            value = Fraction(word)
            if self.here == "%":
                self.take()
                value /= 100
            return Term("number", value=value)
        if word[0].isalpha() and word not in _WORDS:
            return self.call(word, depth) if word in _ARITY and self.here == "(" else Term("name", name=word)
        raise ExpressionError(f"Không mong đợi “{word}”.", f'Unexpected "{word}".')

    def call(self, name: str, depth: int) -> Term:
        self.expect("(")
        args = [self.either(depth + 1)]
        while self.here == ",":
            self.take()
            args.append(self.either(depth + 1))
        self.expect(")")
        fewest, most = _ARITY[name]
        if not fewest <= len(args) <= most:
            raise ExpressionError(
                f"{name}() nhận sai số giá trị.", f"{name}() takes another number of values."
            )
        return Term(name, tuple(args))
