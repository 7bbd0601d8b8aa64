"""Read a whole file of cases: every value, every rule, every row; then the columns of the store, or all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from minhchung.cases.interfaces.case_file import values
from minhchung.cases.interfaces.case_file.citizens import hidden, looks_personal
from minhchung.cases.interfaces.case_file.columns import NO_DAY, Column, Mask
from minhchung.cases.interfaces.case_file.fields import BY_NAME, REQUIRED
from minhchung.cases.interfaces.case_file.headings import CITIZEN
from minhchung.cases.interfaces.case_file.job import Fault, Job, Report
from minhchung.cases.interfaces.case_file.sheets import Drawn, Gathered, gather
from minhchung.cases.interfaces.case_file.source import is_blank, open_source
from minhchung.cases.interfaces.case_file.text import Encodings
from minhchung.cases.interfaces.case_file.values import Broken, Moment, as_text
from minhchung.docread.problem import Problem
from minhchung.stats.model import SCHEMA

MOST_FAULTS: Final = 50_000
SHOWN_FAULTS: Final = 100
_CLOSING: Final = ("finished_on", "returned_on", "withdrawn_on")
_DATES: Final = ("received_on", "promised_on", "extended_to", *_CLOSING)
_EARLIEST = values.days_of(date(2000, 1, 1))
_LONGEST_FIELD = 200
_NATIONAL: Final = {
    "channel": ("kenh thuc hien",),
    "status": ("trang thai ho so", "ma trang thai", "ma trang thai ho so", "trang thai ho so id"),
}
"""Under these headings bare numbers are the codes of Cổng Dịch vụ công quốc gia; under any other nobody can say what 1 means."""


@dataclass(slots=True)
class Outcome:
    """report: for the pages. faults: every row error, in row order, at most MOST_FAULTS. table: None unless all is well."""

    report: Report
    faults: list[Fault] = field(default_factory=list)
    table: pa.Table | None = None


def read_cases(data: bytes, job: Job) -> Outcome:
    """Read a file by a job. Never raises for what the file holds."""
    source = open_source(data, job.name)
    if isinstance(source, Problem):
        return Outcome(Report(refused=(source.message, source.message_en)))
    gathered = gather(source, job)
    report = Report(kind=source.kind, columns=gathered.found, sheets=gathered.sheets, rows=gathered.rows)
    report.personal_columns = [each.heading for each in gathered.found if each.field == CITIZEN]
    report.missing = gathered.missing(job)
    if report.missing or not gathered.rows:
        return Outcome(report)
    checked = _Checked(gathered, job, report, Encodings(source.page))
    checked.run()
    faults = checked.faults()
    report.fault_count, report.faults = checked.fault_count, faults[:SHOWN_FAULTS]
    report.faults_capped = checked.fault_count > len(faults)
    if checked.fault_count:
        return Outcome(report, faults)
    return Outcome(report, [], checked.table())


class _Checked:
    """The columns of one file, read and held to the rules; faults gathered as (rule, field, rows)."""

    def __init__(self, gathered: Gathered, job: Job, report: Report, encodings: Encodings) -> None:
        self.gathered, self.job, self.report, self.encodings = gathered, job, report, encodings
        self.read: dict[str, list[Any]] = {}
        self.days: dict[str, NDArray[np.int64]] = {}
        self.groups: list[tuple[str, str, NDArray[np.int64], list[dict[str, str]] | dict[str, str]]] = []
        self.again: Mask = np.zeros(gathered.rows, bool)

    @property
    def fault_count(self) -> int:
        return sum(len(rows) for _, _, rows, _ in self.groups)

    def run(self) -> None:
        self.encodings.survey((each.heading, None) for each in self.gathered.found)
        for column in self.gathered.columns.values():
            self.encodings.survey(
                (each.text, each.font) if isinstance(each, Drawn) else (each, None)
                for each in column.index
                if isinstance(each, str | Drawn)
            )
        for name, column in self.gathered.columns.items():
            self._read_column(name, column)
        self.report.encodings = self.encodings.as_json()
        for name in _DATES:
            self.days[name] = self._days_of(name)
        self._cell_errors()
        self._required()
        self._closing()
        self._order()
        self._repeated()
        counts: dict[str, int] = {}
        for rule, _, rows, _ in self.groups:
            counts[rule] = counts.get(rule, 0) + len(rows)
        self.report.rules = dict(sorted(counts.items(), key=lambda pair: -pair[1]))

    # ── values ──

    def _read_column(self, name: str, column: Column) -> None:
        """Read each distinct value once; note the rows of those that break a rule."""
        reader = self._reader_of(name)
        read: list[Any] = []
        plain = 0
        for value, count in zip(column.values, column.counts().tolist(), strict=True):
            if value.__class__ is str and value.isascii() and value.strip():
                plain += count
                read.append(reader(value))
            else:
                read.append(self._read_value(value, count, reader))
        self.encodings.cells["ascii"] += plain
        self.read[name] = read
        broken = [code for code, each in enumerate(read) if isinstance(each, Broken)]
        if not broken:
            return
        codes = column.per_row()
        for rule in {read[code].rule for code in broken}:
            of_rule = [code for code in broken if read[code].rule == rule]
            if len(rows := np.nonzero(np.isin(codes, of_rule))[0]):
                self.groups.append((rule, name, rows, {}))

    def _read_value(self, value: Any, count: int, reader: values.Reader) -> Any:
        font = value.font if isinstance(value, Drawn) else None
        cell = value.text if isinstance(value, Drawn) else value
        if is_blank(cell):
            return None
        if isinstance(cell, str):
            decoded = self.encodings.read(cell, font, count)
            if isinstance(decoded, Broken):
                return decoded
            cell = decoded
        return reader(cell)

    def _reader_of(self, name: str) -> values.Reader:
        match BY_NAME[name].kind:
            case "code":
                return values.read_free_code if self.job.free_codes else values.read_code
            case "agency":
                return values.read_agency(self.job.agencies)
            case "procedure":
                return values.read_procedure
            case "field":
                return self._read_field
            case "channel":
                codes = values.NATIONAL_CHANNELS if self._heading(name) in _NATIONAL["channel"] else {}
                return values.read_word(values.CHANNELS | codes, "channel.unknown")
            case "level":
                return values.read_word(values.LEVELS, "level.unknown")
            case "status":
                codes = values.NATIONAL_STATUSES if self._heading(name) in _NATIONAL["status"] else {}
                return values.read_status(values.STATUSES | codes)
            case "yes_no":
                return values.read_word(values.YES_NO, "yes_no.unknown")
            case "satisfaction":
                return values.read_word(values.SATISFACTIONS, "satisfaction.unknown")
            case "money":
                return values.read_money
            case "time":
                return values.read_minute
            case "date":
                return values.read_moment

    def _heading(self, name: str) -> str:
        found = self.gathered.column_of(name)
        return found.folded if found else ""

    def _read_field(self, value: Any) -> str:
        """The name or code of a field of work; a cell that holds somebody's number is emptied, and counted."""
        text = " ".join(as_text(value).split())[:_LONGEST_FIELD]
        if looks_personal(text):
            self.report.personal_values += 1
            return ""
        return text

    def _days_of(self, name: str) -> NDArray[np.int64]:
        column = self.gathered.columns.get(name)
        if column is None:
            return np.full(self.gathered.rows, NO_DAY, np.int64)
        return column.spread(
            [each.day if isinstance(each, Moment) else NO_DAY for each in self.read[name]], np.int64
        )

    # ── rules ──

    def _fault(self, rule: str, name: str, where: Mask) -> None:
        rows = np.nonzero(where)[0]
        if len(rows):
            self.groups.append((rule, name, rows, {}))

    def _cell_errors(self) -> None:
        by_field: dict[str, list[int]] = {}
        for row, name in sorted(self.gathered.errors):
            by_field.setdefault(name, []).append(row)
        for name, rows in by_field.items():
            self.groups.append(("cell.error", name, np.array(rows, np.int64), {}))

    def _required(self) -> None:
        for name in (*REQUIRED, *(() if self.job.default_agency else ("agency",))):
            column = self.gathered.columns.get(name)
            if column is not None:
                in_error = np.zeros(self.gathered.rows, bool)
                in_error[[row for row, each in self.gathered.errors if each == name]] = True
                self._fault("required", name, column.where(_says_nothing) & ~in_error)

    def _closing(self) -> None:
        """Settle which of the three endings a case had, by its status where one is given."""
        status = self.gathered.columns.get("status")
        given = {name: self.days[name] != NO_DAY for name in _CLOSING}
        if status is not None:
            said = {
                word: status.spread([each == word for each in self.read["status"]], bool)
                for word in ("pending", "finished", "returned", "withdrawn")
            }
            ended = given["finished_on"] | given["returned_on"] | given["withdrawn_on"]
            self._fault("status.contradicts", "status", said["pending"] & ended)
            self._fault(
                "status.no_date", "status", (said["finished"] | said["returned"] | said["withdrawn"]) & ~ended
            )
            for word in ("returned", "withdrawn"):
                moved = said[word] & given["finished_on"] & ~given[f"{word}_on"]
                self.days[f"{word}_on"] = np.where(moved, self.days["finished_on"], self.days[f"{word}_on"])
                self.days["finished_on"] = np.where(moved, NO_DAY, self.days["finished_on"])
            given = {name: self.days[name] != NO_DAY for name in _CLOSING}
        twice = sum(mask.astype(np.int8) for mask in given.values()) > 1
        shown_at = [name for name in _CLOSING if name in self.gathered.columns]
        if shown_at:
            self._fault("closed.twice", shown_at[0], twice)

    def _order(self) -> None:
        received, promised, extended = (self.days[name] for name in _DATES[:3])
        today = values.days_of(date.fromisoformat(self.job.today))
        has_received = received != NO_DAY
        self._fault("date.future", "received_on", received > today)
        self._fault("date.early", "received_on", has_received & (received < _EARLIEST))
        self._fault(
            "order.promised", "promised_on", has_received & (promised != NO_DAY) & (promised < received)
        )
        self._fault(
            "order.extended",
            "extended_to",
            (promised != NO_DAY) & (extended != NO_DAY) & (extended < promised),
        )
        for name in _CLOSING:
            source = name if name in self.gathered.columns else "finished_on"
            closed = self.days[name]
            self._fault("date.future", source, closed > today)
            self._fault("order.closed", source, has_received & (closed != NO_DAY) & (closed < received))

    def _repeated(self) -> None:
        """A code twice: the same words again are counted once; other words are a fault, naming the first row."""
        column = self.gathered.columns["code"]
        ids = self._shared_ids(self.read["code"])
        per_row = column.spread(ids, np.int64)
        valid = per_row >= 0
        tally = np.bincount(per_row[valid]) if valid.any() else np.zeros(0, np.int64)
        rows = (
            [int(row) for row in np.nonzero(valid & (tally[np.maximum(per_row, 0)] > 1))[0]]
            if len(tally)
            else []
        )
        first: dict[int, int] = {}
        differing: list[int] = []
        words: list[dict[str, str]] = []
        for row in rows:
            before = first.setdefault(int(per_row[row]), row)
            if before == row:
                continue
            if self._content(row) == self._content(before):
                self.again[row] = True
            else:
                differing.append(row)
                words.append({"first": str(self.gathered.row_numbers[before])})
        self.report.identical = int(self.again.sum())
        if differing:
            self.groups.append(("code.repeated", "code", np.array(differing, np.int64), words))

    @staticmethod
    def _shared_ids(read: list[Any]) -> list[int]:
        """One number per case code, whichever way it was written; −1 where there is none."""
        known: dict[str, int] = {}
        return [known.setdefault(each, len(known)) if isinstance(each, str) else -1 for each in read]

    def _content(self, row: int) -> tuple[Any, ...]:
        return tuple(
            self.read[name][column.codes[row]]
            for name, column in self.gathered.columns.items()
            if name != "code"
        )

    # ── out ──

    def faults(self) -> list[Fault]:
        """The first MOST_FAULTS in the order of the rows."""
        listed: list[tuple[int, int, str, dict[str, str]]] = []
        for group, (rule, _, rows, words) in enumerate(self.groups):
            listed += [
                (int(row), group, rule, words[place] if isinstance(words, list) else words)
                for place, row in enumerate(rows[:MOST_FAULTS])
            ]
        listed.sort(key=lambda each: each[:2])
        return [
            self._as_fault(row, self.groups[group][1], rule, words)
            for row, group, rule, words in listed[:MOST_FAULTS]
        ]

    def _as_fault(self, row: int, name: str, rule: str, words: dict[str, str]) -> Fault:
        found = self.gathered.column_of(name)
        column = self.gathered.columns.get(name)
        value = column.value_at(row) if column is not None else None
        cell = value.text if isinstance(value, Drawn) else value
        shown = self.gathered.errors.get((row, name)) or ("" if is_blank(cell) else hidden(as_text(cell)))
        return Fault(
            sheet=self.gathered.sheet_of(row),
            row=self.gathered.row_numbers[row],
            column=found.letter if found else "",
            heading=found.heading if found else "",
            field=name,
            value=shown,
            rule=rule,
            facts=words,
        )

    def table(self) -> pa.Table:
        """The rows as the store's columns, each case once. A value that breaks a rule here is of a row set aside."""
        keep = np.nonzero(~self.again)[0]
        columns = dict(self._columns())
        rows = pa.array(keep)
        table = pa.table({name: columns[name].take(rows) for name in SCHEMA.names}, schema=SCHEMA)
        self._summarise(table)
        return table

    def _columns(self) -> Iterator[tuple[str, pa.Array]]:
        count = self.gathered.rows
        for each in SCHEMA:
            if each.name in ("system", "batch"):
                yield (
                    each.name,
                    pa.array([getattr(self.job, each.name)], each.type).take(
                        pa.array(np.zeros(count, np.int32))
                    ),
                )
            elif each.name in _DATES:
                days = self.days[each.name]
                yield (
                    each.name,
                    pa.array(days.astype(np.int32), mask=days == NO_DAY, type=pa.int32()).cast(pa.date32()),
                )
            elif each.name == "received_minute":
                yield each.name, self._minutes()
            elif each.name == "agency" and each.name not in self.gathered.columns:
                yield each.name, pa.array(np.full(count, self.job.default_agency, np.int64))
            elif each.name in self.gathered.columns:
                blank = self.job.default_agency if each.name == "agency" else ""
                known = (None if isinstance(one, Broken) else one for one in self.read[each.name])
                filled = [blank if one is None and not each.nullable else one for one in known]
                codes = pa.array(self.gathered.columns[each.name].per_row())
                yield each.name, pa.array(filled, each.type).take(codes)
            elif each.nullable:
                yield each.name, pa.nulls(count, each.type)
            else:
                yield each.name, pa.array([""], each.type).take(pa.array(np.zeros(count, np.int32)))

    def _minutes(self) -> pa.Array:
        """The hour's own column goes before the time that stands with the day."""
        of_day = self.gathered.columns["received_on"]
        minutes = of_day.spread(
            [
                each.minute if isinstance(each, Moment) and each.minute is not None else -1
                for each in self.read["received_on"]
            ],
            np.int32,
        )
        own = self.gathered.columns.get("received_minute")
        if own is not None:
            said = own.spread(
                [each if isinstance(each, int) else -1 for each in self.read["received_minute"]], np.int32
            )
            minutes = np.where(said >= 0, said, minutes)
        return pa.array(minutes, mask=minutes < 0, type=pa.int32())

    def _summarise(self, table: pa.Table) -> None:
        report = self.report
        report.cases = table.num_rows
        received = self.days["received_on"]
        first, last = (date.fromordinal(int(day) + _EPOCH) for day in (received.min(), received.max()))
        report.first_received, report.last_received = first.isoformat(), last.isoformat()
        report.agencies = {
            str(each["values"]): each["counts"] for each in table["agency"].value_counts().to_pylist()
        }
        report.procedures = {
            each["values"]: each["counts"]
            for each in table["procedure"].value_counts().to_pylist()
            if each["values"]
        }
        closed = {name: int(table.num_rows - table[name].null_count) for name in _CLOSING}
        report.statuses = closed | {"pending": table.num_rows - sum(closed.values())}


_EPOCH = date(1970, 1, 1).toordinal()


def _says_nothing(value: Any) -> bool:
    return is_blank(value.text if isinstance(value, Drawn) else value)
