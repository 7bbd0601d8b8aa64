"""The form of one leaf, made from the inputs its rule asks for: what the browser sends in, the fields it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from django.http import QueryDict
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from minhchung.rounds.models import Entry
from minhchung.rubric import (
    ABSENT,
    NONE_DONE,
    Answer,
    Context,
    Fault,
    Input,
    Node,
    NoneDone,
    NotApplicable,
    Rubric,
    Ticks,
    answer_from_data,
    answer_from_form,
    form_from_answer,
    inputs_of,
    may_claim_not_applicable,
)
from minhchung.rubric.kinds.nested import is_none_word
from minhchung.ui.language import in_language
from minhchung.viet.folding import nfc, search_key

Texts = dict[str, list[str]]
DECLARE: Final = "khai"
NONE: Final = "khong_co"
NOT_APPLICABLE: Final = "khong_ap_dung"
NOTHING_TICKED: Final = "khong_muc_nao"
NA_REASON: Final = "ly_do_khong_ap_dung"
NOTE: Final = "ghi_chu"
OVERRULES: Final = "ly_do_khac"
"""Why the answer differs from what data say."""
NOTE_MOST: Final = 2000
UNITS: Final = frozenset(
    {gettext_noop("ngày"), gettext_noop("ngày làm việc"), gettext_noop("lần"), gettext_noop("đồng")}
)


def label_of(asked: Input) -> str:
    return asked.label_en if (get_language() or "vi").startswith("en") else asked.label_vi


def unit_of(asked: Input) -> str:
    """The unit in the reader's language; a unit the rubric names itself stays as written."""
    return _(asked.unit) if asked.unit in UNITS else asked.unit


def _help_of(asked: Input) -> str:
    return asked.help_en if (get_language() or "vi").startswith("en") else asked.help_vi


# ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Reading:
    """What was typed, and what it says.

    texts: every field as typed. answer: None keeps the leaf absent. errors: field name ("" the whole) → lines; when
    there is one, `answer` says nothing.
    """

    texts: Texts
    note: str = ""
    answer: Answer | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)


def typed(post: QueryDict, asked: tuple[Input, ...], prefix: str = "") -> Texts:
    """The leaf's fields as the browser sent them, NFC, blanks at the ends cut; `prefix` tells rows of a sheet apart."""
    kinds = {each.name: each.kind for each in asked} | dict.fromkeys(
        (DECLARE, NA_REASON, NOTE, OVERRULES), "text"
    )
    return {
        name: _split(kind, [nfc(text).strip() for text in post.getlist(prefix + name)])
        for name, kind in kinds.items()
        if prefix + name in post
    }


def _split(kind: str, texts: list[str]) -> list[str]:
    """Ticks that came in one cell or one hidden field stand there parted by semicolons."""
    if kind != "ticks":
        return texts
    return [part.strip() for text in texts for part in text.split(";") if part.strip()]


def read(rubric: Rubric, leaf: Node, asked: tuple[Input, ...], texts: Texts, context: Context) -> Reading:
    """The answer in these texts, or what is wrong with them, each at its field.

    *Không có* and *không áp dụng*, when declared, say it all; nothing typed is no answer. That nothing of a list of
    ticks holds is an answer only when it is said (`khong_muc_nao`): an untouched form says nothing. A percentage alone
    in the numerator's field is a rate without its counts. *Không có* typed where figures go is *không có* declared, as
    in a sheet or a workbook, where each figure has a cell.
    """
    note = _one(texts, NOTE)
    if len(note) > NOTE_MOST:
        words = _("Ghi chú dài %(n)d ký tự; nhiều nhất %(most)d.") % {"n": len(note), "most": NOTE_MOST}
        return Reading(texts, note, errors={NOTE: [words]})
    declared = _one(texts, DECLARE)
    if declared == NONE:
        return Reading(texts, note, NONE_DONE)
    if declared == NOT_APPLICABLE:
        return _read_not_applicable(rubric, leaf, texts, note)
    given = {each.name: texts[each.name] for each in asked if any(texts.get(each.name, []))}
    if says_none(asked, given):
        return Reading(texts, note, NONE_DONE)
    data: dict[str, str | list[str]] = {
        each.name: given[each.name] if each.kind == "ticks" else given[each.name][0]
        for each in asked
        if each.name in given
    }
    if declared == NOTHING_TICKED:
        data["ticks_sent"] = "1"
    if set(given) == {"num"} and given["num"][0].endswith("%"):
        answer = answer_from_data(rubric, leaf.code, given["num"][0], context)
    else:
        answer = answer_from_form(rubric, leaf.code, data, context)
    if isinstance(answer, list):
        return Reading(texts, note, errors=_placed(answer, asked, given))
    if errors := _broken_counts(asked, answer):
        return Reading(texts, note, errors=errors)
    return Reading(texts, note, None if answer == ABSENT else answer)


FIGURES: Final = frozenset({"integer", "decimal", "date"})
MEASURED: Final = (
    "kinh phi",
    "von",
    "tien",
    "ngan sach",
    "gia tri",
    "thoi gian",
    "gio",
    "dien tich",
    "khoi luong",
)
"""What is measured, not counted, in the words of a rate's label, folded: such figures may carry decimals."""


def says_none(asked: tuple[Input, ...], given: Texts) -> bool:
    """Whether *không có* is all that was typed, and only where the rule asks for figures."""
    figures = {each.name for each in asked if each.kind in FIGURES}
    texts = [text for values in given.values() for text in values if text]
    return bool(given) and given.keys() <= figures and all(is_none_word(text) for text in texts)


def counts_things(asked: Input) -> bool:
    """Whether this half of a rate counts whole things: it names no unit, and no amount of money, time or the like."""
    if asked.name.rpartition(".")[2] not in {"num", "den"} or asked.unit:
        return False
    return not set(MEASURED) & _phrases(search_key(asked.label_vi))


def _phrases(text: str) -> set[str]:
    words = text.split()
    return {*words, *(" ".join(pair) for pair in pairwise(words))}


def _broken_counts(asked: tuple[Input, ...], answer: Answer) -> dict[str, list[str]]:
    """A line at each half of a rate that counts things and is not whole."""
    kept = form_from_answer(answer)
    words = _("Số đếm phải là số nguyên, không phải %(typed)s.")
    return {
        each.name: [words % {"typed": kept[each.name]}]
        for each in asked
        if counts_things(each) and each.name in kept and not str(kept[each.name]).isdecimal()
    }


def _read_not_applicable(rubric: Rubric, leaf: Node, texts: Texts, note: str) -> Reading:
    reason = _one(texts, NA_REASON)
    if not claimable(rubric, leaf):
        words = _("Bộ tiêu chí không cho khai “không áp dụng” ở tiêu chí này.")
        return Reading(texts, note, errors={DECLARE: [words]})
    if not reason:
        return Reading(texts, note, errors={NA_REASON: [_("Ghi lý do không áp dụng.")]})
    if len(reason) > NOTE_MOST:
        words = _("Lý do dài %(n)d ký tự; nhiều nhất %(most)d.") % {"n": len(reason), "most": NOTE_MOST}
        return Reading(texts, note, errors={NA_REASON: [words]})
    return Reading(texts, note, NotApplicable(reason=reason))


def _placed(faults: list[Fault], asked: tuple[Input, ...], given: Texts) -> dict[str, list[str]]:
    """Each fault at the field its place names (`II.1 · den`), or that alone holds its value, else at the first filled in."""
    errors: dict[str, list[str]] = {}
    for fault in faults:
        named = fault.place.rpartition(" · ")[2]
        holding = [name for name, values in given.items() if fault.value and fault.value in values]
        inside = [each.name for each in asked if each.name == named or each.name.startswith(f"{named}.")]
        chosen = (
            (inside if named in inside else holding if len(holding) == 1 else inside) or list(given) or [""]
        )
        errors.setdefault(chosen[0], []).append(f"{in_language(fault.rule)} {in_language(fault.fix)}".strip())
    return errors


def _one(texts: Texts, name: str) -> str:
    return next((text for text in texts.get(name, []) if text), "")


def first_text(texts: Mapping[str, list[str]], name: str) -> str:
    """The first of a field's texts, as it is; "" where there is none."""
    return next(iter(texts.get(name, [])), "")


def claimable(rubric: Rubric, leaf: Node) -> bool:
    """Whether an agency may claim that the leaf does not apply."""
    return may_claim_not_applicable(rubric, leaf.code)


# ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def texts_of(answer: Answer | None, note: str = "") -> Texts:
    """The fields that read back as this answer."""
    texts: Texts = {NOTE: [note]} if note else {}
    if answer is None or answer == ABSENT:
        return texts
    if isinstance(answer, NoneDone):
        return texts | {DECLARE: [NONE]}
    if isinstance(answer, NotApplicable):
        return texts | {DECLARE: [NOT_APPLICABLE], NA_REASON: [answer.reason]}
    if answer == Ticks(()):
        return texts | {DECLARE: [NOTHING_TICKED]}
    for field_name, value in form_from_answer(answer).items():
        # A rate given without its counts (82,76 %) stands in the numerator's field, and is read back from there.
        name = field_name.removesuffix("percent") + "num" if field_name.endswith("percent") else field_name
        texts[name] = [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
    return texts


@dataclass(frozen=True)
class OptionView:
    id: str
    value: str
    text: str
    points: object
    checked: bool


@dataclass(frozen=True)
class FieldView:
    """One field as the template draws it. described: ids for aria-describedby; error_id beside them when errors."""

    name: str
    id: str
    kind: str
    label: str
    hint: str
    unit: str
    value: str
    options: tuple[OptionView, ...]
    errors: tuple[str, ...]
    described: str
    numeric: bool


def fields_of(
    asked: tuple[Input, ...], texts: Texts, errors: Mapping[str, list[str]]
) -> tuple[FieldView, ...]:
    """The fields to show, filled in as typed; nothing is chosen that nobody chose."""
    return tuple(_field(each, texts.get(each.name, []), tuple(errors.get(each.name, []))) for each in asked)


def _field(asked: Input, values: list[str], errors: tuple[str, ...]) -> FieldView:
    id = "o-" + asked.name.replace(".", "-")
    hint = _help_of(asked) or (_("Ví dụ 03/02/2023.") if asked.kind == "date" else "")
    described = [f"{id}-goi-y"] if hint else []
    return FieldView(
        name=asked.name,
        id=id,
        kind=asked.kind,
        label=label_of(asked),
        hint=hint,
        unit=unit_of(asked),
        value=values[0] if values else "",
        options=_options(asked, id, values),
        errors=errors,
        described=" ".join([*described, f"{id}-loi"] if errors else described),
        numeric=asked.kind in {"integer", "decimal"},
    )


def _options(asked: Input, id: str, values: list[str]) -> tuple[OptionView, ...]:
    if asked.kind == "yes_no":
        offered: list[tuple[str, str, object]] = [("có", _("Có"), None), ("không", _("Không"), None)]
    else:
        offered = [(offer.id, offer.text or offer.id, offer.points) for offer in asked.options]
    return tuple(
        OptionView(f"{id}-{place}", value, text, points, value in values)
        for place, (value, text, points) in enumerate(offered)
    )


def in_words(asked: tuple[Input, ...], texts: Texts) -> str:
    """A short line that says what the fields hold: `Hồ sơ đúng hạn: 264; Hồ sơ đã giải quyết: 319`."""
    declared = _one(texts, DECLARE)
    if declared == NONE:
        return _("Không có (không thực hiện)")
    if declared == NOT_APPLICABLE:
        return _("Không áp dụng: %(reason)s") % {"reason": _one(texts, NA_REASON)}
    if declared == NOTHING_TICKED:
        return _("Không mục nào")
    lines = [line for each in asked if (line := _field_in_words(each, texts.get(each.name, [])))]
    return "; ".join(lines)


def _field_in_words(asked: Input, values: list[str]) -> str:
    chosen = [value for value in values if value]
    if not chosen:
        return ""
    if asked.kind in {"choice", "ticks"}:
        by_id = {offer.id: offer.text or offer.id for offer in asked.options}
        return "; ".join(by_id.get(value, value) for value in chosen)
    unit = f" {unit_of(asked)}" if asked.unit and asked.kind != "date" else ""
    return f"{_said_label(asked)}: {chosen[0]}{unit}"


_JOINED: Final = re.compile(r"^(hoặc|or) ")


def _said_label(asked: Input) -> str:
    """The field's label, without the "or" that joins it on a form to the field before: `Số ngày chậm`."""
    label = label_of(asked)
    bare = _JOINED.sub("", label)
    return label if bare == label else bare[:1].upper() + bare[1:]


def place_of(entry: Entry) -> Context:
    """What reading an answer depends on: the year, and the traits where a rule branches by them."""
    return Context(year=entry.round.year, traits=dict(entry.traits))


def asked_of(rubric: Rubric, leaf: Node, context: Context) -> tuple[Input, ...]:
    """The fields that the leaf's rule asks of an agency with these traits."""
    return tuple(inputs_of(rubric, leaf.code, context))
