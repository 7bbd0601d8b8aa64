"""Bảng tổng hợp, tiếp thu, giải trình: one content for page, DOCX, PDF and XLSX. In Vietnamese only: an office document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from minhchung.criteria.domain.consultations import Asked, Gathered, Meaning, Opinion
from minhchung.criteria.models import AnswerVerdict
from minhchung.docgen.model import (
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Signature,
    StateHeader,
    Table,
    Text,
    Title,
)
from minhchung.docgen.xlsx import Sheet, SheetColumn
from minhchung.rubric import Node
from minhchung.ui.present import in_vietnam, vn_date, vn_datetime
from minhchung.viet.dates import format_date_long
from minhchung.viet.numbers import format_points

HEADS = ("TT", "Nội dung dự thảo", "Cơ quan góp ý", "Ý kiến góp ý", "Tiếp thu, giải trình")
VERDICTS = {
    AnswerVerdict.ACCEPTED: "Tiếp thu",
    AnswerVerdict.PARTLY: "Tiếp thu một phần",
    AnswerVerdict.REJECTED: "Không tiếp thu",
}
UNANSWERED = "Chưa trả lời"


@dataclass(frozen=True)
class OpinionRow:
    """One opinion. number: its place in the table, from 1."""

    number: int
    place: str
    agency: str
    opinion: str
    verdict: str
    answer: str

    @property
    def said(self) -> str:
        """What the body says to it, verdict first."""
        return f"{self.verdict}. {self.answer}" if self.answer else self.verdict


@dataclass(frozen=True)
class OpinionTable:
    """The table at a moment. parts: who agreed, who said something, whose silence is consent, who is still awaited."""

    body: str
    parent: str
    place_date: str
    subject: str
    letter: str
    rows: tuple[OpinionRow, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    counts: str


def opinion_table(found: Gathered, now: datetime) -> OpinionTable:
    """The table of a consultation as it stands now."""
    consultation = found.consultation
    owner = consultation.draft.owner
    opinions = [(topic.node, opinion) for topic in found.topics for opinion in topic.opinions]
    verdicts = [opinion.answer.verdict if opinion.answer else "" for _node, opinion in opinions]
    answered = "; ".join(f"{words.lower()} {verdicts.count(verdict)}" for verdict, words in VERDICTS.items())
    return OpinionTable(
        body=owner.name,
        parent=owner.parent.name if owner.parent else "",
        place_date=f"……, {format_date_long(in_vietnam(now).date())}",
        subject=f"ý kiến góp ý vào dự thảo {consultation.draft.title}",
        letter=(
            f"Thực hiện Văn bản số {consultation.number} gửi ngày {vn_date(consultation.sent_at)}, "
            f"{len(found.asked)} cơ quan được lấy ý kiến; hạn trả lời {vn_datetime(found.timing.due_at)} (giờ Việt Nam). "
            "Sau thời hạn này, cơ quan không trả lời được coi là đã thống nhất với dự thảo."
        ),
        rows=tuple(_row(number, node, opinion) for number, (node, opinion) in enumerate(opinions, 1)),
        parts=tuple(_parts(found)),
        counts=f"{len(opinions)} ý kiến: {answered}; chưa trả lời {verdicts.count('')}.",
    )


def _row(number: int, node: Node | None, opinion: Opinion) -> OpinionRow:
    answer = opinion.answer
    late = " (gửi quá hạn)" if opinion.late else ""
    step = f"Đã sửa tại bước {answer.step.number} của bản thảo." if answer and answer.step else ""
    return OpinionRow(
        number=number,
        place=_place(node),
        agency=f"{opinion.invitation.agency.name}{late}",
        opinion=_said(opinion),
        verdict=VERDICTS[AnswerVerdict(answer.verdict)] if answer else UNANSWERED,
        answer=" ".join(part for part in (answer.reason if answer else "", step) if part),
    )


def _place(node: Node | None) -> str:
    if node is None:
        return "Toàn bộ dự thảo"
    worth = f" ({format_points(node.max)} điểm)" if node.max is not None else ""
    return f"{node.code}. {node.title}{worth}"


def _said(opinion: Opinion) -> str:
    comment = opinion.comment
    parts = [comment.opinion]
    if comment.wording:
        parts.append(f"Đề nghị sửa thành: “{comment.wording}”")
    if comment.points:
        parts.append(f"Đề nghị điểm: {comment.points}")
    return "\n".join(part for part in parts if part)


def _parts(found: Gathered) -> Iterator[tuple[str, tuple[str, ...]]]:
    titles: tuple[tuple[str, Meaning], ...] = (
        ("Cơ quan thống nhất", "agreed"),
        ("Cơ quan có ý kiến", "commented"),
        ("Cơ quan không trả lời trong thời hạn, coi như đã thống nhất", "silent"),
        ("Cơ quan chưa trả lời, còn trong thời hạn", "waiting"),
    )
    for title, meaning in titles:
        named = tuple(_name(each) for each in found.asked if each.position.meaning == meaning)
        if named:
            yield f"{title} ({len(named)})", named


def _name(each: Asked) -> str:
    name = each.invitation.agency.name
    if not each.position.late or each.position.at is None:
        return name
    return f"{name} (trả lời quá hạn, {vn_datetime(each.position.at)})"


# ── as an office document ──


def table_document(table: OpinionTable, now: datetime) -> Document:
    """A4, landscape (NĐ 30/2020)."""
    return Document(
        title="Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý",
        landscape=True,
        blocks=(
            StateHeader(table.body, table.place_date, parent=table.parent),
            Title("BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH", table.subject),
            Paragraph(table.letter),
            Heading("1. Kết quả lấy ý kiến"),
            *(
                Paragraph((Run(f"{title}: " if names else title, bold=True), Run("; ".join(names))))
                for title, names in table.parts
            ),
            Heading("2. Ý kiến và kết quả tiếp thu, giải trình"),
            *_opinions(table),
            Signature(("ĐẠI DIỆN CƠ QUAN CHỦ TRÌ SOẠN THẢO",), ""),
        ),
        created_at=now,
    )


def _opinions(table: OpinionTable) -> tuple[Table | Paragraph, ...]:
    if not table.rows:
        return (Paragraph("Không có ý kiến nào."),)
    rows = tuple(
        (
            Cell(str(row.number)),
            Cell(row.place),
            Cell(row.agency),
            Cell(row.opinion),
            Cell(_answer_text(row)),
        )
        for row in table.rows
    )
    head = (tuple(Cell(text, bold=True, align="center") for text in HEADS),)
    columns = (Column(1, "center"), Column(6), Column(4), Column(8), Column(8))
    return (
        Paragraph(table.counts),
        Table(columns, head, rows, caption="Ý kiến theo thứ tự của dự thảo", small=True),
    )


def _answer_text(row: OpinionRow) -> Text:
    return (Run(row.verdict, bold=True), Run(f". {row.answer}" if row.answer else ""))


def table_sheets(table: OpinionTable) -> tuple[Sheet, ...]:
    """The opinions, and the agencies with what their answer or silence means."""
    widths = (6, 40, 28, 60, 20, 60)
    titles = (*HEADS[:4], "Kết quả", "Giải trình")
    opinions = Sheet(
        "Y kien",
        tuple(SheetColumn(title, width) for title, width in zip(titles, widths, strict=True)),
        tuple(
            (str(row.number), row.place, row.agency, row.opinion, row.verdict, row.answer)
            for row in table.rows
        ),
        lines=(table.subject, table.letter, table.counts),
    )
    agencies = Sheet(
        "Co quan",
        (SheetColumn("Kết quả", 50), SheetColumn("Cơ quan", 50)),
        tuple((title, name) for title, names in table.parts for name in names),
    )
    return (opinions, agencies)
