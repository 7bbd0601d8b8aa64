"""What data say of a leaf, as its pages show it: the figures, their source, and what a person says instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.agencies.models import Agency
from minhchung.indicators.interfaces.words import figure_words, period_words
from minhchung.rounds.domain.data_answers import needs_reason, recent_answers
from minhchung.rounds.domain.data_changes import last_change
from minhchung.rounds.domain.engine import answer_of, rubric_of
from minhchung.rounds.enums import EntryState, Verdict
from minhchung.rounds.interfaces.leaf_form import OVERRULES, Reading, asked_of, in_words, place_of, texts_of
from minhchung.rounds.interfaces.reason_words import shown_reasons
from minhchung.rounds.models import DataAnswer, Entry, LeafValue
from minhchung.rubric import Node, Reason, answer_to_data
from minhchung.rubric.binding import untold_states
from minhchung.rubric.indicators import catalogue
from minhchung.ui.language import in_language
from minhchung.viet.dates import format_date


@dataclass(frozen=True)
class FigureLine:
    """One figure behind the answer: what it is, its value in words, or why there is none."""

    code: str
    title: str
    definition: str
    source: str
    numerator: str
    denominator: str
    period: str
    words: str
    is_known: bool
    parameters: tuple[str, ...]
    excluded: str
    href: str
    reference: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataPanel:
    """What data say of one leaf. follows: the leaf's value is taken from it; reason, who: why a person said otherwise.

    may_take: the person may put the answer back to what data say. is_frozen: the entry was submitted. was, was_at: what
    data said before the answer last changed with new figures, and when that had been computed. differs: a person said
    otherwise, with a reason or (figures came later) still without. untold: states of the rule
    that figures cannot tell.
    """

    is_known: bool
    words: str
    points: Fraction | None
    lines: tuple[FigureLine, ...]
    reasons: tuple[str, ...]
    computed_at: datetime
    sha256: str
    follows: bool
    reason: str
    who: str
    source_href: str
    refresh_href: str
    take_href: str
    may_write: bool
    may_take: bool
    is_frozen: bool
    is_answered: bool
    row_version: int
    was: str = ""
    was_at: datetime | None = None
    untold: tuple[str, ...] = ()
    differs: bool = False


def data_panel(entry: Entry, leaf: Node, value: LeafValue | None, *, may_write: bool) -> DataPanel | None:
    """The panel of a leaf; None when the leaf is bound to nothing, or nothing was computed yet. One query."""
    rows = recent_answers(entry, leaf)
    if not rows:
        return None
    panel, was = panel_of(entry, leaf, rows[0], value, may_write=may_write), last_change(rows)
    if was is None:
        return panel
    return replace(panel, was=answer_in_words(entry, leaf, was.answer), was_at=was.computed_at)


def panel_of(
    entry: Entry,
    leaf: Node,
    said: DataAnswer,
    value: LeafValue | None,
    *,
    may_write: bool,
    holders: Mapping[int, str] | None = None,
) -> DataPanel:
    """The panel of one computed answer beside the value of the leaf. holders: as `holders_of` names them."""
    follows = value is not None and value.verdict == Verdict.DATA
    overruled = value is not None and said.is_known and not follows and value.answer is not None
    place = [entry.pk, leaf.code]
    return DataPanel(
        is_known=said.is_known,
        words=answer_in_words(entry, leaf, said.answer),
        points=said.points,
        lines=tuple(figure_line(figure, holders or {}) for figure in said.figures),
        reasons=shown_reasons(in_language(Reason(vi, en)) for vi, en in said.reasons),
        computed_at=said.computed_at,
        sha256=said.sha256,
        follows=follows,
        reason=value.reason if overruled and value is not None else "",
        who=value.by.full_name if overruled and value is not None and value.by else "",
        source_href=reverse("rounds:leaf_source", args=place),
        refresh_href=reverse("rounds:refresh_data", args=place),
        take_href=reverse("rounds:take_data", args=place),
        may_write=may_write,
        may_take=may_write and overruled,
        is_frozen=entry.state == EntryState.SUBMITTED,
        is_answered=value is not None and value.answer is not None,
        row_version=value.row_version if value is not None else 0,
        untold=untold_states(leaf),
        differs=overruled and value is not None and value.answer != said.answer,
    )


def holders_of(said: DataAnswer) -> dict[int, str]:
    """The names, as they are today, of the bodies that gave the figures of the register behind an answer; one query."""
    given = {
        each["holder"] for figure in said.figures for each in figure.get("reference", {}).get("register", ())
    }
    return dict(Agency.objects.filter(pk__in=given).values_list("pk", "name")) if given else {}


def answer_in_words(entry: Entry, leaf: Node, answer: Any) -> str:
    """An answer in plain form, as the forms say it."""
    if answer is None:
        return ""
    rubric = rubric_of(entry.round.rubric)
    asked = asked_of(rubric, leaf, place_of(entry))
    return in_words(asked, texts_of(answer_of(rubric, leaf.id, answer, place_of(entry))))


def figure_line(figure: Mapping[str, Any], holders: Mapping[int, str] | None = None) -> FigureLine:
    """A frozen figure as a line. What it was is what stands in it, not what the catalogue says today.

    holders: names of the bodies that gave figures of the register, where they are to be shown.
    """
    days = period_words(date.fromisoformat(figure["start"]), date.fromisoformat(figure["end"]))
    if "why" in figure:
        words = in_language(Reason(figure["why"], figure["why_en"]))
        title, numerator, denominator = _named(figure)
        return FigureLine(
            figure["indicator"], title, "", "", numerator, denominator, days, words, False, (), "", "", ()
        )
    title, numerator, denominator = _named(figure)
    return FigureLine(
        code=figure["indicator"],
        title=title,
        definition=_either(figure["definition"], figure.get("definition_en", "")),
        source=figure["source"],
        numerator=numerator,
        denominator=denominator,
        period=days,
        words=figure_words(
            Fraction(figure["numerator"]),
            None if figure["denominator"] is None else Fraction(figure["denominator"]),
        ),
        is_known=True,
        parameters=tuple(_parameters(figure)),
        excluded=_excluded(figure),
        href=figure["href"],
        reference=tuple(_reference(figure, holders or {})),
    )


def _named(figure: Mapping[str, Any]) -> tuple[str, str, str]:
    """Title, numerator and denominator in words; of a figure that does not hold them, as the catalogue has them."""
    if "title" in figure:
        kept = (figure["title"], figure["numerator_words"], figure["denominator_words"])
        title, numerator, denominator = (_either(*each) for each in kept)
        return title, numerator, denominator
    described = catalogue().get(figure["indicator"])
    if described is None:
        return figure["indicator"], "", ""
    return (
        in_language(described.title),
        in_language(described.numerator),
        in_language(described.denominator),
    )


def _either(vi: str, en: str) -> str:
    return in_language(Reason(vi, en or vi))


def _parameters(figure: Mapping[str, Any]) -> list[str]:
    if "parameter_words" in figure:
        return [_either(*each) for each in figure["parameter_words"]]
    described = catalogue().get(figure["indicator"])
    return [
        f"{in_language(asked.title)}: {in_language(asked.words(value))}"
        for name, value in figure["parameters"].items()
        if described and (asked := described.parameter(name)) and value in dict(asked.values)
    ]


def _excluded(figure: Mapping[str, Any]) -> str:
    if figure["excluded"] is None:
        return ""
    words = _either(figure["excluded_words"], figure.get("excluded_words_en", ""))
    return f"{figure['excluded']}{f' ({words})' if words else ''}"


def _reference(figure: Mapping[str, Any], holders: Mapping[int, str]) -> list[tuple[str, str]]:
    """What pins the figure, row by row: definition, tree, store of cases, figures of the register, list of procedures."""
    reference, rows = figure["reference"], []
    if "definition_sha256" in figure:
        rows.append((_("Định nghĩa (SHA-256)"), figure["definition_sha256"]))
    rows.append((_("Cây cơ quan ngày"), format_date(date.fromisoformat(figure["tree_on"]))))
    cases = reference.get("cases")
    if cases:
        rows += [
            (_("Bản kê hồ sơ"), f"{cases['manifest']} ({cases['digest']})"),
            (_("Phiên bản cách đếm"), cases["definition"]),
        ]
    for each in reference.get("register", ()):
        days = period_words(date.fromisoformat(each["start"]), date.fromisoformat(each["end"]))
        said = _("%(days)s: số %(figure)d trong sổ, lần ghi thứ %(version)d") % {
            "days": days,
            "figure": each["figure"],
            "version": each["version"],
        }
        rows.append((_("Số liệu trong sổ"), said))
        if each["holder"] in holders:
            rows.append((_("Cơ quan nắm số liệu"), holders[each["holder"]]))
        if each["source"]:
            rows.append((_("Tệp nguồn (SHA-256)"), each["source"]))
    procedures = reference.get("procedures")
    if procedures:
        numbers = ", ".join(str(number) for number in procedures["versions"])
        rows.append((_("Các mục của danh mục TTHC"), numbers))
    return rows


def held_against_data(entry: Entry, leaf: Node, reading: Reading, *, is_row: bool = False) -> Reading:
    """What was typed, with an error when it overrules what data say and gives no reason.

    is_row: of a sheet, which has no place for a reason: the error stands on the whole row.
    """
    if not leaf.bind or reading.errors or reading.answer is None:
        return reading
    if next(iter(reading.texts.get(OVERRULES, [])), "").strip():
        return reading
    if not needs_reason(entry, leaf, answer_to_data(reading.answer)):
        return reading
    words = _("Trả lời khác số liệu của hệ thống: ghi lý do.")
    if is_row:
        words = _("Trả lời khác số liệu của hệ thống: mở trang tiêu chí để ghi lý do.")
    return replace(reading, errors={"" if is_row else OVERRULES: [words]})
