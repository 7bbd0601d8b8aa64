"""L506: a label is left out of its row (1.1, 1.2, 1.4)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.labels import follows, sibling_groups
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Digits, Roman numbers and letters (with đ, or without) must follow each other; criteria may run on."""
    for siblings in sibling_groups(subject.rubric):
        labelled = [node for node in siblings if node.label]
        for before, node in itertools.pairwise(labelled):
            if follows(before.label, node.label) is not False or before.label == node.label:
                continue
            yield Spot(
                Reason(
                    f"Sau nhãn “{before.label}” là “{node.label}”: bỏ sót hoặc sai thứ tự.",
                    f"“{node.label}” comes after “{before.label}”: one is left out, or the order is wrong.",
                ),
                Reason(
                    "Đánh số lại, hoặc bổ sung mục bị sót.", "Number them again, or add what is left out."
                ),
                node.code,
                node.line,
                sample=f"{before.label} → {node.label}",
                place=node.place,
            )


RULE = LintRule("L506", "warning", Reason("Nhãn bị sót", "Label skipped"), check)
