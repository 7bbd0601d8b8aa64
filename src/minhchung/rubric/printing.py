"""The one canonical text of a rubric, and its hash: `parse(print_rubric(r)) == r`."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from functools import lru_cache

from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.kinds.nested import dump_rule
from minhchung.rubric.kinds.when import dump_when
from minhchung.rubric.model import (
    Gate,
    Node,
    NotApplicableRule,
    Numbering,
    Parameter,
    RelDate,
    Rounding,
    Rubric,
    Rule,
    Trait,
    ZeroPolicy,
)
from minhchung.rubric.parse import code_of
from minhchung.rubric.read_bindings import dump_bindings
from minhchung.rubric.read_classes import dump_classes, dump_node_test, dump_tie_break
from minhchung.rubric.read_examples import dump_example
from minhchung.rubric.read_readings import dump_reading
from minhchung.rubric.wording import plain, plain_day, plain_window, vi_date

_FLOW_WIDTH = 108
_PLAIN = re.compile(r"[^\W_][\w ./\-–()]*")
_SPECIAL = frozenset({"", "~", "null", "Null", "NULL"})


def print_rubric(rubric: Rubric) -> str:
    """The rubric as YAML in the canonical order, defaults left out, ending in a newline."""
    fields = head_fields(rubric)
    after: dict[str, Plain] = {key: fields.pop(key) for key in ("classes", "tie_break") if key in fields}
    nodes: dict[str, Plain] = {"nodes": nodes_fields(rubric)}
    return "".join(_block(fields | nodes | after, 0))


def head_fields(rubric: Rubric) -> dict[str, Plain]:
    """What the rubric says besides its nodes, key by key as the YAML has it."""
    head: dict[str, Plain] = {"rubric": rubric.code, "version": rubric.version, "title": rubric.title}
    head |= _texts(("title_en", rubric.title_en), ("decision", rubric.decision))
    if rubric.issued_on is not None:
        head["issued_on"] = vi_date(rubric.issued_on)
    head |= _lists(("legal_basis", rubric.legal_basis))
    head |= _texts(("applies_to", rubric.applies_to), ("source", rubric.source))
    head |= _lists(("notes", rubric.notes))
    for key, number in (
        ("total", rubric.total),
        ("total_cap", rubric.total_cap),
        ("total_floor", rubric.total_floor),
    ):
        if number is not None:
            head[key] = plain(number)
    if rubric.numbering != "restarts":
        head["numbering"] = rubric.numbering
    if rubric.step is not None:
        head["step"] = plain(rubric.step)
    if rubric.rounding is not None:
        head["rounding"] = _dump_rounding(rubric.rounding)
    if rubric.window is not None:
        head["window"] = plain_window(rubric.window)
    if rubric.not_applicable is not None:
        head["not_applicable"] = rubric.not_applicable
    if rubric.zero_denominator != "undecided":
        head["zero_denominator"] = _zero(rubric.zero_denominator)
    if rubric.parameters:
        head["parameters"] = [_dump_parameter(parameter) for parameter in rubric.parameters]
    if rubric.traits:
        head["traits"] = [_dump_trait(trait) for trait in rubric.traits]
    if rubric.classes is not None:
        head["classes"] = dump_classes(rubric.classes)
    if rubric.tie_break:
        head["tie_break"] = dump_tie_break(rubric.tie_break)
    return head


def nodes_fields(rubric: Rubric) -> list[Plain]:
    """The tree, each node's fields with its `children`, as the YAML has it."""
    return _dump_nodes(rubric.nodes, "", "", rubric.numbering, top=True)


def node_fields(node: Node) -> dict[str, Plain]:
    """What one node says, its children aside, key by key as the YAML has it; `code` and `id` are always there."""
    bare = replace(node, children=())
    fields = _dump_node(bare, "", "", "restarts")
    return {"code": node.code, "id": node.id} | fields


def print_piece(value: Plain) -> str:
    """Any piece of a rubric as YAML: a mapping line by line, the rest on one line. No newline at the end."""
    return ("".join(_block(value, 0)) if isinstance(value, dict) and value else _flow(value)).rstrip("\n")


def rubric_hash(rubric: Rubric) -> str:
    """SHA-256 of the canonical text, in hexadecimal: the same however the file was laid out."""
    return hashlib.sha256(print_rubric(rubric).encode()).hexdigest()


def print_rule(rule: Rule) -> str:
    """One rule as YAML, for proposals and editors."""
    dumped = dump_rule(rule)
    return "".join(_block(dumped, 0)) if isinstance(dumped, dict) else f"{_flow(dumped)}\n"


def print_plain(fields: dict[str, Plain]) -> str:
    """Fields as YAML in the canonical layout, for editors."""
    return "".join(_block(fields, 0))


def print_section(fields: Plain) -> str:
    """One of the `nodes` as it stands in the canonical layout."""
    return "".join(_item(fields, 1))


# ── what is said ──


def _texts(*pairs: tuple[str, str]) -> dict[str, Plain]:
    return {key: text for key, text in pairs if text}


def _lists(*pairs: tuple[str, tuple[str, ...]]) -> dict[str, Plain]:
    return {key: list(items) for key, items in pairs if items}


def _dump_nodes(
    nodes: tuple[Node, ...], parent: str, path: str, numbering: Numbering, *, top: bool = False
) -> list[Plain]:
    dumped: list[Plain] = []
    unlabelled = 0
    for node in nodes:
        unlabelled += 0 if node.label else 1
        made = (node.label or f"#{unlabelled}") if top else code_of(node.label, parent, path, unlabelled)
        below = "" if top and numbering == "runs_on" else node.code
        dumped.append(_dump_node(node, made, below, numbering))
    return dumped


def _dump_node(node: Node, made: str, path: str, numbering: Numbering) -> dict[str, Plain]:
    fields: dict[str, Plain] = _texts(("label", node.label))
    if node.code != made:
        fields["code"] = node.code
    if node.id != node.code:
        fields["id"] = node.id
    fields |= _texts(("title", node.title), ("title_en", node.title_en), ("text", node.text))
    if node.max is not None:
        fields["max"] = plain(node.max)
    if node.line is not None:
        fields["line"] = str(node.line)
    fields |= _lists(("evidence", node.evidence))
    if node.answered_by != "agency":
        fields["answered_by"] = node.answered_by
    fields |= _texts(("appraised_by", node.appraised_by or ""))
    if node.appraisers != 1:
        fields["appraisers"] = str(node.appraisers)
    if node.re_score_over is not None:
        fields["re_score_over"] = plain(node.re_score_over)
    if node.when:
        fields["when"] = dump_when(node.when)
    if node.combine != "sum":
        fields["combine"] = node.combine
    if node.block != "normal":
        fields["block"] = node.block
    if node.gate is not None:
        fields["gate"] = _dump_gate(node.gate)
    for key, bound in (("floor", node.floor), ("cap", node.cap)):
        if bound is not None:
            fields[key] = plain(bound)
    if node.multipliers:
        fields["multipliers"] = [
            {"when": dump_when(one.when), "by": plain(one.by)} for one in node.multipliers
        ]
    if node.not_applicable is not None:
        fields["not_applicable"] = _dump_not_applicable(node.not_applicable)
    if node.zero_denominator is not None:
        fields["zero_denominator"] = _zero(node.zero_denominator)
    if node.rounding is not None:
        fields["rounding"] = _dump_rounding(node.rounding)
    if node.window is not None:
        fields["window"] = plain_window(node.window)
    if node.bind:
        fields["bind"] = dump_bindings(node.bind)
    fields |= _lists(("notes", node.notes))
    if node.examples:
        fields["examples"] = [dump_example(example) for example in node.examples]
    if node.readings:
        fields["readings"] = [dump_reading(reading) for reading in node.readings]
    if node.rule is not None:
        fields["rule"] = dump_rule(node.rule)
    if node.children:
        fields["children"] = _dump_nodes(node.children, node.code, path, numbering)
    return fields


def _dump_gate(gate: Gate) -> Plain:
    fields: dict[str, Plain] = (
        dump_node_test(gate.test) if gate.test is not None else {"question": gate.question}
    )
    if gate.otherwise:
        fields["otherwise"] = plain(gate.otherwise)
    return fields


def _dump_not_applicable(rule: NotApplicableRule) -> Plain:
    if rule.policy is not None and rule.claimable and not rule.when:
        return rule.policy
    fields: dict[str, Plain] = {"policy": rule.policy} if rule.policy is not None else {}
    fields["claimable"] = "có" if rule.claimable else "không"
    if rule.when:
        fields["when"] = dump_when(rule.when)
    return fields


def _dump_rounding(rounding: Rounding) -> Plain:
    return {"places": str(rounding.places), "mode": rounding.mode, "at": rounding.at}


def _zero(policy: ZeroPolicy) -> str:
    return policy if isinstance(policy, str) else plain(policy)


def _dump_parameter(parameter: Parameter) -> Plain:
    fields: dict[str, Plain] = {"name": parameter.name} | _texts(("title", parameter.title))
    if parameter.kind != "date":
        fields["kind"] = parameter.kind
    default = parameter.default
    if isinstance(default, RelDate):
        fields["default"] = plain_day(default)
    elif default is not None:
        fields["default"] = default if isinstance(default, str) else plain(default)
    return fields


def _dump_trait(trait: Trait) -> Plain:
    return {"name": trait.name} | _texts(("title", trait.title)) | {"values": list(trait.values)}


# ── how it is laid out ──


def _block(fields: dict[str, Plain], depth: int) -> list[str]:
    """Lines of a mapping; what fits stays on one line."""
    pad = "  " * depth
    lines: list[str] = []
    for key, value in fields.items():
        name = _scalar(key)
        # A branch never stands on one line: putting it on one only to measure it costs its size at every depth.
        flow = "" if key in ("nodes", "children") and not isinstance(value, str) else _flow(value)
        if isinstance(value, str) or (flow and len(pad) + len(name) + len(flow) <= _FLOW_WIDTH):
            lines.append(f"{pad}{name}: {flow}\n")
        elif isinstance(value, dict):
            lines.append(f"{pad}{name}:\n")
            lines += _block(value, depth + 1)
        else:
            lines.append(f"{pad}{name}:\n")
            lines += [line for item in value for line in _item(item, depth + 1)]
    return lines


def _item(item: Plain, depth: int) -> list[str]:
    pad = "  " * depth
    is_node = isinstance(item, dict) and ("children" in item or "rule" in item)
    flow = "" if is_node else _flow(item)
    if not isinstance(item, dict) or (not is_node and len(pad) + len(flow) <= _FLOW_WIDTH):
        return [f"{pad}- {flow}\n"]
    lines = _block(item, depth + 1)
    return [f"{pad}- {lines[0][len(pad) + 2 :]}", *lines[1:]]


def _flow(value: Plain) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if not value:
        return "{}"
    return "{ " + ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in value.items()) + " }"


@lru_cache(maxsize=65_536)
def _scalar(text: str) -> str:
    """Bare where YAML cannot misread it, else in double quotes."""
    if text not in _SPECIAL and _PLAIN.fullmatch(text) and text == text.strip():
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return re.sub(
        r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        escaped,
    )


__all__ = [
    "head_fields",
    "node_fields",
    "nodes_fields",
    "print_piece",
    "print_plain",
    "print_rubric",
    "print_rule",
    "print_section",
    "rubric_hash",
]
