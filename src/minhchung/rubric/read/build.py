"""The tree of drafts made into a rubric, and the report on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import kind_of
from minhchung.rubric.model import (
    AnsweredBy,
    BandsRule,
    Block,
    DeductionItem,
    DeductionsRule,
    GradedRule,
    LinearRule,
    Node,
    NotApplicableRule,
    Rubric,
    Rule,
    Trait,
    When,
)
from minhchung.rubric.parse import needs_max
from minhchung.rubric.read.branches import branch_words, is_branched, trait_for
from minhchung.rubric.read.case import Case, Judged, Sure, least
from minhchung.rubric.read.coding import numbering_of, own_code, uniquely_coded, walk_nodes
from minhchung.rubric.read.evidence import body_in, documents, due_in, is_only_body, window_in
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.head import Head, code_of_title, policy_in
from minhchung.rubric.read.head_readings import head_readings
from minhchung.rubric.read.items import Words, line_of
from minhchung.rubric.read.recognise import recognise
from minhchung.rubric.read.report import HeadReading, NodeReading, PointUse
from minhchung.rubric.read.rule_counts import pays_each
from minhchung.rubric.read.rule_deductions import deductions, says_deduction
from minhchung.rubric.read.tree import Draft, Tree

_SURVEY = re.compile(r"điều tra xã hội học|khảo sát xã hội học|\bđtxhh\b", re.IGNORECASE)
_LONGEST_NOTE = 600


@dataclass(frozen=True, slots=True)
class Built:
    """A rubric, and what is said of its nodes and head, in the order of the text."""

    rubric: Rubric
    nodes: tuple[NodeReading, ...]
    head: tuple[HeadReading, ...]


class Builder:
    """Turns drafts into nodes; remembers which draft became which node."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.traits: list[Trait] = []
        self.in_penalty = False
        self.made: list[tuple[Draft, Sure, tuple[Reason, ...]]] = []
        self.graded: set[int] = set()

    def build(
        self,
        tree: Tree,
        figures: Figures,
        name: str,
        *,
        how: str = "",
        headed: bool = True,
        doubt: Reason | None = None,
    ) -> Built | None:
        """The rubric; None when no criterion has points.

        doubt: why no reading is certain, where the parse as a whole is in doubt.
        """
        roots = [root for root in tree.roots if _prune(root, tree.loose)]
        if not roots:
            return None
        numbering = numbering_of(roots)
        nodes = tuple(self._node(root, (), ()) for root in roots)
        nodes = uniquely_coded(nodes, numbering)
        self._doubt_bare_leaves()
        if doubt is not None:
            self.made = [(draft, least(sure, "likely"), (*why, doubt)) for draft, sure, why in self.made]
        step = _step(nodes, figures)
        rubric = Rubric(
            code=code_of_title(self.head.title, name),
            version="1",
            title=self.head.title or code_of_title("", name),
            nodes=nodes,
            total=tree.total.value if tree.total is not None else None,
            decision=self.head.decision,
            issued_on=self.head.issued_on,
            source=name,
            notes=tuple(note[:_LONGEST_NOTE] for note in self.head.notes),
            numbering=numbering,
            step=step,
            not_applicable=self.head.not_applicable,
            traits=tuple(self.traits),
            classes=self.head.classes,
        )
        return Built(
            rubric,
            self._readings(rubric, figures),
            head_readings(self.head, rubric, tree, how, headed=headed),
        )

    def _doubt_bare_leaves(self) -> None:
        """Where most criteria have options, one without any may have lost them."""
        leaves = [draft for draft, _, _ in self.made if not draft.children]
        bare = {id(draft) for draft in leaves if not draft.rows and not draft.text and not draft.scoring}
        if len(bare) * 2 >= len(leaves):
            return
        why = Reason(
            "Các mục khác có phương án, mục này không; đọc là chấm theo mức độ.",
            "Other criteria have options, this one has none; it is read as a mark by judgement.",
        )
        self.made = [
            (draft, least(sure, "likely"), (*reasons, why))
            if id(draft) in bare & self.graded
            else (draft, sure, reasons)
            for draft, sure, reasons in self.made
        ]

    # ── nodes ──

    def _node(self, draft: Draft, when: When, above: tuple[Words, ...]) -> Node:
        outer, self.in_penalty = self.in_penalty, self.in_penalty or _block(draft) == "penalty"
        try:
            return self._made(draft, when, above)
        finally:
            self.in_penalty = outer

    def _made(self, draft: Draft, when: When, above: tuple[Words, ...]) -> Node:
        place = len(self.made)
        self.made.append((draft, "certain", ()))
        evidence = documents(draft.evidence)
        inherited = (*above, *draft.evidence) if not draft.evidence else tuple(draft.evidence)
        if draft.top is not None:
            draft.top.use, draft.top.owner = "max", draft
        judged = None if draft.children else self._rule(draft, [words.text for words in inherited])
        branched = is_branched(draft)
        tests: tuple[When, ...] = ((),) * len(draft.children)
        if branched:
            trait, each = trait_for(
                draft, draft.label or draft.title[:20], {trait.name for trait in self.traits}
            )
            self.traits.append(trait)
            tests = tuple((test,) for test in each)
        children = tuple(
            self._node(child, test, inherited) for child, test in zip(draft.children, tests, strict=True)
        )
        sure, reasons = self._doubts(draft, judged, branched=branched, is_branch=bool(when))
        self.made[place] = (draft, sure, reasons)
        said = [words.text for words in (*draft.remarks, *draft.text, *draft.evidence)]
        policy = next((found for text in said if (found := policy_in(text)) is not None), None)
        return Node(
            id="",
            code=own_code(draft.label),
            label=draft.label,
            title=draft.title,
            max=draft.max,
            text=self._text(draft, judged),
            children=children,
            rule=judged.rule if judged is not None else None,
            evidence=evidence,
            answered_by=_answered_by(draft, evidence) if not children else "agency",
            appraised_by=_appraiser(draft, inherited) if not children else None,
            when=when,
            not_applicable=NotApplicableRule(policy, claimable=True) if policy is not None else None,
            window=window_in([words.text for words in draft.evidence], self.head.year),
            combine="one_of" if branched else "sum",
            block=_block(draft),
            cap=draft.max if _block(draft) == "bonus" else None,
            line=line_of(draft.place),
            notes=_notes(draft, sure, reasons),
        )

    def _rule(self, draft: Draft, evidence: list[str]) -> Judged:
        words = tuple(each.text for each in (*draft.text, *draft.scoring, *draft.remarks))
        low = draft.top.low if draft.top is not None else None
        case = Case(draft.title, words, tuple(draft.rows), draft.max, low)
        judged = _penalty(case) if self.in_penalty or (draft.max or 0) < 0 else recognise(case)
        if needs_max(judged.rule) and draft.max is None:
            judged = replace(judged, rule=GradedRule(high=case.best or Fraction(1)))
        judged = replace(judged, rule=self._with_due(judged.rule, evidence))
        if isinstance(judged.rule, GradedRule):
            self.graded.add(id(draft))
        for row in draft.rows:
            said_again = judged.undecided_text or isinstance(judged.rule, LinearRule)
            if said_again and row.figure.value == draft.max:
                row.figure.use = "repeats_max"
            elif not judged.undecided_text and row.figure.use == "left":
                row.figure.use = "option"
            row.figure.owner = draft
        if (
            draft.max is not None
            and case.best is not None
            and case.best > draft.max
            and not judged.undecided_text
        ):
            why = Reason("Phương án cao nhất vượt điểm tối đa.", "The best option is above the max.")
            judged = judged.doubted("likely", why)
        return judged

    def _with_due(self, rule: Rule, evidence: list[str]) -> Rule:
        if not isinstance(rule, BandsRule) or rule.measure.kind not in ("days", "working_days"):
            return rule
        return replace(rule, measure=replace(rule.measure, due=due_in(evidence, self.head.year)))

    def _doubts(
        self, draft: Draft, judged: Judged | None, *, branched: bool, is_branch: bool
    ) -> tuple[Sure, tuple[Reason, ...]]:
        sure: Sure = judged.sure if judged is not None else "certain"
        reasons = list(judged.reasons) if judged is not None else []
        if draft.doubts:
            sure, reasons = least(sure, "likely"), reasons + draft.doubts
        if branched:
            sure = least(sure, "likely")
            reasons.append(
                Reason(
                    "Các mục con đọc là thay cho nhau theo loại cơ quan.",
                    "Children stand for each other by agency.",
                )
            )
        elif branch_words(draft.title) and not is_branch and "chỉ" in draft.title.lower():
            sure = "unsure"
            reasons.append(
                Reason(
                    "Chỉ dành cho một số cơ quan; điều kiện chưa thành quy tắc.",
                    "For some agencies only; the condition is not made a rule.",
                )
            )
        if judged is not None and isinstance(judged.rule, GradedRule) and _is_survey(draft):
            sure = least(sure, "likely")
            reasons.append(
                Reason(
                    "Điểm khảo sát; cách quy ra điểm không được nói.",
                    "A survey; how it becomes points is not stated.",
                )
            )
        if draft.top is not None and draft.top.value is None:
            sure = "unsure"
            reasons.append(
                Reason(
                    f"Không đọc được điểm “{draft.top.text}”.",
                    f'The points "{draft.top.text}" could not be read.',
                )
            )
        return sure, tuple(reasons)

    def _text(self, draft: Draft, judged: Judged | None) -> str:
        lines = [words.text for words in (*draft.text, *draft.scoring)]
        if judged is not None and judged.undecided_text:
            lines += [f"{row.text}: {row.figure.text}" for row in draft.rows]
        return " ".join(dict.fromkeys(lines))

    # ── the report ──

    def _readings(self, rubric: Rubric, figures: Figures) -> tuple[NodeReading, ...]:
        found: list[NodeReading] = []
        codes: dict[int, str] = {}
        for node, (draft, sure, reasons) in zip(rubric.walk(), self.made, strict=True):
            kind = kind_of(node.rule).name if node.rule is not None else ""
            found.append(NodeReading(node.code, node.title, kind, sure, reasons, draft.place))
            codes[id(draft)] = node.code
        for figure in figures.items:
            figure.owner = codes.get(id(figure.owner), "")
        return tuple(found)


def point_uses(figures: Figures) -> tuple[PointUse, ...]:
    """What became of every number, in the order of the text."""
    return tuple(
        PointUse(
            figure.text,
            figure.value,
            figure.place,
            figure.column,
            figure.use,
            figure.owner if isinstance(figure.owner, str) else "",
        )
        for figure in figures.items
    )


# ── parts ──


def _prune(draft: Draft, loose: list[Words]) -> bool:
    """Drop what has no points at all; its words go to the node above. Whether anything is left."""
    kept = []
    for child in draft.children:
        if _prune(child, draft.text):
            kept.append(child)
    draft.children = kept
    if draft.children or draft.rows or draft.max is not None or _says_points(draft):
        return True
    words = " ".join(part for part in (draft.label, draft.title) if part)
    loose += [Words(words, draft.place), *draft.text] if words else draft.text
    return False


def _says_points(draft: Draft) -> bool:
    """Whether a labelled line without points of its own says what each thing counted gives or takes."""
    texts = [draft.title, *(words.text for words in (*draft.text, *draft.scoring))]
    return bool(draft.label) and any(pays_each(text) or says_deduction(text) for text in texts)


def _block(draft: Draft) -> Block:
    """F29: a section headed `Điểm thưởng` or `Điểm trừ` stands outside the max."""
    if re.match(r"(?:các )?(?:nội dung |tiêu chí )?điểm (?:thưởng|cộng)\b", draft.title, re.IGNORECASE):
        return "bonus"
    if re.match(r"(?:các )?(?:nội dung |tiêu chí )?điểm (?:trừ|phạt)\b", draft.title, re.IGNORECASE):
        return "penalty"
    return "normal"


def _penalty(case: Case) -> Judged:
    """What is taken for one failing: once at most, since the text names one number."""
    judged = deductions(replace(case, max=case.max or Fraction(0))) or recognise(case)
    if isinstance(judged.rule, DeductionsRule) and not judged.rule.table and not case.rows:
        floor = -abs(case.max) if case.max else None
        said = Reason("Điểm trừ: bắt đầu từ 0.", "Points taken: from 0 down.")
        return Judged(replace(judged.rule, start=Fraction(0), floor=floor), "likely", (said,))
    if case.rows or case.max is None or case.max == 0 or not isinstance(judged.rule, GradedRule):
        why = Reason(
            "Nằm trong phần điểm trừ; dấu của điểm cần xem lại.", "In a penalty section; check the sign."
        )
        return judged.doubted("unsure", why)
    worth = abs(case.max)
    rule = DeductionsRule((DeductionItem("a", worth, case.title),), start=Fraction(0), floor=-worth)
    why = Reason(
        "Trừ một lần hay mỗi lần vi phạm thì văn bản không nói.", "Once, or each time, is not stated."
    )
    return Judged(rule, "unsure", (why,))


def _appraiser(draft: Draft, inherited: tuple[Words, ...]) -> str | None:
    if draft.appraiser.strip():
        return draft.appraiser.strip(" .;-")[:200]
    return body_in([words.text for words in inherited]) or body_in([draft.title])


def _is_survey(draft: Draft) -> bool:
    lines = (*draft.evidence, *draft.remarks, *draft.text, *draft.scoring)
    return any(_SURVEY.search(text) for text in (draft.title, *(words.text for words in lines)))


def _answered_by(draft: Draft, evidence: tuple[str, ...]) -> AnsweredBy:
    if _is_survey(draft):
        return "survey"
    return "owner" if is_only_body(evidence) else "agency"


def _notes(draft: Draft, sure: Sure, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    notes = [words.text[:_LONGEST_NOTE] for words in draft.remarks]
    if sure == "unsure":
        notes += [f"Cần quyết định: {reason.vi}"[:_LONGEST_NOTE] for reason in reasons]
    return tuple(dict.fromkeys(notes))


def _step(nodes: tuple[Node, ...], figures: Figures) -> Fraction | None:
    """The grid of marks, where the rubric grades by judgement and stated scores show it."""
    leaves = [node for node in walk_nodes(nodes) if node.rule is not None]
    if not leaves or not all(isinstance(node.rule, GradedRule) for node in leaves):
        return None
    said = [figure.value for figure in figures.items if figure.column == "self" and figure.value is not None]
    for step in (Fraction(1), Fraction(1, 2), Fraction(1, 4)):
        if said and all(value % step == 0 for value in said):
            return step if step != 1 else None
    return None


__all__ = ["Builder", "Built", "point_uses"]
