"""Both formats of a snapshot, read for ever: what was published in format 1 is kept here as it was frozen."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import minhchung.rounds
from minhchung.home.cli import main
from minhchung.merkle import canonical_json
from minhchung.rounds.domain import public
from minhchung.rounds.models import Publication
from minhchung.rubric.recompute import altered_figures, ranking_bytes, recompute, stated_ranking
from minhchung.rubric.snapshot_reading import FIRST, SECOND, NotASnapshot, opened
from tests.rounds.public.condensed import condensed, written_out
from tests.rounds.public.published import PublishedWorld, correct_published, many_published, small_published
from tests.thawed import thawed

KEPT = Path(__file__).parents[2] / "data/snapshots"
SHA256 = {
    "format-1.json": "5325731b1114fb9e92491ecf71f20cf5767da9996b328c5b8c6c70c6b680b850",
    "format-1-figures.json": "faf5dfa79e08239c5282baff479c25711e7b372a83fb6f6347e485cbb1ff9828",
}
SCRIPT = Path(minhchung.rounds.__file__).parent / "static/rounds/verify.py"
each_kept = pytest.mark.parametrize("name", SHA256)


def kept(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((KEPT / name).read_bytes())
    return found


@each_kept
def test_a_snapshot_of_format_1_stays_as_it_was_and_is_recomputed(name: str) -> None:
    data = (KEPT / name).read_bytes()
    told = json.loads(data)

    assert hashlib.sha256(data).hexdigest() == SHA256[name]
    assert told["format"] == FIRST
    assert ranking_bytes(recompute(told)) == ranking_bytes(told["ranking"])
    assert altered_figures(told) == []
    assert main(["rubric", "recompute", str(KEPT / name)]) == 0


@each_kept
def test_the_same_round_in_format_2_says_the_same(name: str) -> None:
    first = kept(name)
    second = json.loads(canonical_json(condensed(first)))

    assert second["format"] == SECOND
    assert written_out(second) == {key: first[key] for key in ("entries", "ranking", "details")}
    for one, other in zip(opened(first).entries(), opened(second).entries(), strict=True):
        assert list(one["values"]) == list(other["values"]), "in the same order"
    assert ranking_bytes(recompute(second)) == ranking_bytes(stated_ranking(second))
    assert ranking_bytes(recompute(second)) == ranking_bytes(first["ranking"])
    assert altered_figures(second) == []


def test_figures_altered_in_the_tables_are_named() -> None:
    second = condensed(kept("format-1-figures.json"))
    second["tables"]["frames"][0]["start"] = "2020-01-01"

    assert altered_figures(second), "a frame belongs to every figure that names it"


@each_kept
def test_the_outsiders_script_checks_both_formats(name: str, tmp_path: Path) -> None:
    (tmp_path / "2.json").write_bytes(canonical_json(condensed(kept(name))))

    reports = [
        subprocess.run(
            [sys.executable, "-I", "-S", str(SCRIPT), "--snapshot", str(path)],
            capture_output=True, text=True, timeout=60, check=False,
        )
        for path in (KEPT / name, tmp_path / "2.json")
    ]  # fmt: skip

    assert [report.returncode for report in reports] == [0, 0], reports
    first, second = (report.stdout.splitlines()[1:] for report in reports)
    assert first == second and len(first) == 5


def test_a_point_altered_in_format_2_is_found_by_the_script(tmp_path: Path) -> None:
    second = condensed(kept("format-1.json"))
    place = next(at for at, each in enumerate(second["tables"]["values"]) if each["points"] == "4")
    second["tables"]["values"][place]["points"] = "5"
    (tmp_path / "2.json").write_bytes(canonical_json(second))

    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--snapshot", str(tmp_path / "2.json")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (done.returncode, "SAI / WRONG" in done.stdout) == (1, True)


@pytest.mark.parametrize("told", [{}, {"format": "minhchung-snapshot-3"}, [], None])
def test_what_is_of_no_known_format_is_refused(told: Any) -> None:
    with pytest.raises(NotASnapshot):
        opened(told)


# ── what a publication freezes now ────────────────────────────────────────────────────────────────────────────────


def test_a_publication_is_frozen_in_format_2_with_each_text_once(world: Any) -> None:
    text = many_published(world, 40).publication.snapshot
    told = json.loads(text)

    assert told["format"] == SECOND
    assert canonical_json(told).decode() == text
    reasons = told["tables"]["reasons"]
    assert len(reasons) == len({json.dumps(each) for each in reasons})
    assert text.count("chậm 3 ngày") == 1, "three agencies were three days late, for one reason"
    assert len(text) < len(canonical_json({**told, **written_out(told)})) / 2


def test_a_publication_in_format_2_says_what_format_1_said_of_the_same_round(world: Any) -> None:
    told = json.loads(small_published(world).publication.snapshot)
    first = kept("format-1.json")
    found = written_out(told)

    for key in ("nodes", "rounding", "parameters", "rulings"):
        assert _without_ids(told[key]) == _without_ids(first[key])
    for key in ("entries", "ranking", "details"):
        assert _without_ids(found[key]) == _without_ids(first[key]), key


def _without_ids(told: Any) -> Any:
    """Places of rows in a database differ from one run to the next."""
    if isinstance(told, dict):
        ids = ("id", "agency", "entry", "by", "post")
        return {key: _without_ids(value) for key, value in told.items() if key not in ids}
    if isinstance(told, list):
        return [_without_ids(each) for each in told]
    return re.sub(r"(shares rank|đồng hạng) \d+ (with|với) .*", "", told) if isinstance(told, str) else told


# ── the public pages ──────────────────────────────────────────────────────────────────────────────────────────────


@each_kept
def test_every_public_page_is_the_same_for_both_formats(world: Any, name: str) -> None:
    made = small_published(world)
    first = kept(name)

    shown = [_everything_shown(made, told) for told in (first, condensed(first))]

    assert shown[0].keys() == shown[1].keys() and len(shown[0]) >= 20
    for address, page in shown[0].items():
        other = shown[1][address]
        assert page == other, address


def _everything_shown(made: PublishedWorld, told: dict[str, Any]) -> dict[str, list[bytes]]:
    """Address → what it answers in both languages, but for the snapshot's own hash and size."""
    text = canonical_json(told).decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    with thawed("rounds_publication"):
        Publication.objects.filter(pk=made.publication.pk).update(snapshot=text, sha256=digest)
    public._KEPT.clear()
    said = public.published(public.publication_of(made.round.pk))
    round = made.round.pk
    addresses = [
        reverse(f"rounds:{view}", args=(round,))
        for view in ("public_ranking", "public_heat", "public_compare", "public_rulings", "public_csv", "public_xlsx")
    ]  # fmt: skip
    for entry in said.entries:
        addresses.append(reverse("rounds:public_entry", args=(round, entry.id)))
    for entry in said.entries[:1] if "figures" in told["entries"][0] else said.entries:
        addresses += [
            reverse("rounds:public_leaf", args=(round, entry.id, leaf.code)) for leaf in said.rubric.leaves()
        ]
    return {address: _answers(address, digest) for address in addresses}


def _answers(address: str, digest: str) -> list[bytes]:
    found = []
    for spoken in ("vi", "en"):
        answer = Client().get(address, headers={"accept-language": spoken})
        assert answer.status_code == 200, address
        body = answer.content
        if body.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(body)) as book:
                body = b"".join(book.read(part) for part in sorted(book.namelist()))
        body = re.sub(rb'<p class="mc-footer__clock">.*|nonce="[^"]*"|csrf\w*" value="[^"]*"', b"", body)
        found.append(body.replace(digest.encode(), b"SHA-256"))
    return found


def test_a_correction_of_a_round_published_in_format_1_is_frozen_in_format_2(world: Any) -> None:
    from tests.rounds.public.published import revoke_published

    made = small_published(world)
    text = (KEPT / "format-1.json").read_text()
    with thawed("rounds_publication"):
        Publication.objects.filter(pk=made.publication.pk).update(
            snapshot=text, sha256=hashlib.sha256(text.encode()).hexdigest()
        )
    made.publication.refresh_from_db()
    revoke_published(made)

    fresh = correct_published(made)

    assert json.loads(fresh.publication.snapshot)["format"] == SECOND
    made.publication.refresh_from_db()
    assert made.publication.snapshot == text
