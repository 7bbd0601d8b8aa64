"""Answers between their values, the plain form that officials write, and a browser's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from minhchung.rubric.answers import (
    ABSENT,
    NONE_DONE,
    Absent,
    Answer,
    Count,
    Counts,
    Date,
    Days,
    Mark,
    Marks,
    NoneDone,
    NotApplicable,
    Number,
    Option,
    Parts,
    Percent,
    Rate,
    Survey,
    Ticks,
)
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.data import Data, data_of_date, data_of_number, data_of_percent, fault
from minhchung.rubric.errors import Fault, Reason, UnknownNode
from minhchung.rubric.kinds.base import At, Input, Offer, kind_of
from minhchung.rubric.kinds.nested import is_none_word
from minhchung.rubric.model import Gate, Node, Rubric, Rule
from minhchung.rubric.reader import yes_no
from minhchung.rubric.source import Mapping as SourceMapping
from minhchung.rubric.source import Scalar, Source, compose

_NA_KEYS = ("not_applicable", "khong_ap_dung")
_GATE_FIX = Reason("Ghi { gate: có, value: … }.", "Give { gate: có, value: … }.")
PlainAnswer = str | int | None | list["PlainAnswer"] | dict[str, "PlainAnswer"]


# ── plain form ──


def answer_to_data(answer: Answer) -> PlainAnswer:
    """The plain form: reads back as the same answer for the same rule; None when absent."""
    match answer:
        case Absent():
            return None
        case NoneDone():
            return "none"
        case NotApplicable():
            claim: dict[str, PlainAnswer] = {"not_applicable": answer.reason}
            return claim | ({"accepted": "có"} if answer.accepted else {})
        case Option():
            return answer.id
        case Rate():
            return {"num": data_of_number(answer.num), "den": data_of_number(answer.den)}
        case Percent():
            return data_of_percent(answer.value)
        case Count():
            return answer.n
        case Counts():
            return dict(answer.lines)
        case Number() | Mark():
            return data_of_number(answer.value)
        case Date():
            return data_of_date(answer.on)
        case Days():
            return {"days_late": answer.n}
        case Ticks():
            ids: list[PlainAnswer] = list(answer.ids)
            return {"ticks": ids, "flawed": list(answer.flawed)} if answer.flawed else ids
        case Marks():
            return [data_of_number(value) for value in answer.values]
        case Survey():
            return dict(answer.counts)
        case Parts():
            return {name: answer_to_data(part) for name, part in answer.parts}


def answer_from_data(rubric: Rubric, code: str, data: Data, context: Context = EMPTY) -> Answer | list[Fault]:
    """The answer to a leaf in its plain form, or every fault in it.

    context: traits, where the rule branches by them, and the year. Raises UnknownNode.
    """
    node = rubric.leaf(code)
    return _from_data(node, data, _place(rubric, node, context))


def answers_from_data(
    rubric: Rubric, data: Mapping[str, Data], context: Context = EMPTY
) -> tuple[dict[str, Answer], list[Fault]]:
    """Every answer by leaf code, and the faults of those that could not be read."""
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for key, value in data.items():
        code = str(key)
        try:
            node = rubric.leaf(code)
        except UnknownNode as unknown:
            fix = Reason(
                "Sửa mã, xem “minhchung rubric show”.", "Mend the code; see `minhchung rubric show`."
            )
            faults.append(Fault("A001", code, code, unknown.reason, fix))
            continue
        if node.code in answers:
            fix = Reason("Giữ một dòng.", "Keep one of them.")
            faults += fault(
                "A002", code, value, "Tiêu chí này đã có câu trả lời.", "This leaf is answered twice.", fix
            )
            continue
        found = _from_data(node, value, _place(rubric, node, context))
        if isinstance(found, list):
            faults += found
        elif found != ABSENT:
            answers[node.code] = found
    return answers, faults


def answers_from_text(
    rubric: Rubric, text: str, name: str = "answers.yaml", context: Context = EMPTY
) -> tuple[dict[str, Answer], list[Fault]]:
    """Answers out of a YAML or JSON file (code → answer); places carry the file and line.

    Raises RubricError when the text is not YAML at all.
    """
    source = compose(text, name)
    if not isinstance(source, SourceMapping):
        place = f"{name}:1"
        fix = Reason("Mỗi dòng: mã: trả lời.", "One line each: code: answer.")
        return {}, fault(
            "A003", place, "", "Tệp phải gồm các dòng mã: trả lời.", "The file must be a mapping.", fix
        )
    data = {key.text: plain_data(value) for key, value in source.pairs}
    lines = {key.text: key.span.line for key, _ in source.pairs}
    answers, faults = answers_from_data(rubric, data, context)
    return answers, [_placed(one, name, lines, rubric) for one in faults]


def _placed(one: Fault, name: str, lines: Mapping[str, int], rubric: Rubric) -> Fault:
    code = one.place.split(" · ")[0]
    line = lines.get(code)
    if line is None:
        line = next(
            (at for key, at in lines.items() if rubric.has_node(key) and _leaf_code(rubric, key) == code),
            None,
        )
    return replace(one, place=f"{name}:{line} · {one.place}" if line is not None else f"{name} · {one.place}")


def _leaf_code(rubric: Rubric, key: str) -> str:
    try:
        return rubric.leaf(key).code
    except UnknownNode:
        return key


def plain_data(source: Source) -> Data:
    """A composed source as text, lists and mappings; an empty plain value is None."""
    if isinstance(source, Scalar):
        return None if source.plain and source.text in ("", "~", "null") else source.text
    if isinstance(source, SourceMapping):
        return {key.text: plain_data(value) for key, value in source.pairs}
    return [plain_data(item) for item in source.items]


def _place(rubric: Rubric, node: Node, context: Context) -> At:
    return At(node.code, node.id, node.max, rubric.step, context=context, parameters=rubric._parameters)


def _from_data(node: Node, data: Data, at: At) -> Answer | list[Fault]:
    special = _special(data, at)
    if special is not None:
        return special
    assert node.rule is not None
    if node.gate is not None and node.gate.question:
        return _gated_from_data(node.gate, node.rule, data, at)
    answer: Answer | list[Fault] = kind_of(node.rule).from_data(node.rule, data, at)
    return answer


def _special(data: Data, at: At) -> Answer | list[Fault] | None:
    """Absent, *không có*, not applicable: written the same for every rule."""
    if data is None or (isinstance(data, str) and not data.strip()):
        return ABSENT
    if is_none_word(data):
        return NONE_DONE
    if isinstance(data, Mapping) and set(data) & set(_NA_KEYS):
        return _claim(data, at)
    if isinstance(data, (bool, float, int, str, Decimal, Fraction, list, tuple, Mapping)):
        return None
    return None


def _claim(data: Mapping[object, object], at: At) -> Answer | list[Fault]:
    extra = set(data) - set(_NA_KEYS) - {"accepted"}
    reason = next((data[key] for key in _NA_KEYS if key in data), "")
    text = str(reason).strip() if reason is not None else ""
    fix = Reason("Ghi { khong_ap_dung: lý do }.", "Give { not_applicable: reason }.")
    if extra or not text:
        return fault(
            "A160", at.place, data, "Khai không áp dụng phải kèm lý do.", "A claim needs a reason.", fix
        )
    accepted = data.get("accepted", False)
    flag = accepted if isinstance(accepted, bool) else yes_no(str(accepted))
    if flag is None:
        return fault(
            "A161", at.place, accepted, "“accepted” là có hoặc không.", "`accepted` is có or không.", fix
        )
    return NotApplicable(text, flag)


def _gated_from_data(gate: Gate, rule: Rule, data: Data, at: At) -> Answer | list[Fault]:
    if not isinstance(data, Mapping) or not set(data) <= {"gate", "value"} or data.get("gate") is None:
        rule_vi, rule_en = f"Cần trả lời: {gate.question}", f"Needs an answer: {gate.question}"
        return fault("A170", at.place, data, rule_vi, rule_en, _GATE_FIX)
    given = data["gate"]
    flag = given if isinstance(given, bool) else yes_no(str(given))
    if flag is None:
        return fault("A171", at.place, given, "Trả lời có hoặc không.", "Answer có or không.", _GATE_FIX)
    if not flag:
        return Parts((("gate", Option("no")),))
    inner = data.get("value")
    if inner is None or inner == "":
        return Parts((("gate", Option("yes")),))
    if is_none_word(inner):
        return Parts((("gate", Option("yes")), ("value", NONE_DONE)))
    value: Answer | list[Fault] = kind_of(rule).from_data(rule, inner, at)
    if isinstance(value, list):
        return value
    return Parts((("gate", Option("yes")), ("value", value)))


# ── form ──


def inputs_of(rubric: Rubric, code: str, context: Context = EMPTY) -> list[Input]:
    """The fields of the form for a leaf, in order; nothing is pre-selected.

    Besides these every form may send `none` (không có) and, where `may_claim_not_applicable`, `na` with `na_reason`.
    """
    node = rubric.leaf(code)
    assert node.rule is not None
    inputs = list(kind_of(node.rule).inputs(node.rule, _place(rubric, node, context)))
    if node.gate is None or not node.gate.question:
        return inputs
    asked = Input(
        "gate", "choice", node.gate.question, node.gate.question, (Offer("yes", "Có"), Offer("no", "Không"))
    )
    return [asked, *(replace(one, name=f"value.{one.name}", required=False) for one in inputs)]


def answer_from_form(
    rubric: Rubric, code: str, form: Mapping[str, str | list[str]], context: Context = EMPTY
) -> Answer | list[Fault]:
    """What a browser sent for a leaf: fields named as in `inputs_of`; others are ignored.

    A form with every field empty is absent; a half-filled one comes back as faults that name the fields. Beside its
    boxes a form sends `ticks_sent` (for a part, `ty_le.ticks_sent`): it tells nothing ticked from nothing touched.
    """
    node = rubric.leaf(code)
    assert node.rule is not None
    at = _place(rubric, node, context)
    if _sent(form, "none"):
        return NONE_DONE
    if _sent(form, "na"):
        return _claim({"not_applicable": _sent(form, "na_reason")}, at)
    inputs = inputs_of(rubric, code, context)
    fields = {name: form[name] for name in _names(inputs) if name in form}
    ticks = {one.name for one in inputs if one.kind == "ticks"}
    untouched = {name for name in ticks if not _ticks_sent(form, name)}
    fields |= {name: fields.get(name, []) for name in ticks - untouched}
    fields = {name: value for name, value in fields.items() if name not in untouched or _filled(value)}
    if not any(_filled(value) or name in ticks for name, value in fields.items()):
        return ABSENT
    nested = _nested(
        {name: _listed(value) if name in ticks else _single(value) for name, value in fields.items()}
    )
    unfilled = _unfilled(inputs, fields)
    data = _unwrapped(nested, inputs)
    found = _from_data(node, data, at)
    if isinstance(found, list) and unfilled:
        fix = Reason("Điền nốt ô còn trống.", "Fill in the field left empty.")
        return [Fault("A180", f"{at.place} · {one.name}", "", Reason(f"Thiếu “{one.label_vi}”.", f'"{one.label_en}" is missing.'), fix) for one in unfilled]  # fmt: skip
    return found


_STAND_INS = {"num": ("percent",), "marks": ("num", "den")}
"""Fields that may come in place of one that is asked: a bare percentage, a sum of marks and how many there were."""


def _names(inputs: list[Input]) -> list[str]:
    """The fields that a form may send."""
    names = [one.name for one in inputs]
    for name in list(names):
        prefix, last = name[: name.rfind(".") + 1], name.split(".")[-1]
        names += [prefix + other for other in _STAND_INS.get(last, ())]
    return names


def _sent(form: Mapping[str, str | list[str]], name: str) -> str:
    value = form.get(name, "")
    return (value[0] if value else "") if isinstance(value, list) else value.strip()


def _ticks_sent(form: Mapping[str, str | list[str]], name: str) -> bool:
    """Whether the form says that its boxes (all of them, or this part's) were shown and left as they are."""
    part = name.rpartition(".")[0]
    return bool(_sent(form, "ticks_sent") or _sent(form, f"{part}.ticks_sent"))


def _filled(value: str | list[str]) -> bool:
    return any(item.strip() for item in value) if isinstance(value, list) else bool(value.strip())


def _listed(value: str | list[str]) -> Data:
    return [item for item in ([value] if isinstance(value, str) else value) if item.strip()]


def _single(value: str | list[str]) -> Data:
    return (value[0] if value else "") if isinstance(value, list) else value.strip()


def _nested(fields: Mapping[str, Data]) -> dict[str, Data]:
    """`ty_le.num` becomes {ty_le: {num: …}}; empty fields are left out."""
    found: dict[str, Data] = {}
    for name, value in fields.items():
        if value == "":
            continue
        here = found
        *way, last = name.split(".")
        for step in way:
            inner = here.setdefault(step, {})
            assert isinstance(inner, dict)
            here = inner
        here[last] = value
    return found


_SINGLE_FIELDS = frozenset({"option", "mark", "marks", "count", "number", "on", "days", "percent"})


def _unwrapped(nested: dict[str, Data], inputs: list[Input]) -> Data:
    """A form's fields as the plain form of its rule."""
    if len(nested) == 1:
        (name, value), *_ = nested.items()
        if name in ("counts", "survey"):
            return value
        if name == "days":
            return {"days_late": value}
        if name in _SINGLE_FIELDS or name == "ticks":
            return value
    return {name: _inner(value) for name, value in nested.items()}


def _inner(value: Data) -> Data:
    if not isinstance(value, dict):
        return value
    return _unwrapped(value, [])


def _unfilled(inputs: list[Input], fields: Mapping[str, str | list[str]]) -> list[Input]:
    return [
        one
        for one in inputs
        if one.required and one.kind != "ticks" and not _filled(fields.get(one.name, ""))
    ]


def form_from_answer(answer: Answer) -> dict[str, str | list[str]]:
    """The form's fields that show an answer: the reverse of `answer_from_form`."""
    found: dict[str, str | list[str]] = {}
    _fill(found, "", answer)
    return found


def _fill(found: dict[str, str | list[str]], prefix: str, answer: Answer) -> None:
    match answer:
        case Absent():
            return
        case NoneDone():
            found[f"{prefix}none"] = "1"
        case NotApplicable():
            found[f"{prefix}na"] = "1"
            found[f"{prefix}na_reason"] = answer.reason
        case Option():
            found[f"{prefix}option"] = answer.id
        case Rate():
            found[f"{prefix}num"] = data_of_number(answer.num)
            found[f"{prefix}den"] = data_of_number(answer.den)
        case Percent():
            found[f"{prefix}percent"] = data_of_percent(answer.value)
        case Count():
            found[f"{prefix}count"] = str(answer.n)
        case Counts():
            found.update({f"{prefix}counts.{key}": str(n) for key, n in answer.lines})
        case Number():
            found[f"{prefix}number"] = data_of_number(answer.value)
        case Date():
            found[f"{prefix}on"] = data_of_date(answer.on)
        case Days():
            found[f"{prefix}days"] = str(answer.n)
        case Ticks():
            found[f"{prefix}ticks"] = list(answer.ids)
            found[f"{prefix}ticks_sent"] = "1"
            if answer.flawed:
                found[f"{prefix}flawed"] = list(answer.flawed)
        case Mark():
            found[f"{prefix}mark"] = data_of_number(answer.value)
        case Marks():
            found[f"{prefix}marks"] = "; ".join(data_of_number(value) for value in answer.values)
        case Survey():
            found.update({f"{prefix}survey.{key}": str(n) for key, n in answer.counts})
        case Parts():
            for name, part in answer.parts:
                if name == "gate" and isinstance(part, Option):
                    found[f"{prefix}gate"] = part.id
                    continue
                _fill(found, f"{prefix}{name}.", part)
            if answer.parts and {name for name, _ in answer.parts} <= {"datum", "otherwise"}:
                found[f"{prefix}which"] = answer.parts[0][0]
