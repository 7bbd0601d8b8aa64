"""Render templates of the shell without the other rooms; serve a rendered page to a browser without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template import engines
from django.test import override_settings

from tests.ui.sample import sample_context

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "src" / "minhchung" / "ui" / "static"
ORIGIN = "http://minhchung.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@pytest.fixture(autouse=True)
def _own_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.ui.urls"):
        yield


def render(source: str, **context: Any) -> str:
    """Render template text as the product's engine does."""
    return str(engines["django"].from_string(source).render(context))


def sample_page(**options: Any) -> str:
    """The page with every component; see `sample_context` for the options."""
    source = (HERE / "templates" / "ui_tests" / "sample.html").read_text(encoding="utf-8")
    return render(source, **sample_context(**options))


class Site:
    """A page in a browser whose every request is answered here: static files, the page, and scripted answers.

    `answers`: functions of the request, used in turn for POSTs; the last one stays. `posts`: what was posted.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.html = ""
        self.posts: list[Any] = []
        self.answers: list[Callable[[Any], dict[str, Any] | None]] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route("**/*", self._serve)

    def open(self, html: str) -> None:
        self.html = html
        self.page.goto(ORIGIN + "/")

    def answer(self, *answers: Callable[[Any], dict[str, Any] | None]) -> None:
        self.answers = list(answers)

    def _serve(self, route: Any) -> None:
        request = route.request
        path = urlsplit(request.url).path
        if request.method == "POST":
            self.posts.append(request)
            made = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            reply = made(request)
            route.abort() if reply is None else route.fulfill(**reply)
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            body = self.html if path == "/" else "<!DOCTYPE html><title>khác</title>"
            route.fulfill(
                body=body,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": POLICY},
            )


def json_reply(status: int, **data: Any) -> Callable[[Any], dict[str, Any]]:
    """An answer with a JSON body."""
    return lambda request: {"status": status, "body": json.dumps(data), "content_type": "application/json"}


def no_network(request: Any) -> None:
    """An answer that never comes: the connection breaks."""


@pytest.fixture
def site(browser: Any) -> Iterator[Site]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Site(context.new_page())
    yield made
    context.close()
    assert made.errors == []
