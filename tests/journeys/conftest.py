"""A browser before a running server: people sign in, click, and every page they reach is held to the same marks.

The server runs on a database file of the test's own, copied from the migrated test database, so that its threads have
connections of their own, as in use, and nothing needs emptying afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.world import PASSWORD, World, make_world, open_round

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_THE_LAYOUT = {
    "type": "rule",
    "values": [
        "target-size",
        "scrollable-region-focusable",
        "label-title-only",
        "aria-hidden-focus",
        "tabindex",
    ],
}
"""The rules of axe whose verdict may be another one when the same page is made narrower."""
DESK, PHONE = 1280, 360


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Remember that the journey failed, so that its windows can tell where they stood."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@dataclass
class Live:
    """The address of the running server and the world it shows."""

    url: str
    world: World


@dataclass
class Window:
    """One person's browser window. `errors` gathers what the browser complains of."""

    page: Any
    live: Live
    width: int
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        answer = self.page.goto(self.live.url + path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"

    def press(self, name: str) -> None:
        """Press the button of this name, and be on the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def says(self, words: str) -> None:
        """Wait until these words can be read on the page."""
        self.page.get_by_text(words).locator("visible=true").first.wait_for()

    def forgive(self, *words: str) -> None:
        """Drop the complaints that the step was meant to cause."""
        self.errors[:] = [line for line in self.errors if not any(word in line for word in words)]


@pytest.fixture
def stage(own_database: None, settings: Any, tmp_path: Path) -> Iterator[Live]:
    """A running server over agencies and people, without a round."""
    settings.CASES_DIR = tmp_path / "cases"
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    world = make_world()
    server = LiveServer("localhost")
    yield Live(server.url, world)
    server.stop()


@pytest.fixture
def live(stage: Live) -> Live:
    """The open round of the small rubric behind a running server."""
    open_round(stage.world)
    return stage


@pytest.fixture
def page_for(browser: Any, stage: Live, request: pytest.FixtureRequest) -> Iterator[Callable[..., Window]]:
    """`page_for("thu_ky", 360)`: a window in which this person is signed in; None: nobody is."""
    opened: list[tuple[Any, Window]] = []

    def open_window(person: str | None, width: int = DESK, scripts: bool = True) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="vi-VN", java_script_enabled=scripts
        )
        if person is not None:
            context.add_cookies([session_cookie(stage, person)])
        page = context.new_page()
        page.set_default_timeout(30_000)
        window = Window(page, stage, width)
        page.on("pageerror", lambda error: window.errors.append(str(error)))
        page.on(
            "console",
            lambda line: (
                window.errors.append(f"{line.text} {line.location}")
                if line.type in {"error", "warning"}
                else None
            ),
        )
        opened.append((context, window))
        return window

    yield open_window
    if request.node.stash.get(FAILED, False):
        for _context, window in opened:
            print(f"── {window.page.url}\n{window.page.locator('body').inner_text()}")
    for context, _window in opened:
        context.close()
    assert [line for _context, window in opened for line in window.errors] == []


def session_cookie(live: Live, person: str) -> dict[str, str]:
    client: Client = live.world.client(person)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live.url}


def with_password(live: Live, person: str) -> str:
    """Give this person the test password, as an administrator would have; return it."""
    user = live.world.people[person]
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return PASSWORD


def then_the_page_is_accessible(window: Window) -> None:
    """Nothing for axe to find, no complaint of the browser, no sideways scrolling, no id twice, h1 opens the title."""
    assert faults_of(window) == []


def faults_of(window: Window, rules: dict[str, Any] = RULES) -> list[str]:
    """Everything wrong with the page as it stands, in words; and the errors gathered so far. rules: those axe asks."""
    page, faults = window.page, list(window.errors)
    window.errors.clear()
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => null)")
    options = {"resultTypes": ["violations"], "runOnly": rules}
    for found in Axe().run(page, options=options).response["violations"]:
        faults += [f"axe {found['id']}: {node['html'][:300]}" for node in found["nodes"]]
    wide = page.evaluate(WIDER_THAN_THE_WINDOW)
    if wide:
        faults.append(f"scrolls sideways at {window.width}: {wide}")
    faults += [f"the id {twice!r} stands twice" for twice in page.evaluate(IDS_TWICE)]
    heading, title = page.locator("h1").inner_text().strip(), page.title()
    if not " ".join(title.split()).startswith(" ".join(heading.split())):
        faults.append(f"the title {title!r} does not begin with the h1 {heading!r}")
    return faults


WIDER_THAN_THE_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1);
  return wide.filter((e) => !wide.some((o) => o !== e && e.contains(o))).slice(0, 3).map((e) => e.outerHTML.slice(0, 160)).join(" | ") || "something";
}"""
IDS_TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}"""
