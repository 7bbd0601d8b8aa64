"""Points are never shown as those of a figure that is not kept: they name the answer they were computed from."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.test import Client
from django.urls import reverse

from minhchung.rounds.models import Entry, Phase
from tests.rounds.entry.conftest import autosave, leaf_url

RATE = "II.1"


def test_points_beside_a_faulty_figure_name_the_answer_they_are_of(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")
    autosave(secretary, entry, RATE, 1, num="120", den="100")

    page = secretary.get(leaf_url(entry, RATE)).content.decode()
    sheet = secretary.get(reverse("rounds:sheet", args=[entry.pk, "II"])).content.decode()

    assert page.count("mc-older--on") == 1
    assert re.search(r"Điểm này là của trả lời đã lưu [\d:]+: “[^”]*: 96; [^”]*: 100”", page)
    assert 'data-state="invalid"' in page and 'role="status">Đã lưu' not in page
    assert re.search(r"mc-older--on\">của trả lời đã lưu [\d:]+: [^<]*: 96; ", sheet)


def test_a_faulty_figure_with_nothing_saved_before_has_no_points(secretary: Client, entry: Entry) -> None:
    answer = secretary.post(leaf_url(entry, RATE), {"num": "120", "den": "100", "row_version": "0"})

    page = answer.content.decode()

    assert "Chưa có điểm: chưa có trả lời nào đọc được" in page
    assert page.count("mc-older--on") == 1


def test_a_sound_answer_is_not_called_older(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")

    page = secretary.get(leaf_url(entry, RATE)).content.decode()

    assert "mc-older--on" not in page
    assert 'role="status">Đã lưu' in page


def test_a_refused_save_does_not_say_that_a_draft_was_kept(secretary: Client, entry: Entry) -> None:
    now = datetime.now(UTC)
    Phase.objects.filter(round=entry.round, kind="self").update(
        opens_at=now + timedelta(days=1), due_at=now + timedelta(days=2), locks_at=now + timedelta(days=3)
    )

    page = secretary.post(
        leaf_url(entry, RATE), {"num": "120", "den": "100", "row_version": "0"}
    ).content.decode()

    assert "Bản nháp đã lưu, chưa tính" not in page
    assert "Chưa lưu." in page
