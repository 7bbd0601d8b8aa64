"""Rows put into a tree by their labels; rows without a label under the criterion they follow."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from fractions import Fraction

from minhchung.docread.place import Place
from minhchung.rubric.errors import Reason
from minhchung.rubric.read.case import OptionRow
from minhchung.rubric.read.figures import Figure
from minhchung.rubric.read.items import Item, Words
from minhchung.rubric.read.labels import Label, parse_label
from minhchung.rubric.read.limits import quantities
from minhchung.rubric.read.row_items import is_total_words
from minhchung.rubric.read.rule_deductions import says_deduction
from minhchung.rubric.read.states import says_nothing_done

_MOST_DEPTH = 8
_MOST_COMPARED = 40
_UNTITLED = Reason(
    "Tên mục rút từ các phương án; văn bản không đặt tên.",
    "The title is taken from the options; the text gives none.",
)
_HEADING = Label("", "heading", ("",))
_STATE = re.compile(r"\d\s*%|\bkhông\b|\bchưa\b|\bđúng hạn\b|\btrễ\b|\bchậm\b", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Draft:
    """A node being made. notes: what the reading is not sure of, besides its rule."""

    label: str
    title: str
    place: Place
    top: Figure | None = None
    text: list[Words] = field(default_factory=list)
    scoring: list[Words] = field(default_factory=list)
    evidence: list[Words] = field(default_factory=list)
    remarks: list[Words] = field(default_factory=list)
    appraiser: str = ""
    rows: list[OptionRow] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)
    derived_title: bool = False

    @property
    def max(self) -> Fraction | None:
        """The declared points, if they could be read."""
        return self.top.value if self.top is not None else None

    @property
    def worth(self) -> Fraction | None:
        """The declared points, else the best option's."""
        if self.max is not None or not self.rows:
            return self.max
        return max(row.points for row in self.rows)


@dataclass(slots=True)
class Tree:
    """total: the number of the total row. loose: words that belong to no node."""

    roots: list[Draft]
    total: Figure | None
    loose: list[Words]

    def loose_text(self) -> tuple[str, ...]:
        """What belongs to no node, each line once."""
        return tuple(dict.fromkeys(words.text for words in self.loose if words.text))


def build_tree(items: list[Item]) -> Tree:
    """Nodes and their option rows. A pure function of the rows' order."""
    builder = _Builder()
    for item in items:
        builder.take(item)
    builder.close()
    for root in builder.roots:
        _settle(root, 0)
    return Tree(builder.roots, builder.total, builder.loose)


class _Builder:
    def __init__(self) -> None:
        self.roots: list[Draft] = []
        self.stack: list[tuple[Label, Draft]] = []
        self.order: list[str] = []
        self.total: Figure | None = None
        self.loose: list[Words] = []
        self.waiting: list[Words] = []
        self.last_upper = ""

    def take(self, item: Item) -> None:
        """Put one row in its place."""
        if is_total_words(item.text) and item.top is not None:
            item.top.use = "total"
            self.total = item.top
            return
        label = parse_label(item.label, self.last_upper) if item.label not in ("", "-", "+") else None
        if label is not None or item.heading:
            self._node(label or _HEADING, item)
        elif not self.stack:
            self._before_first(item)
        else:
            self._row(self.stack[-1][1], item)

    def close(self) -> None:
        """What still waited for a node never found one."""
        self.loose += self.waiting
        self.waiting = []

    def _before_first(self, item: Item) -> None:
        """Rows before any label: with points and no label at all, they are criteria themselves."""
        if item.top is None or not item.text:
            self.loose += item.words
            return
        draft = _draft("", item)
        self.roots.append(draft)

    def _node(self, label: Label, item: Item) -> None:
        if label.kind == "upper":
            self.last_upper = label.text
        draft = _draft(label.text, item)
        draft.text[:0] = self.waiting
        self.waiting = []
        self._climb(label)
        if self.stack:
            above, parent = self.stack[-1]
            parent.children.append(draft)
            self._doubt_prefix(label, above, draft)
        else:
            self.roots.append(draft)
        self.stack.append((label, draft))

    def _climb(self, label: Label) -> None:
        """Leave the stack at the node this label belongs under."""
        for depth in range(len(self.stack), 0, -1):
            above = self.stack[depth - 1][0]
            if (
                len(label.path) > 1
                and above.path == label.path[: len(above.path)]
                and len(above.path) < len(label.path)
            ):
                self._learn(label.kind, above.kind)
                del self.stack[depth:]
                return
        if label.kind in self.order:
            rank = self.order.index(label.kind)
            while self.stack and self.order.index(self.stack[-1][0].kind) >= rank:
                self.stack.pop()
        else:
            self._learn(label.kind, self.stack[-1][0].kind if self.stack else None)
        while len(self.stack) >= _MOST_DEPTH:
            self.stack.pop()

    def _learn(self, kind: str, above: str | None) -> None:
        if kind not in self.order:
            self.order.insert(self.order.index(above) + 1 if above is not None else 0, kind)

    def _doubt_prefix(self, label: Label, above: Label, draft: Draft) -> None:
        numbers = label.kind.startswith("arabic") and above.kind.startswith("arabic")
        deeper = len(label.path) > len(above.path)
        if numbers and deeper and label.path[: len(above.path)] != above.path:
            vi = f"Nhãn {label.text} đứng dưới {above.text}."
            draft.doubts.append(Reason(vi, f"Label {label.text} stands under {above.text}."))

    def _row(self, draft: Draft, item: Item) -> None:
        """A row without a label: an option, or words."""
        figure = item.mark or item.top
        if figure is None or figure.value is None:
            self._words(draft, item)
            return
        if not item.text:
            if draft.top is None and not draft.rows and item.top is not None:
                draft.top = item.top
            return
        draft.rows.append(OptionRow(item.text, figure, item.words[0].place, item.label, [*item.evidence]))
        draft.text += self.waiting
        self.waiting = []
        draft.evidence += item.evidence
        draft.remarks += item.remarks
        draft.appraiser = draft.appraiser or item.appraiser
        draft.scoring += item.scoring

    def _words(self, draft: Draft, item: Item) -> None:
        if (draft.rows or draft.children) and item.text.endswith(":"):
            self.waiting += item.words
        else:
            draft.text += item.words
        draft.evidence += item.evidence
        draft.remarks += item.remarks
        draft.scoring += item.scoring


def _draft(label: str, item: Item) -> Draft:
    first, rest = (item.words[0].text, item.words[1:]) if item.words else ("", [])
    draft = Draft(
        label,
        first,
        item.place,
        top=item.top or item.mark,
        text=list(rest),
        scoring=list(item.scoring),
        evidence=list(item.evidence),
        remarks=list(item.remarks),
        appraiser=item.appraiser,
        derived_title=item.untitled,
    )
    if item.untitled:
        draft.doubts.append(_UNTITLED)
    return draft


# ── what unlabelled rows and small labels mean ──


def _settle(draft: Draft, depth: int) -> None:
    """Decide, below one node, what is an option and what is a criterion."""
    _letters_as_options(draft)
    for child in draft.children:
        _settle(child, depth + 1)
    if draft.children and draft.rows:
        _rows_beside_children(draft)
    if draft.children:
        return
    _plus_under_dash(draft)
    if not draft.children:
        _heading_row(draft, depth)
    if not draft.children:
        _groups(draft)
    if not draft.children:
        _repeated_max(draft)


def _letters_as_options(draft: Draft) -> None:
    """Children that only say levels of their parent (`a) Đạt 100%: 2`, `b) Dưới 80%: 0`) are its options."""
    kids = draft.children
    if len(kids) < 2 or draft.max is None or draft.rows or any(kid.children or kid.rows for kid in kids):
        return
    points = [kid.max for kid in kids]
    if any(value is None for value in points):
        return
    known = [value for value in points if value is not None]
    if (sum(known) == draft.max and 0 not in known) or (
        max(known) != draft.max and not _fall_to_nothing(kids, known)
    ):
        return
    states = sum(1 for kid in kids if _says_state(kid.title))
    if 0 not in known and states < len(kids) - 1:
        return
    for kid in kids:
        if kid.top is not None:
            draft.rows.append(OptionRow(kid.title, kid.top, kid.place, kid.label))
        draft.evidence += kid.evidence
    draft.children = []


def _says_state(title: str) -> bool:
    """Whether a title is a level: on time, not done, from so many on."""
    return bool(_STATE.search(title)) or any(not each.bare for each in quantities(title))


def _fall_to_nothing(kids: list[Draft], points: list[Fraction]) -> bool:
    """Levels though the best is not the max: each less than the one before, down to `Không …` for 0."""
    falls = all(later < former for former, later in itertools.pairwise(points))
    return falls and points[-1] == 0 and says_nothing_done(kids[-1].title)


def _rows_beside_children(draft: Draft) -> None:
    """Rows with points above labelled children: a criterion of its own."""
    child = _part(draft, draft.rows)
    child.doubts.append(
        Reason(
            "Các dòng có điểm đứng cùng mục con có nhãn.", "Rows with points stand beside labelled children."
        )
    )
    draft.children.insert(0, child)
    draft.rows = []


def _plus_under_dash(draft: Draft) -> None:
    """`-` rows with `+` rows under them are criteria, the `+` rows their options."""
    marks = [row.mark for row in draft.rows]
    if "+" not in marks or "-" not in marks or marks[0] == "+":
        return
    groups: list[list[OptionRow]] = []
    for row in draft.rows:
        if row.mark == "+" and groups:
            groups[-1].append(row)
        else:
            groups.append([row])
    if not all(len(group) == 1 or len(group) >= 2 for group in groups):
        return
    for head, *rest in groups:
        child = Draft("", head.text, head.place, top=head.figure, evidence=list(head.evidence), rows=rest)
        draft.children.append(child)
        _groups(child)
    draft.rows = []


def _heading_row(draft: Draft, depth: int) -> None:
    """A first row that has the node's whole max, as the second has, is the criterion; the others are its options."""
    rows = draft.rows
    if depth > 0 or len(rows) < 3 or draft.max is None:
        return
    first, second = rows[0], rows[1]
    if (
        first.points != draft.max
        or second.points != draft.max
        or min(row.points for row in rows) >= draft.max
    ):
        return
    if quantities(first.text) and any(not q.bare for q in quantities(first.text)):
        return
    child = Draft("", first.text, first.place, top=first.figure, evidence=draft.evidence, rows=rows[1:])
    child.appraiser, child.remarks, child.scoring = draft.appraiser, draft.remarks, draft.scoring
    draft.evidence, draft.remarks, draft.scoring, draft.appraiser = [], [], [], ""
    draft.children, draft.rows = [child], []


def _groups(draft: Draft) -> None:
    """Options whose points rise again begin another criterion, when the best of each adds up to the max."""
    if len(draft.rows) < 3 or draft.max is None:
        return
    groups: list[list[OptionRow]] = [[draft.rows[0]]]
    for row in draft.rows[1:]:
        if row.points > groups[-1][-1].points:
            groups.append([row])
        else:
            groups[-1].append(row)
    if len(groups) < 2 or any(len(group) < 2 for group in groups):
        return
    if sum(group[0].points for group in groups) != draft.max:
        return
    draft.children = [_part(draft, group) for group in groups]
    draft.rows = []


def _part(draft: Draft, rows: list[OptionRow]) -> Draft:
    child = Draft("", common_words([row.text for row in rows]), rows[0].place, rows=rows, derived_title=True)
    child.doubts.append(_UNTITLED)
    return child


def _repeated_max(draft: Draft) -> None:
    """A single row that repeats the max and says how points are lost, or is the only words, belongs to the node."""
    if len(draft.rows) != 1 or draft.max is None:
        return
    row = draft.rows[0]
    if row.points == draft.max and says_deduction(row.text):
        row.figure.use = "start"
        draft.text.append(Words(row.text, row.place))


def common_words(texts: list[str]) -> str:
    """The longest run of words that most options share, else the first option."""
    if len(texts) > _MOST_COMPARED:
        return texts[0][:200]
    first = texts[0].split()
    best: list[str] = []
    rest = [f" {text.lower()} " for text in texts[1:]]
    for start in range(min(len(first), 60)):
        for end in range(min(len(first), start + 14), start + len(best), -1):
            run = " ".join(first[start:end]).lower().strip(" ,.;:")
            if sum(1 for text in rest if f" {run}" in text) * 2 >= len(rest) and run:
                best = first[start:end]
                break
    if len(best) < 2:
        return texts[0][:200]
    shared = " ".join(best).strip(" ,.;:")
    return shared[:1].upper() + shared[1:]
