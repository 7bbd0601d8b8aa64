"""What was once received stays what it was: the receipt proves it, and the doctor sees when it does not."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from minhchung.docread.limits import TYPED
from minhchung.docread.read_table import read_table
from minhchung.evidence.domain import store
from minhchung.home.commands.doctor import publications, receipts, unfinished_uploads
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.evidence_use import attach
from minhchung.rounds.domain.submitted import submitted_digest
from minhchung.rounds.enums import EntryState, LeafState, Stage
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Publication, Receipt
from minhchung.rubric import NONE_DONE, answer_to_data
from tests.rounds.entry.conftest import autosave
from tests.world import World

NOW = datetime.now(UTC)


@pytest.fixture
def receipt(open_world: World) -> Receipt:
    """kinh_te's entry, answered, sent, approved through the pages."""
    entry = open_world.entries["kinh_te"]
    secretary, head = open_world.client("thu_ky"), open_world.client("lanh_dao")
    assert autosave(secretary, entry, "I.2", 0, option="a").status_code == 200
    _sent(secretary, f"/ho-so/{entry.pk}/trinh/", entry)
    _sent(head, f"/ho-so/{entry.pk}/duyet/", entry)
    return Receipt.objects.get()


def _sent(client: Client, address: str, entry: Entry) -> None:
    from minhchung.rounds.domain.entries import absent_codes

    fresh = Entry.objects.get(pk=entry.pk)
    data = {"row_version": fresh.row_version, "xac_nhan_thieu": "1", "vang": list(absent_codes(fresh))}
    assert client.post(address, data).status_code == 302


def test_a_receipt_is_recomputed_after_a_ruling_scored_the_answer_again(receipt: Receipt) -> None:
    value = LeafValue.objects.get(entry=receipt.entry, node_id="I.2", stage=Stage.SELF)
    later = receipt.received_at + timedelta(hours=1)
    LeafValue.objects.filter(pk=value.pk).update(points=Fraction(1, 2), row_version=value.row_version + 1)
    LeafRevision.objects.create(
        value=value,
        row_version=value.row_version + 1,
        verdict=value.verdict,
        answer=value.answer,
        points=Fraction(1, 2),
        state=LeafState.SCORED,
        at=later,
    )

    assert submitted_digest(receipt.entry, receipt.received_at, pins={}) == receipt.digest
    assert submitted_digest(receipt.entry, pins={}) != receipt.digest
    assert list(receipts()) == []


def test_the_doctor_sees_an_answer_slipped_in_before_a_receipt(receipt: Receipt) -> None:
    value = LeafValue.objects.get(entry=receipt.entry, node_id="I.2", stage=Stage.SELF)

    LeafRevision.objects.create(
        value=value,
        row_version=9,
        verdict=value.verdict,
        answer=answer_to_data(NONE_DONE),
        points=Fraction(0),
        state=LeafState.SCORED,
        at=receipt.received_at - timedelta(seconds=1),
    )

    assert [each.subject for each in receipts()] == [receipt.number]


def test_the_doctor_holds_a_snapshot_against_the_ledger(open_world: World) -> None:
    """Both the text and its hash replaced: only the ledger tells."""
    import hashlib
    from datetime import date

    from minhchung.rounds.models import Ranking

    text = "{}"
    people = open_world.people
    made = Publication.objects.create(
        round=open_world.round,
        ranking=Ranking.objects.create(
            round=open_world.round, computed_at=NOW, engine="x", input_digest="0" * 64
        ),
        state="published",
        decision_number="1",
        decided_on=date(2023, 12, 1),
        snapshot=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        proposed_by=people["thuong_truc"],
        proposed_at=NOW,
        confirmed_by=people["thuong_truc_2"],
        confirmed_at=NOW,
    )

    assert [each.subject for each in publications()] == [str(made.pk)]


def test_the_doctor_names_uploads_that_never_ended(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    incoming = tmp_path / "evidence" / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "moi").write_bytes(b"x")
    (incoming / "cu").write_bytes(b"x")
    os.utime(incoming / "cu", (1_000_000_000, 1_000_000_000))

    assert [each.subject for each in unfinished_uploads()] == ["cu"]
    assert list(store.every_stored()) == []


def test_what_was_appraised_is_not_said_anew_when_an_entry_comes_back(
    receipt: Receipt, open_world: World
) -> None:
    entry = Entry.objects.get(pk=receipt.entry_id)
    LeafValue.objects.create(
        entry=entry,
        node_id="I.2",
        stage=Stage.APPRAISED,
        answer=answer_to_data(NONE_DONE),
        points=Fraction(0),
        state=LeafState.SCORED,
        at=NOW,
    )
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.RETURNED)
    secretary = open_world.client("thu_ky")

    refused = autosave(secretary, entry, "I.2", 1, option="b")
    free = autosave(secretary, entry, "I.1", 0, note="còn trả lời được")

    assert (refused.status_code, free.status_code) == (423, 200)
    assert LeafValue.objects.get(entry=entry, node_id="I.2", stage=Stage.SELF).row_version == 1
    with pytest.raises(NotNow):
        from minhchung.rounds.domain.engine import rubric_of

        leaf = rubric_of(entry.round.rubric).node("I.2")
        attach(
            entry=Entry.objects.get(pk=entry.pk),
            leaf=leaf,
            files=[],
            actor=open_world.people["thu_ky"],
            now=NOW,
        )


def _workbook(rows: int) -> bytes:
    """A small file that unpacks to a large sheet."""
    from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx

    plain = to_xlsx((Sheet("Nhập", (SheetColumn("agency"),), (("A",),)),))
    target = io.BytesIO()
    cell = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>A</t></is></c></row>'
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = b"".join(cell % (number, number) for number in range(1, rows + 1))
                content = content[: content.index(b"<sheetData>") + 11] + body + b"</sheetData></worksheet>"
            made.writestr(name, content)
    return target.getvalue()


def test_a_workbook_that_swells_is_refused_before_it_is_read() -> None:
    table = read_table(_workbook(TYPED.most_rows + 1), "a.xlsx", TYPED)

    assert [problem.code for problem in table.errors] == ["table.too_big"]
