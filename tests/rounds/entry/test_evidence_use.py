"""Evidence of a criterion: dropped, picked, taken away; read by those who appraise the leaf, and only there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from minhchung.agencies.domain.acting import acting
from minhchung.agencies.models import Agency
from minhchung.evidence.domain.access import files_for
from minhchung.evidence.models import EvidenceFile
from minhchung.rounds.models import Entry, EvidenceUse
from tests.rounds.entry.conftest import AUTOSAVE, leaf_url
from tests.world import World


def picture(name: str = "bang-thong-ke.png", colour: str = "white") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def attach_url(entry: Entry, code: str) -> str:
    return reverse("rounds:attach_evidence", args=[entry.pk, code])


def make_file(world: World, agency: Agency, name: str) -> EvidenceFile:
    return EvidenceFile.objects.create(
        agency=agency,
        sha256=f"{EvidenceFile.objects.count():064x}",
        size=1,
        kind="pdf",
        name=name,
        uploaded_by=world.people["thu_ky"],
        uploaded_at=datetime.now(UTC),
    )


def use(world: World, entry: Entry, code: str, file: EvidenceFile) -> EvidenceUse:
    by = world.people["thu_ky"]
    return EvidenceUse.objects.create(entry=entry, node_id=code, file=file, by=by, at=datetime.now(UTC))


def test_a_dropped_file_is_kept_and_stands_behind_the_leaf(secretary: Client, entry: Entry) -> None:
    answer = secretary.post(attach_url(entry, "II.1"), {"file": picture()}, headers=AUTOSAVE)

    assert answer.status_code == 200
    assert "bang-thong-ke.png" in answer.json()["fragments"]["minh-chung"]
    assert EvidenceUse.objects.get().file.agency_id == entry.agency_id
    assert "bang-thong-ke.png" in secretary.get(leaf_url(entry, "II.1")).content.decode()


def test_the_same_file_again_is_one_use(secretary: Client, entry: Entry) -> None:
    secretary.post(attach_url(entry, "II.1"), {"file": picture()})
    secretary.post(attach_url(entry, "II.1"), {"file": picture("ten-khac.png")})

    assert (EvidenceFile.objects.count(), EvidenceUse.objects.count()) == (1, 1)


def test_a_file_says_where_else_it_is_used(secretary: Client, entry: Entry) -> None:
    secretary.post(attach_url(entry, "I.2"), {"file": picture()})

    answer = secretary.post(attach_url(entry, "II.1"), {"file": picture()}, headers=AUTOSAVE)

    assert "cũng dùng ở I.2" in answer.json()["fragments"]["minh-chung"]


def test_a_file_that_is_not_what_it_says_is_refused(secretary: Client, entry: Entry) -> None:
    fake = SimpleUploadedFile("bao-cao.pdf", b"<html>", "application/pdf")

    answer = secretary.post(attach_url(entry, "II.1"), {"file": fake}, headers=AUTOSAVE)

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert EvidenceUse.objects.count() == 0


def test_removal_keeps_the_row_with_who_and_when(secretary: Client, open_world: World, entry: Entry) -> None:
    secretary.post(attach_url(entry, "II.1"), {"file": picture()})
    standing = EvidenceUse.objects.get()

    secretary.post(reverse("rounds:detach_evidence", args=[entry.pk, "II.1", standing.pk]))

    standing.refresh_from_db()
    assert standing.removed_by == open_world.people["thu_ky"]
    assert standing.removed_at is not None
    assert "Chưa có tệp minh chứng" in secretary.get(leaf_url(entry, "II.1")).content.decode()


def test_files_of_other_criteria_and_of_last_year_are_offered(
    secretary: Client, open_world: World, entry: Entry
) -> None:
    elsewhere = make_file(open_world, entry.agency, "quyet-dinh-phan-cong.pdf")
    use(open_world, entry, "I.2", elsewhere)
    make_file(open_world, open_world.tu_phap, "cua-phong-khac.pdf")
    address = reverse("rounds:pick_evidence", args=[entry.pk, "II.1"])

    page = secretary.get(f"{address}?nguon=tieu-chi-khac").content.decode()
    secretary.post(address, {"file": [str(elsewhere.pk)]})

    assert "quyet-dinh-phan-cong.pdf" in page
    assert "cua-phong-khac.pdf" not in page
    assert EvidenceUse.objects.filter(node_id="II.1", file=elsewhere).count() == 1


def test_a_foreign_file_cannot_be_picked(secretary: Client, open_world: World, entry: Entry) -> None:
    foreign = make_file(open_world, open_world.tu_phap, "cua-phong-khac.pdf")

    secretary.post(reverse("rounds:pick_evidence", args=[entry.pk, "II.1"]), {"file": [str(foreign.pk)]})

    assert EvidenceUse.objects.count() == 0


@pytest.mark.parametrize("who", ["thu_ky_tp", "lanh_dao", "nguoi_ngoai", "tham_dinh_vp"])
def test_nobody_else_attaches_or_removes(open_world: World, entry: Entry, who: str) -> None:
    standing = use(open_world, entry, "II.1", make_file(open_world, entry.agency, "a.pdf"))
    client = open_world.client(who)

    answers = [
        client.post(attach_url(entry, "II.1"), {"file": picture()}),
        client.get(reverse("rounds:pick_evidence", args=[entry.pk, "II.1"])),
        client.post(reverse("rounds:detach_evidence", args=[entry.pk, "II.1", standing.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    standing.refresh_from_db()
    assert standing.removed_at is None
    assert EvidenceUse.objects.count() == 1


def test_after_submission_evidence_stays_as_it_was(
    secretary: Client, open_world: World, entry: Entry
) -> None:
    standing = use(open_world, entry, "II.1", make_file(open_world, entry.agency, "a.pdf"))
    submit(entry)

    secretary.post(attach_url(entry, "II.1"), {"file": picture()})
    secretary.post(reverse("rounds:detach_evidence", args=[entry.pk, "II.1", standing.pk]))

    standing.refresh_from_db()
    assert standing.removed_at is None
    assert EvidenceUse.objects.count() == 1


def submit(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(state="submitted", received_at=datetime.now(UTC), late_seconds=0)


def names(world: World, who: str) -> set[str]:
    return {file.name for file in files_for(acting(world.people[who], date.today()))}


def test_who_reads_a_file_through_an_entry(open_world: World, entry: Entry) -> None:
    of_office = make_file(open_world, entry.agency, "van-phong-cham.pdf")
    of_home = make_file(open_world, entry.agency, "noi-vu-cham.pdf")
    removed = make_file(open_world, entry.agency, "da-go.pdf")
    use(open_world, entry, "II.1", of_office)
    use(open_world, entry, "I.2", of_home)
    taken_away = use(open_world, entry, "II.1", removed)
    taken_away.removed_by, taken_away.removed_at = open_world.people["thu_ky"], datetime.now(UTC)
    taken_away.save()
    before = {who: names(open_world, who) for who in ("tham_dinh_vp", "tham_dinh_nv", "thuong_truc")}

    submit(entry)

    assert before == {"tham_dinh_vp": set(), "tham_dinh_nv": set(), "thuong_truc": set()}
    assert names(open_world, "tham_dinh_vp") == {"van-phong-cham.pdf"}
    assert names(open_world, "tham_dinh_nv") == {"noi-vu-cham.pdf"}
    assert names(open_world, "thuong_truc") == {"van-phong-cham.pdf", "noi-vu-cham.pdf"}
    for who in ("nguoi_ngoai", "thuong_truc_ngoai", "thu_ky_tp", "quan_tri"):
        assert names(open_world, who) == set()


def test_a_body_reads_nothing_of_its_own_entry_through_appraisal(open_world: World) -> None:
    own = open_world.entries["noi_vu"]
    use(open_world, own, "I.2", make_file(open_world, open_world.noi_vu, "cua-noi-vu.pdf"))
    submit(own)

    assert names(open_world, "tham_dinh_vp") == set()
