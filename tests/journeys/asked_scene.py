"""A draft out for opinion, with an opinion confirmed; and a draft proposed, for a second person to issue."""

from __future__ import annotations

from minhchung.criteria.domain.issuing import propose_issue
from minhchung.criteria.domain.waivers import key_of
from minhchung.rubric import parse
from minhchung.rubric.lint import lint
from tests.criteria.asked import (
    ISSUED_AT,
    TERMS,
    TEXT,
    asked,
    by,
    comment,
    consulted,
    draft_of,
    reply,
    settled,
)
from tests.world import World


def _gap() -> str:
    rubric = parse(TEXT)
    return next(key_of(rubric, found) for found in lint(rubric) if found.code == "L201")


GAP = _gap()
"""The key of the gap in II.1, as addresses carry it."""


def ask_and_propose(world: World) -> None:
    invitation = asked(consulted(world), world.kinh_te)
    comment(world, invitation, "II.1", "94,5 % chưa có mức điểm; đề nghị thêm mức từ 94 đến 95 %.")
    reply(world, invitation, "commented")
    draft = settled(world, draft_of(world, TEXT.replace('version: "1"', 'version: "3"')))
    propose_issue(draft=draft, terms=TERMS, by=by(world, "soan_thao", ISSUED_AT))
