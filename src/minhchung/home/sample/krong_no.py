"""Krông Nô's self-assessment of 2022, as its report states it: 87 marks, sent and received."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.resources import files

from minhchung.criteria.domain.library import keep_version, rubric_of
from minhchung.criteria.models import RubricVersion
from minhchung.home.sample import accounts as names
from minhchung.home.sample.people import People
from minhchung.rounds.domain import acts, running
from minhchung.rounds.domain.entries import approve_entry, send_to_head
from minhchung.rounds.domain.self_scoring import save_answer
from minhchung.rounds.enums import PhaseKind
from minhchung.rounds.models import Entry
from minhchung.rubric import answers_from_text
from minhchung.rubric.shipped import shipped_text
from minhchung.ui.present import in_vietnam

DATA = files("minhchung.home") / "sample_data"


def load(people: People, now: datetime) -> None:
    owner = people.agencies[names.DAK_NONG]
    actor, post = people.users["thuongtruc-daknong"], people.posts["thuongtruc-daknong"]
    version = keep_version(
        text=shipped_text("dak-nong-iso-2022"), name="dak-nong-iso-2022", owner=None, now=now
    )
    begun = now - timedelta(days=20)
    plan = running.RoundPlan(
        title="Đánh giá HTQLCL theo TCVN ISO 9001:2015 năm 2022",
        rubric=version,
        year=2022,
        period_from=date(2022, 1, 1),
        period_to=date(2022, 12, 31),
        reference_on=date(2022, 12, 31),
        parameters={},
        phases=phases(begun, days=30),
        agencies=(people.agencies[names.KRONG_NO],),
        bodies=dict.fromkeys(named_bodies(version), owner),
    )
    round = running.prepare_round(plan=plan, owner=owner, actor=actor, post=post, now=begun)
    running.open_round(
        round=round, decision=acts.Decision("", begun.date()), actor=actor, post=post, now=begun
    )
    entry = Entry.objects.get(round=round)
    _answer(people, entry, begun)
    secretary, secretary_post = people.secretary_of(names.KRONG_NO)
    head, head_post = people.head_of(names.KRONG_NO)
    send_to_head(
        entry=entry, expected=1, confirmed_absent=None, actor=secretary, post=secretary_post, now=begun
    )
    approve_entry(
        entry=entry, expected=2, confirmed_absent=None, actor=head, post=head_post, received_at=begun
    )


def _answer(people: People, entry: Entry, now: datetime) -> None:
    rubric = rubric_of(entry.round.rubric)
    text = (DATA / "krong-no-2022.answers.yaml").read_text(encoding="utf-8")
    answers, faults = answers_from_text(rubric, text, "krong-no-2022.answers.yaml")
    if faults:
        raise ValueError(faults)
    secretary, post = people.secretary_of(names.KRONG_NO)
    for code, answer in answers.items():
        save_answer(
            entry=entry,
            leaf=rubric.leaf(code),
            answer=answer,
            note="",
            expected=0,
            actor=secretary,
            post=post,
            now=now,
        )


def named_bodies(version: RubricVersion) -> tuple[str, ...]:
    """The appraising bodies that a rubric version names."""
    rubric = rubric_of(version)
    return tuple(dict.fromkeys(leaf.appraised_by for leaf in rubric.leaves() if leaf.appraised_by))


def phases(start: datetime, *, days: int) -> dict[PhaseKind, running.PhaseTimes]:
    """Four phases, all open from the start: the sample shows agencies in every state at once.
    They end at 17:00 in Vietnam, as an office would set them."""
    closing = in_vietnam(start).replace(hour=17, minute=0, second=0, microsecond=0)
    return {
        kind: running.PhaseTimes(
            opens_at=start,
            due_at=closing + timedelta(days=days + 7 * place),
            locks_at=closing + timedelta(days=days + 7 * place + 5),
        )
        for place, kind in enumerate(PhaseKind)
    }
