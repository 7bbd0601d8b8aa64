"""ANSWERS on the command line: YAML or JSON, code → answer, bare or under `answers:` beside traits, parameters, year."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from minhchung.home.commands.circumstances import Given
from minhchung.home.commands.fault import BadInput, InputFault, from_engine, plain_place
from minhchung.home.commands.reading_rubric import line_place, read_text
from minhchung.rubric.answering import answer_from_data, plain_data
from minhchung.rubric.answers import Answer
from minhchung.rubric.context import Context
from minhchung.rubric.errors import Reason, RubricError, UnknownNode
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.source import Mapping as SourceMapping
from minhchung.rubric.source import Scalar, Sequence, Source, compose

WRAPPING = ("answers", "traits", "parameters", "year")
EMPTY_WORDS = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class _Entry:
    """One key of a mapping: what it holds as plain data, and where it stands."""

    key: str
    data: object
    place: Reason


@dataclass(slots=True)
class _Reading:
    file: str
    faults: list[InputFault] = field(default_factory=list)

    def fault(self, place: Reason, value: str, rule: Reason, fix: Reason) -> None:
        """Record one fault of this file."""
        self.faults.append(InputFault(self.file, place, value, rule, fix))


@dataclass(slots=True)
class AnswerFile:
    """A file of answers, opened but not yet read against the rubric. year: 0 when unsaid."""

    traits: tuple[Given, ...]
    parameters: tuple[Given, ...]
    year: int
    faults: list[InputFault]
    _entries: list[_Entry]
    _reading: _Reading

    def answers(self, rubric: Rubric, context: Context) -> dict[str, Answer]:
        """Answers by leaf code; what cannot be read is added to `faults`."""
        return _answers(rubric, self._entries, self._reading, context)


def open_answers(rubric: Rubric, path: str) -> AnswerFile:
    """The answers of one agency. Raises BadInput when the file is not YAML or JSON at all."""
    reading = _Reading(path)
    entries = _entries(path)
    named = {entry.key: entry for entry in entries}
    if "answers" not in named or rubric.has_node("answers"):
        return AnswerFile((), (), 0, reading.faults, entries, reading)
    for entry in entries:
        if entry.key not in WRAPPING:
            fix = Reason(f"Chỉ dùng: {', '.join(WRAPPING)}.", f"Only: {', '.join(WRAPPING)}.")
            reading.fault(entry.place, entry.key, Reason("Không có mục này.", "No such key."), fix)
    return AnswerFile(
        _given(named.get("traits"), reading),
        _given(named.get("parameters"), reading),
        _year(named.get("year"), reading),
        reading.faults,
        _inside(named["answers"], reading),
        reading,
    )


# ── answers ──


def _answers(rubric: Rubric, entries: list[_Entry], reading: _Reading, context: Context) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for entry in entries:
        leaf = _leaf(rubric, entry, reading)
        if leaf is None:
            continue
        if leaf.code in answers:
            rule = Reason(f"Tiêu chí {leaf.code} được trả lời hai lần.", f"{leaf.code} is answered twice.")
            reading.fault(entry.place, entry.key, rule, Reason("Giữ một dòng.", "Keep one."))
            continue
        found = answer_from_data(rubric, leaf.code, entry.data, context)
        if isinstance(found, list):
            reading.faults += [from_engine(fault, reading.file, entry.place) for fault in found]
        else:
            answers[leaf.code] = found
    return answers


def _leaf(rubric: Rubric, entry: _Entry, reading: _Reading) -> Node | None:
    try:
        return rubric.leaf(entry.key)
    except UnknownNode as error:
        fix = Reason("Xem mã bằng `minhchung rubric show`.", "See the codes with `minhchung rubric show`.")
        reading.fault(entry.place, entry.key, error.reason, fix)
        return None


def _given(entry: _Entry | None, reading: _Reading) -> tuple[Given, ...]:
    if entry is None:
        return ()
    return tuple(
        (inner.key, str(inner.data).strip(), inner.place, reading.file)
        for inner in _inside(entry, reading)
        if inner.data is not None
    )


def _year(entry: _Entry | None, reading: _Reading) -> int:
    if entry is None or entry.data is None:
        return 0
    text = str(entry.data).strip()
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text)
    rule = Reason("Không phải là năm.", "Not a year.")
    reading.fault(entry.place, text, rule, Reason("Ghi bốn chữ số, như 2023.", "Four digits, such as 2023."))
    return 0


def _inside(entry: _Entry, reading: _Reading) -> list[_Entry]:
    """The keys of a value that must be a mapping."""
    if entry.data is None:
        return []
    if isinstance(entry.data, _Block):
        return entry.data.entries
    if isinstance(entry.data, dict):
        return [_Entry(key, value, plain_place(f"{entry.key}.{key}")) for key, value in entry.data.items()]
    rule = Reason(
        f"“{entry.key}” phải là các dòng mã: giá trị.", f'"{entry.key}" must be lines of key: value.'
    )
    reading.fault(entry.place, str(entry.data)[:80], rule, Reason("Ví dụ 1.1: 2", "Such as 1.1: 2"))
    return []


# ── files ──


class _Block(dict[str, object]):
    """A YAML mapping as plain data that remembers where its keys stand."""

    entries: list[_Entry]


def _entries(path: str) -> list[_Entry]:
    text = read_text(path)
    return _json_entries(text, path) if path.lower().endswith(".json") else _yaml_entries(text, path)


def _yaml_entries(text: str, path: str) -> list[_Entry]:
    try:
        root = compose(text, path)
    except RubricError as error:
        raise BadInput(
            InputFault(
                path,
                line_place(each.span.line, each.span.column) if each.span else plain_place(""),
                each.sample or "",
                each.message,
                each.hint,
            )
            for each in error.diagnostics
        ) from error
    data = _data(root)
    if not isinstance(data, _Block):
        raise _not_a_mapping(path)
    return data.entries


def _data(source: Source) -> object:
    match source:
        case Scalar():
            return None if source.plain and source.text in EMPTY_WORDS else source.text
        case Sequence():
            return [_data(item) for item in source.items]
        case SourceMapping():
            block = _Block()
            block.entries = []
            for key, value in source.pairs:
                block[key.text] = _data(value)
                place = line_place(value.span.line, value.span.column, key.text)
                block.entries.append(_Entry(key.text, block[key.text], place))
            return block


def flow_data(text: str, file: str) -> object:
    """One answer written as YAML flow, `{ ty_le: 12/40, loi: 1 }`. Raises RubricError."""
    return plain_data(compose(text, file))


def _json_entries(text: str, path: str) -> list[_Entry]:
    twice: list[str] = []

    def unique(found: list[tuple[str, Any]]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in found:
            if key in kept:
                twice.append(key)
            kept[key] = value
        return kept

    try:
        data = json.loads(text, parse_float=Decimal, object_pairs_hook=unique)
    except (json.JSONDecodeError, RecursionError) as error:
        place = (
            line_place(error.lineno, error.colno)
            if isinstance(error, json.JSONDecodeError)
            else plain_place("")
        )
        message = error.msg if isinstance(error, json.JSONDecodeError) else "too deep"
        rule = Reason(f"Không đọc được JSON: {message}.", f"The JSON cannot be read: {message}.")
        raise BadInput(
            [InputFault(path, place, "", rule, Reason("Sửa chỗ này.", "Mend this place."))]
        ) from error
    if twice:
        rule = Reason("Được viết hai lần.", "Given twice.")
        fix = Reason("Giữ một dòng.", "Keep one.")
        raise BadInput(InputFault(path, plain_place(key), key, rule, fix) for key in twice)
    if not isinstance(data, dict):
        raise _not_a_mapping(path)
    return [_Entry(key, value, plain_place(key)) for key, value in data.items()]


def _not_a_mapping(path: str) -> BadInput:
    rule = Reason("Tệp phải gồm các dòng mã: trả lời.", "The file must be lines of code: answer.")
    return BadInput([InputFault(path, line_place(1, 1), "", rule, Reason("Ví dụ 1.1: 2", "Such as 1.1: 2"))])
