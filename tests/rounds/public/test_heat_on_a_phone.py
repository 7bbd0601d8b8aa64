"""What a phone shows of the heat map: its means, then one criterion or one agency, each value leading to its reasons."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from tests.rounds.public.published import PublishedWorld

NS = "{http://www.w3.org/1999/xhtml}"


def slices(made: PublishedWorld, query: str = "") -> list[tuple[str, list[list[str]]]]:
    """Each list of the phone's form: its caption, and its rows as texts."""
    answer = Client().get(reverse("rounds:public_heat", args=[made.round.pk]) + query)
    tree = html5lib.parse(answer.content)
    section = tree.find(f".//{NS}section[@id='xem-tung-phan']")
    return [
        (
            "".join(table.find(f"{NS}caption").itertext()),
            [["".join(cell.itertext()) for cell in row] for row in table.findall(f".//{NS}tr")][1:],
        )
        for table in section.iter(f"{NS}table")
    ]


def links(made: PublishedWorld, query: str) -> list[str]:
    answer = Client().get(reverse("rounds:public_heat", args=[made.round.pk]) + query)
    section = html5lib.parse(answer.content).find(f".//{NS}section[@id='xem-tung-phan']")
    return [each.get("href") for each in section.iter(f"{NS}a")]


def entry_of(made: PublishedWorld, name: str) -> Any:
    return next(each for each in made.entries if str(each.agency) == name)


def test_at_first_the_means_of_the_map_each_leading_to_its_row_or_column(made: PublishedWorld) -> None:
    (agencies, by_agency), (criteria, by_criterion) = slices(made, "?cap=thanh-phan")
    entry = entry_of(made, "Phòng Kinh tế và Hạ tầng")

    assert agencies == "Tỷ lệ điểm đạt trung bình của từng cơ quan"
    assert ["Phòng Kinh tế và Hạ tầng", "75,0 %"] in by_agency
    assert criteria == "Điểm trung bình của từng tiêu chí"
    assert [row[1] for row in by_criterion][1] == "1,33 / 2"
    found = links(made, "?cap=thanh-phan")
    assert f"?cap=thanh-phan&xem=cq-{entry.pk}#xem-tung-phan" in found
    assert "?cap=thanh-phan&xem=tc-II.1#xem-tung-phan" in found


def test_one_criterion_over_all_agencies(made: PublishedWorld) -> None:
    entry = entry_of(made, "Phòng Kinh tế và Hạ tầng")

    ((caption, rows),) = slices(made, "?cap=thanh-phan&xem=tc-I.2")

    assert caption.endswith(": điểm của từng cơ quan")
    assert sorted(rows[:3]) == [
        ["Phòng Kinh tế và Hạ tầng", "1 / 2"], ["Phòng Nội vụ", "2 / 2"], ["Phòng Tư pháp", "1 / 2"],
    ]  # fmt: skip
    assert rows[3] == ["Trung bình", "1,33 / 2"]
    reasons = reverse("rounds:public_entry", args=[made.round.pk, entry.pk])
    assert f"{reasons}#muc-I.2" in links(made, "?cap=thanh-phan&xem=tc-I.2")


def test_one_agency_over_all_criteria(made: PublishedWorld) -> None:
    entry = entry_of(made, "Phòng Kinh tế và Hạ tầng")

    ((caption, rows),) = slices(made, f"?cap=thanh-phan&xem=cq-{entry.pk}")

    assert caption == "Phòng Kinh tế và Hạ tầng: điểm theo từng tiêu chí"
    assert [row[1] for row in rows] == ["2 / 2", "1 / 2", "2 / 4", "2 / 2", "75,0 %"]


@pytest.mark.parametrize("asked", ["tc-IX.9", "cq-999999", "cq-", "x"])
def test_what_is_not_there_shows_the_means(made: PublishedWorld, asked: str) -> None:
    assert len(slices(made, f"?xem={asked}")) == 2


def test_by_loss_a_chosen_criterion_orders_the_agencies(made: PublishedWorld) -> None:
    ((_caption, rows),) = slices(made, "?cap=thanh-phan&xep=mat-diem&xem=tc-II.1")

    points = [row[1] for row in rows[:-1]]
    assert points == sorted(points) and points[0] != points[-1]
