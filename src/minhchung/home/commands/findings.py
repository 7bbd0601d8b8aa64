"""Findings of lint and of the proofreader, as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from minhchung.docread.place import Place
from minhchung.home.commands import exact_json
from minhchung.home.language import say, spoken
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Finding
from minhchung.rubric.proposal_words import proposal_in_words

_SEVERITIES = {
    "error": Reason("lỗi", "error"),
    "warning": Reason("cảnh báo", "warning"),
    "note": Reason("ghi chú", "note"),
}


Where = Callable[[Finding], Place | None]
"""Where a finding stands in a document that has no lines of its own: table and row, sheet and row, page."""


def print_findings(findings: Sequence[Finding], *, as_json: bool, where: Where | None = None) -> int:
    """Print them all; 1 when an error or a warning is among them, else 0.

    where: given for a document; its places are then said in place of lines, and in JSON at the end of the message.
    """
    if as_json:
        print(exact_json.dumps([_data(finding, _place(finding, where)) for finding in findings]))
    else:
        for finding in findings:
            _print(finding, _place(finding, where))
        print(_summary(findings))
    return 1 if any(finding.severity != "note" for finding in findings) else 0


def _data(finding: Finding, place: str) -> dict[str, object]:
    message = spoken(finding.message)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "node": finding.node,
        "line": finding.line,
        "message": f"{message} ({place})" if place else message,
        "hint": spoken(finding.hint),
        "sample": finding.sample,
        "proposal": finding.proposal,
    }


def _place(finding: Finding, where: Where | None) -> str:
    place = where(finding) if where is not None else None
    return say(place.in_vietnamese(), place.in_english()) if place is not None else ""


def _print(finding: Finding, place: str) -> None:
    severity = _SEVERITIES[finding.severity]
    line = say(f"dòng {finding.line}", f"line {finding.line}") if finding.line is not None else ""
    at = " ".join(part for part in (place or line, f"[{finding.node}]" if finding.node else "") if part)
    print(f"{finding.code} {spoken(severity)}{' · ' + at if at else ''}")
    print(f"    {spoken(finding.message)}")
    words = proposal_in_words(finding)
    row = finding.proposal if words is None or ": " in (finding.proposal or "") else None
    for label, text in (
        (say("ví dụ", "sample"), finding.sample),
        (say("cách sửa", "hint"), spoken(finding.hint)),
        (say("đề xuất", "proposal"), spoken(words) if words is not None else None),
        (say("dòng sửa", "row") if words is not None else say("đề xuất", "proposal"), row),
    ):
        if text:
            print(f"    {label}: {text}")


def _summary(findings: Sequence[Finding]) -> str:
    counts = {name: sum(finding.severity == name for finding in findings) for name in _SEVERITIES}
    return ", ".join(f"{counts[name]} {spoken(word)}" for name, word in _SEVERITIES.items()) + "."
