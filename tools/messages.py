"""Gather the messages of the source, merge them into the English catalogue, compile it.

`python -m tools.messages` rewrites django.po and django.mo under src/minhchung/locale/en, and names the messages that
still want a translation (docs/translating.md). Needs Babel and Django; no system gettext.
"""

from __future__ import annotations

import io
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "minhchung"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

CALLS = re.compile(r"\b(n?p?n?gettext(?:_lazy|_noop)?)(?:\s+as\s+(\w+))?")
NOTE = """\
# English messages of Minh Chứng: the msgid is the Vietnamese text of the source.
# Rewritten by `make messages`; how to translate: docs/translating.md."""
FIELDS = """\
Language: en
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""
WIDTH = 110


@dataclass(frozen=True)
class Found:
    """One call in the source. plural is None where there is one form; file is relative to the project."""

    text: str
    plural: str | None
    context: str | None
    file: str

    @property
    def id(self) -> str | tuple[str, str]:
        return self.text if self.plural is None else (self.text, self.plural)


def found() -> Iterator[Found]:
    """Every call of gettext and its kin, in Python and in templates, by file then line."""
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py":
            yield from _calls(path.read_text(encoding="utf-8"), path)
        elif path.suffix in {".html", ".txt"} and {"templates", "form_templates"} & set(path.parts):
            yield from _calls(_template_calls(path), path)


def _template_calls(path: Path) -> str:
    """The template as Python-like text. Its lines begin at column 0: the tokenizer minds indents."""
    if not settings.configured:
        settings.configure()
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in text.splitlines()) + "\n"


def _calls(code: str, path: Path) -> Iterator[Found]:
    names = {alias or name: name for name, alias in CALLS.findall(code)}
    if not names:
        return
    names.setdefault("_", "gettext")
    file = path.relative_to(ROOT).as_posix()
    for _line, name, arguments, _comments in extract_python(io.BytesIO(code.encode()), list(names), [], {}):
        each = arguments if isinstance(arguments, tuple) else (arguments,)
        call = _call(names[str(name)], each, file)
        if call is not None:
            yield call


def _call(name: str, arguments: tuple[str | None, ...], file: str) -> Found | None:
    """None where the text is not written in the call (a variable: it is gathered where it is written)."""
    kind = name.removesuffix("_lazy").removesuffix("_noop")
    context = arguments[0] if "pgettext" in kind else None
    texts = arguments[1:] if "pgettext" in kind else arguments
    if not texts or not texts[0]:
        return None
    plural = texts[1] if kind.startswith("n") and len(texts) > 1 else None
    return Found(text=texts[0], plural=plural, context=context, file=file)


def gather() -> Catalog:
    """The messages of the source, none translated. A message is placed by its files, without line numbers."""
    catalog = Catalog(locale="en", charset="utf-8")
    for call in found():
        catalog.add(call.id, locations=[(call.file, None)], context=call.context)
    return catalog


def merge(known: Catalog) -> Catalog:
    """The messages of the source with the known translations; what the source no longer says is dropped."""
    merged = Catalog(locale="en", charset="utf-8")
    for each in gather():
        if each.id:
            kept = merged.add(
                each.id,
                _known(known, each),
                locations=sorted(set(each.locations)),
                context=each.context,
            )
            if "%(" not in str(each.id):  # "20 % số điểm" only looks like a format
                kept.flags.discard("python-format")
    return merged


def _known(known: Catalog, wanted: Message) -> str | tuple[str, ...] | None:
    """The translation known for this message: only in the same number of forms."""
    singular = wanted.id[0] if isinstance(wanted.id, tuple | list) else wanted.id
    there = known.get(singular, wanted.context)
    if there is None or there.fuzzy or there.pluralizable != wanted.pluralizable:
        return None
    return there.string


def read(path: Path = PO) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale="en", charset="utf-8")


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as text, the same bytes for the same messages: no dates, no tool versions."""
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, omit_header=True, include_lineno=False)
    fields = "".join(f'"{line}\\n"\n' for line in FIELDS.splitlines())
    return f'{NOTE}\nmsgid ""\nmsgstr ""\n{fields}\n'.encode() + out.getvalue()


def as_mo(po: bytes) -> bytes:
    """The catalogue compiled, from its text alone; the same text gives the same bytes with any Babel.

    Source: the GNU gettext manual, "The Format of GNU MO Files" (revision 0, without a hash table).
    """
    catalog = read_po(io.BytesIO(po), locale="en", charset="utf-8")
    pairs = sorted(
        [(b"", FIELDS.encode()), *(_pair(each) for each in catalog if each.id and _all_forms(each))]
    )
    first_table, tables = 28, 16 * len(pairs)
    place = first_table + tables
    key_table, text_table, body = b"", b"", b""
    for keys in (True, False):
        for key, text in pairs:
            each = key if keys else text
            row = struct.pack("<II", len(each), place + len(body))
            key_table, text_table = (key_table + row, text_table) if keys else (key_table, text_table + row)
            body += each + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), first_table, first_table + tables // 2, 0, place)
    return head + key_table + text_table + body


def _pair(message: Message) -> tuple[bytes, bytes]:
    """The key and the text of a message as the compiled file holds them: context, then forms parted by NUL."""
    key = "\0".join(message.id) if isinstance(message.id, tuple | list) else str(message.id)
    text = "\0".join(message.string) if isinstance(message.string, tuple | list) else str(message.string)
    return (f"{message.context}\4{key}" if message.context else key).encode(), text.encode()


def untranslated(catalog: Catalog) -> list[Message]:
    """The messages with no text in some form, or marked fuzzy."""
    return [each for each in catalog if each.id and (each.fuzzy or not _all_forms(each))]


def _all_forms(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms)


def main() -> int:
    catalog = merge(read())
    po = as_po(catalog)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    MO.write_bytes(as_mo(po))
    wanting = untranslated(catalog)
    for each in wanting:
        print(f"untranslated: {each.id!r} ({each.locations[0][0]})", file=sys.stderr)
    print(f"{len(catalog)} messages, {len(wanting)} untranslated")
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
