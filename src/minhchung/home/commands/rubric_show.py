"""`minhchung rubric show CODE`: a rubric as a tree with its rules in words, as JSON, or as its YAML."""

from __future__ import annotations

import argparse

from minhchung.home.commands import exact_json
from minhchung.home.commands.options import add_code
from minhchung.home.commands.reading_rubric import load_rubric, rubric_text
from minhchung.home.language import say, spoken
from minhchung.rubric.answering import inputs_of
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import place_of
from minhchung.rubric.kinds import kind_of
from minhchung.rubric.model import Node, Rubric, TraitTest
from minhchung.rubric.wording import en_number, vi_number


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `rubric show`."""
    words = say(
        "xem một bộ tiêu chí: cây tiêu chí và cách tính điểm", "show a rubric: its tree and its rules"
    )
    parser = verbs.add_parser("show", help=words, description=words)
    add_code(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "yaml"),
        default="text",
        help=say("dạng kết quả; yaml là chính văn bản của tệp", "output form; yaml is the file's own text"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0; 2 when the rubric cannot be read."""
    rubric = load_rubric(args.code)
    if args.format == "yaml":
        print(rubric_text(args.code), end="")
    elif args.format == "json":
        print(exact_json.dumps(_data(rubric)))
    else:
        _print_text(rubric)
    return 0


def _print_text(rubric: Rubric) -> None:
    print(f"{rubric.code} v{rubric.version}: {say(rubric.title, rubric.title_en or rubric.title)}")
    for vi, en, value in (
        ("Ban hành kèm", "Issued by", rubric.decision),
        ("Áp dụng cho", "Applies to", rubric.applies_to),
        ("Nguồn", "Source", rubric.source),
    ):
        if value:
            print(f"{say(vi, en)}: {value}")
    for trait in rubric.traits:
        print(f"{say('Đặc điểm', 'Trait')} {trait.name}: {trait.title} ({' / '.join(trait.values)})")
    for parameter in rubric.parameters:
        print(f"{say('Tham số', 'Parameter')} {parameter.name}: {parameter.title} ({parameter.kind})")
    for node in rubric.nodes:
        _print_node(rubric, node, 0)


def _print_node(rubric: Rubric, node: Node, depth: int) -> None:
    indent = "  " * depth
    most = f"  [{_points(node)}]" if node.max is not None else ""
    print(f"{indent}{node.code}  {say(node.title, node.title_en or node.title)}{most}{_kinds(node)}")
    for line in rule_words(rubric, node):
        print(f"{indent}    · {spoken(line)}")
    for child in node.children:
        _print_node(rubric, child, depth + 1)


def rule_words(rubric: Rubric, node: Node) -> tuple[Reason, ...]:
    """How points arise at a leaf, a line each; nothing for a heading."""
    if node.rule is None:
        return ()
    return kind_of(node.rule).words(node.rule, place_of(rubric, node))


def _points(node: Node) -> str:
    assert node.max is not None
    return say(f"{vi_number(node.max)} điểm", f"{en_number(node.max)} points")


def _kinds(node: Node) -> str:
    if not node.when:
        return ""
    return f"  ({say('khi', 'when')} {'; '.join(_test(test) for test in node.when)})"


def _test(test: TraitTest) -> str:
    mark = "≠" if test.negated else "="
    return f"{test.trait} {mark} {' / '.join(test.values)}"


def _data(rubric: Rubric) -> dict[str, object]:
    return {
        "code": rubric.code,
        "version": rubric.version,
        "title": rubric.title,
        "decision": rubric.decision or None,
        "applies_to": rubric.applies_to or None,
        "source": rubric.source or None,
        "total": rubric.total,
        "traits": [{"name": each.name, "title": each.title, "values": each.values} for each in rubric.traits],
        "parameters": [
            {"name": each.name, "title": each.title, "kind": each.kind} for each in rubric.parameters
        ],
        "notes": rubric.notes,
        "nodes": [_node_data(rubric, node) for node in rubric.walk()],
    }


def _node_data(rubric: Rubric, node: Node) -> dict[str, object]:
    parent = rubric.parent(node.code)
    return {
        "code": node.code,
        "id": node.id,
        "parent": parent.code if parent is not None else None,
        "label": node.label,
        "title": node.title,
        "max": node.max,
        "leaf": node.is_leaf,
        "when": [_test(test) for test in node.when],
        "inputs": [each.name for each in inputs_of(rubric, node.code)] if node.is_leaf else [],
        "rule": [spoken(line) for line in rule_words(rubric, node)],
        "line": node.line,
        "notes": node.notes,
    }
