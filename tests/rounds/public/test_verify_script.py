"""The outsider's script, run as an outsider runs it: in its own process, on what the public addresses give."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import minhchung.rounds
from minhchung.ledger.domain.record import public_key_text
from tests.rounds.public.published import PublishedWorld, correct_published, revoke_published

SCRIPT = Path(minhchung.rounds.__file__).parent / "static/rounds/verify.py"


@dataclass
class Taken:
    """What an outsider downloaded."""

    folder: Path
    sha256: str
    key: str

    def run(self, *more: str, isolated: bool = False, **changed: str) -> tuple[int, str]:
        """The script's exit code and report; isolated leaves installed packages out of its sight."""
        given = {
            "snapshot": str(self.folder / "cong-bo.json"),
            "sha256": self.sha256,
            "ledger": str(self.folder / "nhatky.jsonl"),
            "checkpoints": str(self.folder / "checkpoints.txt"),
            "key": self.key,
        } | changed
        flags = [part for name, value in given.items() if value for part in (f"--{name}", value)]
        head = [sys.executable, *(["-I", "-S"] if isolated else []), str(SCRIPT)]
        done = subprocess.run([*head, *flags, *more], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def alter(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def taken(made: PublishedWorld, tmp_path: Path) -> Taken:
    return take(made, tmp_path)


def take(made: PublishedWorld, folder: Path) -> Taken:
    client = Client()
    for name, address in (
        ("cong-bo.json", reverse("rounds:public_json", args=(made.round.pk,))),
        ("nhatky.jsonl", reverse("rounds:public_ledger")),
        ("checkpoints.txt", reverse("home:checkpoints_download")),
    ):
        (folder / name).write_bytes(body_of(client.get(address)))
    return Taken(folder, made.publication.sha256, public_key_text())


def test_the_script_is_short_and_needs_nothing_installed() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 200


def test_a_published_ranking_checks(taken: Taken) -> None:
    code, report = taken.run()

    assert (code, "SAI" in report, "CHƯA KIỂM" in report) == (0, False, False), report
    assert report.count("ĐÚNG") >= 9


def test_without_cryptography_the_script_says_what_it_did_not_check(taken: Taken) -> None:
    code, report = taken.run(isolated=True)

    assert code == 0, report
    assert "CHƯA KIỂM / NOT CHECKED: chữ ký" in report


def test_a_changed_byte_of_the_snapshot_is_found(taken: Taken) -> None:
    taken.alter("cong-bo.json", "Phòng Nội vụ", "Phòng Nội vự")

    code, report = taken.run()

    assert code == 1
    assert "SAI / WRONG: SHA-256" in report
    assert "SAI / WRONG: sổ cái ghi SHA-256" in report


def test_changed_points_do_not_add_up_even_without_any_hash(taken: Taken) -> None:
    taken.alter("cong-bo.json", '"total":"7"', '"total":"9"')

    code, report = taken.run(sha256="", ledger="", checkpoints="")

    assert code == 1
    assert "SAI / WRONG" in report and "cộng đúng" in report


def test_changed_ranks_are_found(taken: Taken) -> None:
    taken.alter("cong-bo.json", '"rank":1', '"rank":3')

    code, report = taken.run(sha256="", ledger="", checkpoints="")

    assert (code, "hạng của 3 cơ quan" in report.split("SAI / WRONG", 1)[1]) == (1, True)


def test_a_changed_leaf_of_the_ledger_is_found(taken: Taken) -> None:
    lines = (taken.folder / "nhatky.jsonl").read_text().splitlines()
    first = lines[0].split('"leaf": "')[1][:8]
    taken.alter("nhatky.jsonl", first, "00000000" if first != "00000000" else "11111111")

    code, report = taken.run()

    assert code == 1
    assert "SAI / WRONG" in report and "điểm kiểm tra" in report.split("SAI / WRONG", 1)[1]


def test_a_false_signature_is_found(taken: Taken) -> None:
    notes = (taken.folder / "checkpoints.txt").read_text()
    signature = notes.split("\u2014 ")[1].split(" ")[1].strip()
    flipped = signature[:20] + ("A" if signature[20] != "A" else "B") + signature[21:]
    taken.alter("checkpoints.txt", signature, flipped)

    code, report = taken.run()

    assert (code, "SAI / WRONG: chữ ký" in report) == (1, True)


def test_an_old_note_begins_the_later_ledger_and_a_foreign_one_does_not(
    made: PublishedWorld, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = take(made, old)
    note = (old / "checkpoints.txt").read_text()
    revoke_published(made)
    later = take(correct_published(made), new)
    foreign = new / "foreign.txt"
    size = note.split("\n")[1]
    foreign.write_text(note.replace(note.split("\n")[2], "A" * 43 + "=", 1))

    kept, report = later.run("--note", str(old / "checkpoints.txt"))
    refused, other = later.run("--note", str(foreign), key="")

    assert kept == 0, report
    assert (refused, f"begin this ledger: {size}" in other) == (1, True)
    assert before.sha256 != later.sha256


def test_a_file_that_is_no_snapshot_answers_2(taken: Taken) -> None:
    (taken.folder / "cong-bo.json").write_text("không phải JSON")

    code, report = taken.run()

    assert (code, "cannot read" in report) == (2, True)


def test_the_public_ledger_holds_no_text_but_that_of_publications(made: PublishedWorld) -> None:
    import json

    lines = [json.loads(line) for line in body_of(Client().get(reverse("rounds:public_ledger"))).splitlines()]

    assert [line["seq"] for line in lines] == list(range(len(lines)))
    told = [json.loads(line["body"]) for line in lines if "body" in line]
    assert [(each["verb"], each["detail"]["sha256"]) for each in told] == [
        ("publication.confirmed", made.publication.sha256)
    ]
