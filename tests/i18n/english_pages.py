"""What of an English page is still Vietnamese, once the data on it is set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import lxml.html
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import Resolver404, resolve

VIETNAMESE = re.compile(
    "[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)
SPOKEN = ("title", "aria-label", "placeholder", "alt", "summary")
OWN_NAME = "Minh Chứng"
SHORTEST = 2
SHORTEST_LINE = 8


def follow_english(client: Client, starts: Iterable[str], most: int = 60) -> Iterator[tuple[str, str]]:
    """(address, html) of the pages this person reaches by links, one page for each view, in English."""
    client.cookies["django_language"] = "en"
    waiting, seen, fetched = list(starts), set(starts), set()
    while waiting and len(fetched) < most:
        address = waiting.pop(0)
        name = _view_of(address)
        if name is None or name in fetched:
            continue
        answer = client.get(address, follow=True)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        fetched.add(name)
        html = answer.content.decode()
        yield address, html
        for link in _links(html):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _view_of(address: str) -> str | None:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None


def _links(html: str) -> Iterator[str]:
    for link in lxml.html.fromstring(html).iter("a"):
        href = link.get("href", "").partition("#")[0]
        if href.startswith("/") and "download" not in link.attrib:
            yield href


def data_texts() -> list[str]:
    """Every text kept in the database, longest first: names, titles, rubrics line by line. They stay as written."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if _is_text(field)]
        for row in model.objects.values_list(*names) if names else ():  # type: ignore[attr-defined]
            for value in row:
                found.update(_pieces(value))
    return sorted(found, key=len, reverse=True)


def _is_text(field: models.Field[object, object]) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _pieces(value: object) -> Iterator[str]:
    """The texts within a value: of a rubric, every text of its YAML; of JSON, every text in it.

    Where both languages are kept, as [vi, en] or {"vi", "en"}, the Vietnamese is no data: the page must choose.
    """
    if isinstance(value, str):
        yield " ".join(value.split())
        if value.count("\n") > 2:
            yield from _yaml_pieces(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            if name != "vi" or "en" not in value:
                yield from _pieces(each)
    elif isinstance(value, list):
        is_pair = len(value) == 2 and isinstance(value[1], str) and not VIETNAMESE.search(value[1])
        for each in value[1:] if is_pair else value:
            yield from _pieces(each)


def _yaml_pieces(text: str) -> Iterator[str]:
    import yaml

    try:
        yield from _pieces(yaml.safe_load(text))
    except yaml.YAMLError:
        return


def vietnamese_left(html: str, data: Iterable[str]) -> list[str]:
    """Texts of the page with Vietnamese letters that the data does not account for; lang="vi" parts are meant so."""
    known = [text for text in data if len(text) >= SHORTEST and VIETNAMESE.search(text)]
    left = []
    for text in _spoken(lxml.html.fromstring(html), "en"):
        rest = text.replace(OWN_NAME, "")
        if VIETNAMESE.search(rest) and not _part_of_data(rest, known):
            for each in known:
                rest = rest.replace(each, "…")
            if VIETNAMESE.search(rest):
                left.append(text)
    return left


def _part_of_data(text: str, known: list[str]) -> bool:
    """Whether the text is one line of a longer name, as in a chart."""
    line = re.sub(r"^[IVX\d.]+ ", "", text)
    return len(line) >= SHORTEST_LINE and any(line in each for each in known)


def _spoken(element: lxml.html.HtmlElement, language: str) -> Iterator[str]:
    """The texts a reader sees or hears, without those marked as Vietnamese."""
    if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
        return
    language = element.get("lang", language)
    if language != "vi":
        for text in (element.text, *(element.get(name) for name in SPOKEN)):
            if text and text.strip():
                yield " ".join(text.split())
    for child in element:
        yield from _spoken(child, language)
        if language != "vi" and child.tail and child.tail.strip():
            yield " ".join(child.tail.split())
