"""The lint page: what is wrong with a rubric, each with its place, a value that shows it, and a row that would mend it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from minhchung.criteria.domain.library import version_named
from minhchung.criteria.domain.linting import findings_of
from minhchung.criteria.models import RubricVersion
from minhchung.rubric.lint import Finding
from minhchung.rubric.proposal_words import proposal_in_words
from minhchung.ui.language import in_language, language

SEVERITIES = {
    "error": (pgettext_lazy("lint", "lỗi"), "error"),
    "warning": (pgettext_lazy("lint", "cảnh báo"), "neutral"),
    "note": (pgettext_lazy("lint", "ghi chú"), "quiet"),
}


@dataclass(frozen=True)
class FindingLine:
    """One finding in the reader's language. line: of the published text, None where it concerns the whole.

    proposal: what would mend it, as one says it; its row for programs is in the JSON.
    """

    code: str
    severity: str
    tone: str
    node: str
    line: int | None
    message: str
    hint: str
    sample: str
    proposal: str


@dataclass(frozen=True)
class LintPage:
    version: RubricVersion
    lines: tuple[FindingLine, ...]
    errors: int
    warnings: int
    notes: int


@require_GET
def lint(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """Every finding on one rubric version; public, as the rubric is."""
    kept = version_named(code, version)
    found = findings_of(kept)
    counts = {name: sum(1 for each in found if each.severity == name) for name in SEVERITIES}
    page = LintPage(
        kept, tuple(_line(each) for each in found), counts["error"], counts["warning"], counts["note"]
    )
    return render(request, "criteria/lint.html", {"page": page})


@require_GET
def lint_json(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The same findings for programs: {code, severity, node, line, message, hint, sample, proposal}."""
    told = [
        {
            "code": each.code,
            "severity": each.severity,
            "node": each.node,
            "line": each.line,
            "message": in_language(each.message),
            "hint": in_language(each.hint),
            "sample": each.sample,
            "proposal": each.proposal,
        }
        for each in findings_of(version_named(code, version))
    ]
    answer = HttpResponse(
        json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{code}-{version}.lint.json"'
    return answer


def _line(finding: Finding) -> FindingLine:
    words, tone = SEVERITIES[finding.severity]
    proposal = proposal_in_words(finding)
    return FindingLine(
        code=finding.code,
        severity=str(words),
        tone=tone,
        node=finding.node or "",
        line=finding.line,
        message=in_language(finding.message),
        hint=in_language(finding.hint),
        sample=finding.sample or "",
        proposal=in_language(proposal) if proposal is not None else "",
    )


def _said(vi: str, en: str) -> str:
    return en if language() == "en" else vi
