"""A rubric's text read into the frozen tree. Every finding is reported at once (format: docs/rubric-format.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from minhchung.rubric.errors import Reason, RubricError, Span
from minhchung.rubric.kinds.base import kind_names
from minhchung.rubric.kinds.case_mean import MODES
from minhchung.rubric.kinds.formula import names_used
from minhchung.rubric.kinds.nested import read_rule
from minhchung.rubric.kinds.relative import GROUP_WORDS
from minhchung.rubric.kinds.when import read_when
from minhchung.rubric.model import (
    AnsweredBy,
    BandsRule,
    BestOfRule,
    Block,
    ByAgencyRule,
    CaseMeanRule,
    Combine,
    ConditionsRule,
    DeductionsRule,
    FallbackRule,
    FormulaRule,
    Gate,
    GradedRule,
    LinearRule,
    Measure,
    Multiplier,
    NaPolicy,
    Node,
    NotApplicableRule,
    Numbering,
    Parameter,
    ProductRule,
    RankRule,
    RelativeRule,
    Rounding,
    RoundingLevel,
    RoundingMode,
    Rubric,
    Rule,
    StepsRule,
    SumOfRule,
    SurveyRule,
    Trait,
    YearsRule,
    ZeroPolicy,
)
from minhchung.rubric.read_bindings import read_bindings
from minhchung.rubric.read_classes import read_classes, read_node_test, read_tie_break, tests_in_classes
from minhchung.rubric.read_examples import read_example
from minhchung.rubric.read_readings import read_reading
from minhchung.rubric.reader import Fields, Findings
from minhchung.rubric.source import Mapping, Scalar, Source, compose

NA_POLICIES = ("rescale_total", "rescale_block", "full", "spread", "not_scored", "drop")
ReadNode = Callable[[Fields, int], Node]
ZERO_WORDS = ("full", "zero", "not_applicable", "undecided")


def parse(text: str, name: str = "rubric.yaml") -> Rubric:
    """Read a rubric from its YAML text; `name` is the file that findings point into.

    Raises RubricError with every finding, in the order of the text.
    """
    return rubric_from(compose(text, name))


def rubric_from(source: Source, read_section: ReadNode | None = None) -> Rubric:
    """Read a rubric from composed text, or from what was put together as if it were (a workbook's cells).

    read_section: reads each top-level node, in the place of `read_node`. Raises RubricError with every finding, in the order of the places.
    """
    findings = Findings()
    if not isinstance(source, Mapping):
        findings.error(
            "R107",
            source,
            Reason("Bộ tiêu chí phải bắt đầu bằng các dòng tên: giá trị.", "A rubric must be a mapping."),
            Reason("Dòng đầu: rubric: mã-bộ-tiêu-chí.", "First line: rubric: its-code."),
        )
        raise RubricError(tuple(findings.items))
    fields = Fields(source, findings)
    rubric = _read_head(fields, read_section or read_node)
    fields.done()
    _check_references(rubric, findings, fields)
    if findings.items:
        key = lambda item: (item.span.line, item.span.column) if item.span else (0, 0)  # noqa: E731
        raise RubricError(tuple(sorted(findings.items, key=key)))
    return rubric


# ── head ──


def _read_head(fields: Fields, read_section: ReadNode) -> Rubric:
    numbering = cast(Numbering, fields.choice("numbering", ("restarts", "runs_on"), "restarts"))
    nodes = fields.needed_each("nodes", read_section)
    policy = fields.choice("not_applicable", NA_POLICIES, "")
    return Rubric(
        code=fields.needed_text("rubric"),
        version=fields.text("version", "1"),
        title=fields.needed_text("title"),
        nodes=coded(nodes, numbering),
        total=fields.number("total"),
        title_en=fields.text("title_en"),
        decision=fields.text("decision"),
        issued_on=fields.full_date("issued_on"),
        legal_basis=fields.texts("legal_basis"),
        applies_to=fields.text("applies_to"),
        window=fields.window("window"),
        step=fields.number("step"),
        rounding=_read_rounding(fields),
        not_applicable=cast(NaPolicy, policy) if policy else None,
        zero_denominator=_read_zero(fields) or "undecided",
        numbering=numbering,
        total_cap=fields.number("total_cap"),
        total_floor=fields.number("total_floor"),
        classes=read_classes(fields),
        tie_break=read_tie_break(fields),
        parameters=fields.each("parameters", _read_parameter),
        traits=fields.each("traits", _read_trait),
        source=fields.text("source"),
        notes=fields.texts("notes"),
    )


def _read_parameter(fields: Fields, index: int) -> Parameter:
    name, title = fields.name("name"), fields.text("title")
    kind = fields.choice("kind", ("date", "number", "yes_no"), "date")
    default = fields.text("default")
    if kind == "number":
        return Parameter(name, title, "number", fields.number("default"))
    if kind == "yes_no":
        return Parameter(
            name, title, "yes_no", ("có" if fields.flag("default") else "không") if default else None
        )
    return Parameter(name, title, "date", fields.day("default") if default else None)


def _read_trait(fields: Fields, index: int) -> Trait:
    return Trait(fields.needed_text("name"), fields.text("title"), fields.texts("values") or ("có", "không"))


# ── nodes ──


def read_node(fields: Fields, index: int) -> Node:
    """One node and all below it, without the codes that labels make."""
    children = fields.each("children", read_node)
    rule = read_rule(fields, "rule") if fields.get("rule") is not None else None
    label, top = fields.text("label"), fields.number("max")
    code = fields.text("code")
    node = Node(
        id=fields.text("id"),
        code=code,
        label=label,
        title=fields.text("title"),
        max=top,
        text=fields.text("text"),
        children=children,
        rule=rule,
        evidence=fields.texts("evidence"),
        answered_by=cast(
            AnsweredBy, fields.choice("answered_by", ("agency", "owner", "survey", "data"), "agency")
        ),
        appraised_by=fields.text("appraised_by") or None,
        when=read_when(fields, "when"),
        not_applicable=_read_not_applicable(fields),
        zero_denominator=_read_zero(fields),
        rounding=_read_rounding(fields),
        window=fields.window("window"),
        gate=_read_gate(fields, is_leaf=rule is not None),
        floor=fields.number("floor"),
        cap=_read_cap(fields, top),
        multipliers=fields.each("multipliers", _read_multiplier),
        combine=cast(Combine, fields.choice("combine", ("sum", "best_of", "one_of", "all_of"), "sum")),
        block=cast(Block, fields.choice("block", ("normal", "bonus", "penalty"), "normal")),
        appraisers=fields.whole("appraisers") or 1,
        re_score_over=fields.number("re_score_over"),
        bind=read_bindings(fields),
        line=fields.whole("line"),
        notes=fields.texts("notes"),
        examples=fields.each("examples", read_example),
        readings=fields.each("readings", read_reading),
        title_en=fields.text("title_en"),
        place=fields.source.span,
    )
    _check_shape(fields, node)
    return node


def _check_shape(fields: Fields, node: Node) -> None:
    """A leaf has a rule, a parent has children, and a rule that needs a max finds one."""
    has_rule = fields.get("rule") is not None
    if has_rule == bool(node.children):
        both = has_rule
        fields.fail(
            "R120",
            fields.source,
            Reason(
                "Mục vừa có quy tắc vừa có mục con." if both else "Mục không có quy tắc và không có mục con.",
                "A node has both a rule and children." if both else "A node has neither a rule nor children.",
            ),
            Reason(
                "Giữ một trong hai."
                if both
                else f"Thêm “rule:” (một trong: {', '.join(kind_names())}) hoặc “children:”.",
                "Keep one of the two."
                if both
                else f"Add `rule:` (one of: {', '.join(kind_names())}) or `children:`.",
            ),
        )
    if node.rule is not None and node.max is None and needs_max(node.rule):
        fields.fail(
            "R121",
            fields.get("rule") or fields.source,
            Reason("Quy tắc này cần điểm tối đa.", "This rule needs a max."),
            Reason(
                "Thêm “max:” cho mục, hoặc “top”/“high”/“start” cho quy tắc.",
                "Add `max:`, or `top`/`high`/`start` to the rule.",
            ),
        )
    if not has_rule and node.readings:
        fields.fail(
            "R126",
            fields.get("readings") or fields.source,
            Reason("Cách hiểu (“readings”) chỉ đặt ở tiêu chí lá.", "Readings stand only on a leaf."),
            Reason("Chuyển xuống tiêu chí có “rule”.", "Move them to the node that has the `rule`."),
        )
    if not has_rule and node.combine == "all_of" and node.max is None:
        fields.fail(
            "R121",
            fields.source,
            Reason("combine: all_of cần điểm tối đa.", "combine: all_of needs a max."),
            Reason("Thêm “max:”.", "Add `max:`."),
        )


def needs_max(rule: Rule) -> bool:
    """Whether the rule's points hang on the node's declared max."""
    match rule:
        case LinearRule(top=top) | ProductRule(top=top) | CaseMeanRule(top=top) | SurveyRule(top=top):
            return top is None
        case RelativeRule(top=top, rows=rows):
            return top is None and not rows
        case GradedRule(high=high):
            return high is None
        case DeductionsRule(start=start):
            return start is None
        case SumOfRule(parts=parts) | BestOfRule(parts=parts):
            return any(part.top is None and needs_max(part.rule) for part in parts)
        case ByAgencyRule(cases=cases):
            return any(needs_max(case.rule) for case in cases)
        case FallbackRule(datum=datum, otherwise=otherwise):
            return needs_max(datum) or needs_max(otherwise)
        case YearsRule(rule=inner):
            return needs_max(inner)
        case _:
            return False


def _read_cap(fields: Fields, top: Fraction | None) -> Fraction | None:
    if fields.text("cap") != "max":
        return fields.number("cap")
    if top is None:
        fields.fail(
            "R122",
            fields.get("cap") or fields.source,
            Reason("“cap: max” cần điểm tối đa của mục.", "`cap: max` needs the node's max."),
            Reason("Thêm “max:”.", "Add `max:`."),
        )
    return top


def _read_multiplier(fields: Fields, index: int) -> Multiplier:
    return Multiplier(read_when(fields, "when"), fields.needed_number("by"))


def _read_gate(fields: Fields, *, is_leaf: bool) -> Gate | None:
    inner = fields.fields("gate")
    if inner is None:
        return None
    question = inner.text("question")
    test = read_node_test(inner) if inner.get("node") is not None else None
    gate = Gate(test, question, inner.number("otherwise") or Fraction(0))
    if (test is None) == (not question):
        inner.fail(
            "R123",
            inner.source,
            Reason(
                "Điều kiện tiên quyết cần đúng một: “node” hoặc “question”.",
                "A gate needs one of `node`, `question`.",
            ),
            Reason('Ví dụ { node: "2.1", points: ">= 1" }.', 'Such as { node: "2.1", points: ">= 1" }.'),
        )
    if question and not is_leaf:
        inner.fail(
            "R124",
            inner.source,
            Reason("Câu hỏi điều kiện chỉ đặt ở tiêu chí lá.", "A gate question stands only on a leaf."),
            Reason("Ở mục cha hãy nêu “node”.", "On a parent, name a `node`."),
        )
    inner.done()
    return gate


def _read_not_applicable(fields: Fields) -> NotApplicableRule | None:
    value = fields.get("not_applicable")
    if value is None:
        return None
    if isinstance(value, Scalar):
        policy = fields.choice("not_applicable", NA_POLICIES, "not_scored")
        return NotApplicableRule(cast(NaPolicy, policy), claimable=True)
    inner = fields.fields("not_applicable")
    if inner is None:
        return None
    policy = inner.choice("policy", NA_POLICIES, "")
    found = NotApplicableRule(
        policy=cast(NaPolicy, policy) if policy else None,
        claimable=inner.flag("claimable", default=inner.get("when") is None),
        when=read_when(inner, "when"),
    )
    inner.done()
    return found


def _read_zero(fields: Fields) -> ZeroPolicy | None:
    text = fields.text("zero_denominator")
    if not text:
        return None
    if text[0].isdigit() or text[0] == "-":
        return fields.number("zero_denominator")
    return cast(ZeroPolicy, fields.choice("zero_denominator", ZERO_WORDS, "undecided"))


def _read_rounding(fields: Fields) -> Rounding | None:
    inner = fields.fields("rounding")
    if inner is None:
        return None
    places = inner.whole("places") if inner.need("places") is not None else 0
    found = Rounding(
        places=max(0, min(12, places or 0)),
        mode=cast(RoundingMode, inner.choice("mode", MODES, "half_up")),
        at=cast(RoundingLevel, inner.choice("at", ("leaf", "section", "end"), "end")),
    )
    inner.done()
    return found


# ── codes ──


def coded(nodes: tuple[Node, ...], numbering: Numbering) -> tuple[Node, ...]:
    """Nodes with the codes that their labels make, and ids where none is given."""
    found = []
    unlabelled = 0
    for node in nodes:
        unlabelled += 0 if node.label else 1
        code = node.code or node.label or f"#{unlabelled}"
        path = "" if numbering == "runs_on" else code
        found.append(_coded_below(replace(node, code=code, id=node.id or code), path))
    return tuple(found)


def _coded_below(node: Node, path: str) -> Node:
    if not node.children:
        return node
    children = []
    unlabelled = 0
    for child in node.children:
        unlabelled += 0 if child.label else 1
        code = child.code or code_of(child.label, node.code, path, unlabelled)
        children.append(_coded_below(replace(child, code=code, id=child.id or code), code))
    return replace(node, children=tuple(children))


def code_of(label: str, parent_code: str, path: str, ordinal: int) -> str:
    """A child's code.

    path: the codes' common beginning, "" below a section whose label is left out. A label that already carries its
    parent's (`6.4` under `II.6`) is joined where the two meet.
    """
    if not label:
        return f"{parent_code}#{ordinal}"
    if not path:
        return label
    parts, own = path.split("."), label.split(".")
    for overlap in range(min(len(parts), len(own) - 1), 0, -1):
        if parts[-overlap:] == own[:overlap]:
            return ".".join(parts[:-overlap] + own)
    return f"{path}.{label}"


# ── references ──


@dataclass(frozen=True, slots=True)
class _Reference:
    kind: str
    name: str
    span: Span


def _check_references(rubric: Rubric, findings: Findings, head: Fields) -> None:
    """Codes are unique; every node, parameter and trait that is named exists; gates do not wait for each other."""
    whole = head.source.span
    seen: dict[str, Node] = {}
    ids: dict[str, Node] = {}
    for node in rubric.walk():
        for table, key, what in ((seen, node.code, "Mã"), (ids, node.id, "id")):
            if key in table and not (table is ids and node.id == node.code):
                first = table[key].place
                findings.error(
                    "R301",
                    node.place or whole,
                    Reason(
                        f"{what} “{key}” đã có ở dòng {first.line if first else '?'}.",
                        f'"{key}" is already used at line {first.line if first else "?"}.',
                    ),
                    Reason(
                        "Đổi nhãn, hoặc ghi “code” riêng; xem lại “numbering”.",
                        "Change the label, give an explicit `code`, or look at `numbering`.",
                    ),
                )
            table[key] = node
    known = set(seen) | set(ids)
    parameters = {parameter.name for parameter in rubric.parameters}
    traits = {trait.name for trait in rubric.traits}
    for reference in (*_references(rubric, whole), *_references_of_head(rubric, head)):
        tables = {"node": known, "parameter": parameters, "trait": traits}
        if reference.name in tables[reference.kind]:
            continue
        vi = {"node": "mục", "parameter": "tham số", "trait": "đặc điểm cơ quan"}[reference.kind]
        where = {"node": "nodes", "parameter": "parameters", "trait": "traits"}[reference.kind]
        findings.error(
            "R302",
            reference.span,
            Reason(f"Không có {vi} “{reference.name}”.", f'There is no {reference.kind} "{reference.name}".'),
            Reason(
                f"Khai trong “{where}:”, hoặc sửa tên.", f"Declare it under `{where}:`, or mend the name."
            ),
        )
    _check_gates(rubric, findings, whole)


def _references(rubric: Rubric, whole: Span) -> Iterator[_Reference]:
    for node in rubric.walk():
        span = node.place or whole
        whens = [node.when, *(item.when for item in node.multipliers)]
        if node.not_applicable is not None:
            whens.append(node.not_applicable.when)
        if node.gate is not None and node.gate.test is not None:
            yield _Reference("node", node.gate.test.node, span)
        if node.rule is not None:
            for rule in rules_in(node.rule):
                yield from (_Reference("parameter", name, span) for name in _parameters_of(rule))
                if isinstance(rule, ByAgencyRule):
                    whens += [case.when for case in rule.cases]
        yield from (_Reference("trait", test.trait, span) for when in whens for test in when)


def _references_of_head(rubric: Rubric, head: Fields) -> Iterator[_Reference]:
    classes, ties = head.get("classes"), head.get("tie_break")
    if classes is not None:
        for test, declared, when in tests_in_classes(rubric.classes):
            if test is not None:
                yield _Reference("node", test.node, classes.span)
            if declared:
                yield _Reference("parameter", declared, classes.span)
            yield from (_Reference("trait", one.trait, classes.span) for one in when)
    if ties is not None:
        traits = {trait.name for trait in rubric.traits}
        for key in rubric.tie_break:
            if key.by == "parameter":
                yield _Reference("trait" if key.node in traits else "parameter", key.node, ties.span)
            elif key.node:
                yield _Reference("node", key.node, ties.span)


def rules_in(rule: Rule) -> Iterator[Rule]:
    """The rule and every rule inside it."""
    yield rule
    match rule:
        case SumOfRule(parts=parts) | BestOfRule(parts=parts):
            for part in parts:
                yield from rules_in(part.rule)
        case ByAgencyRule(cases=cases):
            for case in cases:
                yield from rules_in(case.rule)
        case FallbackRule(datum=datum, otherwise=otherwise):
            yield from rules_in(datum)
            yield from rules_in(otherwise)
        case YearsRule(rule=inner):
            yield from rules_in(inner)
        case _:
            return


def _parameters_of(rule: Rule) -> Iterator[str]:
    for measure in measures_of(rule):
        for name in (measure.due, measure.unit_value):
            if isinstance(name, str):
                yield name
    match rule:
        case LinearRule(coefficient=str(name)):
            yield name
        case RelativeRule(to=to) if to and to not in GROUP_WORDS:
            yield to
        case FormulaRule():
            yield from sorted(names_used((rule.expression,), rule.inputs))
        case ConditionsRule():
            yield from sorted(names_used(tuple(row.when for row in rule.rows if row.when), rule.inputs))
        case _:
            return


def measures_of(rule: Rule) -> tuple[Measure, ...]:
    """The figures a rule looks at by itself, not those of rules inside it."""
    match rule:
        case BandsRule(measure=measure) | LinearRule(measure=measure) | StepsRule(measure=measure):
            return (measure,)
        case RelativeRule(measure=measure):
            return (measure,)
        case RankRule(measure=measure):
            return (measure,) if measure is not None else ()
        case ProductRule(factors=inputs) | FormulaRule(inputs=inputs) | ConditionsRule(inputs=inputs):
            return tuple(item.measure for item in inputs)
        case _:
            return ()


def _check_gates(rubric: Rubric, findings: Findings, whole: Span) -> None:
    """A gate may not look at a node that holds it, nor wait in a circle."""
    waits: dict[str, set[str]] = {}
    for node in rubric.walk():
        below = {child.code for child in node.children}
        waits.setdefault(node.code, set()).update(below)
        test = node.gate.test if node.gate is not None else None
        if test is not None and rubric.has_node(test.node):
            waits[node.code].add(rubric.node(test.node).code)
    for node in rubric.walk():
        if node.gate is not None and node.gate.test is not None and _reaches(waits, node.code):
            findings.error(
                "R303",
                node.place or whole,
                Reason(
                    f"Điều kiện của “{node.code}” phụ thuộc vào chính nó qua “{node.gate.test.node}”.",
                    f'The gate of "{node.code}" depends on itself through "{node.gate.test.node}".',
                ),
                Reason(
                    "Chọn một mục không chứa và không chờ mục này.",
                    "Name a node that neither holds nor awaits it.",
                ),
            )


def _reaches(waits: dict[str, set[str]], start: str) -> bool:
    stack, seen = list(waits.get(start, ())), set()
    while stack:
        code = stack.pop()
        if code == start:
            return True
        if code not in seen:
            seen.add(code)
            stack.extend(waits.get(code, ()))
    return False
