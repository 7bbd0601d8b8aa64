"""Prints how every invented document is read: python -m tests.rubric_read.unseen_report [name…]"""

from __future__ import annotations

import sys

from tests.rubric_read.unseen import (
    held_out,
    held_out_again,
    held_out_last,
    held_out_third,
    mainstream,
    other_layouts,
    page_documents,
    sheet_documents,
    strangers_pages,
    strangers_sheet,
    strangers_word,
    text_documents,
    word_documents,
)
from tests.rubric_read.unseen.scoring import Score, score

ALL = (
    *word_documents.ALL,
    *sheet_documents.ALL,
    *page_documents.ALL,
    *text_documents.ALL,
    *held_out.ALL,
    *other_layouts.ALL,
    *held_out_again.ALL,
    *strangers_word.ALL,
    *strangers_sheet.ALL,
    *strangers_pages.ALL,
    *held_out_third.ALL,
    *mainstream.ALL,
)
HELD_OUT = held_out_last.ALL
"""Never mended on: what they read as is held in a test, and need not be perfect."""
PARTS = ("tree", "points", "kinds", "options", "found")


def line_of(name: str, result: Score) -> str:
    parts = "  ".join("{} {}/{}".format(part, *getattr(result, part)) for part in PARTS)
    return f"{name:26} {parts}  alarms {len(result.alarms)} of {result.true + len(result.alarms)}  sure and wrong {len(result.sure_wrong)}"


def main() -> None:
    sums = {part: [0, 0] for part in PARTS}
    alarms = true = wrong = 0
    for unseen in (*ALL, *HELD_OUT):
        if sys.argv[1:] and unseen.name not in sys.argv[1:]:
            continue
        result = score(unseen)
        print(line_of(unseen.name, result))
        for miss in (*result.misses, *(f"alarm: {each}" for each in result.alarms)):
            print(f"    {miss}")
        for part in PARTS:
            sums[part] = [one + two for one, two in zip(sums[part], getattr(result, part), strict=True)]
        alarms, true, wrong = (
            alarms + len(result.alarms),
            true + result.true,
            wrong + len(result.sure_wrong),
        )
    print(sums, "alarms", alarms, "true", true, "sure and wrong", wrong)


if __name__ == "__main__":
    main()
