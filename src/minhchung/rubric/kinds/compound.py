"""Rules made of named rules: what sum_of and best_of share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from minhchung.rubric.answers import ABSENT, NONE_DONE, Answer, Parts
from minhchung.rubric.data import FIX_PARTS, Data, fault
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.kinds.base import At, Input, Plain, kind_of, score_any, wrong_answer
from minhchung.rubric.kinds.naming import unknown_names
from minhchung.rubric.kinds.nested import dump_rule, is_none_word, read_rule
from minhchung.rubric.model import Part, Rule
from minhchung.rubric.reader import Fields
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import plain


def read_parts(fields: Fields) -> tuple[Part, ...]:
    """Named rules; names must differ. A part whose rule cannot be read is left out, its findings recorded."""
    found = fields.needed_each("parts", _read_part)
    parts = tuple(part for part in found if part is not None)
    fields.unique_ids("parts", [part.name for part in parts])
    return parts


def _read_part(fields: Fields, index: int) -> Part | None:
    name, title, top = fields.part_name("name"), fields.text("title"), fields.number("top")
    rule = read_rule(fields, "rule")
    return Part(name, rule, title, top) if rule is not None else None


def dump_parts(parts: tuple[Part, ...]) -> list[Plain]:
    """Parts as their fields."""
    dumped: list[Plain] = []
    for part in parts:
        fields: dict[str, Plain] = {"name": part.name}
        if part.title:
            fields["title"] = part.title
        if part.top is not None:
            fields["top"] = plain(part.top)
        dumped.append(fields | {"rule": dump_rule(part.rule)})
    return dumped


def part_inputs(rule: Rule, name: str, title: str, at: At) -> tuple[Input, ...]:
    """A part's fields, named after it and labelled with its title."""
    inputs = kind_of(rule).inputs(rule, at)
    return tuple(
        replace(
            one,
            name=f"{name}.{one.name}",
            label_vi=f"{title}: {one.label_vi}" if title else one.label_vi,
            label_en=f"{title}: {one.label_en}" if title else one.label_en,
        )
        for one in inputs
    )


def part_from_data(rule: Rule, data: Data, at: At) -> Answer | list[Fault]:
    """A part's answer; empty is absent, *không có* is none done."""
    if data is None or data == "":
        return ABSENT
    if is_none_word(data):
        return NONE_DONE
    answer: Answer | list[Fault] = kind_of(rule).from_data(rule, data, at)
    return answer


def parts_from_data(parts: tuple[Part, ...], data: Data, at: At) -> Answer | list[Fault]:
    """Each part by name; one left out stays absent."""
    if not isinstance(data, Mapping):
        return fault(
            "A140", at.place, data, "Cần trả lời từng phần.", "Each part needs an answer.", FIX_PARTS
        )
    faults = unknown_names(data, [part.name for part in parts], at)
    answers: list[tuple[str, Answer]] = []
    for part in parts:
        found = part_from_data(part.rule, data.get(part.name), at.inside(part.name, part.top))
        if isinstance(found, list):
            faults += found
        else:
            answers.append((part.name, found))
    if not faults and all(answer == ABSENT for _, answer in answers):
        return ABSENT
    return faults or Parts(tuple(answers))


def part_outcomes(parts: tuple[Part, ...], answer: Answer, at: At) -> list[tuple[Part, Outcome]]:
    """Each part scored."""
    if not isinstance(answer, Parts):
        raise wrong_answer(answer, at)
    return [
        (part, score_any(part.rule, answer.get(part.name), at.inside(part.name, part.top))) for part in parts
    ]


def named_reasons(part: Part, outcome: Outcome) -> tuple[Reason, ...]:
    """The part's reasons, its title in front."""
    title = part.title or part.name
    return tuple(Reason(f"{title}: {reason.vi}", f"{title}: {reason.en}") for reason in outcome.reasons)


def part_words(parts: tuple[Part, ...], at: At) -> tuple[Reason, ...]:
    """Each part's rule in words, its title in front."""
    lines: list[Reason] = []
    for part in parts:
        title = part.title or part.name
        inner = at.inside(part.name, part.top)
        lines += [
            Reason(f"{title}: {line.vi}", f"{title}: {line.en}")
            for line in kind_of(part.rule).words(part.rule, inner)
        ]
    return tuple(lines)
