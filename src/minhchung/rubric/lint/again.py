"""Lint of a rubric that is being edited: sections that stand as they stood are not gone through a second time.

Most rules look at one section and at the head. What they said of a section is kept under the section's own text, so an
edit costs one section and the rules that compare sections. What comes out is what `lint` says of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from minhchung.rubric.composing import sections_of
from minhchung.rubric.lint.finding import Finding, LintRule, finding_of
from minhchung.rubric.lint.ordering import in_order
from minhchung.rubric.lint.rules import RULES
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Node, Rubric

OVER_ALL = frozenset(
    {
        "L101",
        "L102",
        "L203",
        "L204",
        "L402",
        "L405",
        "L406",
        "L407",
        "L410",
        "L502",
        "L504",
        "L505",
        "L506",
        "L605",
        "L606",
        "L607",
    }
    | {"L608", "L609"}
)
"""Rules that hold sections against each other, or count over them; the others need only the head and one section."""
_OVER_ALL = tuple(rule for rule in RULES if rule.code in OVER_ALL)
_BY_SECTION = tuple(rule for rule in RULES if rule.code not in OVER_ALL)
_KEPT = 400

_Key = tuple[str, str, str, str, bool]
_FOUND: dict[_Key, tuple[int, tuple[Finding, ...]]] = {}
"""(file, head, section, its code, whether it is the last) → the line it stood on, and what was found in it there."""


def lint_again(rubric: Rubric, text: str) -> tuple[Finding, ...]:
    """`lint(rubric)`, where `text` is what the rubric was read from."""
    cut = sections_of(text)
    alone = cut is not None and len(cut[1]) == len(rubric.nodes) and all(map(_is_alone, rubric.nodes))
    if cut is None or not alone:
        return tuple(sorted(_found(rubric, RULES), key=in_order))
    head, sections = cut
    found = [*_found(rubric, _OVER_ALL), *_found(replace(rubric, nodes=()), _BY_SECTION)]
    for node, section in zip(rubric.nodes, sections, strict=True):
        file = node.place.file if node.place is not None else ""
        found += _of_section(rubric, node, (file, head, section, node.code, node is rubric.nodes[-1]))
    for old in [*_FOUND][:-_KEPT]:
        _FOUND.pop(old, None)
    return tuple(sorted(found, key=in_order))


def _found(rubric: Rubric, rules: tuple[LintRule, ...]) -> Iterator[Finding]:
    subject = Subject(rubric)
    return (finding_of(rule.code, rule.severity, spot) for rule in rules for spot in rule.check(subject))


def _is_alone(section: Node) -> bool:
    """Whether no gate in it asks a node outside it: an example may have to be scored with that node."""
    inside = {name for node in section.walk() for name in (node.code, node.id)}
    tests = (node.gate.test for node in section.walk() if node.gate is not None)
    return all(test is None or test.node in inside for test in tests)


def _of_section(rubric: Rubric, section: Node, key: _Key) -> tuple[Finding, ...]:
    line = section.place.line if section.place is not None else 0
    kept = _FOUND.pop(key, None)
    if kept is None:
        found = _found(replace(rubric, nodes=(section,)), _BY_SECTION)
        kept = (line, tuple(each for each in found if each.node is not None))
    _FOUND[key] = kept
    return tuple(_moved(each, line - kept[0]) for each in kept[1])


def _moved(finding: Finding, down: int) -> Finding:
    span = finding.span
    if not down or span is None:
        return finding
    return replace(finding, span=replace(span, line=span.line + down, end_line=span.end_line + down))
