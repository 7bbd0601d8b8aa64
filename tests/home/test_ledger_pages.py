"""The ledger to read and take away: who sees what, and that what is given out still proves itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from minhchung.agencies.enums import Role
from minhchung.ledger.domain.record import public_key_text, record
from minhchung.ledger.models import Checkpoint, LedgerEntry
from minhchung.merkle import leaf_hash, parse_verifier_key, root, verify_inclusion, verify_note
from minhchung.rounds.models import Entry
from tests.world import make_person, open_round

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
SECRET = "CHIM-BAO"


@pytest.fixture
def log(world: Any) -> Any:
    """Five acts: two of a district agency, two of another province, one of an account."""
    acts = (
        ("entry.submitted", world.kinh_te.pk, "Huyện một"),
        ("entry.submitted", world.other_province.pk, SECRET),
        ("evidence.added", world.tu_phap.pk, "Huyện hai"),
        ("evidence.added", world.other_province.pk, SECRET),
        ("account.created", None, SECRET),
    )
    with transaction.atomic():
        for number, (verb, agency_id, words) in enumerate(acts):
            record(
                verb=verb,
                subject=f"thu.nghiem:{number}",
                at=NOW,
                actor_id=world.people["thu_ky"].pk,
                agency_id=agency_id,
                detail={"words": words},
            )
    return world


@pytest.mark.parametrize("page", ["", "0/", "nhatky.jsonl"])
def test_the_ledger_is_for_its_readers(log: Any, client: Any, page: str) -> None:
    log.people["doan"] = make_person("doan", "Vũ Đoàn", log.standing, Role.INSPECTOR)

    for person in ("thuong_truc", "hoi_dong", "quan_tri", "doan"):
        assert log.client(person).get(f"/so-cai/{page}").status_code == 200
    for person in ("thu_ky", "lanh_dao", "tham_dinh_nv", "soan_thao"):
        assert log.client(person).get(f"/so-cai/{page}").status_code == 404
    assert client.get(f"/so-cai/{page}").status_code == 302


def test_others_entries_show_only_their_hash(log: Any) -> None:
    client = log.client("thuong_truc")

    pages = [client.get(f"/so-cai/{seq}/").content.decode() for seq in range(5)]

    assert ["Huyện một" in pages[0], "Huyện hai" in pages[2]] == [True, True]
    assert not any(SECRET in page for page in pages)
    assert LedgerEntry.objects.get(seq=1).leaf_hash in pages[1]


def test_a_filter_says_nothing_of_hidden_entries(log: Any) -> None:
    client = log.client("thuong_truc")

    assert client.get("/so-cai/?viec=account").content.decode().count("/so-cai/4/") == 0
    assert "/so-cai/1/" in client.get("/so-cai/").content.decode()
    assert "/so-cai/1/" not in client.get("/so-cai/?viec=entry").content.decode()
    assert "/so-cai/0/" in client.get("/so-cai/?viec=entry").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("tu=01/11/2026", 5), ("tu=02/11/2026", 0), ("den=31/10/2026", 0), ("doi-tuong=thu.nghiem:3", 1)],
)
def test_the_administrator_filters_by_day_and_subject(log: Any, query: str, found: int) -> None:
    page = log.client("quan_tri").get(f"/so-cai/?{query}").content.decode()

    assert page.count('<th role="rowheader" scope="row" class="mc-number">') == found


def test_a_wrong_day_is_said(log: Any) -> None:
    assert log.client("quan_tri").get("/so-cai/?tu=99").status_code == 422


def test_the_download_recomputes_to_the_signed_root(log: Any) -> None:
    answer = log.client("thuong_truc").get("/so-cai/nhatky.jsonl")

    lines = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]
    newest = Checkpoint.objects.order_by("-size")[0]
    assert [line["seq"] for line in lines] == [0, 1, 2, 3, 4]
    assert ["body" in line for line in lines] == [True, False, True, False, False]
    assert all(leaf_hash(line["body"].encode()).hex() == line["leaf"] for line in lines if "body" in line)
    assert root([bytes.fromhex(line["leaf"]) for line in lines]).hex() == newest.root_hash


def test_the_proof_on_the_page_holds(log: Any) -> None:
    page = log.client("thuong_truc").get("/so-cai/3/").context["page"]

    assert verify_inclusion(
        bytes.fromhex(page.row.entry.leaf_hash),
        3,
        page.checkpoint.size,
        [bytes.fromhex(part) for part in page.proof],
        bytes.fromhex(page.checkpoint.root_hash),
    )


def test_anyone_takes_checkpoints_and_checks_them(log: Any, client: Any) -> None:
    name, key = parse_verifier_key(public_key_text())
    page = client.get("/diem-kiem-tra/").content.decode()
    notes = b"".join(client.get("/diem-kiem-tra/checkpoints.txt").streaming_content).decode()

    assert public_key_text() in page.replace("&#x2B;", "+")
    for note in Checkpoint.objects.values_list("note", flat=True):
        assert note in notes
        assert verify_note(note, name, key)


def test_the_standing_body_reads_acts_on_the_entries_of_its_rounds(log: Any) -> None:
    open_round(log)
    entry = Entry.objects.create(round=log.round, agency=log.other_province)
    with transaction.atomic():
        record(
            verb="entry.submitted",
            subject=f"rounds.entry:{entry.pk}",
            at=NOW,
            actor_id=None,
            agency_id=log.other_province.pk,
            detail={"words": "HO-SO-NAY"},
        )
    client = log.client("thuong_truc")

    assert "HO-SO-NAY" in client.get("/so-cai/5/").content.decode()
    assert SECRET not in client.get("/so-cai/1/").content.decode()


def test_an_empty_ledger_has_pages_too(world: Any, client: Any) -> None:
    assert client.get("/diem-kiem-tra/").status_code == 200
    assert world.client("quan_tri").get("/so-cai/").status_code == 200
    assert world.client("quan_tri").get("/so-cai/0/").status_code == 404


@pytest.mark.parametrize("size", [1, 60])
def test_the_list_takes_eight_queries(world: Any, django_assert_num_queries: Any, size: int) -> None:
    with transaction.atomic():
        for number in range(size):
            record(verb="a.b", subject=f"x:{number}", at=NOW, actor_id=None, agency_id=world.kinh_te.pk)
    client = world.client("quan_tri")
    client.get("/so-cai/")

    with django_assert_num_queries(8):
        client.get("/so-cai/")


def test_every_verb_that_is_recorded_has_words() -> None:
    """Verbs are literals beside `verb=`, `told(`, `_record(`; those of decisions are made of their kinds."""
    import re
    from pathlib import Path

    import minhchung
    from minhchung.home.domain.ledger_words import WORDS
    from minhchung.rounds.enums import DecisionKind

    verbs = {f"round.{kind.value}" for kind in DecisionKind}
    for source in Path(minhchung.__file__).parent.glob("*/**/*.py"):
        text = source.read_text("utf-8")
        verbs |= set(re.findall(r'verb="([a-z_]+\.[a-z_]+)"', text))
        verbs |= set(re.findall(r'(?:told|_record)\(\s*(?:round, )?"([a-z_]+\.[a-z_]+)"', text))

    assert len(verbs) > 30
    assert sorted(verbs - WORDS.keys()) == []
