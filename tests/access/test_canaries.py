"""No page, download, count or error shows another agency's words: every URL, every id, every outsider, every byte."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from minhchung.cases.models import (
    ApiKey,
    CaseSystem,
    Contest,
    FrozenFigure,
    ImportBatch,
    ImportDraft,
    ProcedureVersion,
)
from minhchung.criteria.models import (
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationAct,
    DraftEdit,
    IssueDecision,
    IssueProposal,
    Reply,
    RubricDraft,
    Waiver,
)
from minhchung.evidence.models import EvidenceFile, FactsRevision
from minhchung.indicators.models import Figure, FigureRevision
from minhchung.rounds.models import DataAnswer, Entry, Round, RoundDecision, Ruling
from tests.access.addresses import ASKING, CANARY, addresses, admitted, bytes_of

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
CONCERNED = {"quan_tri": {"home:handover_record", "home:handover_pdf"}}
"""Who opens and closes the accounts of a post reads what was handed over with it."""
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
        "home:handover_record",
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
    (Comment, "invitation__agency"),
    (CommentAnswer, "comment__invitation__consultation__draft__owner"),
    (Consultation, "draft__owner"),
    (ConsultationAct, "consultation__draft__owner"),
    (Contest, "agency"),
    (DataAnswer, "entry__agency"),
    (Entry, "agency"),
    (EvidenceFile, "agency"),
    (FactsRevision, "file__agency"),
    (Figure, "agency"),
    (FigureRevision, "figure__agency"),
    (FrozenFigure, "agency"),
    (ImportBatch, "system__agency"),
    (ImportDraft, "system__agency"),
    (IssueDecision, "proposal__draft__owner"),
    (IssueProposal, "draft__owner"),
    (ProcedureVersion, "procedure__agency"),
    (Reply, "invitation__agency"),
    (Round, "owner"),
    (RoundDecision, "round__owner"),
    (RubricDraft, "owner"),
    (Ruling, "round__owner"),
    (Waiver, "draft__owner"),
)


def client_of(world: Any, person: str | None) -> Client:
    return Client() if person is None else world.client(person)


def asked_of(world: Any, person: str | None) -> frozenset[str]:
    return admitted(None if person is None else world.people[person])


@pytest.mark.parametrize("person", OUTSIDERS)
def test_an_outsider_reads_no_canary(canary_world: Any, person: str | None) -> None:
    client = client_of(canary_world, person)
    leaks = []
    not_read: set[str] = set()
    for name, address in addresses(asked_of(canary_world, person)):
        if name in not_read | {"agencies:sign_out"}:
            continue
        searchable = not re.search("[0-9]", address)
        search = (f"?tim={CANARY[:-1]}&q={CANARY[:-1]}",) if searchable else ()
        for query in ("", *search, *ASKING.get(name, ())):
            answer = client.get(address + query)
            if answer.status_code == 405:  # said before the view looks at any id
                not_read.add(name)
            if name in CONCERNED.get(person or "", ()):
                continue
            if CANARY.encode() in bytes_of(answer).replace(query.encode(), b""):
                leaks.append(address + query)
    assert leaks == []


@pytest.mark.parametrize("person", READERS)
def test_those_whom_it_concerns_meet_the_canary(canary_world: Any, person: str) -> None:
    client, met = client_of(canary_world, person), set()
    for name, address in addresses(frozenset(READERS[person])):
        if name in READERS[person] - met:
            for query in ("", *ASKING.get(name, ())):
                if CANARY.encode() in bytes_of(client.get(address + query)).replace(query.encode(), b""):
                    met.add(name)
    assert met == READERS[person]


def digest_of(entry: Entry) -> list[Any]:
    """Everything of the entry's agency that an outsider must not change."""
    return [
        list(entry.values.order_by("pk").values()),
        list(entry.evidence_uses.order_by("pk").values()),
        list(entry.explanations.order_by("pk").values()),
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
    only_read: set[str] = set()
    for name, address in addresses(asked_of(canary_world, person)):
        if name in only_read | {"agencies:sign_out", "agencies:change_password"}:
            continue
        if client.post(address, foreign).status_code == 405:  # said before the view looks at any id
            only_read.add(name)

    assert digest_of(entry) == before
