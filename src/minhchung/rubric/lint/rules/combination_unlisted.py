"""L303: requirements joined in one option, and no option for failing only some (S0:100, 124; S1:469, 1053, 1303)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.joint_denial import JointDenial, joint_denial
from minhchung.rubric.lint.rules.same_state import inverted_options
from minhchung.rubric.lint.subject import Subject, part_line, rules_of
from minhchung.rubric.lint.words import (
    Aspect,
    combination_in_words,
    denies_the_deed,
    fewest_failures,
    missing_combinations,
    state_of,
)
from minhchung.rubric.model import Choice, Node, OptionsRule
from minhchung.rubric.wording import plain


def check(subject: Subject) -> Iterator[Spot]:
    """Each leaf with described states: every combination of met and failed requirements must fit some option."""
    for node in subject.rubric.leaves():
        for rule in rules_of(node):
            if isinstance(rule, OptionsRule) and rule.pick == "one" and not inverted_options(node):
                described = [choice for choice in rule.choices if _describes(choice)]
                missing = missing_combinations([state_of(choice.text) for choice in described])
                joint = joint_denial(rule.choices)
                if missing:
                    yield _spot(node, described, missing)
                elif joint is not None:
                    yield _spot_of_two(node, joint)


def _describes(choice: Choice) -> bool:
    """Whether the option is about how the thing was done, rather than that it was not."""
    return bool(state_of(choice.text).met) or not (choice.none or denies_the_deed(choice.text))


def _spot(node: Node, described: Sequence[Choice], missing: list[dict[Aspect, bool]]) -> Spot:
    first: Mapping[Aspect, bool] = fewest_failures(missing)
    said = combination_in_words(first)
    all_vi = "; ".join(combination_in_words(each).vi for each in missing)
    all_en = "; ".join(combination_in_words(each).en for each in missing)
    # The option that fails most at once is the one whose "và" leaves the others out.
    joined = max(described, key=lambda each: sum(not met for met in state_of(each.text).met.values()))
    points = min(choice.points for choice in described)
    loosened = _loosened(joined, described)
    words = loosened or _new_option(missing)
    return Spot(
        Reason(
            f"Mục {node.code}: không có phương án cho: {all_vi}.",
            f"{node.code}: no option for: {all_en}.",
        ),
        Reason(
            "Nối các yêu cầu bằng “hoặc”, hoặc thêm phương án cho từng trường hợp.",
            "Join the requirements by “hoặc” (or), or add an option for each case.",
        ),
        node.code,
        part_line(node, joined),
        sample=f"{said.vi}: không có điểm",
        proposal=f"{{ points: {plain(joined.points if loosened else points)}, text: {json.dumps(words, ensure_ascii=False)} }}",
        place=joined.place,
        row=joined.text if loosened else None,
    )


def _spot_of_two(node: Node, joint: JointDenial) -> Spot:
    """Of two deeds only one was done, and no option says so."""
    words = re.sub(r"\bvà(?=\s+(?:cũng\s+)?(?:không|chưa)\b)", "hoặc", joint.choice.text, count=1)
    return Spot(
        Reason(
            f"Mục {node.code}: không có phương án cho cơ quan chỉ làm một trong hai việc: {joint.one}; {joint.two}.",
            f"{node.code}: no option for who did only one of the two: {joint.one}; {joint.two}.",
        ),
        Reason(
            "Nối hai vế bằng “hoặc”, hoặc thêm phương án cho trường hợp chỉ làm một việc.",
            "Join the two by “hoặc” (or), or add an option for doing only one.",
        ),
        node.code,
        part_line(node, joint.choice),
        sample=f"{joint.one}, không {joint.two}: không có điểm",
        proposal=f"{{ points: {plain(joint.choice.points)}, text: {json.dumps(words, ensure_ascii=False)} }}",
        place=joint.choice.place,
        row=joint.choice.text,
    )


def _loosened(joined: Choice, described: Sequence[Choice]) -> str | None:
    """The option with "hoặc" where it had "và" or a comma, if then every combination fits some option."""
    others = [state_of(choice.text) for choice in described if choice is not joined]
    for mark in (" và ", ", "):
        head, found, tail = joined.text.rpartition(mark)
        words = f"{head} hoặc {tail}"
        if found and _fails(head) and _fails(tail) and not missing_combinations([*others, state_of(words)]):
            return words
    return None


def _fails(text: str) -> bool:
    """Whether a requirement is said to fail; "và thời gian quy định" leans on a "không" before it."""
    met = state_of(text).met
    return not all(met.values()) or text.lstrip().startswith(("thời ", "tiến độ"))


def _new_option(missing: Sequence[Mapping[Aspect, bool]]) -> str:
    """Words for the combinations that fit no option: what they have in common where that says them all, else the nearest."""
    common = {
        aspect: met for aspect, met in missing[0].items() if all(each[aspect] is met for each in missing)
    }
    free = len(missing[0]) - len(common)
    told = common if common and len(missing) == 2**free else fewest_failures(missing)
    met, failed = ({name: each for name, each in told.items() if each is wanted} for wanted in (True, False))
    said = " nhưng ".join(combination_in_words(each).vi for each in (met, failed) if each)
    return said[:1].upper() + said[1:]


RULE = LintRule("L303", "error", Reason("Trường hợp chỉ thiếu một yêu cầu", "Failing one of several"), check)
