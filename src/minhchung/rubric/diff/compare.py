"""Every difference between two versions: head first, then node by node in the order of the new text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from minhchung.rubric.diff.change import Change
from minhchung.rubric.diff.survival import answers_survive
from minhchung.rubric.errors import Reason
from minhchung.rubric.evaluate import place_of
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.printing import head_fields, node_fields, print_piece
from minhchung.rubric.traits import when_in_words
from minhchung.rubric.wording import en_number, en_points, vi_number, vi_points
from minhchung.rubric.words import rules_in_words

_PLACES = frozenset({"line"})
_NAMES = ("code", "id", "label", "line")
_TOP = Reason("cấp trên cùng", "the top level")


def compare(old: Rubric, new: Rubric) -> tuple[Change, ...]:
    """What a later version changes. Nodes are matched by id; where a line stands in its source is no change."""
    return (*_head(old, new), *_Nodes(old, new).changes())


def _head(old: Rubric, new: Rubric) -> Iterator[Change]:
    before, after = head_fields(old), head_fields(new)
    for key in dict.fromkeys((*after, *before)):
        if key != "rubric" and before.get(key) != after.get(key):
            yield Change("head", key, "", "", new.title, _as_text(before.get(key)), _as_text(after.get(key)))


class _Nodes:
    """The nodes of both versions by id."""

    def __init__(self, old: Rubric, new: Rubric) -> None:
        self.old, self.new = old, new
        self.before = {node.id: node for node in old.walk()}
        self.after = {node.id: node for node in new.walk()}
        self.changed = answers_survive(old, new).changed_ids
        self.displaced = frozenset(self._displaced())

    def changes(self) -> Iterator[Change]:
        removed = self._removed_after()
        yield from removed.get("", ())
        for node in self.new.walk():
            was = self.before.get(node.id)
            if was is None:
                yield _added(self.new, node)
            else:
                yield from self._of(was, node)
            yield from removed.get(node.id, ())

    def _removed_after(self) -> dict[str, list[Change]]:
        """Removed nodes by the last node before them that is still there ("" at the beginning)."""
        found: dict[str, list[Change]] = {}
        last = ""
        for node in self.old.walk():
            if node.id in self.after:
                last = node.id
            else:
                found.setdefault(last, []).append(
                    Change("removed", "", node.id, node.code, node.title, _summary(self.old, node))
                )
        return found

    def _of(self, was: Node, node: Node) -> Iterator[Change]:
        here = (node.id, node.code, node.title)
        to_answer = node.id in self.changed
        if node.id in self.displaced:
            yield Change("moved", "", *here, _place(self.old, was), _place(self.new, node))
        if was.label != node.label or (was.code != node.code and self._own_code_changed(was, node)):
            yield Change("relabelled", "label", *here, _label(was), _label(node))
        before, after = node_fields(was), node_fields(node)
        for key in dict.fromkeys((*after, *before)):
            if key in _NAMES or _without_places(before.get(key)) == _without_places(after.get(key)):
                continue
            old, new = _said(self.old, was, key, before), _said(self.new, node, key, after)
            if old == new:
                old, new = _as_text(before.get(key)), _as_text(after.get(key))
            only_old = tuple(line for line in old if line not in new)
            only_new = tuple(line for line in new if line not in old)
            if not only_old and not only_new:
                only_old, only_new = old, new
            yield Change("field", key, *here, only_old, only_new, to_answer and key in _SCORING)

    def _own_code_changed(self, was: Node, node: Node) -> bool:
        """Whether the code changed without a parent's label behind it."""
        above, below = self.old.parent(was.code), self.new.parent(node.code)
        return (above.code if above else "") == (below.code if below else "")

    def _displaced(self) -> Iterator[str]:
        """Ids under another parent, or in another order among the siblings they already had."""
        for parent, nodes in _families(self.new):
            kept = [node.id for node in nodes if self._parent_before(node.id) == parent]
            yield from (node.id for node in nodes if node.id in self.before and node.id not in kept)
            order = {node.id: index for index, node in enumerate(self.old.walk())}
            yield from _out_of_order(kept, [order[id] for id in kept])

    def _parent_before(self, id: str) -> str | None:
        was = self.before.get(id)
        if was is None:
            return None
        above = self.old.parent(was.code)
        return above.id if above is not None else ""


_SCORING = frozenset(
    {
        *("rule", "max", "answered_by", "when", "gate", "floor", "cap", "multipliers", "not_applicable"),
        *("zero_denominator", "rounding", "window", "readings"),
    }
)


def _families(rubric: Rubric) -> Iterator[tuple[str, tuple[Node, ...]]]:
    yield "", rubric.nodes
    yield from ((node.id, node.children) for node in rubric.walk() if node.children)


def _out_of_order(ids: Sequence[str], positions: Sequence[int]) -> Iterator[str]:
    """The fewest ids whose moving explains the new order: those outside a longest increasing run of old positions."""
    tails: list[int] = []
    lengths: list[int] = []
    for position in positions:
        at = bisect_left(tails, position)
        tails[at : at + 1] = [position]
        lengths.append(at + 1)
    wanted = len(tails)
    for id, length in zip(reversed(ids), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            yield id


def _added(rubric: Rubric, node: Node) -> Change:
    return Change(
        "added", "", node.id, node.code, node.title, (), _summary(rubric, node), to_answer=node.is_leaf
    )


# ── in words ──


def _summary(rubric: Rubric, node: Node) -> tuple[Reason, ...]:
    """Title, points, and how they arise."""
    top = Reason("", "")
    if node.max is not None:
        top = Reason(f" ({vi_points(node.max)})", f" ({en_points(node.max)})")
    return (Reason(f"{node.title}{top.vi}", f"{node.title_en or node.title}{top.en}"), *_rule(rubric, node))


def _rule(rubric: Rubric, node: Node) -> tuple[Reason, ...]:
    return rules_in_words(node.rule, place_of(rubric, node)) if node.rule is not None else ()


def _label(node: Node) -> tuple[Reason, ...]:
    return (Reason(node.code, node.code),)


def _place(rubric: Rubric, node: Node) -> tuple[Reason, ...]:
    """`II.2, thứ 3`."""
    above = rubric.parent(node.code)
    siblings = above.children if above is not None else rubric.nodes
    nth = next(index for index, each in enumerate(siblings, start=1) if each.id == node.id)
    vi, en = (above.code, above.code) if above is not None else (_TOP.vi, _TOP.en)
    return (Reason(f"{vi}, thứ {nth}", f"{en}, no. {nth}"),)


def _said(rubric: Rubric, node: Node, key: str, fields: dict[str, Plain]) -> tuple[Reason, ...]:
    """One field in words: the rule and the points in the reader's language, the rest as the YAML has it."""
    if key == "rule":
        return _rule(rubric, node)
    if key == "max" and node.max is not None:
        return (Reason(vi_number(node.max), en_number(node.max)),)
    if key == "when" and node.when:
        return (when_in_words(node.when),)
    return _as_text(fields.get(key))


def _as_text(value: Plain | None) -> tuple[Reason, ...]:
    if value is None:
        return ()
    items = value if isinstance(value, list) else [value]
    texts = [item if isinstance(item, str) else print_piece([item])[1:-1] for item in items]
    return tuple(Reason(text, text) for text in texts)


def _without_places(value: Plain | None) -> Plain | None:
    if isinstance(value, dict):
        return {key: _without_places(each) or "" for key, each in value.items() if key not in _PLACES}
    return [_without_places(each) or "" for each in value] if isinstance(value, list) else value
