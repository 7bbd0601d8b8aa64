"""What is said of a file is kept at every change; who judges sees what was said at submission, and what came later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from minhchung.evidence.domain.facts import FileFacts, describe, facts_digest
from minhchung.evidence.domain.facts_history import facts_stood, settled_at
from minhchung.evidence.models import EvidenceFile, FactsRevision
from minhchung.home.commands import doctor
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.enums import EntryState
from minhchung.rounds.models import Entry, EvidenceUse
from tests.evidence.test_library import png, send

SUBMITTED = datetime(2023, 5, 1, tzinfo=UTC)
BEFORE, AFTER = SUBMITTED - timedelta(days=3), SUBMITTED + timedelta(days=3)
FIRST = FileFacts("Kế hoạch cải cách", "12/KH-UBND", date(2023, 1, 5), "UBND huyện")
SECOND = FileFacts("Kế hoạch cải cách", "13/KH-UBND", date(2023, 1, 9), "UBND huyện")


@pytest.fixture
def file(open_world: Any) -> EvidenceFile:
    """A file behind I.2 (Phòng Nội vụ appraises) of a submitted entry, described before and again after."""
    send(open_world, "thu_ky", open_world.kinh_te, png())
    kept = EvidenceFile.objects.get()
    author = open_world.people["thu_ky"]
    for facts, moment in ((FIRST, BEFORE), (SECOND, AFTER)):
        describe(file=kept, facts=facts, expected=kept.row_version, actor=author, post=None, now=moment)
    entry = open_world.entries["kinh_te"]
    Entry.objects.filter(pk=entry.pk).update(
        state=EntryState.SUBMITTED, received_at=SUBMITTED, late_seconds=0
    )
    EvidenceUse.objects.create(entry=entry, node_id="I.2", file=kept, by=author, at=BEFORE)
    return kept


def test_facts_stand_as_they_were_and_later_changes_stand_beside(file: EvidenceFile) -> None:
    stood = facts_stood(file, SUBMITTED)

    assert (stood.name, stood.number, stood.dated_on) == ("Kế hoạch cải cách", "12/KH-UBND", date(2023, 1, 5))
    assert [(change.at, change.who, [row[1:] for row in change.rows]) for change in stood.later] == [
        (AFTER, "Nguyễn Thị Thư", [("12/KH-UBND", "13/KH-UBND"), ("05/01/2023", "09/01/2023")])
    ]
    assert facts_stood(file, None).number == "13/KH-UBND"
    assert facts_stood(file, None).later == ()
    assert settled_at(file) == SUBMITTED


def test_the_appraiser_sees_the_facts_of_the_submission_and_is_told_of_the_change(
    file: EvidenceFile, open_world: Any
) -> None:
    entry = open_world.entries["kinh_te"]
    page = open_world.client("tham_dinh_nv").get(f"/ho-so/{entry.pk}/tham-dinh/I.2/").content.decode()

    listed = page[page.index("data-evidence-list") :]
    assert "12/KH-UBND · 05/01/2023" in listed
    assert "13/KH-UBND · 09/01/2023" not in listed
    assert "Sửa sau khi nộp, ngày" in listed
    assert "“12/KH-UBND” → “13/KH-UBND”" in listed

    shown = listed[listed.index("mc-preview__facts") :]
    assert shown.index("12/KH-UBND") < shown.index("13/KH-UBND")


def test_a_fragment_is_asked_for_with_its_moment(file: EvidenceFile, open_world: Any) -> None:
    client = open_world.client("tham_dinh_nv")
    then = client.get(f"/minh-chung/{file.pk}/xem/", {"luc": SUBMITTED.isoformat()}).content.decode()
    now = client.get(f"/minh-chung/{file.pk}/xem/", {"luc": "hôm qua"}).content.decode()

    assert "Sửa sau khi nộp" in then
    assert "Sửa sau khi nộp" not in now
    assert "13/KH-UBND" in now


def test_its_own_people_are_told_before_they_change_it_and_read_every_change(
    file: EvidenceFile, open_world: Any
) -> None:
    page = open_world.client("thu_ky").get(f"/minh-chung/{file.pk}/").content.decode()

    assert "Người thẩm định thấy thông tin như lúc nộp" in page
    assert page.count("sau khi nộp</span>") == 2
    assert "Các lần sửa thông tin" in page


def test_the_printed_form_of_a_submitted_entry_keeps_the_facts_of_the_submission(
    file: EvidenceFile, open_world: Any
) -> None:
    from minhchung.rounds.interfaces.official_form import official_form_of

    entry = Entry.objects.select_related("agency", "round__rubric").get(pk=open_world.entries["kinh_te"].pk)

    assert "12/KH-UBND" in repr(official_form_of(entry, AFTER).rows)
    assert "13/KH-UBND" not in repr(official_form_of(entry, AFTER).rows)


def test_what_was_said_cannot_be_rewritten_and_its_digest_is_in_the_ledger(file: EvidenceFile) -> None:
    said = list(FactsRevision.objects.filter(file=file).order_by("row_version"))

    assert [row.number for row in said] == ["", "12/KH-UBND", "13/KH-UBND"]
    told = LedgerEntry.objects.filter(verb="evidence.described").order_by("seq")
    assert [facts_digest(row) in entry.body for row, entry in zip(said[1:], told, strict=True)] == [
        True,
        True,
    ]
    for change in (
        lambda: FactsRevision.objects.filter(file=file).update(number="14/KH-UBND"),
        lambda: FactsRevision.objects.filter(file=file).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_doctor_sees_facts_that_were_changed_past_the_history(file: EvidenceFile) -> None:
    assert list(doctor.facts()) == []

    EvidenceFile.objects.filter(pk=file.pk).update(number="99/KH-UBND")

    assert [(each.check, each.subject) for each in doctor.facts()] == [("facts", str(file.pk))]
