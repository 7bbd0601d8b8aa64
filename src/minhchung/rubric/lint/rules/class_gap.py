"""L203: totals that fall in no class, on the rubric's own step and rounding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.lint.sweep import Domain, sample_of, sweep
from minhchung.rubric.model import Rubric
from minhchung.rubric.wording import en_number, limits_in_words, percent, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """70–84,5 and 85–100 leave no gap on a step of 0,5, and leave one on 0,01."""
    classes, domain = subject.rubric.classes, class_domain(subject.rubric)
    if classes is None or domain is None:
        return
    share = any(band.share for band in classes.bands)
    for piece in sweep([band.limits for band in classes.bands], domain):
        if piece.rows:
            continue
        value = sample_of(piece, domain)
        said = limits_in_words(piece.limits, share=share, unit="" if share else "điểm")
        yield Spot(
            Reason(f"Tổng điểm {said.vi} không thuộc loại nào.", f"A total of {said.en} falls in no class."),
            Reason("Sửa ngưỡng của hai loại bên cạnh.", "Mend the limits of the classes beside it."),
            sample=f"{total_in_words(value, share=share).vi} không có loại" if value is not None else None,
        )


def class_domain(rubric: Rubric) -> Domain | None:
    """The totals that there are; None where classes have no bands, or bands of points and of shares."""
    if rubric.classes is None or not rubric.classes.bands or rubric.total is None:
        return None
    bands = rubric.classes.bands
    if len({band.share for band in bands if band.limits}) > 1:
        return None
    share = any(band.share for band in bands)
    top = Fraction(1) if share else rubric.total_cap or rubric.total
    return Domain(rubric.total_floor or Fraction(0), top, None if share else _step(rubric))


def total_in_words(value: Fraction, *, share: bool) -> Reason:
    """`84,75 điểm`, `84,75 %`."""
    return percent(value) if share else Reason(f"{vi_number(value)} điểm", f"{en_number(value)} points")


def _step(rubric: Rubric) -> Fraction | None:
    """The grid of totals: the rounding at the end, else the step of marks; None where neither is said."""
    if rubric.rounding is not None and rubric.rounding.at == "end":
        return Fraction(1, 10**rubric.rounding.places)
    return rubric.step


RULE = LintRule("L203", "error", Reason("Điểm không thuộc loại nào", "Total without a class"), check)
