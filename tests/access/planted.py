"""Canaries in every text that an agency writes: kinh_te's own, and what others keep about it or for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from minhchung.agencies.models import Handover, User
from minhchung.evidence.models import EvidenceFile, FactsRevision
from minhchung.indicators.models import Figure, FigureBatch, FigureRevision
from minhchung.rounds.enums import DecisionKind, EntryState, LeafState, RoundState, Side, Stage, Verdict
from minhchung.rounds.models import (
    BodyAssignment,
    DataAnswer,
    Entry,
    EvidenceUse,
    Explanation,
    LeafRevision,
    LeafValue,
    Publication,
    RankedGroup,
    Ranking,
    RankRow,
    Round,
    RoundDecision,
    Ruling,
    Substitute,
)
from tests.access.addresses import CANARY, NOW
from tests.access.planted_cases import one_stop, stored_cases
from tests.access.planted_drafts import asking_others, before_issue, commented, draft_of_its_own
from tests.world import World


def plant(open_world: World) -> None:
    """kinh_te's entry, values, evidence and explanation all carry the canary; the entry is submitted."""
    entry: Entry = open_world.entries["kinh_te"]
    author = open_world.people["thu_ky"]
    for number, node in enumerate(("I.1", "I.2", "II.1")):
        value = LeafValue.objects.create(
            entry=entry,
            node_id=node,
            stage=Stage.SELF,
            answer=None,
            state=LeafState.ABSENT,
            reason=f"{CANARY} lý do",
            reasons=[[f"{CANARY} vì", f"{CANARY} why"]],
            note=f"{CANARY} ghi chú {number}",
            draft={"fields": {"note": [f"{CANARY} đang gõ"]}, "by": author.pk, "at": NOW.isoformat()},
            by=author,
            at=NOW,
        )
        LeafRevision.objects.create(
            value=value,
            row_version=1,
            verdict=Verdict.ENTERED,
            answer=None,
            state=LeafState.ABSENT,
            reason=f"{CANARY} lý do cũ",
            note=f"{CANARY} lịch sử",
            by=author,
            at=NOW,
        )
    file = EvidenceFile.objects.create(
        agency=open_world.kinh_te,
        sha256="ab" * 32,
        size=3,
        kind="png",
        name=f"{CANARY}.png",
        title=f"{CANARY} quyết định",
        number=f"{CANARY}/QĐ",
        issuer=f"{CANARY} nơi ban hành",
        dated_on=date(2023, 1, 5),
        uploaded_by=author,
        uploaded_at=NOW,
    )
    FactsRevision.objects.create(
        file=file,
        row_version=1,
        title=f"{CANARY} lần đầu",
        number=f"{CANARY}/CV",
        issuer=f"{CANARY} nơi cũ",
        by=author,
        at=NOW,
    )
    EvidenceUse.objects.create(entry=entry, node_id="I.1", file=file, by=author, at=NOW)
    Explanation.objects.create(
        entry=entry, node_id="I.1", side=Side.AGENCY, text=f"{CANARY} giải trình", by=author, at=NOW
    )
    Entry.objects.filter(pk=entry.pk).update(
        state=EntryState.SUBMITTED,
        received_at=NOW,
        late_seconds=0,
        return_reason=f"{CANARY} trả lại",
        return_remarks={"I.1": f"{CANARY} sửa"},
    )
    of_its_round(open_world, author)
    handed_over(open_world)
    one_stop(open_world.kinh_te, author)
    stored_cases(open_world.kinh_te)
    draft_of_its_own(open_world.kinh_te, author)
    before_issue(open_world.kinh_te, author)
    asking_others(open_world.kinh_te, author, open_world.noi_vu)
    commented(open_world)
    figures_about(open_world)
    gone = User.objects.create_user("da_nghi", "Người Đã Nghỉ")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    open_world.people["da_nghi"] = gone


def of_its_round(world: World, author: User) -> None:
    """A round that the agency prepares for those beneath it; it stays in preparation, its ranking is only proposed."""
    said: dict[str, Any] = {"by": author, "at": NOW}
    round = Round.objects.create(
        title=f"{CANARY} đợt",
        rubric=world.rubric,
        owner=world.kinh_te,
        year=2024,
        period_from=date(2024, 1, 1),
        period_to=date(2024, 12, 31),
        reference_on=date(2024, 12, 31),
        parameters={"han_ke_hoach": {"kind": "text", "value": f"{CANARY} hạn"}},
        state=RoundState.DRAFT,
        created_by=author,
        created_at=NOW,
    )
    RoundDecision.objects.create(
        round=round,
        kind=DecisionKind.OPEN,
        number=f"{CANARY}/QĐ",
        decided_on=NOW.date(),
        text=f"{CANARY} mở đợt",
        payload={"why": f"{CANARY} vì sao"},
        **said,
    )
    BodyAssignment.objects.create(round=round, body=f"{CANARY} cơ quan thẩm định", agency=world.noi_vu)
    Substitute.objects.create(
        round=round, agency=world.noi_vu, body=f"{CANARY} thay", substitute=world.van_phong
    )
    Ruling.objects.create(
        round=round,
        node_id="I.1",
        data={"words": f"{CANARY} cách chấm"},
        words=f"{CANARY} quyết nghị",
        decision_number=f"{CANARY}/QN",
        **said,
    )
    ranking = Ranking.objects.create(round=round, computed_at=NOW, engine="x", input_digest="4" * 64)
    RankRow.objects.create(
        ranking=ranking,
        kept_in=RankedGroup.objects.create(ranking=ranking, name=f"{CANARY} nhóm", data=b""),
        entry=Entry.objects.create(round=round, agency=world.noi_vu, group=f"{CANARY} nhóm"),
        class_name=f"{CANARY} loại",
        missing=[f"{CANARY} thiếu"],
        detail={"rank_reasons": [[f"{CANARY} vì", f"{CANARY} why"]]},
    )
    Publication.objects.create(
        round=round,
        ranking=ranking,
        decision_number=f"{CANARY}/CB",
        decided_on=NOW.date(),
        snapshot=f"{CANARY} bản chụp",
        revoke_reason=f"{CANARY} thu hồi",
        proposed_by=author,
        proposed_at=NOW,
    )


def handed_over(world: World) -> None:
    """The secretary's post given on, with what was open and a word about it."""
    Handover.objects.create(
        post=world.post_of("thu_ky"),
        from_user=world.people["thu_ky"],
        to_user=world.people["lanh_dao"],
        by=world.people["lanh_dao"],
        at=NOW,
        note=f"{CANARY} bàn giao",
        summary={
            "on": "2023-11-01",
            "items": [{"title": f"{CANARY} việc", "detail": f"{CANARY} ở đâu", "due_at": None}],
        },
    )


def figures_about(world: World) -> None:
    """A figure of the register about kinh_te, held by van_phong, and what data say in kinh_te's entry."""
    said: dict[str, Any] = {
        "numerator": 1,
        "denominator": 2,
        "exclusions": f"{CANARY} đã loại",
        "note": f"{CANARY} ghi chú số liệu",
        "by": world.people["tham_dinh_vp"],
        "at": NOW,
    }
    figure = Figure.objects.create(
        indicator="TASKS_DONE",
        agency=world.kinh_te,
        start=date(2023, 1, 1),
        end=date(2023, 12, 31),
        holder=world.van_phong,
        **said,
    )
    FigureRevision.objects.create(
        figure=figure, verb="corrected", row_version=1, reason=f"{CANARY} sửa số", **said
    )
    FigureBatch.objects.create(
        holder=world.van_phong,
        external_id=f"{CANARY}-lo-1",
        sha256="5" * 64,
        given=1,
        corrected=0,
        unchanged=0,
        by=world.people["tham_dinh_vp"],
        at=NOW,
        ledger_seq=0,
    )
    DataAnswer.objects.create(
        entry=world.entries["kinh_te"],
        node_id="II.1",
        figures=[
            {
                "indicator": "TASKS_DONE",
                "start": "2023-01-01",
                "end": "2023-12-31",
                "why": f"{CANARY} chưa có",
                "why_en": f"{CANARY} none",
            }
        ],
        state=LeafState.ABSENT,
        sha256="0" * 64,
        computed_at=NOW,
    )
