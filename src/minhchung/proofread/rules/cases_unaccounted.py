"""P104: cases received that are neither handled, returned nor said to be pending (S2:107: 2.152 of 20.290)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.proofread.cases import case_figures
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.wording import vi_number


def check(report: Report) -> Iterator[Spot]:
    """Received less handled (or in time and late) less returned; the rest must be stated, nought too."""
    said = case_figures(report)
    if "received" not in said or "pending" in said:
        return
    if "handled" in said:
        done = said["handled"].value
    elif "on_time" in said and "late" in said:
        done = said["on_time"].value + said["late"].value
    else:
        return
    returned = said["returned"].value if "returned" in said else 0
    rest = said["received"].value - done - returned
    shown = vi_number(Fraction(rest))
    if rest > 0:
        back_vi = f", trả lại {_n(returned)}" if "returned" in said else ""
        back_en = f", returned {returned}" if "returned" in said else ""
        message = Reason(
            f"Tiếp nhận {_n(said['received'].value)}, giải quyết {_n(done)}{back_vi}: {shown} hồ sơ không được nhắc đến.",
            f"Received {said['received'].value}, handled {done}{back_en}: {rest} cases are not mentioned.",
        )
    elif rest == 0:
        message = Reason(
            "Tiếp nhận bằng giải quyết: không nói còn 0 hồ sơ đang giải quyết tại thời điểm báo cáo.",
            "Received equals handled: that nothing is pending on the day of the report is not said.",
        )
    else:
        message = Reason(
            f"Giải quyết và trả lại nhiều hơn tiếp nhận {_n(-rest)} hồ sơ.",
            f"{-rest} more cases handled and returned than received.",
        )
    yield Spot(
        message,
        Reason(
            "Ghi số hồ sơ đang giải quyết, trong hạn và quá hạn.",
            "State the cases pending, in time and late.",
        ),
        line=said["received"].line,
        sample=" − ".join(
            [_n(said["received"].value), _n(done), *([_n(returned)] if "returned" in said else [])]
        )
        + f" = {shown}",
        proposal=f"đang giải quyết: {shown} hồ sơ" if rest >= 0 else None,
    )


def _n(value: int) -> str:
    return vi_number(Fraction(value))


RULE = ReportRule("P104", "warning", Reason("Hồ sơ không được tính đến", "Cases unaccounted for"), check)
