"""Issued rubrics to read: the list, one rubric with every rule in words, its YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minhchung.criteria.domain.library import rubric_of, version_named, versions
from minhchung.criteria.interfaces.examples import ExampleLine, example_lines
from minhchung.criteria.models import RubricVersion
from minhchung.criteria.policies import POLICY
from minhchung.rubric import Node, Rubric
from minhchung.rubric.words import leaf_in_words
from minhchung.rubric.xlsx import to_workbook
from minhchung.ui.language import in_language

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ListPage:
    """consults: whether the reader gives or asks for opinions on drafts; writes: whether they write drafts."""

    versions: list[RubricVersion]
    consults: bool
    writes: bool


@require_GET
def list(request: HttpRequest) -> HttpResponse:
    """Every issued version."""
    consults, writes = _may_ask(request, "criteria:consultations"), _may_ask(request, "criteria:drafts")
    return render(request, "criteria/list.html", {"page": ListPage([*versions()], consults, writes)})


def _may_ask(request: HttpRequest, name: str) -> bool:
    """Whether the reader is signed in and the table lets them ask for this URL."""
    acting = getattr(request, "acting", None)
    return acting is not None and POLICY[name].admits(acting.roles)


@dataclass(frozen=True)
class NodeLine:
    """One node of the tree as a line: depth 0 is a section; a leaf has its rule in words, a line each way.

    examples: worked answers, run on the rule as issued.
    """

    node: Node
    depth: int
    words: tuple[str, ...]
    evidence: tuple[str, ...]
    examples: tuple[ExampleLine, ...]


@dataclass(frozen=True)
class ShowPage:
    version: RubricVersion
    rubric: Rubric
    lines: tuple[NodeLine, ...]
    leaf_count: int
    writes: bool


@require_GET
def show(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """One rubric whole: tree, points, rules in words, evidence, who appraises."""
    kept = version_named(code, version)
    rubric = rubric_of(kept)
    page = ShowPage(
        kept,
        rubric,
        tuple(_lines(rubric, rubric.nodes, 0)),
        len(rubric.leaves()),
        _may_ask(request, "criteria:drafts"),
    )
    return render(request, "criteria/show.html", {"page": page})


def _lines(rubric: Rubric, nodes: tuple[Node, ...], depth: int) -> Iterator[NodeLine]:
    for node in nodes:
        said = leaf_in_words(rubric, node.code) if node.is_leaf else ()
        words = tuple(in_language(line) for line in said)
        yield NodeLine(node, depth, words, node.evidence, example_lines(rubric, node))
        yield from _lines(rubric, node.children, depth + 1)


@require_GET
def download(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The YAML text, byte for byte as it was kept."""
    kept = version_named(code, version)
    answer = HttpResponse(kept.text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kept.code}-{kept.version}.rubric.yaml"'
    return answer


@require_GET
def download_workbook(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The rubric as a workbook, to read in Excel or to start the next one from."""
    kept = version_named(code, version)
    answer = HttpResponse(to_workbook(rubric_of(kept)), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{kept.code}-{kept.version}.rubric.xlsx"'
    return answer
