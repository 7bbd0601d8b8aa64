"""A reading as plain data that may cross from a worker: what was read, how surely, where, and what lint says of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from minhchung.docread.limits import Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem
from minhchung.docread.read import read
from minhchung.docread.safety import check_upload
from minhchung.docread.sniff import looks_binary
from minhchung.rubric.errors import Diagnostic, Reason, RubricError
from minhchung.rubric.kinds import kind_of
from minhchung.rubric.lint import lint
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.read.read_rubric import read_rubric
from minhchung.rubric.read.refusals import fix_for
from minhchung.rubric.read.report import LAYOUTS, USES, Report
from minhchung.rubric.wording import en_number, vi_number
from minhchung.rubric.words import leaf_in_words
from minhchung.rubric.xlsx import from_workbook, is_rubric_workbook, origin_of, place_in_words

FORMATS = ("docx", "xlsx", "pdf", "html", "htm", "txt")
LIMITS = Limits(
    most_bytes=20_000_000,
    most_unpacked=100_000_000,
    most_pages=300,
    most_rows=40_000,
    most_columns=500,
    most_cells=1_000_000,
)
_WORKBOOK = Reason("sổ tính do hệ thống xuất", "a workbook exported by the system")
_MOST_FAULTS = 50
_EMPTY = Reason("", "")


@dataclass(frozen=True, slots=True)
class ToldNode:
    """One criterion. kind: its rule's, "" for a parent. words: how points arise. text, notes: what was left undecided."""

    code: str
    label: str
    title: str
    depth: int
    points: Reason
    kind: str
    sure: str
    reasons: tuple[Reason, ...]
    place: Reason
    words: tuple[Reason, ...]
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldHead:
    """One thing read for the whole rubric."""

    what: str
    value: str
    sure: str
    reasons: tuple[Reason, ...]
    place: Reason


@dataclass(frozen=True, slots=True)
class ToldPoint:
    """A number of the points columns, and what became of it. use: as `report.USES` names it."""

    text: str
    use: str
    node: str
    place: Reason


@dataclass(frozen=True, slots=True)
class ToldFault:
    """Why nothing, or not all, was read: where, the value found, the rule, the fix."""

    place: Reason
    value: str
    rule: Reason
    fix: Reason


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding of lint."""

    code: str
    severity: str
    node: str
    message: Reason
    hint: Reason
    sample: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the page shows. text: the rubric's YAML, "" when there is none and `faults` say why.

    is_workbook: whether the file is a workbook of the system. origin: what such a workbook was written from.
    """

    name: str
    text: str = ""
    code: str = ""
    title: str = ""
    layout: Reason = _EMPTY
    head: tuple[ToldHead, ...] = ()
    nodes: tuple[ToldNode, ...] = ()
    points: tuple[ToldPoint, ...] = ()
    loose: tuple[str, ...] = ()
    findings: tuple[ToldFinding, ...] = ()
    faults: tuple[ToldFault, ...] = ()
    remarks: tuple[Reason, ...] = ()
    is_workbook: bool = False
    origin: str = ""

    @property
    def uses(self) -> tuple[tuple[Reason, int], ...]:
        """How many numbers of the points columns went where."""
        counts = {use: sum(1 for point in self.points if point.use == use) for use in USES}
        return tuple((USES[use], count) for use, count in counts.items() if count)

    @property
    def left(self) -> tuple[ToldPoint, ...]:
        """Numbers that nothing took."""
        return tuple(point for point in self.points if point.use == "left")

    @property
    def to_decide(self) -> tuple[ToldNode, ...]:
        """Criteria that a person must decide."""
        return tuple(node for node in self.nodes if node.sure == "unsure")

    def count(self, sure: str) -> int:
        """How many rules were read so surely."""
        return sum(1 for node in self.nodes if node.kind and node.sure == sure)


def tell(data: bytes, name: str, limits: Limits = LIMITS) -> Told:
    """Read a document, or a workbook of `rubric export`. What is refused comes back with its faults."""
    refused = _refused(data, name, limits)
    if refused:
        return Told(name, faults=refused)
    if name.lower().endswith(".xlsx") and is_rubric_workbook(data):
        return _of_workbook(data, name)
    found = read_rubric(read(data, name, limits), name)
    if found.rubric is None:
        return Told(name, faults=_faults(found.report))
    return _told(found.rubric, found.report, name)


def _refused(data: bytes, name: str, limits: Limits) -> tuple[ToldFault, ...]:
    """What the upload rules say of the file; pages and plain text come in here besides what evidence may be."""
    extension = name.rpartition(".")[2].lower()
    if extension in ("docx", "xlsx", "pdf"):
        verdict = check_upload(data, name, limits, frozenset({"docx", "xlsx", "pdf"}))
        return tuple(_of_problem(each) for each in verdict.errors)
    if extension not in FORMATS:
        return (ToldFault(_EMPTY, name[-80:], _NO_FORMAT, _FORMAT_FIX),)
    if not data or len(data) > limits.most_bytes:
        return (ToldFault(_EMPTY, "", _EMPTY_FILE if not data else _TOO_BIG, _SIZE_FIX),)
    if looks_binary(data):
        return (ToldFault(_EMPTY, "", _NO_TEXT, _FORMAT_FIX),)
    return ()


_NO_FORMAT = Reason("Không nhận loại tệp này.", "This kind of file is not taken.")
_FORMAT_FIX = Reason(
    "Dùng .docx, .xlsx, .pdf có chữ, .html hoặc .txt. Tệp .doc, .xls cũ: mở ra và lưu lại theo dạng mới.",
    "Use .docx, .xlsx, .pdf with text, .html or .txt. Old .doc and .xls: open them and save in the new form.",
)
_NO_TEXT = Reason("Nội dung tệp không phải là chữ.", "The file holds no text.")
_EMPTY_FILE = Reason("Tệp trống.", "The file is empty.")
_TOO_BIG = Reason("Tệp quá lớn.", "The file is too large.")
_SIZE_FIX = Reason("Tách phần bộ tiêu chí ra tệp riêng.", "Put the criteria into a file of their own.")


def _of_problem(found: Problem) -> ToldFault:
    place = _place(found.place)
    return ToldFault(place, "", Reason(found.vi, found.en), Reason(found.mend_vi, found.mend_en))


def _place(place: Place | None) -> Reason:
    """The place without the file's name: there is only one file."""
    if place is None:
        return _EMPTY
    bare = replace(place, file="")
    return Reason(bare.in_vietnamese(), bare.in_english())


def _faults(report: Report) -> tuple[ToldFault, ...]:
    said = tuple(ToldFault(_EMPTY, "", each, fix_for(each)) for each in report.faults)
    problems = (each for each in report.problems if each.severity == "error")
    return (said + tuple(_of_problem(each) for each in problems))[:_MOST_FAULTS]


def _of_workbook(data: bytes, name: str) -> Told:
    try:
        rubric = from_workbook(data, name)
    except RubricError as error:
        return Told(
            name,
            layout=_WORKBOOK,
            faults=tuple(_of_cell(each) for each in error.diagnostics[:_MOST_FAULTS]),
            is_workbook=True,
        )
    nodes = tuple(_node(rubric, node, depth, "certain", (), _EMPTY) for node, depth in _depths(rubric))
    return Told(
        name,
        print_rubric(rubric),
        rubric.code,
        rubric.title,
        _WORKBOOK,
        nodes=nodes,
        findings=_findings(rubric),
        is_workbook=True,
        origin=origin_of(data, name),
    )


def _of_cell(found: Diagnostic) -> ToldFault:
    place = place_in_words(found.span) if found.span is not None and found.span.line else _EMPTY
    return ToldFault(place, found.sample or "", found.message, found.hint)


def _told(rubric: Rubric, report: Report, name: str) -> Told:
    readings = {each.code: each for each in report.nodes}
    nodes = []
    for node, depth in _depths(rubric):
        one = readings.get(node.code)
        sure, reasons = (one.sure, one.reasons) if one is not None else ("certain", ())
        nodes.append(_node(rubric, node, depth, sure, reasons, _place(one.place) if one else _EMPTY))
    return Told(
        name,
        print_rubric(rubric),
        rubric.code,
        rubric.title,
        LAYOUTS.get(report.layout, _EMPTY),
        tuple(ToldHead(h.what, h.value, h.sure, h.reasons, _place(h.place)) for h in report.head),
        tuple(nodes),
        tuple(ToldPoint(p.text, p.use, p.node, _place(p.place)) for p in report.points),
        report.loose,
        _findings(rubric),
        (),
        tuple(Reason(each.vi, each.en) for each in report.problems),
    )


def _depths(rubric: Rubric) -> list[tuple[Node, int]]:
    found: list[tuple[Node, int]] = []
    stack = [(node, 0) for node in reversed(rubric.nodes)]
    while stack:
        node, depth = stack.pop()
        found.append((node, depth))
        stack += [(child, depth + 1) for child in reversed(node.children)]
    return found


def _node(
    rubric: Rubric, node: Node, depth: int, sure: str, reasons: tuple[Reason, ...], place: Reason
) -> ToldNode:
    points = Reason(vi_number(node.max), en_number(node.max)) if node.max is not None else _EMPTY
    kind = kind_of(node.rule).name if node.rule is not None else ""
    words = leaf_in_words(rubric, node.code) if node.is_leaf else ()
    return ToldNode(
        node.code, node.label, node.title, depth, points, kind, sure, reasons, place, words, node.text, node.notes
    )  # fmt: skip


def _findings(rubric: Rubric) -> tuple[ToldFinding, ...]:
    return tuple(
        ToldFinding(
            each.code,
            each.severity,
            each.node or "",
            each.message,
            each.hint,
            each.sample or "",
            each.proposal or "",
        )
        for each in lint(rubric)
    )


# ── as JSON ──


def told_data(told: Told) -> dict[str, Any]:
    """The reading as JSON takes it."""
    return asdict(told)


def told_from(data: dict[str, Any]) -> Told:
    """The reading out of what a worker wrote."""
    return Told(
        name=data["name"],
        text=data["text"],
        code=data["code"],
        title=data["title"],
        layout=_reason(data["layout"]),
        head=tuple(ToldHead(**_said(each)) for each in data["head"]),
        nodes=tuple(ToldNode(**_said(each)) for each in data["nodes"]),
        points=tuple(ToldPoint(**_said(each)) for each in data["points"]),
        loose=tuple(data["loose"]),
        findings=tuple(ToldFinding(**_said(each)) for each in data["findings"]),
        faults=tuple(ToldFault(**_said(each)) for each in data["faults"]),
        remarks=tuple(_reason(each) for each in data["remarks"]),
        is_workbook=bool(data["is_workbook"]),
        origin=str(data["origin"]),
    )


def _reason(data: dict[str, str]) -> Reason:
    return Reason(data["vi"], data["en"])


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """Fields with their sentences and lists put back."""
    return {key: _value(value) for key, value in data.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return _reason(value)
    return tuple(_value(each) for each in value) if isinstance(value, list | tuple) else value
