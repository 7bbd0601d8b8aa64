"""Zip containers: bombs, paths that climb out, lies about size; and what an office file must not carry."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator

from lxml import etree

from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.safe_xml import XML_FAULTS, declares_entities, parse_xml
from minhchung.docread.sniff import ZIP_FAULTS

_CHUNK = 1 << 20
_SMALL = 1 << 20  # below this, a high ratio is a file full of blanks and harmless
_MEGABYTE = 1_000_000

_XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_MACRO_NAME = re.compile(r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml|macrosheets/.*)$", re.IGNORECASE)
_OBJECT_NAME = re.compile(r"(^|/)(activex/|embeddings/[^/]*\.(bin|ole|exe|docm|xlsm|pptm)$)", re.IGNORECASE)
_DDE_FIELD = re.compile(r"(?<![A-Za-z])DDE(AUTO)?(?![A-Za-z])", re.IGNORECASE)
_FETCHING_FIELD = re.compile(r"(?<![A-Za-z])(INCLUDETEXT|INCLUDEPICTURE|IMPORT)\s", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f\b[^<>]{0,400}>([^<]{1,9000})<")
_DDE_CALL = re.compile(rb"\w\s{0,8}\|\s{0,8}(?:&apos;|')")
_SAFE_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def inspect_container(data: bytes, limits: Limits = DEFAULT) -> list[Problem]:
    """List what makes a zip container unsafe; an empty list means it may be opened. Never raises.

    Every entry is unpacked once and thrown away, so stated sizes are checked, not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            found = list(_entry_problems(container.infolist(), limits))
            return found or list(_unpacking_problems(container))
    except ZIP_FAULTS:
        return [problem("zip.broken")]


def inspect_office(data: bytes, limits: Limits = DEFAULT) -> list[Problem]:
    """List what an OOXML file must not carry: macros, outside data, DDE, OLE, ActiveX, XML entities.

    Expects a container that `inspect_container` found safe. Never raises.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return list(dict.fromkeys(_office_problems(container, limits)))
    except ZIP_FAULTS:
        return [problem("zip.broken")]


def _entry_problems(entries: list[zipfile.ZipInfo], limits: Limits) -> Iterator[Problem]:
    if len(entries) > limits.most_entries:
        yield problem("zip.entries", count=len(entries), limit=limits.most_entries)
        return
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.most_unpacked:
        yield problem("zip.size", size=unpacked // _MEGABYTE, limit=limits.most_unpacked // _MEGABYTE)
    seen: set[str] = set()
    for entry in entries:
        place = Place(part=entry.filename[:120])
        if entry.filename in seen:
            yield problem("zip.repeated", place)
        seen.add(entry.filename)
        if _climbs_out(entry):
            yield problem("zip.path", place)
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield problem("zip.link", place)
        if entry.flag_bits & 0x1:
            yield problem("zip.encrypted", place)
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > _SMALL and ratio > limits.most_ratio:
            yield problem("zip.ratio", place, ratio=ratio, limit=limits.most_ratio)


def _climbs_out(entry: zipfile.ZipInfo) -> bool:
    name = getattr(entry, "orig_filename", entry.filename).replace("\\", "/")
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or "\x00" in name
        or re.match(r"[A-Za-z]:", name) is not None
    )


def _unpacking_problems(container: zipfile.ZipFile) -> Iterator[Problem]:
    for entry in container.infolist():
        place = Place(part=entry.filename[:120])
        tail = b""
        entities = False
        try:
            with container.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    if _XML_NAME.search(entry.filename):
                        entities = entities or declares_entities(tail + chunk)
                        tail = chunk[-64:]
        except ZIP_FAULTS:
            yield problem("zip.broken", place)
        if entities:
            yield problem("xml.doctype", place)


def _office_problems(container: zipfile.ZipFile, limits: Limits) -> Iterator[Problem]:
    for entry in container.infolist():
        name = entry.filename
        place = Place(part=name[:120])
        if _MACRO_NAME.search(name):
            yield problem("ooxml.macro", place)
        if _OBJECT_NAME.search(name):
            yield problem("ooxml.object", place)
        if name.endswith(".rels"):
            yield from _relationship_problems(container.read(entry), place)
        elif name == "[Content_Types].xml":
            if re.search(rb"macroenabled|vbaproject", container.read(entry), re.IGNORECASE):
                yield problem("ooxml.macro", place)
        elif name.startswith("word/") and name.endswith(".xml"):
            yield from _field_problems(container.read(entry), place)
        elif name.startswith("xl/") and name.endswith(".xml"):
            content = container.read(entry)
            if _calls_dde(content):
                yield problem("ooxml.dde", place)
        elif re.search(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$", name, re.IGNORECASE):
            inner = container.read(entry)
            yield from inspect_container(inner, limits) or _inner_office(inner, limits)


def _inner_office(data: bytes, limits: Limits) -> Iterator[Problem]:
    """Check a workbook behind a chart, one level down; a container inside that one is refused."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            if "/embeddings/" in name:
                yield problem("ooxml.object", Place(part=name[:120]))
                return
        yield from _office_problems(container, limits)


def _calls_dde(content: bytes) -> bool:
    if re.search(rb"<(?:\w{1,20}:)?ddeLink\b", content):
        return True
    return any(_DDE_CALL.search(formula[1]) for formula in _FORMULA.finditer(content))


def _relationship_problems(content: bytes, place: Place) -> Iterator[Problem]:
    try:
        root = parse_xml(content)
    except XML_FAULTS:
        yield problem("xml.broken", place)
        return
    for link in root.iter(_RELATIONSHIP):
        kind = (link.get("Type") or "").rsplit("/", 1)[-1].lower()
        target = link.get("Target") or ""
        outside = (link.get("TargetMode") or "").lower() == "external"
        if kind == "attachedtemplate" and outside:
            yield problem("ooxml.template", place)
        elif kind in ("vbaproject", "xlmacrosheet", "xlintlmacrosheet"):
            yield problem("ooxml.macro", place)
        elif kind in ("oleobject", "control", "activexcontrolbinary", "afchunk"):
            yield problem("ooxml.object", place)
        elif outside and not (kind == "hyperlink" and _SAFE_LINK.match(target)):
            yield problem("ooxml.external", place, target=target[:80])


def _field_problems(content: bytes, place: Place) -> Iterator[Problem]:
    """Find DDE and fetching fields, also when Word split their code over several runs."""
    if b"instr" not in content:
        return
    try:
        root = parse_xml(content)
    except XML_FAULTS:
        yield problem("xml.broken", place)
        return
    for code in _field_codes(root):
        if _DDE_FIELD.search(code):
            yield problem("ooxml.dde", place)
        if _FETCHING_FIELD.search(code):
            yield problem("ooxml.external", place, target=code.strip()[:80])


def _field_codes(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter("{*}p"):
        yield "".join(text.text or "" for text in paragraph.iter("{*}instrText"))
    for field in root.iter("{*}fldSimple"):
        yield next((str(value) for key, value in field.attrib.items() if str(key).endswith("instr")), "")
