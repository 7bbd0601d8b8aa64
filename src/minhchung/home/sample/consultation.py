"""A consultation under way on next year's criteria of Quảng Điền: some have answered, some have not, one opinion a place.

The draft is the real one of 2023, under a new code and year; the opinions are made up to show the product.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain import consulting, opinions
from minhchung.criteria.domain.consultations import rubric_sent
from minhchung.criteria.domain.drafts import start_draft
from minhchung.criteria.models import Consultation, Invitation, ReplyVerdict
from minhchung.home.sample import accounts as names
from minhchung.home.sample.people import OFFICES, People
from minhchung.rubric.shipped import shipped_text

CODE = "quang-dien-cchc-2024"
TITLE = "Bộ tiêu chí chấm điểm chỉ số CCHC năm 2024 (dự thảo, dữ liệu minh họa)"
LETTER = (
    "Đề nghị các cơ quan chuyên môn nghiên cứu, tham gia ý kiến vào dự thảo Bộ tiêu chí chấm điểm chỉ số CCHC năm 2024. "
    "Cơ quan được giao thẩm định tiêu chí nào thì cho ý kiến thêm về tiêu chí đó."
)
SAID: tuple[tuple[str, str, str, str, str], ...] = (
    (
        names.TAI_CHINH,
        "I.1.3",
        "Thực hiện dưới 50 % kế hoạch thì chưa có mức điểm.",
        "Dưới 70 % kế hoạch: 0 điểm",
        "",
    ),
    (names.TAI_CHINH, "I.4.1", "Dưới 20 % có hai mức điểm 1 và 0; đề nghị bỏ một mức.", "", "0"),
    (names.TU_PHAP, "II", "Điểm mục II ghi 73, cộng các mục con được 78.", "", "76"),
    (
        names.VAN_HOA,
        "",
        "Đề nghị giảm số tài liệu kiểm chứng: tài liệu đã có trên phần mềm thì không phải nộp lại.",
        "",
        "",
    ),
)
AGREED = (names.NOI_VU, "Thanh tra huyện")


def load(people: People, now: datetime) -> None:
    """Sent five days ago, for two more weeks."""
    at = now - timedelta(days=5)
    consultation = _send(people, at, now + timedelta(days=14))
    rubric = rubric_sent(consultation)
    for office, node, opinion, wording, points in SAID:
        user, post = people.secretary_of(office)
        opinions.add_comment(
            invitation=_asked(consultation, office),
            node=rubric.node(node) if node else None,
            opinion=opinion,
            wording=wording,
            points=points,
            by=By(user, post, at + timedelta(days=1)),
        )
    for office in dict.fromkeys([*(row[0] for row in SAID[:3]), *AGREED]):
        user, post = people.head_of(office)
        opinions.give_reply(
            invitation=_asked(consultation, office),
            verdict=ReplyVerdict.AGREED if office in AGREED else ReplyVerdict.COMMENTED,
            by=By(user, post, at + timedelta(days=2)),
        )


def _send(people: People, at: datetime, due_at: datetime) -> Consultation:
    owner = people.agencies[names.STANDING]
    author, post = people.users["soanthao"], people.posts["soanthao"]
    draft = start_draft(
        owner=owner,
        actor=author,
        post=post,
        now=at - timedelta(days=3),
        text=shipped_text("quang-dien-cchc-2023"),
        code=CODE,
        title=TITLE,
        version="2024",
    )
    return consulting.send_for_opinion(
        draft=draft,
        agencies=[people.agencies[office] for office in OFFICES],
        number="1632/UBND",
        letter=LETTER,
        due_at=due_at,
        by=By(author, post, at),
    )


def _asked(consultation: Consultation, office: str) -> Invitation:
    rows = Invitation.objects.select_related("agency", "consultation__draft__owner")
    return rows.get(consultation=consultation, agency__name=office)
