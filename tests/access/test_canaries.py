"""No page, download, count or error shows another agency's words: every URL, every id, every outsider, every byte."""

from __future__ import annotations

import io
import itertools
import re
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from minhchung.agencies.models import User
from minhchung.cases.models import (
    ApiKey,
    CaseSystem,
    Contest,
    FrozenFigure,
    ImportBatch,
    ImportDraft,
    Procedure,
    ProcedureVersion,
)
from minhchung.criteria.domain.drafts import edit_draft, start_draft
from minhchung.criteria.models import (
    Comment,
    DraftEdit,
    IssueDecision,
    IssueProposal,
    Reply,
    RubricDraft,
    Waiver,
)
from minhchung.evidence.models import EvidenceFile
from minhchung.indicators.models import Figure, FigureRevision
from minhchung.rounds.enums import EntryState, LeafState, Side, Stage, Verdict
from minhchung.rounds.models import (
    DataAnswer,
    Entry,
    EvidenceUse,
    Explanation,
    LeafRevision,
    LeafValue,
)
from tests.access.planted import issue_canaries, stored_cases
from tests.criteria.asked import asked, comment, consulted

CANARY = "CHIMBAO"
NOW = datetime(2023, 11, 1, tzinfo=UTC)
CODES = ("I.1", "II", "thu-nghiem", "00000000-0000-4000-8000-000000000001")
OUTSIDERS = (
    "thu_ky_tp",
    "lanh_dao_tp",
    "nguoi_ngoai",
    "thuong_truc_ngoai",
    "quan_tri",
    "soan_thao",
    "da_nghi",
    None,
)
HIGHEST_ID = 4
IN_2023 = "tu=01/01/2023&den=31/12/2023"
ASKING = {
    "cases:dashboard": (f"?{IN_2023}",),
    "cases:cases": (f"?so=received&{IN_2023}",),
    "cases:cases_csv": (f"?so=received&{IN_2023}",),
    "cases:contest_add": tuple(f"?he_thong=s{pk}&ma=HS-0001" for pk in range(1, HIGHEST_ID + 1)),
    "indicators:import": ("?chi-so=TASKS_DONE",),
    "indicators:new": tuple(f"?chi-so=TASKS_DONE&co-quan={pk}" for pk in range(1, 8)),
    "indicators:period": (f"?{IN_2023}",),
    "indicators:template": (f"?chi-so=TASKS_DONE&{IN_2023}",),
    "rounds:simulation": ("?ban=ban-thao-1", "?ban=ban-thao-2"),
}
"""Asked as well, of the addresses that say little without it."""
INDICATORS = ("TASKS_DONE",)
READERS = {
    "thu_ky": {
        "cases:cases",
        "cases:cases_csv",
        "cases:contest",
        "cases:dashboard",
        "cases:figure",
        "cases:imports",
        "cases:keys",
        "cases:procedures",
        "cases:receipt",
        "criteria:asked",
        "evidence:file",
        "indicators:figure",
        "rounds:criterion",
        "rounds:explanation",
    },
    "tham_dinh_vp": {"indicators:figure"},
}
"""Where the canary does stand for those whom it concerns: else its absence elsewhere would say nothing."""
OF_AN_AGENCY: tuple[tuple[Any, str], ...] = (
    (ApiKey, "system__agency"),
    (CaseSystem, "agency"),
    (Contest, "agency"),
    (DataAnswer, "entry__agency"),
    (Figure, "agency"),
    (FigureRevision, "figure__agency"),
    (FrozenFigure, "agency"),
    (ImportBatch, "system__agency"),
    (ImportDraft, "system__agency"),
    (IssueDecision, "proposal__draft__owner"),
    (IssueProposal, "draft__owner"),
    (ProcedureVersion, "procedure__agency"),
    (Waiver, "draft__owner"),
)


@pytest.fixture
def canary_world(open_world: Any, settings: Any, tmp_path: Path) -> Any:
    """kinh_te's entry, values, evidence and explanation all carry the canary; the entry is submitted."""
    settings.CASES_DIR = tmp_path / "cases"
    entry: Entry = open_world.entries["kinh_te"]
    author = open_world.people["thu_ky"]
    for number, node in enumerate(("I.1", "I.2", "II.1")):
        value = LeafValue.objects.create(
            entry=entry,
            node_id=node,
            stage=Stage.SELF,
            answer=None,
            state=LeafState.ABSENT,
            note=f"{CANARY} ghi chú {number}",
            by=author,
            at=NOW,
        )
        LeafRevision.objects.create(
            value=value,
            row_version=1,
            verdict=Verdict.ENTERED,
            answer=None,
            state=LeafState.ABSENT,
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
        dated_on=date(2023, 1, 5),
        uploaded_by=author,
        uploaded_at=NOW,
    )
    EvidenceUse.objects.create(entry=entry, node_id="I.1", file=file, by=author, at=NOW)
    Explanation.objects.create(
        entry=entry, node_id="I.1", side=Side.AGENCY, text=f"{CANARY} giải trình", by=author, at=NOW
    )
    Entry.objects.filter(pk=entry.pk).update(
        state=EntryState.SUBMITTED, received_at=NOW, late_seconds=0, return_reason=f"{CANARY} trả lại"
    )
    make_case_canaries(open_world.kinh_te, author)
    make_draft_canary(open_world.kinh_te, author)
    commented(open_world)
    figures_about(open_world)
    issue_canaries(open_world.kinh_te, author, CANARY, NOW)
    stored_cases(open_world.kinh_te, CANARY, NOW)
    gone = User.objects.create_user("da_nghi", "Người Đã Nghỉ")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    open_world.people["da_nghi"] = gone
    return open_world


def make_draft_canary(agency: Any, author: Any) -> None:
    """A draft of a rubric whose title, nodes and steps carry the canary; its first nodes have the test rubric's codes."""
    text = (
        f"rubric: thu-nghiem\ntitle: {CANARY} dự thảo\nnodes:\n"
        f"  - {{ label: I, title: {CANARY}, children: [ {{ label: I.1, title: {CANARY} lá, max: 1, rule: graded }} ] }}\n"
        f"  - {{ label: II, title: {CANARY} hai, max: 1, rule: graded }}\n"
    )
    draft = start_draft(owner=agency, actor=author, post=None, now=NOW, text=text)
    edit_draft(
        draft=draft,
        actor=author,
        post=None,
        now=NOW,
        text=f"{text}source: {CANARY}\n",
        summary=f"{CANARY} bước",
        expected=draft.row_version,
    )


def make_case_canaries(agency: Any, author: Any) -> None:
    """A one-stop system, a file that waits, a receipt, a key, a contest, a frozen figure and a procedure, each with the canary."""
    system = CaseSystem.objects.create(
        agency=agency, name=f"{CANARY} một cửa", created_by=author, created_at=NOW
    )
    ImportDraft.objects.create(
        pk=uuid.UUID(CODES[-1]),
        system=system,
        name=f"{CANARY}.xlsx",
        sha256="cd" * 32,
        size=1,
        by=author,
        at=NOW,
    )
    ImportBatch.objects.create(
        number="NHS-2023-000001",
        system=system,
        source="file",
        name=f"{CANARY}-thang-1.xlsx",
        sha256="ef" * 32,
        size=1,
        rows=0,
        new=0,
        replaced=0,
        unchanged=0,
        identical=0,
        by=author,
        at=NOW,
        ledger_seq=0,
    )
    ApiKey.objects.create(
        system=system,
        name=f"{CANARY} khóa",
        prefix="mc_CHIMBAO",
        digest="0" * 64,
        created_by=author,
        created_at=NOW,
    )
    Contest.objects.create(
        system=system,
        code=f"{CANARY}-1",
        agency=agency,
        evidence=EvidenceFile.objects.filter(agency=agency).earliest("pk"),
        reason=f"{CANARY} phản đối",
        by=author,
        at=NOW,
    )
    FrozenFigure.objects.create(
        agency=agency,
        period_from=date(2023, 1, 1),
        period_to=date(2023, 12, 31),
        tree_on=date(2023, 12, 31),
        definition="x",
        counts={"received": 1},
        note=f"{CANARY} báo cáo",
        by=author,
        at=NOW,
        ledger_seq=0,
    )
    ProcedureVersion.objects.create(
        procedure=Procedure.objects.create(agency=agency, number="1.000603"),
        valid_from=date(2020, 1, 1),
        code="1.000603",
        name=f"{CANARY} thủ tục",
        field=f"{CANARY} lĩnh vực",
        decision_number=f"{CANARY}/QĐ",
        by=author,
        at=NOW,
    )


def commented(world: Any) -> None:
    """A draft out for opinion, and what kinh_te's secretary has written on it, not yet confirmed by its head."""
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)
    for node in ("", "I.1"):
        comment(world, invitation, node, f"{CANARY} góp ý")


def figures_about(world: Any) -> None:
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
    FigureRevision.objects.create(figure=figure, verb="given", row_version=1, **said)
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


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(
                pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        else:
            yield f"{namespace}{pattern.name}", pattern


def addresses() -> Iterator[tuple[str, str]]:
    """(name, address) for every URL with every small id and every code of the test rubric."""
    for name, pattern in patterns():
        converters = pattern.pattern.converters
        choices = [list(candidates(converter, len(converters) == 1)) for converter in converters.values()]
        if name.startswith("indicators:") and "code" in converters:
            choices = [list(INDICATORS)]
        assert all(choices), f"{name}: no candidate fits; teach this test the converter"
        for values in itertools.product(*choices):
            yield name, reverse(name, kwargs=dict(zip(converters, values, strict=True)))


def candidates(converter: Any, alone: bool) -> Iterator[int | str]:
    ids = range(1, HIGHEST_ID + 1) if alone else range(1, 3)
    for value in (*ids, *CODES):
        if re.fullmatch(converter.regex, str(value)) and (
            isinstance(value, int) or converter.regex != "[0-9]+"
        ):
            yield value


def bytes_of(response: Any) -> bytes:
    """The body, opened when it is an office file, and the headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body += b"".join(packed.read(name) for name in packed.namelist())
    if body[:4] == b"%PDF":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(body)) as document:
            body += "".join(page.extract_text() or "" for page in document.pages).encode()
    return body + repr(response.headers).encode()


def client_of(world: Any, person: str | None) -> Client:
    return Client() if person is None else world.client(person)


@pytest.mark.parametrize("person", OUTSIDERS)
def test_an_outsider_reads_no_canary(canary_world: Any, person: str | None) -> None:
    client = client_of(canary_world, person)
    leaks = []
    for name, address in addresses():
        if name == "agencies:sign_out":
            continue
        searchable = not re.search("[0-9]", address)
        search = (f"?tim={CANARY[:-1]}&q={CANARY[:-1]}",) if searchable else ()
        for query in ("", *search, *ASKING.get(name, ())):
            if CANARY.encode() in bytes_of(client.get(address + query)).replace(query.encode(), b""):
                leaks.append(address + query)
    assert leaks == []


@pytest.mark.parametrize("person", READERS)
def test_those_whom_it_concerns_meet_the_canary(canary_world: Any, person: str) -> None:
    client, met = client_of(canary_world, person), set()
    for name, address in addresses():
        if name in READERS[person] - met:
            for query in ("", *ASKING.get(name, ())):
                if CANARY.encode() in bytes_of(client.get(address + query)).replace(query.encode(), b""):
                    met.add(name)
    assert met == READERS[person]


def digest_of(entry: Entry) -> list[Any]:
    """Everything of the entry that an outsider must not change."""
    return [
        list(Entry.objects.filter(pk=entry.pk).values()),
        list(entry.values.order_by("pk").values()),
        list(entry.evidence_uses.order_by("pk").values()),
        list(entry.explanations.order_by("pk").values()),
        list(EvidenceFile.objects.filter(agency=entry.agency).order_by("pk").values()),
        list(Comment.objects.filter(invitation__agency=entry.agency).order_by("pk").values()),
        list(Reply.objects.filter(invitation__agency=entry.agency).values()),
        list(RubricDraft.objects.filter(owner=entry.agency).order_by("pk").values()),
        list(DraftEdit.objects.filter(draft__owner=entry.agency).order_by("pk").values("pk", "summary")),
        *(
            list(model.objects.filter(**{path: entry.agency}).order_by("pk").values())
            for model, path in OF_AN_AGENCY
        ),
    ]


@pytest.mark.parametrize("person", [person for person in OUTSIDERS if person != "quan_tri"])
def test_an_outsider_changes_nothing(canary_world: Any, person: str | None) -> None:
    """Each POST address with each id, and with the foreign ids in every field that names one."""
    entry = canary_world.entries["kinh_te"]
    before = digest_of(entry)
    file = EvidenceFile.objects.get()
    foreign = {
        "agency": canary_world.kinh_te.pk,
        "entry": entry.pk,
        "file": file.pk,
        "files": file.pk,
        "round": canary_world.round.pk,
        "row_version": 1,
        "node_id": "I.1",
        "reason": "thử",
        "text": "thử",
        "confirm": "1",
        "system": 1,
        "summary": "thử",
        "number": "1",
    }
    client = client_of(canary_world, person)
    for name, address in addresses():
        if name not in {"agencies:sign_out", "agencies:change_password"}:
            client.post(address, foreign)

    assert digest_of(entry) == before
