"""What the pages of appraisal, explanation and council share: the form, the four values, the evidence beside them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.evidence.domain import previews
from minhchung.evidence.domain.facts_history import FactsChange, FactsStood, facts_stood_of
from minhchung.evidence.models import EvidenceFile
from minhchung.rounds.domain.appraisal import Values
from minhchung.rounds.domain.engine import answer_of, rubric_of
from minhchung.rounds.domain.evidence_use import judged_from
from minhchung.rounds.domain.overview import declared_in
from minhchung.rounds.domain.said import REASON, VERDICT
from minhchung.rounds.enums import LeafState, Stage, Verdict
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NA_REASON,
    FieldView,
    Texts,
    asked_of,
    claimable,
    fields_of,
    first_text,
    in_words,
    place_of,
    texts_of,
)
from minhchung.rounds.interfaces.reason_words import shown_reasons
from minhchung.rounds.interfaces.said_form import AGREE, CANNED_REASONS, CHANGE, REASON_MOST, SaidReading
from minhchung.rounds.models import Entry, EvidenceUse, LeafRevision, LeafValue, Round
from minhchung.rounds.views.entry_words import STATE_WORDS, title_of
from minhchung.rounds.views.evidence_words import scan_tone
from minhchung.rubric import Answer, Node, Reason, Rubric, leaf_in_words
from minhchung.ui.language import in_language
from minhchung.ui.requests import whole
from minhchung.viet.numbers import shown_points

LOCKED: Final = 423


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────────


def href_of(name: str, pk: int, code: str = "") -> str:
    """The address of a page of this room; a code may hold `#` and dots."""
    if not code:
        return reverse(f"rounds:{name}", args=[pk])
    return reverse(f"rounds:{name}", args=[pk, "X"]).replace("/X/", f"/{quote(code, safe='')}/")


def round_crumbs(round: Round, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Rounds › this round › …; the last one is the page itself."""
    items = [
        {"href": reverse("rounds:list"), "label": _("Đợt chấm điểm")},
        *({"href": href, "label": label} for href, label in more),
    ]
    items[-1].pop("href")
    return items


# ── a value in words ──────────────────────────────────────────────────────────────────────────────────────────────


def answer_words(entry: Entry, leaf: Node, data: Any) -> str:
    """A kept answer as a short line; empty when there is none."""
    rubric = rubric_of(entry.round.rubric)
    return words_of(rubric, entry, leaf, answer_of(rubric, leaf.id, data, place_of(entry)))


def answer_and_points(entry: Entry, leaf: Node, value: LeafValue) -> str:
    """`Hồ sơ đúng hạn: 264; Hồ sơ đã giải quyết: 319 (1,5 điểm)`; without points only the answer."""
    words = answer_words(entry, leaf, value.answer)
    if value.points is None:
        return words
    return _("%(answer)s (%(points)s điểm)") % {"answer": words, "points": shown_points(value.points)}


def words_of(rubric: Rubric, entry: Entry, leaf: Node, answer: Answer | None) -> str:
    return in_words(asked_of(rubric, leaf, place_of(entry)), texts_of(answer))


def state_words(value: LeafValue) -> str:
    """Words for a value without points; empty for one with points."""
    if value.points is not None and value.state == LeafState.SCORED:
        return ""
    if declared_in(value.answer) == "not_applicable" and value.state == LeafState.PENDING:
        return _("Khai không áp dụng, chờ chấp nhận")
    return str(STATE_WORDS[value.state][0])


def step(entry: Entry, leaf: Node, value: LeafValue | None) -> dict[str, Any] | None:
    """One of the four values, for the component `four_values`."""
    if value is None:
        return None
    said = [answer_words(entry, leaf, value.answer)]
    if value.stage != Stage.SELF:
        said += [str(Verdict(value.verdict).label), value.reason]
    else:
        said.append(value.note)
    return {
        "points": value.points,
        "words": state_words(value),
        "reason": ". ".join(part.rstrip(".") for part in said if part),
        "who": value.by.full_name if value.by else "",
        "at": value.at,
    }


@dataclass(frozen=True)
class FourValues:
    """Each as `four_values` takes it; first: the first appraiser's, where two score the leaf."""

    own: dict[str, Any] | None
    appraised: dict[str, Any] | None
    explained: dict[str, Any] | None
    final: dict[str, Any] | None
    first: dict[str, Any] | None
    reasons: tuple[str, ...]


def four_values(entry: Entry, leaf: Node, values: Values) -> FourValues:
    second = values.get(Stage.SECOND)
    own = values.get(Stage.SELF)
    return FourValues(
        own=step(entry, leaf, own),
        appraised=step(entry, leaf, second or values.get(Stage.APPRAISED)),
        explained=step(entry, leaf, values.get(Stage.EXPLAINED)),
        final=step(entry, leaf, values.get(Stage.FINAL)),
        first=step(entry, leaf, values.get(Stage.APPRAISED)) if second else None,
        reasons=shown_reasons(in_language(Reason(vi, en)) for vi, en in own.reasons) if own else (),
    )


@dataclass(frozen=True)
class RuleWords:
    """The rule as the page states it."""

    title: str
    text: str
    lines: tuple[str, ...]
    evidence_asked: tuple[str, ...]
    max: Fraction | None


def rule_words(entry: Entry, leaf: Node) -> RuleWords:
    rubric = rubric_of(entry.round.rubric)
    return RuleWords(
        title=title_of(leaf),
        text=leaf.text,
        lines=tuple(in_language(line) for line in leaf_in_words(rubric, leaf.code, place_of(entry))),
        evidence_asked=rubric.evidence_for(leaf.code),
        max=leaf.max,
    )


# ── the form ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class SaidForm:
    """Agree or say another value, with a reason. agree_label, agree: what the first choice says; `agree` is empty when
    there is nothing to agree with. is_entered: there is no earlier value, only the inputs."""

    href: str
    key: str
    row_version: int
    seen: int
    agree_label: str
    agree: str
    is_entered: bool
    verdict: str
    fields: tuple[FieldView, ...]
    declared: str
    na_reason: str
    claimable: bool
    has_ticks: bool
    canned: tuple[tuple[str, str, bool], ...]
    reason: str
    reason_most: int
    reason_label: str
    reason_hint: str
    errors: tuple[tuple[str, str], ...]
    error_of: Mapping[str, list[str]]
    next_label: str


def said_form(
    entry: Entry,
    leaf: Node,
    *,
    href: str,
    mine: LeafValue | None,
    row_version: int,
    seen: int,
    agree: str,
    agree_label: str = "",
    is_entered: bool = False,
    reading: SaidReading | None = None,
    reason_label: str = "",
    reason_hint: str = "",
    next_label: str = "",
) -> SaidForm:
    """The form as it stands: as typed, else as this person (or body) has kept it, else untouched."""
    rubric = rubric_of(entry.round.rubric)
    asked = asked_of(rubric, leaf, place_of(entry))
    texts, verdict, reason = _shown(rubric, entry, leaf, mine, reading, is_entered)
    errors = dict(reading.errors) if reading else {}
    fields = fields_of(asked, texts, errors)
    canned = reading.canned if reading else ""
    return SaidForm(
        href=href,
        key=str(uuid.uuid4()),
        row_version=row_version,
        seen=seen,
        agree_label=agree_label or _("Đồng ý:"),
        agree=agree,
        is_entered=is_entered,
        verdict=verdict,
        fields=fields,
        declared=first_text(texts, DECLARE),
        na_reason=first_text(texts, NA_REASON),
        claimable=claimable(rubric, leaf),
        has_ticks=any(each.kind == "ticks" for each in asked),
        canned=tuple(
            (str(n), str(words), canned == str(n)) for n, words in enumerate(CANNED_REASONS, start=1)
        ),
        reason=reason,
        reason_most=REASON_MOST,
        reason_label=reason_label or _("Lý do"),
        reason_hint=reason_hint or _("Bắt buộc khi giá trị khác; được công bố cùng kết quả."),
        errors=tuple(_summary(errors, fields)),
        error_of=errors,
        next_label=next_label,
    )


def _shown(
    rubric: Rubric,
    entry: Entry,
    leaf: Node,
    mine: LeafValue | None,
    reading: SaidReading | None,
    is_entered: bool,
) -> tuple[Texts, str, str]:
    if reading is not None:
        return reading.reading.texts, reading.verdict, reading.reason
    if mine is None:
        return {}, "", ""
    if mine.verdict == Verdict.ACCEPTED and not is_entered:
        return {}, AGREE, mine.reason
    texts = texts_of(answer_of(rubric, leaf.id, mine.answer, place_of(entry)))
    return texts, "" if is_entered else CHANGE, mine.reason


def _summary(errors: Mapping[str, list[str]], fields: Iterable[FieldView]) -> Iterable[tuple[str, str]]:
    every = list(fields)
    anchors = {each.name: f"#{each.id}-0" if each.options else f"#{each.id}" for each in every}
    first = next(iter(anchors.values()), "#khai-0")
    anchors |= {REASON: "#ly-do", NA_REASON: "#ly-do-khong-ap-dung", DECLARE: "#khai-0", VERDICT: "#y-kien-1"}
    for name, lines in errors.items():
        for line in lines:
            yield anchors.get(name, first), line


# ── conflict ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class SaidConflict:
    """Somebody saved in between; hidden: what was typed, to be sent again on row_version."""

    fields: list[dict[str, str]]
    who: str
    at: datetime
    row_version: int
    hidden: Mapping[str, str]
    theirs: Mapping[str, list[str]]


def said_conflict(
    entry: Entry, leaf: Node, reading: SaidReading, current: LeafValue, *, row_version: int, seen: int
) -> SaidConflict:
    """Both values in words. When it is the agency's own value that moved, mine stays on its version and `seen` is new."""
    rubric = rubric_of(entry.round.rubric)
    asked = asked_of(rubric, leaf, place_of(entry))
    theirs = texts_of(answer_of(rubric, leaf.id, current.answer, place_of(entry)))
    mine = _("Đồng ý") if reading.verdict == AGREE else in_words(asked, reading.reading.texts)
    is_own = current.stage == Stage.SELF
    fields = [
        {"label": str(Stage(current.stage).label), "mine": mine, "theirs": in_words(asked, theirs)},
        {"label": _("Lý do"), "mine": reading.reason, "theirs": current.note if is_own else current.reason},
    ]
    blank: dict[str, list[str]] = {each.name: [] for each in asked} | {
        DECLARE: [""],
        NA_REASON: [],
        REASON: [],
    }
    return SaidConflict(
        fields=[each for each in fields if each["mine"] != each["theirs"]] or fields[:1],
        who=current.by.full_name if current.by else _("Hệ thống"),
        at=current.at,
        row_version=row_version if is_own else current.row_version,
        hidden=reading.hidden() | {"seen": str(current.row_version if is_own else seen)},
        theirs=blank | theirs | {REASON: [current.reason]},
    )


# ── evidence beside the score ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class EvidenceItem:
    """A file in the list; href opens it here, preview_href is its fragment. facts: as they stood when submitted."""

    id: int
    name: str
    facts: str
    later: tuple[FactsChange, ...]
    href: str
    preview_href: str
    is_shown: bool
    tag: str
    tone: str


@dataclass(frozen=True)
class Evidence:
    """The files of a leaf, with one of them shown. asked: the query that asks for its fragment again."""

    items: tuple[EvidenceItem, ...]
    file: EvidenceFile | None
    said: FactsStood | None
    asked: str
    is_readable: bool
    shown: previews.Shown | None


def evidence_of(entry: Entry, leaf: Node, here: str, chosen: str) -> Evidence:
    """The files put forward for a leaf, the chosen one (else the first) opened; two queries, one without files.

    What is said of each is what was said when it was submitted; later changes stand beside it.
    """
    uses = list(
        EvidenceUse.objects.filter(entry=entry, node_id=leaf.id, removed_at__isnull=True)
        .select_related("file", "by")
        .order_by("at", "pk")
    )
    by_file = {use.file_id: use for use in uses}
    asked = whole(chosen)
    open_id = asked if asked in by_file else next(iter(by_file), 0)
    said = facts_stood_of((use.file, judged_from(use, entry)) for use in by_file.values())
    items = tuple(
        _item(use, said[use.file_id], judged_from(use, entry), here, use.file_id == open_id)
        for use in by_file.values()
    )
    file = by_file[open_id].file if open_id else None
    readable = file is not None and previews.is_readable(file)
    return Evidence(
        items=items,
        file=file,
        said=said.get(open_id),
        asked=_asked(judged_from(by_file[open_id], entry)) if file is not None else "",
        is_readable=readable,
        shown=previews.shown(file) if file is not None and readable else None,
    )


def _asked(moment: datetime | None) -> str:
    """The query that asks for a fragment with the facts of a moment."""
    return urlencode({"luc": moment.astimezone(UTC).isoformat()}) if moment else ""


def _item(
    use: EvidenceUse, said: FactsStood, moment: datetime | None, here: str, is_shown: bool
) -> EvidenceItem:
    file = use.file
    day = f"{said.dated_on:%d/%m/%Y}" if said.dated_on else ""
    later = _("bổ sung khi giải trình") if use.stage == Stage.EXPLAINED else ""
    asked = _asked(moment)
    return EvidenceItem(
        id=file.pk,
        name=said.name,
        facts=" · ".join(part for part in (said.number, day, later) if part),
        later=said.later,
        href=f"{here}?tep={file.pk}",
        preview_href=reverse("evidence:preview", args=[file.pk]) + (f"?{asked}" if asked else ""),
        is_shown=is_shown,
        tag=str(file.get_scan_display()),
        tone=scan_tone(file),
    )


# ── history ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class HistoryRow:
    at: datetime
    who: str
    stage: str
    verdict: str
    words: str
    points: Fraction | None
    reason: str


def history_of(entry: Entry, leaf: Node, hidden: frozenset[str] = frozenset()) -> tuple[HistoryRow, ...]:
    """Every save at every stage, newest first, but for stages not to be seen yet; one query."""
    rows = (
        LeafRevision.objects.filter(value__entry=entry, value__node_id=leaf.id)
        .exclude(value__stage__in=hidden)
        .select_related("by", "value")
        .order_by("-at", "-pk")
    )
    return tuple(
        HistoryRow(
            at=row.at,
            who=row.by.full_name if row.by else _("Hệ thống"),
            stage=str(Stage(row.value.stage).label),
            verdict=str(Verdict(row.verdict).label) if row.value.stage != Stage.SELF else "",
            words=answer_words(entry, leaf, row.answer),
            points=row.points,
            reason=row.reason,
        )
        for row in rows
    )
