"""The official self-assessment form as a document: TT, tiêu chí, điểm tối đa, số liệu, cách tính, minh chứng, điểm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from minhchung.docgen.model import (
    Cell,
    Column,
    Document,
    Paragraph,
    Signature,
    StateHeader,
    Table,
    Title,
)
from minhchung.docgen.xlsx import Sheet, SheetColumn, Value
from minhchung.evidence.domain.facts_history import facts_stood_of
from minhchung.rounds.domain.checks import whole_score
from minhchung.rounds.domain.engine import answer_of, rubric_of
from minhchung.rounds.domain.evidence_use import judged_from
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.self_scoring import self_values
from minhchung.rounds.enums import Stage
from minhchung.rounds.interfaces.leaf_form import asked_of, in_words, place_of, texts_of
from minhchung.rounds.interfaces.reason_words import shown_reasons
from minhchung.rounds.models import Entry, EvidenceUse, LeafValue, Receipt
from minhchung.rubric import Node, Reason, Score
from minhchung.ui.language import in_language
from minhchung.ui.present import in_vietnam, vn_datetime, vn_points
from minhchung.viet.numbers import shown_points

COLUMNS: Final = (
    Column(2, "center"),
    Column(8),
    Column(2, "center"),
    Column(5),
    Column(6),
    Column(5),
    Column(2, "center"),
)
HEADS: Final = ("TT", "Tiêu chí", "Điểm tối đa", "Số liệu", "Cách tính", "Minh chứng", "Điểm tự chấm")


@dataclass(frozen=True)
class FormRow:
    """One line: a heading (a node with children) or a leaf."""

    is_heading: bool
    label: str
    title: str
    most: str
    figures: str
    reasons: str
    evidence: str
    points: str


@override("vi")
def form_rows(entry: Entry, score: Score) -> tuple[FormRow, ...]:
    """Every node in force, in the order of the text; what is absent says so. Two queries.

    In Vietnamese whatever the reader's language: the form is an office document.
    """
    rubric = rubric_of(entry.round.rubric)
    shown = set(own_leaves(rubric, entry.traits).section_codes)
    values = self_values(entry)
    files = _files(entry)
    points = {each.code: each for each in score.walk()}

    def lines(node: Node) -> Iterator[FormRow]:
        if node.is_leaf:
            if node.id in shown:
                yield _leaf_row(entry, node, values.get(node.id), files.get(node.id, []))
            return
        below = [row for child in node.children for row in lines(child)]
        if below:
            total = points.get(node.code)
            got = "" if total is None or total.points is None else shown_points(total.points)
            yield FormRow(True, node.label, node.title, _most(node), "", "", "", got)
            yield from below

    return tuple(row for section in rubric.sections() for row in lines(section))


def _most(node: Node) -> str:
    return "" if node.max is None else shown_points(node.max)


def _leaf_row(entry: Entry, leaf: Node, value: LeafValue | None, files: list[str]) -> FormRow:
    rubric, context = rubric_of(entry.round.rubric), place_of(entry)
    if leaf.answered_by != "agency":
        figures, reasons, points = _("Cơ quan khác chấm"), "", ""
    elif value is None or value.answer is None:
        figures, reasons, points = _("Chưa trả lời"), "", "–"
    else:
        texts = texts_of(answer_of(rubric, leaf.id, value.answer, context))
        figures = in_words(asked_of(rubric, leaf, context), texts)
        reasons = "; ".join(shown_reasons(in_language(Reason(vi, en)) for vi, en in value.reasons))
        points = vn_points(value.points)
    note = f"\n{_('Ghi chú')}: {value.note}" if value and value.note else ""
    return FormRow(
        False,
        leaf.label or leaf.code,
        leaf.title,
        _most(leaf),
        figures + note,
        reasons,
        "\n".join(files),
        points,
    )


def _files(entry: Entry) -> dict[str, list[str]]:
    uses = EvidenceUse.objects.filter(entry=entry, stage=Stage.SELF, removed_at__isnull=True).select_related(
        "file"
    )
    rows = list(uses.order_by("at", "pk"))
    said = facts_stood_of((use.file, judged_from(use, entry)) for use in rows)
    found: dict[str, list[str]] = {}
    for use in rows:
        facts = said[use.file_id]
        number = f" ({facts.number})" if facts.number else ""
        found.setdefault(use.node_id, []).append(f"{facts.name}{number}")
    return found


@dataclass(frozen=True)
class OfficialForm:
    """What the form says, before it is a page or a file."""

    agency: str
    parent: str
    place_and_date: str
    title: str
    subject: str
    rubric: str
    rows: tuple[FormRow, ...]
    total: str
    footer: str
    received_at: datetime | None


def official_form_of(entry: Entry, now: datetime) -> OfficialForm:
    """The form of an entry as it stands; its date is that of the receipt, or today's while there is none."""
    score = whole_score(entry)
    receipt = Receipt.objects.filter(entry=entry).first()
    day = in_vietnam(receipt.received_at if receipt else now)
    most = "" if score.max is None else f" / {shown_points(score.max)}"
    return OfficialForm(
        agency=str(entry.agency).upper(),
        parent=str(entry.agency.parent).upper() if entry.agency.parent else "",
        place_and_date=f"…………, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        title="PHIẾU TỰ CHẤM ĐIỂM",
        subject=entry.round.title,
        rubric=f"Bộ tiêu chí: {entry.round.rubric.title} {_decision(entry)}".strip(),
        rows=form_rows(entry, score),
        total=vn_points(score.points) + most,
        footer=_footer(receipt),
        received_at=receipt.received_at if receipt else None,
    )


def _footer(receipt: Receipt | None) -> str:
    if receipt is None:
        return "Bản chưa nộp"
    at = vn_datetime(receipt.received_at)
    return f"Biên nhận {receipt.number}, nhận lúc {at} (giờ VN), SHA-256 {receipt.digest}"


def official_document(entry: Entry, now: datetime) -> Document:
    """The form on A4 landscape, with the state header, the total and the place for the head's signature."""
    form = official_form_of(entry, now)
    return Document(
        title=f"Phiếu tự chấm điểm – {entry.agency}",
        blocks=(
            StateHeader(agency=form.agency, parent=form.parent, place_and_date=form.place_and_date),
            Title(form.title, form.subject),
            Paragraph(form.rubric, align="left", indent=False),
            Table(
                COLUMNS,
                (tuple(Cell(head, bold=True, align="center") for head in HEADS),),
                _body(form.rows),
                small=True,
            ),
            Paragraph(f"Tổng điểm tự chấm: {form.total}", align="left", indent=False),
            Signature(("THỦ TRƯỞNG CƠ QUAN",), ""),
        ),
        landscape=True,
        footer=form.footer,
        created_at=form.received_at,
    )


def _decision(entry: Entry) -> str:
    number = entry.round.rubric.decision_number
    return f"({number})" if number else ""


def _body(rows: tuple[FormRow, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(
            Cell(text, bold=row.is_heading)
            for text in (row.label, row.title, row.most, row.figures, row.reasons, row.evidence, row.points)
        )
        for row in rows
    )


def official_sheet(entry: Entry) -> Sheet:
    """The same lines as a sheet."""
    widths: Mapping[str, int] = dict(zip(HEADS, (8, 50, 10, 30, 40, 40, 10), strict=True))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (row.label, row.title, row.most, row.figures, row.reasons, row.evidence, row.points)
        for row in form_rows(entry, whole_score(entry))
    )
    return Sheet("Phiếu tự chấm", tuple(SheetColumn(head, widths[head]) for head in HEADS), rows, freeze=2)
