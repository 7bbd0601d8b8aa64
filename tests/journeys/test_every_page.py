"""Every page of the product, found through the URLconf, is accessible at the desk and on a phone.

A new page is included by existing: if nobody in the scene can reach it, the test says so.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import UUIDConverter

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.config.policy import POLICY
from tests.access.addresses import patterns
from tests.journeys.conftest import DESK, OF_THE_LAYOUT, PHONE, RULES, Live, Window, faults_of
from tests.journeys.scene import Scene, build_scene

pytestmark = pytest.mark.browser

PEOPLE = (
    None,
    "thu_ky",
    "lanh_dao",
    "lanh_dao_tp",
    "thu_ky_nv",
    "tham_dinh_nv",
    "tham_dinh_vp",
    "thuong_truc",
    "thuong_truc_2",
    "hoi_dong",
    "soan_thao",
    "quan_tri",
)
"""Whoever is asked first is shown a page first; the second standing member meets what the first proposed."""

NEVER_ASKED = frozenset({"agencies:sign_out", "set_language", "session_extend"})
IDS = (1, 2, 3, 4, 5, 6)
ENTRIES = (7, 8, 9, 10, 11)
"""Of the open round: with a body, with the head, returned; of the council's round: disputed, unanswered."""
OF_ENTRIES = frozenset(name for name, one in patterns() if str(one.pattern).startswith("ho-so/"))
FROM_DATA = frozenset({"rounds:leaf_source", "rounds:refresh_data", "rounds:take_data"})
"""Of an entry in the round whose leaves are bound."""
FITS: dict[str, tuple[int | str, ...]] = {
    "code": ("I.2", "II.1", "II.2"),
    "rubric": ("thu-nghiem", "ca-mau-iso-2018"),
    "indicator": ("TASKS_DONE", "CASES_IN_TIME"),
    "version": ("1", "2", "2018"),
    "section": ("I",),
    "entry_id": (1, 4, 7),
    "publication_id": (1, 2, 3),
    "use_id": (1,),
    "number": (1,),
    "seq": (1, 5),
    "form": ("csv",),
    "key": ("I", "II.1"),
    "node": ("toan-bo", "I.2", "II.1"),
    "batch_id": ("thang-9",),
}
ASKING = {
    "indicators:new": ("?chi-so=TASKS_DONE&co-quan={agency}",),
    "indicators:import": ("?chi-so=TASKS_DONE",),
    "indicators:template": ("?chi-so=TASKS_DONE",),
    "indicators:period": ("", "?tu=01/01/2023&den=31/12/2023"),
    "cases:contest_add": ("?he_thong=s{system}&ma={code}",),
    "rounds:simulation": ("", "?ban=ban-thao-1"),
}
"""What is asked for behind the address; the same address without it is another page, or none."""
FILES = frozenset(
    {
        "criteria:draft_workbook_download",
        "api:case_batch",
        "api:openapi",
        "api:results",
        "cases:cases_csv",
        "cases:faults",
        "criteria:download",
        "criteria:download_workbook",
        "criteria:draft_download",
        "criteria:lint_json",
        "evidence:original",
        "evidence:preview_page",
        "home:checkpoints_download",
        "home:handover_pdf",
        "home:ledger_download",
        "indicators:template",
        "rounds:appraisal_workbook",
        "rounds:progress_file",
        "rounds:public_csv",
        "rounds:public_json",
        "rounds:public_ledger",
        "rounds:public_stated_file",
        "rounds:public_xlsx",
        "rounds:publication_snapshot",
        "rounds:sheet_workbook",
        "rounds:stated_file",
    }
)
ONLY_POSTED = frozenset(
    {
        "api:figures",
        "cases:contest_withdraw",
        "criteria:draft_workbook_apply",
        "agencies:identifier_remove",
        "cases:confirm",
        "cases:freeze",
        "cases:give_up",
        "cases:key_add",
        "cases:key_revoke",
        "cases:upload",
        "criteria:draft_act",
        "criteria:draft_example",
        "criteria:draft_proposal",
        "criteria:drop_draft",
        "criteria:read_start",
        "criteria:reply",
        "criteria:start_draft",
        "criteria:take_back_waiver",
        "criteria:withdraw_comment",
        "evidence:preview_again",
        "evidence:upload",
        "indicators:import_confirm",
        "indicators:withdraw",
        "rounds:accept_leaves",
        "rounds:appraisal_workbook_in",
        "rounds:attach_evidence",
        "rounds:declare_none",
        "rounds:detach_evidence",
        "rounds:refresh_data",
        "rounds:reply_explanation",
        "rounds:return_entry",
        "rounds:send_to_head",
        "rounds:sheet_import",
        "rounds:sheet_import_confirm",
        "rounds:stated_confirm",
        "rounds:take_data",
        "rounds:withdraw_from_head",
    }
)
LEADS_ON = frozenset(
    {
        "cases:home",
        "rounds:appraise_entry",
    }
)
"""Goes on to the criterion that was asked for, or to the figures of one's own agency."""
PART_OF_A_PAGE = frozenset({"evidence:preview"})
NO_PAGE = FILES | ONLY_POSTED | LEADS_ON | PART_OF_A_PAGE | NEVER_ASKED
"""Names under which nobody is shown a page of its own; every other name must show somebody one."""
SHAPES_EACH = 2 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 1
"""Pages looked at for one URL name; `make test-long` looks at a second that holds other parts."""
CHOSEN_AMONG = 1000 if SHAPES_EACH > 1 else 3
"""Pages of one URL name among which the fullest is chosen."""


@dataclass(frozen=True)
class Shown:
    """A page as one person sees it; parts: the tag and classes of everything in its main part."""

    name: str
    address: str
    person: str | None
    parts: frozenset[str]


class Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found.add(f"{tag} {given.get('class')} {given.get('type')} {given.get('name')}")


def addresses(world: Any, scene: Scene) -> Iterator[tuple[str, str]]:
    """(name, address) for every URL with the scene's ids and codes; a file that is not HTML is nobody's page."""
    said = {"agency": world.noi_vu.pk, "system": scene.data.system, "code": scene.data.code}
    for name, pattern in patterns():
        if name in NEVER_ASKED:
            continue
        converters = pattern.pattern.converters
        choices = [candidates(name, part, one, scene) for part, one in converters.items()]
        for values in itertools.product(*choices):
            address = reverse(name, kwargs=dict(zip(converters, values, strict=True)))
            for asking in ASKING.get(name, ("",)):
                yield name, address + asking.format(**said)


def candidates(name: str, part: str, converter: Any, scene: Scene) -> tuple[Any, ...]:
    """What stands in the address for a part of this name; a part that is new here is an error of this test."""
    if isinstance(converter, UUIDConverter):
        return (scene.data.draft,)
    if part == "finding":
        return (scene.finding,)
    if name == "rounds:divide_entry" and part == "entry_id":
        return (scene.split,)
    if name in FROM_DATA:
        return (scene.data.entry,) if part == "pk" else ("I.1",)
    if part == "pk":
        return ENTRIES if name in OF_ENTRIES else IDS
    if part == "code":
        return FITS[{"criteria": "rubric", "indicators": "indicator"}.get(name.split(":")[0], "code")]
    return FITS[part]


def parts_of(html: str) -> frozenset[str]:
    parser = Parts()
    parser.feed(html[html.index("<main") : html.index("</main>")])
    return frozenset(parser.found)


def pages(world: Any, scene: Scene, part: frozenset[str]) -> Iterator[Shown]:
    """Each address that shows somebody a page, as the first of PEOPLE sees it who may; a public one with and without sign-in."""
    clients = {person: Client() if person is None else world.client(person) for person in PEOPLE}
    asked = {name: admitted(world, name) for name in POLICY}
    no_page: set[str] = set()
    shown: Counter[str] = Counter()
    for name, address in addresses(world, scene):
        found = False
        for person in asked[name] if name in part else ():
            if name in no_page or (found and not POLICY[name].public) or shown[name] >= CHOSEN_AMONG:
                break
            answer = clients[person].get(address)
            if answer.status_code == 405 or (answer.status_code == 200 and not is_page(answer)):
                no_page.add(name)
            elif answer.status_code == 200:
                found = True
                shown[name] += 1
                yield Shown(name, address, person, parts_of(answer.content.decode()))


def is_page(answer: Any) -> bool:
    """Whether this is a whole page: not a file, not a part of a page that is fetched by itself."""
    return answer["Content-Type"].startswith("text/html") and b"<html" in answer.content


def admitted(world: Any, name: str) -> list[str | None]:
    """Those of PEOPLE whom the table lets ask for this URL; a public page may differ once one is signed in."""
    access = POLICY[name]
    if access.public:
        return [None, "thu_ky"]
    return [person for person in PEOPLE if person and access.admits(roles_of(world, person))]


def roles_of(world: Any, person: str) -> frozenset[Role]:
    return frozenset(
        Role(each)
        for each in Post.objects.filter(holdings__user=world.people[person]).values_list("role", flat=True)
    )


def worth_a_look(shown: list[Shown]) -> list[Shown]:
    """For each URL name the pages that between them hold most of its parts, at most SHAPES_EACH."""
    chosen: list[Shown] = []
    for name in dict.fromkeys(each.name for each in shown):
        left = [each for each in shown if each.name == name]
        seen: frozenset[str] = frozenset()
        for _turn in range(SHAPES_EACH):
            best = max(left, key=lambda each: len(each.parts - seen))
            if not best.parts - seen:
                break
            chosen.append(best)
            seen |= best.parts
    return chosen


@pytest.mark.parametrize("of_rounds", [True, False], ids=["rounds", "all-other-rooms"])
def test_every_page_is_accessible_at_both_widths(
    stage: Live, page_for: Callable[..., Window], of_rounds: bool
) -> None:
    """In two parts, which two workers share."""
    scene = build_scene(stage.world)
    part = frozenset(name for name, _pattern in patterns() if name.startswith("rounds:") is of_rounds)

    shown = list(pages(stage.world, scene, part))

    assert part - {each.name for each in shown} == NO_PAGE & part
    windows: dict[str | None, Window] = {}
    narrow: set[str | None] = set()
    faults = []
    for each in worth_a_look(shown):
        if each.person not in windows:
            windows[each.person] = page_for(each.person)
        window = windows[each.person]
        for width in (DESK, PHONE):
            window.page.set_viewport_size({"width": width, "height": 900})
            window.width = width
            if width == DESK:
                window.open(each.address)
            # Each person's first page is asked everything when narrow too: the shell folds there, and is the same after.
            rules = RULES if width == DESK or each.person not in narrow else OF_THE_LAYOUT
            faults += [f"{each.address} {each.person} {width}: {fault}" for fault in faults_of(window, rules)]
        narrow.add(each.person)
    assert faults == []


def test_what_has_no_page_exists() -> None:
    assert {name for name, _pattern in patterns()} >= NO_PAGE
