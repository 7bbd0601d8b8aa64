"""Between a mapping of the rubric's text and the fields of a form, by description; each way undoes the other.

Names are paths: `rule.rows.0.when.low`. What a description does not take raises Unfit, and is shown as YAML instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from minhchung.criteria.interfaces.node_form.bindings import flat_bindings, read_bindings
from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.interfaces.node_form.limits import (
    LIMIT,
    Flat,
    Posted,
    Unfit,
    flat_limits,
    indices,
    read_limits,
    with_percent,
)
from minhchung.criteria.interfaces.node_form.spec import Bindings, Entry, Form, Group, One, Rows, RuleBox
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import fields_of_text
from minhchung.rubric.printing import print_plain
from minhchung.rubric.reader import ordinal_id
from minhchung.viet.folding import search_key

YAML = "yaml"
MORE = "more"
_MEASURED = ("target", "base", "every")


# ── text → fields ──


def flat_form(form: Form, fields: Mapping[str, Plain], prefix: str = "") -> Flat:
    """Every field of a form. Raises Unfit for keys and values that it has no field for."""
    known = {entry.key for entry in form}
    if set(fields) - known:
        raise Unfit(f"{prefix}: {sorted(set(fields) - known)}")
    found: Flat = {}
    for entry in form:
        if entry.key in fields:
            found |= flat(entry, fields[entry.key], f"{prefix}{entry.key}")
    return found


def flat(entry: Entry, value: Plain, name: str) -> Flat:
    """The fields of one entry. Raises Unfit unless reading them gives the same value again."""
    found = _flat(entry, value, name)
    again = read(entry, found, name)
    if again != value:
        raise Unfit(f"{name}: {value!r}")
    return found


def _flat(entry: Entry, value: Plain, name: str) -> Flat:
    if isinstance(entry, RuleBox):
        return _flat_rule(value, name)
    if isinstance(entry, Group):
        return _flat_group(entry, value, name)
    if isinstance(entry, Rows):
        return _flat_rows(entry, value, name)
    if isinstance(entry, Bindings):
        return flat_bindings(value, name)
    return _flat_one(entry, value, name)


def _flat_one(entry: One, value: Plain, name: str) -> Flat:
    if entry.kind == "lines":
        items = value if isinstance(value, list) else [value]
        return {name: "\n".join(_text(item, name) for item in items)}
    if entry.kind == "when":
        return _flat_when(value, name)
    if entry.kind == "limits":
        return flat_limits(_text(value, name), name)
    if entry.kind == "flag":
        return {name: "1" if value == "có" else _text(value, name)}
    if entry.kind == "text" and entry.choices:
        text = _text(value, name)
        return {name: next((str(words) for said, words in entry.choices if said == text), text)}
    return {name: _text(value, name)}


def _text(value: Plain, name: str) -> str:
    if not isinstance(value, str):
        raise Unfit(f"{name}: {value!r}")
    return value


def _flat_when(value: Plain, name: str) -> Flat:
    if not isinstance(value, dict):
        raise Unfit(f"{name}: {value!r}")
    found: Flat = {}
    for index, (trait, values) in enumerate(value.items()):
        items = values if isinstance(values, list) else [values]
        place = f"{name}.{index}"
        found |= {f"{place}.here": "1", f"{place}.trait": trait.removeprefix("not ")}
        found |= {f"{place}.not": "1"} if trait.startswith("not ") else {}
        found[f"{place}.values"] = ", ".join(_text(item, name) for item in items)
    return found


def _flat_group(entry: Group, value: Plain, name: str) -> Flat:
    if isinstance(value, str) and entry.bare == "kind":
        value = {"kind": value}
    if isinstance(value, str) and entry.bare == "policy":
        value = {"policy": value, "claimable": "có"}
    if not isinstance(value, dict):
        raise Unfit(f"{name}: {value!r}")
    return flat_form(entry.entries, value, f"{name}.")


def _flat_rows(entry: Rows, value: Plain, name: str) -> Flat:
    if not isinstance(value, list):
        raise Unfit(f"{name}: {value!r}")
    found: Flat = {}
    for index, row in enumerate(value):
        place = f"{name}.{index}"
        if not isinstance(row, dict):
            raise Unfit(f"{place}: {row!r}")
        said = dict(row)
        found[f"{place}.here"] = "1"
        if entry.ids:
            found[f"{place}.id"] = _text(said.pop("id", ordinal_id(index)), place)
        found |= flat_form(entry.columns, said, f"{place}.")
    if entry.ids:
        found[f"{name}.next"] = str(
            _next_ordinal([found[f"{name}.{index}.id"] for index in range(len(value))])
        )
    return found


def _flat_rule(value: Plain, name: str) -> Flat:
    fields = {"kind": value} if isinstance(value, str) else value
    kind = fields.get("kind") if isinstance(fields, dict) else None
    form = KIND_FORMS.get(kind) if isinstance(kind, str) else None
    if isinstance(fields, dict) and form is not None:
        try:
            found = flat_form(
                form.entries, {key: inner for key, inner in fields.items() if key != "kind"}, f"{name}."
            )
            found[f"{name}.kind"] = form.name
            if read_rule(found, name) == value:
                return found
        except Unfit:
            pass
    return {f"{name}.kind": YAML, f"{name}.yaml": rule_as_yaml(value)}


def rule_as_yaml(value: Plain) -> str:
    """A rule's own lines."""
    return print_plain(value) if isinstance(value, dict) else print_plain({"kind": value})


# ── fields → text ──


def read_form(form: Form, posted: Posted, prefix: str = "") -> dict[str, Plain]:
    """The mapping that a form's fields say, in the form's order; what is left empty is left out.

    Raises RubricError for YAML that cannot be taken apart.
    """
    found = {entry.key: read(entry, posted, f"{prefix}{entry.key}") for entry in form}
    return {key: value for key, value in found.items() if value is not None}


def read(entry: Entry, posted: Posted, name: str) -> Plain | None:
    """What the fields of one entry say; None for nothing."""
    if isinstance(entry, RuleBox):
        return read_rule(posted, name)
    if isinstance(entry, Group):
        return _read_group(entry, posted, name)
    if isinstance(entry, Rows):
        return _read_rows(entry, posted, name)
    if isinstance(entry, Bindings):
        return read_bindings(posted, name)
    return _read_one(entry, posted, name)


def _read_one(entry: One, posted: Posted, name: str) -> Plain | None:
    if entry.kind == "when":
        return _read_when(posted, name)
    if entry.kind == "limits":
        return read_limits(posted, name) or None
    text = posted.get(name, "").replace("\r\n", "\n").strip()
    if not text:
        return None
    if entry.kind == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if entry.kind == "flag":
        return "có" if text == "1" else text
    if entry.kind == "share":
        return with_percent(text)
    if entry.kind == "text" and entry.choices:
        typed = search_key(text)
        return next((said for said, words in entry.choices if typed in (said, search_key(str(words)))), text)
    return text


def _read_when(posted: Posted, name: str) -> Plain | None:
    found: dict[str, Plain] = {}
    for index in indices(posted, name):
        place = f"{name}.{index}"
        trait = posted.get(f"{place}.trait", "").strip()
        values: list[Plain] = [
            item.strip() for item in posted.get(f"{place}.values", "").split(",") if item.strip()
        ]
        if trait:
            key = f"not {trait}" if posted.get(f"{place}.not") else trait
            found[key] = values[0] if len(values) == 1 else values
    return found or None


def _read_group(entry: Group, posted: Posted, name: str) -> Plain | None:
    fields = read_form(entry.entries, posted, f"{name}.")
    if not fields:
        return None
    if entry.bare == "kind":
        if fields.get("kind") == "rate":
            fields |= {
                key: with_percent(str(fields[key])) for key in ("low", "high", "step") if key in fields
            }
        return fields["kind"] if set(fields) == {"kind"} else fields if "kind" in fields else None
    if entry.bare == "policy" and set(fields) == {"policy", "claimable"} and fields["claimable"] == "có":
        return fields["policy"]
    return fields


def _read_rows(entry: Rows, posted: Posted, name: str) -> Plain | None:
    rows: list[dict[str, Plain]] = []
    ids: list[str] = []
    for index in indices(posted, name):
        place = f"{name}.{index}"
        if f"{place}.here" not in posted:
            continue
        rows.append(read_form(entry.columns, posted, f"{place}."))
        ids.append(posted.get(f"{place}.id", "").strip())
    if not rows:
        return None
    if entry.ids:
        rows = [
            _with_id(entry, row, given, index)
            for index, (row, given) in enumerate(
                zip(rows, _all_ids(ids, _free_from(posted, name, ids)), strict=True)
            )
        ]
    return list(rows)


def _all_ids(given: list[str], free_from: int) -> list[str]:
    """Every row's id: the one it has; for a new row the next ordinal one that no row has, or had when it was shown."""
    free = (each for number in count(free_from) if (each := ordinal_id(number)) not in given)
    return [one or next(free) for one in given]


def _free_from(posted: Posted, name: str, ids: list[str]) -> int:
    told = posted.get(f"{name}.next", "")
    return max(
        int(told) if told.isdecimal() and len(told) < 4 else 0, _next_ordinal([one for one in ids if one])
    )


def _next_ordinal(ids: list[str]) -> int:
    """The number from which ordinal ids are free."""
    known = {ordinal_id(number): number for number in range(len(ids) + 260)}
    return max((known[one] + 1 for one in ids if one in known), default=0)


def _with_id(entry: Rows, row: dict[str, Plain], given: str, index: int) -> dict[str, Plain]:
    """The row with its id where its order does not make it; limits stand before the id, everything else after."""
    if given == ordinal_id(index):
        return row
    first = entry.columns[0]
    ahead = (
        {"when": row["when"]} if isinstance(first, One) and first.kind == "limits" and "when" in row else {}
    )
    return {**ahead, "id": given, **{key: value for key, value in row.items() if key not in ahead}}


def read_rule(posted: Posted, name: str) -> Plain | None:
    """The rule under a name; None when no kind is chosen."""
    kind = posted.get(f"{name}.kind", "").strip()
    if not kind:
        return None
    if kind == YAML:
        return _read_yaml(posted.get(f"{name}.yaml", ""))
    form = KIND_FORMS.get(kind)
    if form is None:
        return {"kind": kind}
    fields = _in_percent(kind, read_form(form.entries, posted, f"{name}."))
    return {"kind": kind, **fields} if fields else kind


def _read_yaml(text: str) -> Plain | None:
    fields = fields_of_text(text.replace("\r\n", "\n"), "quy tắc")
    if set(fields) == {"kind"}:
        return fields["kind"]
    return fields or None


def _in_percent(kind: str, fields: dict[str, Plain]) -> dict[str, Plain]:
    """Limits and targets of a rate with their percent signs, where people typed bare numbers."""
    measure = fields.get("measure")
    measured = measure.get("kind") if isinstance(measure, dict) else measure
    if kind not in ("bands", "linear", "steps", "relative") or measured != "rate":
        return fields
    said = {key: with_percent(str(fields[key])) for key in _MEASURED if key in fields}
    rows = fields.get("rows")
    if isinstance(rows, list):
        said_rows: list[Plain] = [_row_in_percent(row) if isinstance(row, dict) else row for row in rows]
        return fields | said | {"rows": said_rows}
    return fields | said


def _row_in_percent(row: dict[str, Plain]) -> dict[str, Plain]:
    when = row.get("when")
    if not isinstance(when, str):
        return row
    parts = [LIMIT.fullmatch(part) for part in when.split(", ")]
    if not all(parts):
        return row
    said = ", ".join(f"{part[1]} {with_percent(part[2])}" for part in parts if part is not None)
    return row | {"when": said}


# ── whole nodes ──


def node_fields(form: Form, fields: Mapping[str, Plain]) -> Flat:
    """A node's mapping as the fields of its form; keys and values the form has no field for come as YAML in `more`."""
    found: Flat = {}
    more: dict[str, Plain] = {}
    by_key = {entry.key: entry for entry in form}
    for key, value in fields.items():
        entry = by_key.get(key)
        try:
            if entry is None:
                raise Unfit(key)
            found |= flat(entry, value, key)
        except Unfit:
            more[key] = value
    if more:
        found[MORE] = print_plain(more)
    return found


def node_of(form: Form, posted: Posted, order: tuple[str, ...]) -> dict[str, Plain]:
    """The mapping that a node's form says, in the order given (that of printing).

    Raises RubricError for YAML in it that cannot be taken apart.
    """
    said = read_form(form, posted)
    more = fields_of_text(posted.get(MORE, "").replace("\r\n", "\n"), "phần viết bằng YAML")
    whole = {**more, **said}
    places = {key: number for number, key in enumerate(order)}
    return dict(sorted(whole.items(), key=lambda pair: places.get(pair[0], len(places))))
