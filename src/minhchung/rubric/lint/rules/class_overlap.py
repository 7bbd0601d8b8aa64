"""L204: totals that two classes claim, each with limits on both sides ("80–90" and "từ 90")."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.rules.class_gap import class_domain, total_in_words
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.lint.sweep import sample_of, sweep
from minhchung.rubric.model import ClassBand


def check(subject: Subject) -> Iterator[Spot]:
    """A class without an upper limit is what the better ones leave; one that has it says where it ends."""
    classes, domain = subject.rubric.classes, class_domain(subject.rubric)
    if classes is None or domain is None:
        return
    bands = classes.bands
    share = any(band.share for band in bands)
    pieces = sweep([band.limits for band in bands], domain)
    for first, second in combinations(range(len(bands)), 2):
        shared = [piece for piece in pieces if {first, second} <= piece.rows]
        if not shared or not _ends(bands[second]) or not _alike(bands[first], bands[second]):
            continue
        value = sample_of(shared[0], domain)
        if value is None:
            continue
        shown = total_in_words(value, share=share)
        names = f"“{bands[first].name}” và “{bands[second].name}”"
        names_en = f"“{bands[first].name}” and “{bands[second].name}”"
        yield Spot(
            Reason(
                f"Tổng {shown.vi} thuộc cả hai loại {names}.", f"A total of {shown.en} is in both {names_en}."
            ),
            Reason(
                "Sửa ngưỡng để mỗi tổng điểm chỉ thuộc một loại; máy lấy loại cao hơn.",
                "Mend the limits: one class for each total; the higher one is taken.",
            ),
            sample=f"{shown.vi} → {bands[first].name} hoặc {bands[second].name}",
        )


def _ends(band: ClassBand) -> bool:
    return any(limit.op in ("<", "<=", "=") for limit in band.limits)


def _alike(one: ClassBand, two: ClassBand) -> bool:
    """Whether nothing but the total tells them apart."""
    return not (one.minimum or one.no_zero or one.conditions or two.minimum or two.no_zero or two.conditions)


RULE = LintRule("L204", "warning", Reason("Điểm thuộc hai loại", "Total in two classes"), check)
