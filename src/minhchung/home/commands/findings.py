"""Findings of lint and of the proofreader, as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from minhchung.docread.place import Place
from minhchung.home.commands import exact_json
from minhchung.home.language import say
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Finding

_SEVERITIES = {
    "error": Reason("lỗi", "error"),
    "warning": Reason("cảnh báo", "warning"),
    "note": Reason("ghi chú", "note"),
}


Where = Callable[[Finding], Place | None]
"""Where a finding stands in a document that has no lines of its own: table and row, sheet and row, page."""


def print_findings(findings: Sequence[Finding], *, as_json: bool, where: Where | None = None) -> int:
    """Print them all; 1 when an error or a warning is among them, else 0.

    where: given for a document; its places are then said in place of lines, and JSON has them as `place`.
    """
    if as_json:
        print(exact_json.dumps([_data(finding) | _place(finding, where) for finding in findings]))
    else:
        for finding in findings:
            _print(finding, where)
        print(_summary(findings))
    return 1 if any(finding.severity != "note" for finding in findings) else 0


def _data(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "node": finding.node,
        "line": finding.line,
        "message": say(finding.message.vi, finding.message.en),
        "hint": say(finding.hint.vi, finding.hint.en),
        "sample": finding.sample,
        "proposal": finding.proposal,
    }


def _place(finding: Finding, where: Where | None) -> dict[str, object]:
    if where is None:
        return {}
    place = where(finding)
    return {"place": say(place.in_vietnamese(), place.in_english()) if place is not None else None}


def _print(finding: Finding, where: Where | None) -> None:
    severity = _SEVERITIES[finding.severity]
    line = say(f"dòng {finding.line}", f"line {finding.line}") if finding.line is not None else ""
    place = where(finding) if where is not None else None
    if place is not None:
        line = say(place.in_vietnamese(), place.in_english())
    at = " ".join(part for part in (line, f"[{finding.node}]" if finding.node else "") if part)
    print(f"{finding.code} {say(severity.vi, severity.en)}{' · ' + at if at else ''}")
    print(f"    {say(finding.message.vi, finding.message.en)}")
    for label, text in (
        (say("ví dụ", "sample"), finding.sample),
        (say("cách sửa", "hint"), say(finding.hint.vi, finding.hint.en)),
        (say("đề xuất", "proposal"), finding.proposal),
    ):
        if text:
            print(f"    {label}: {text}")


def _summary(findings: Sequence[Finding]) -> str:
    counts = {name: sum(finding.severity == name for finding in findings) for name in _SEVERITIES}
    return ", ".join(f"{counts[name]} {say(word.vi, word.en)}" for name, word in _SEVERITIES.items()) + "."
