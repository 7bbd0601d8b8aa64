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
from minhchung.ui.language import language

SEVERITIES = {
    "error": (pgettext_lazy("lint", "lỗi"), "error"),
    "warning": (pgettext_lazy("lint", "cảnh báo"), "neutral"),
    "note": (pgettext_lazy("lint", "ghi chú"), "quiet"),
}


@dataclass(frozen=True)
class FindingLine:
    """One finding in the reader's language. line: of the published text, None where it concerns the whole."""

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
            "message": _said(each.message.vi, each.message.en),
            "hint": _said(each.hint.vi, each.hint.en),
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
    return FindingLine(
        code=finding.code,
        severity=str(words),
        tone=tone,
        node=finding.node or "",
        line=finding.line,
        message=_said(finding.message.vi, finding.message.en),
        hint=_said(finding.hint.vi, finding.hint.en),
        sample=finding.sample or "",
        proposal=finding.proposal or "",
    )


def _said(vi: str, en: str) -> str:
    return en if language() == "en" else vi
