"""The English catalogue says everything the source says, and the compiled file says the same."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from tests.i18n.english_pages import VIETNAMESE
from tools import messages
from tools.messages import MO, PO, as_mo, as_po, gather, merge, read, untranslated

PLACES = re.compile(r"%\([a-z_]+\)[sd]|%%|\{[a-z_]+\}")
MARKS = re.compile(r"</?[a-z]+>")
KEPT_WORDS = (
    "Minh Chứng",
    "không có",
    "không áp dụng",
    "không mục nào",
    "thời gian quy định",
    "QĐ-UBND",
    "QĐ-TTg",
    "BB-HĐ",
    "đồng",
    "Mã TTHC",
    "Tên thủ tục",
    "Lĩnh vực",
    "Mức độ",
    "Lệ phí",
    "Thời hạn",
    "Bãi bỏ",
    "Khóa",
    "Mã số",
    "Cơ quan",
    "Tử số",
    "Mẫu số",
)
"""Vietnamese that English keeps: words typed into a file as they are, headings of files, numbers of decisions."""


def _texts(forms: object) -> tuple[str, ...]:
    return tuple(forms) if isinstance(forms, tuple | list) else (str(forms or ""),)


@pytest.fixture(scope="module")
def translated() -> list[Message]:
    return [each for each in read() if each.id]


def test_every_message_of_the_source_is_translated() -> None:
    assert [each.id for each in untranslated(merge(read()))] == []


def test_the_catalogue_has_no_message_the_source_does_not_say() -> None:
    said = {(str(each.id), each.context) for each in gather() if each.id}

    assert [each.id for each in read() if each.id and (str(each.id), each.context) not in said] == []


def test_placeholders_and_marks_are_the_same_in_both_languages(translated: list[Message]) -> None:
    for each in translated:
        for pattern in (PLACES, MARKS):
            wanted = {tuple(sorted(pattern.findall(text))) for text in _texts(each.id)}
            given = {tuple(sorted(pattern.findall(text))) for text in _texts(each.string)}
            assert given == wanted, each.id


def test_a_plural_message_has_both_forms_and_other_messages_one(translated: list[Message]) -> None:
    for each in translated:
        assert len(_texts(each.string)) == len(_texts(each.id)), each.id


def test_the_english_is_english(translated: list[Message]) -> None:
    for each in translated:
        for text in _texts(each.string):
            for kept in KEPT_WORDS:
                text = text.replace(kept, "")
            assert not VIETNAMESE.search(text), each.id


def test_a_message_ends_as_its_translation_ends(translated: list[Message]) -> None:
    """A colon or an ellipsis joins what follows: it may not be lost."""
    for each in translated:
        for theirs, ours in zip(_texts(each.id), _texts(each.string), strict=True):
            for mark in (":", "…"):
                assert theirs.endswith(mark) == ours.endswith(mark), each.id


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert MO.read_bytes() == as_mo(PO.read_bytes()), "run `make messages`"


def test_the_text_is_as_the_tool_writes_it() -> None:
    assert PO.read_bytes() == as_po(merge(read())), "run `make messages`"


def test_calls_are_found_in_python_and_templates(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    root = Path(str(tmp_path))
    room = root / "src" / "minhchung" / "room"
    (room / "templates").mkdir(parents=True)
    (room / "words.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        "from django.utils.translation import gettext_noop as later\n"
        'A = _("một " "hai")\nB = ngettext("%(n)d tệp", "%(n)d các tệp", 2)\n'
        'C = pgettext_lazy("lint", "lỗi")\nD = later("để sau")\nE = _(A)\n',
        encoding="utf-8",
    )
    (room / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "20 %" as x %}<p title="{{ y|default:_("mặc định") }}">\n'
        "  {% blocktranslate trimmed count n=k asvar z %}{{ n }} việc\n {% plural %}{{ n }} các việc{% endblocktranslate %}",
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "ROOT", root)
    monkeypatch.setattr(messages, "SOURCE", root / "src" / "minhchung")

    said = [(each.id, each.context) for each in messages.found()]

    assert said == [
        ("20 %%", None),
        ("mặc định", None),
        (("%(n)s việc", "%(n)s các việc"), None),
        ("một hai", None),
        (("%(n)d tệp", "%(n)d các tệp"), None),
        ("lỗi", "lint"),
        ("để sau", None),
    ]


def test_what_the_source_no_longer_says_is_dropped_and_the_rest_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from babel.messages.catalog import Catalog

    known = Catalog(locale="en")
    known.add("còn", "still")
    known.add("hết", "gone")
    known.add("đổi số", "one form")
    source = Catalog(locale="en")
    source.add("còn")
    source.add(("đổi số", "đổi số"))
    monkeypatch.setattr(messages, "gather", lambda: source)

    merged = merge(known)

    assert [(each.id, each.string) for each in merged if each.id] == [
        ("còn", "still"),
        (("đổi số", "đổi số"), ("", "")),
    ]
    assert [each.id for each in untranslated(merged)] == [("đổi số", "đổi số")]
