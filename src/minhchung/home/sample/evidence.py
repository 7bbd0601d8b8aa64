"""Evidence files of the sample: one-page documents made here, each saying that it is illustrative."""

from __future__ import annotations

from datetime import date, datetime

from minhchung.agencies.models import Agency, Post, User
from minhchung.docgen.model import Document, Paragraph, Title
from minhchung.docgen.pdf import to_pdf
from minhchung.docread.safety import check_upload
from minhchung.evidence.domain.facts import FileFacts, describe
from minhchung.evidence.domain.intake import Taken, add_file
from minhchung.evidence.models import EvidenceFile
from minhchung.rubric import Node


def add_sample_file(
    agency: Agency,
    leaf: Node,
    year: int,
    actor: User,
    post: Post,
    now: datetime,
    on: date | None = None,
) -> EvidenceFile:
    """A PDF named for the leaf, described with a number and a date: `on`, else a day inside the period's year."""
    title = (leaf.evidence[0] if leaf.evidence else leaf.title).rstrip(" ;.")
    document = Document(
        title=title,
        blocks=(
            Title("TÀI LIỆU KIỂM CHỨNG (MINH HỌA)", title[:200]),
            Paragraph(f"Cơ quan: {agency.name}. Kỳ đánh giá: năm {year}."),
            Paragraph(f"Tiêu chí {leaf.code}: {leaf.title}."),
            Paragraph("Tệp này do dữ liệu mẫu của phần mềm tạo ra, không phải văn bản thật."),
        ),
    )
    taken = add_file(
        agency=agency,
        chunks=[to_pdf(document)],
        name=f"minh-hoa-{leaf.code.replace('#', '-')}-{agency.pk}.pdf",
        actor=actor,
        post=post,
        now=now,
        check=lambda path, name: check_upload(path.read_bytes(), name),  # made above: no process of its own
    )
    if not isinstance(taken, Taken):
        raise ValueError(taken.lines)
    if taken.known:
        return taken.file
    facts = FileFacts(
        title=title[:200],
        number=f"{10 + agency.order_no}/KH-MH",
        dated_on=on or date(year, 3, 15),
        issuer=agency.name,
    )
    return describe(file=taken.file, facts=facts, expected=1, actor=actor, post=post, now=now)
