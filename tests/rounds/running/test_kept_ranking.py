"""A ranking is kept lean, and reads back word for word what scoring said on the day."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.kept_ranking import RowDetails, details_of
from minhchung.rounds.domain.ranking import compute_ranking, ranked_rows
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import Entry, Ranking, RankRow, Round
from minhchung.rubric import Context, answer_from_data, evaluate, kept_words, wording
from tests.rounds.running.build import FAIR, GOOD, NOW, many_entries, say, who
from tests.world import World

POOR = {"I.1": "15/03/2023", "I.2": "c", "II.1": {"num": 1234, "den": 2345}, "II.2": "0,5"}


def filled(world: World) -> Round:
    """Three agencies, one of them incomplete and one overruled by the council, and two in a group of their own."""
    say(world, world.entries["kinh_te"], GOOD)
    say(world, world.entries["tu_phap"], POOR)
    say(world, world.entries["noi_vu"], {"I.2": "a", "II.1": {"num": 0, "den": 0}})
    say(world, world.entries["kinh_te"], {"II.1": {"num": 85, "den": 100}}, Stage.FINAL)
    say(world, world.entries["tu_phap"], {"I.2": "a"}, Stage.SELF)
    many_entries(world, 2, FAIR)
    assert world.round is not None
    return Round.objects.select_related("rubric", "owner").get(pk=world.round.pk)


ANSWERS = {"kinh_te": {**GOOD, "II.1": {"num": 85, "den": 100}}, "tu_phap": POOR}


def told_by_evaluate(round: Round, entry: Entry, answers: dict[str, Any]) -> RowDetails:
    rubric, context = rubric_of(round.rubric), Context(year=round.year)
    read = {code: answer_from_data(rubric, code, data, context) for code, data in answers.items()}
    nodes = [each for each in evaluate(rubric, read, context).walk() if each.code]  # type: ignore[arg-type]
    return RowDetails(
        nodes={each.code: None if each.points is None else str(each.points) for each in nodes},
        states={each.code: each.state for each in nodes},
        max={each.code: str(each.max) for each in nodes if each.max != each.declared_max},
        reasons={each.code: [[why.vi, why.en] for why in each.reasons] for each in nodes if each.reasons},
    )


def rows_of(ranking: Ranking) -> dict[int, RankRow]:
    return {row.entry_id: row for row in ranking.rows.order_by("pk")}


def test_what_is_kept_is_what_evaluate_says(open_world: World) -> None:
    round = filled(open_world)

    ranking = compute_ranking(round=round, **who(open_world))

    rows = rows_of(ranking)
    details = details_of(list(rows.values()))
    for name, answers in ANSWERS.items():
        entry = open_world.entries[name]
        assert details[rows[entry.pk].pk] == told_by_evaluate(round, entry, answers), name
    assert ranking.groups.count() == 2
    assert len(rows) == 5


def test_kept_words_do_not_change_with_the_words_of_the_engine(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranking = compute_ranking(round=filled(open_world), **who(open_world))
    before = details_of(list(ranking.rows.all()))

    for name in ("vi_number", "vi_points", "rate_shown", "percent", "said"):
        monkeypatch.setattr(wording, name, lambda *_args: pytest.fail("the words of the engine were asked"))

    assert details_of(list(ranking.rows.all())) == before


def test_the_fixed_words_of_the_first_format() -> None:
    """Changing one of these changes what was published: make a new format instead."""
    assert kept_words.rate(1234, 2345) == "1.234/2.345 = 52,62 %"
    assert kept_words.rate(2, 2) == "2/2 = 100 %"
    assert kept_words.rate(1, 1000) == "1/1.000 = 0,1 %"
    assert kept_words.number(Fraction(-24691, 20)) == "-1.234,55"
    assert kept_words.number(Fraction(2, 3)) == "≈ 0,6667"
    assert (kept_words.plural(Fraction(1)), kept_words.plural(Fraction(2))) == ("", "s")


def test_rows_that_carry_their_details_themselves_still_read(open_world: World) -> None:
    round = filled(open_world)
    entry = open_world.entries["tu_phap"]
    wanted = told_by_evaluate(round, entry, POOR)
    ranking = Ranking.objects.create(round=round, computed_at=NOW, engine="minhchung-0", input_digest="")
    told = {"nodes": wanted.nodes, "states": wanted.states, "max": wanted.max, "reasons": wanted.reasons}
    row = RankRow.objects.create(ranking=ranking, entry=entry, detail=told)

    assert details_of([row]) == {row.pk: wanted}


def test_a_later_stage_that_holds_nothing_stands_over_an_earlier_one(open_world: World) -> None:
    round = filled(open_world)
    entry = open_world.entries["kinh_te"]
    final = entry.values.get(node_id="II.1", stage=Stage.FINAL)
    final.answer, final.points, final.state = None, None, "absent"
    final.save()

    row = next(row for row in ranked_rows(round) if int(row.agency) == entry.pk)

    assert (row.rank, row.missing) == (None, ("II.1",))
