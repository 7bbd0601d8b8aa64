"""A typed table of results held against its rubric: sums, points no option can give, totals, classes, ranks.

What people type by hand goes wrong in a few ways (S0:135–141, S2:261, 307, 316); each finding says which cell, what was
typed and what the rest of the table gives instead. Codes are stable and described in `docs/checks.md`:

    C101 heading is not the sum of what stands under it · C102 heading agrees with wrong headings below ·
    C105 heading cannot be checked, children are not stated · C110 total is not the sum of the sections ·
    C111 total agrees with wrong headings · C201 no option gives these points · C202 only if an unlisted state counted 0 ·
    C203 over the declared maximum · C204 not in force for this agency · C301 class does not follow from the total ·
    C302 class follows from the typed total only · C303 unknown class · C304 equal points, different classes ·
    C401 rank does not follow from the totals · C402 one rank, different totals
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from minhchung.rubric.classes import Standing, classify
from minhchung.rubric.context import ParameterValue
from minhchung.rubric.errors import Reason, Severity
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.pointset import PointSet
from minhchung.rubric.reachable import Reachable
from minhchung.rubric.rounding import round_points
from minhchung.rubric.wording import en_number, vi_number

TOTAL = "total"
CLASS = "class"
RANK = "rank"
MOST_ADDENDS = 12
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ResultsRow:
    """One agency as typed. stated: points by node code, only of cells that hold some; an empty cell is absent."""

    agency: str
    stated: Mapping[str, Fraction]
    total: Fraction | None = None
    class_name: str = ""
    rank: int | None = None
    traits: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the table gets wrong.

    node: a node's code, or `total`, `class`, `rank`. computed: what the rest of the table gives; None where no single
    value is right (the message lists those that can be).
    """

    code: str
    severity: Severity
    agency: str
    node: str
    stated: Fraction | str | None
    computed: Fraction | str | None
    message: Reason


def check_results(
    rubric: Rubric,
    rows: Sequence[ResultsRow],
    parameters: Mapping[str, ParameterValue] | None = None,
) -> tuple[Finding, ...]:
    """Every finding, agency by agency in the order of the table, then what concerns several agencies.

    Raises UnknownNode for a stated code the rubric lacks.
    """
    given = dict(parameters or {})
    reached = _Reached(rubric, given)
    found: list[Finding] = []
    for row in rows:
        for code in row.stated:
            rubric.node(code)
        found += _check_sums(rubric, row)
        found += _check_cells(rubric, row, reached)
        found += _check_total(rubric, row)
        found += _check_class(rubric, row, given)
    found += _check_equal_classes(rubric, rows)
    found += _check_ranks(rubric, rows)
    return tuple(found)


# ── sums ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Sum:
    """What stands under a heading. parts: (code, points) as used; missing: children that are not stated."""

    value: Fraction | None
    parts: tuple[tuple[str, Fraction], ...] = ()
    missing: tuple[str, ...] = ()


def lowest_sum(rubric: Rubric, node: Node, row: ResultsRow) -> Fraction | None:
    """The node's points from the lowest cells stated below it; its own cell where nothing lower is complete."""
    values = {child.code: lowest_sum(rubric, child, row) for child in node.children if _is_given(child, row)}
    combined = _combine(rubric, node, values, row).value if values else None
    return combined if combined is not None else row.stated.get(node.code)


def _direct_sum(rubric: Rubric, node: Node, row: ResultsRow) -> _Sum:
    """The node's points from the cells of its children; where a child's is empty, from what is below the child."""
    values = {
        child.code: row.stated.get(child.code, lowest_sum(rubric, child, row))
        for child in node.children
        if _is_given(child, row)
    }
    return _combine(rubric, node, values, row) if values else _Sum(None)


def _is_given(node: Node, row: ResultsRow) -> bool:
    return any(each.code in row.stated for each in node.walk())


def _combine(rubric: Rubric, node: Node, values: Mapping[str, Fraction | None], row: ResultsRow) -> _Sum:
    """Children made one as the rubric says; unknown when one that every agency answers is not stated."""
    known = tuple((code, value) for code, value in values.items() if value is not None)
    missing = tuple(
        child.code
        for child in node.children
        if values.get(child.code) is None and not child.when and node.combine == "sum"
    )
    unsure = missing or not known or node.multipliers or (node.combine == "one_of" and len(known) > 1)
    if unsure:
        return _Sum(None, known, missing)
    points = [value for _, value in known]
    match node.combine:
        case "sum" | "one_of":
            value = sum(points, Fraction(0))
        case "best_of":
            value = max(points)
        case "all_of":
            full = all(value == rubric.node(code).max for code, value in known)
            value = node.max if full and node.max is not None else Fraction(0)
    return _Sum(_bounded(value, node.floor, node.cap), known)


def _bounded(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _check_sums(rubric: Rubric, row: ResultsRow) -> Iterator[Finding]:
    for node in rubric.walk():
        stated = row.stated.get(node.code)
        if stated is None or not node.children:
            continue
        direct, deep = _direct_sum(rubric, node, row), lowest_sum(rubric, node, row)
        if direct.value is None:
            if direct.missing:
                yield _unchecked(row, node, stated, direct)
        elif not _agrees(rubric, node, stated, direct.value):
            yield _wrong_heading(row, node, stated, direct, deep)
        elif deep is not None and not _agrees(rubric, node, stated, deep):
            yield _carried_heading(rubric, row, node, stated, deep)


def _agrees(rubric: Rubric, node: Node | None, stated: Fraction, computed: Fraction) -> bool:
    """Whether two values are the same in the rubric's rounding; a gate may also have set the node's points."""
    if stated == computed:
        return True
    if node is not None and node.gate is not None and stated == node.gate.otherwise:
        return True
    rounding = rubric.rounding if node is None or node.rounding is None else node.rounding
    return rounding is not None and stated == round_points(computed, rounding)


def _unchecked(row: ResultsRow, node: Node, stated: Fraction, direct: _Sum) -> Finding:
    missing = ", ".join(direct.missing)
    return Finding(
        "C105",
        "note",
        row.agency,
        node.code,
        stated,
        None,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} nhưng chưa kiểm được tổng: chưa ghi điểm mục {missing}.",
            f"{node.code} is stated as {en_number(stated)} but its sum was not checked: no points for {missing}.",
        ),
    )


def _wrong_heading(
    row: ResultsRow, node: Node, stated: Fraction, direct: _Sum, deep: Fraction | None
) -> Finding:
    assert direct.value is not None
    sums = _written_sum(direct)
    below = _below(direct.value, deep)
    return Finding(
        "C101",
        "error",
        row.agency,
        node.code,
        stated,
        direct.value,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} điểm, các mục con cộng được {sums.vi}{below.vi}.",
            f"{node.code} is stated as {en_number(stated)}; what stands under it adds up to {sums.en}{below.en}.",
        ),
    )


def _carried_heading(
    rubric: Rubric, row: ResultsRow, node: Node, stated: Fraction, deep: Fraction
) -> Finding:
    wrong = _wrong_below(rubric, node.children, row)
    return Finding(
        "C102",
        "error",
        row.agency,
        node.code,
        stated,
        deep,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} điểm, khớp các mục con như đã ghi, nhưng cộng từ các tiêu chí "
            f"thành phần được {vi_number(deep)}: sai theo mục {wrong}.",
            f"{node.code} is stated as {en_number(stated)}, which fits the headings under it, but the leaves add up "
            f"to {en_number(deep)}: it carries the error of {wrong}.",
        ),
    )


def _wrong_below(rubric: Rubric, nodes: Sequence[Node], row: ResultsRow) -> str:
    """The headings under these that are themselves not the sum of their children."""
    wrong: list[str] = []
    for node in (below for top in nodes for below in top.walk() if below.children):
        stated, direct = row.stated.get(node.code), _direct_sum(rubric, node, row).value
        if stated is not None and direct is not None and not _agrees(rubric, node, stated, direct):
            wrong.append(node.code)
    return ", ".join(wrong)


def _written_sum(direct: _Sum) -> Reason:
    """`1 + 1 + 1 + 1 = 4`, or the bare sum where it would be long."""
    assert direct.value is not None
    values = [value for _, value in direct.parts]
    vi, en = vi_number(direct.value), en_number(direct.value)
    if not 2 <= len(values) <= MOST_ADDENDS or sum(values) != direct.value:
        return Reason(vi, en)
    return Reason(
        " + ".join(vi_number(value) for value in values) + f" = {vi}",
        " + ".join(en_number(value) for value in values) + f" = {en}",
    )


def _below(direct: Fraction, deep: Fraction | None) -> Reason:
    if deep is None or deep == direct:
        return Reason("", "")
    return Reason(
        f"; cộng từ các tiêu chí thành phần được {vi_number(deep)}",
        f"; the leaves add up to {en_number(deep)}",
    )


# ── the total ─────────────────────────────────────────────────────────────────────────────────────────────────────


def recomputed_total(rubric: Rubric, row: ResultsRow) -> Fraction | None:
    """The total from the lowest cells stated; None when a section cannot be known."""
    return _total_of(
        rubric, {node.code: lowest_sum(rubric, node, row) for node in _sections(rubric, row)}, row
    ).value


def _sections(rubric: Rubric, row: ResultsRow) -> list[Node]:
    return [node for node in rubric.sections() if _is_given(node, row)]


def _total_of(rubric: Rubric, values: Mapping[str, Fraction | None], row: ResultsRow) -> _Sum:
    known = tuple((code, value) for code, value in values.items() if value is not None)
    missing = tuple(
        node.code for node in rubric.sections() if values.get(node.code) is None and not node.when
    )
    if missing or not known:
        return _Sum(None, known, missing)
    value = _bounded(sum((points for _, points in known), Fraction(0)), rubric.total_floor, rubric.total_cap)
    return _Sum(value, known)


def _check_total(rubric: Rubric, row: ResultsRow) -> Iterator[Finding]:
    if row.total is None:
        return
    typed = {
        node.code: row.stated.get(node.code, lowest_sum(rubric, node, row)) for node in _sections(rubric, row)
    }
    direct, deep = _total_of(rubric, typed, row), recomputed_total(rubric, row)
    if direct.value is None:
        if direct.missing and row.stated:
            yield _unchecked_total(row, direct)
    elif not _agrees(rubric, None, row.total, direct.value):
        sums, below = _written_sum(direct), _below(direct.value, deep)
        yield Finding(
            "C110",
            "error",
            row.agency,
            TOTAL,
            row.total,
            direct.value,
            Reason(
                f"Tổng điểm ghi {vi_number(row.total)}, các mục lớn cộng được {sums.vi}{below.vi}.",
                f"The total is stated as {en_number(row.total)}; the sections add up to {sums.en}{below.en}.",
            ),
        )
    elif deep is not None and not _agrees(rubric, None, row.total, deep):
        wrong = _wrong_below(rubric, rubric.sections(), row)
        yield Finding(
            "C111",
            "error",
            row.agency,
            TOTAL,
            row.total,
            deep,
            Reason(
                f"Tổng điểm ghi {vi_number(row.total)}, khớp các mục lớn như đã ghi, nhưng cộng từ các tiêu chí thành "
                f"phần được {vi_number(deep)}: sai theo mục {wrong}.",
                f"The total is stated as {en_number(row.total)}, which fits the sections, but the leaves add up to "
                f"{en_number(deep)}: it carries the error of {wrong}.",
            ),
        )


def _unchecked_total(row: ResultsRow, direct: _Sum) -> Finding:
    missing = ", ".join(direct.missing)
    return Finding(
        "C105",
        "note",
        row.agency,
        TOTAL,
        row.total,
        None,
        Reason(
            f"Chưa kiểm được tổng điểm: chưa ghi điểm mục {missing}.",
            f"The total was not checked: no points for {missing}.",
        ),
    )


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Reached:
    """Reachable points, one calculator for each combination of traits met in the table."""

    def __init__(self, rubric: Rubric, parameters: Mapping[str, ParameterValue]) -> None:
        self._rubric = rubric
        self._numbers = {
            name: Fraction(value)
            for name, value in parameters.items()
            if isinstance(value, (int, Fraction)) and not isinstance(value, bool)
        }
        self._kept: dict[tuple[tuple[str, str | bool], ...], Reachable] = {}

    def by(self, traits: Mapping[str, str | bool]) -> Reachable:
        """The calculator for agencies with these traits."""
        key = tuple(sorted(traits.items()))
        if key not in self._kept:
            self._kept[key] = Reachable(self._rubric, traits, self._numbers)
        return self._kept[key]


def _check_cells(rubric: Rubric, row: ResultsRow, reached: _Reached) -> Iterator[Finding]:
    reachable = reached.by(row.traits)
    for node in rubric.walk():
        stated = row.stated.get(node.code)
        if stated is None:
            continue
        reach = reachable.of(node.code)
        if reach.listed.is_empty:
            yield _not_in_force(row, node, stated)
        elif not reach.unlisted.holds(stated):
            yield _impossible(row, node, stated, reach.listed)
        elif not reach.listed.holds(stated):
            yield _only_unlisted(row, node, stated, reach.listed)
        elif node.max is not None and node.block == "normal" and stated > node.max:
            yield _over_max(row, node, stated)


def _not_in_force(row: ResultsRow, node: Node, stated: Fraction) -> Finding:
    return Finding(
        "C204",
        "error",
        row.agency,
        node.code,
        stated,
        None,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} điểm nhưng không dành cho loại cơ quan này.",
            f"{node.code} is stated as {en_number(stated)} but is not in force for this kind of agency.",
        ),
    )


def _impossible(row: ResultsRow, node: Node, stated: Fraction, points: PointSet) -> Finding:
    can = describe(points)
    return Finding(
        "C201",
        "error",
        row.agency,
        node.code,
        stated,
        None,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} điểm; không phương án nào cho điểm này (chỉ có thể: {can.vi}).",
            f"{node.code} is stated as {en_number(stated)}; no option gives that (possible: {can.en}).",
        ),
    )


def _only_unlisted(row: ResultsRow, node: Node, stated: Fraction, points: PointSet) -> Finding:
    can = describe(points)
    return Finding(
        "C202",
        "warning",
        row.agency,
        node.code,
        stated,
        None,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} điểm; chỉ có được nếu một trường hợp bộ tiêu chí không nêu được "
            f"tính 0 điểm (theo các phương án đã nêu: {can.vi}).",
            f"{node.code} is stated as {en_number(stated)}; reachable only if a state that the rubric does not list "
            f"counted 0 (by the listed options: {can.en}).",
        ),
    )


def _over_max(row: ResultsRow, node: Node, stated: Fraction) -> Finding:
    assert node.max is not None
    return Finding(
        "C203",
        "warning",
        row.agency,
        node.code,
        stated,
        node.max,
        Reason(
            f"Mục {node.code} ghi {vi_number(stated)} điểm, quá điểm tối đa đã công bố {vi_number(node.max)}.",
            f"{node.code} is stated as {en_number(stated)}, over the declared maximum {en_number(node.max)}.",
        ),
    )


def describe(points: PointSet) -> Reason:
    """`0; 2; 3; 5; 6`, or `0 – 6`; long lists show their ends."""
    values = sorted(points.points)
    shown = values if len(values) <= MOST_SHOWN else [*values[:4], *values[-3:]]
    vi, en = [vi_number(value) for value in shown], [en_number(value) for value in shown]
    if len(values) > MOST_SHOWN:
        vi.insert(4, "…")
        en.insert(4, "…")
    for span in points.spans:
        vi.append(f"{_end(span.low, vi_number)} – {_end(span.high, vi_number)}")
        en.append(f"{_end(span.low, en_number)} – {_end(span.high, en_number)}")
    return Reason("; ".join(vi), "; ".join(en))


def _end(value: Fraction | None, write: Callable[[Fraction], str]) -> str:
    return "…" if value is None else write(value)


# ── classes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _check_class(
    rubric: Rubric, row: ResultsRow, parameters: Mapping[str, ParameterValue]
) -> Iterator[Finding]:
    if not row.class_name or rubric.classes is None:
        return
    names = [band.name for band in rubric.classes.bands]
    names += [combination.name for combination in rubric.classes.combinations]
    if row.class_name not in names:
        known = ", ".join(dict.fromkeys(names))
        yield _class_finding(
            "C303",
            row,
            None,
            Reason(
                f"Xếp loại “{row.class_name}” không có trong bộ tiêu chí (có: {known}).",
                f'The rubric has no class "{row.class_name}" (it has: {known}).',
            ),
        )
        return
    standing = _standing(rubric, row, parameters)
    computed = recomputed_total(rubric, row)
    by_stated = classify(rubric, standing)
    if by_stated.name is not None and by_stated.name != row.class_name:
        why = by_stated.reasons[-1]
        yield _class_finding(
            "C301",
            row,
            by_stated.name,
            Reason(
                f"Ghi loại “{row.class_name}”, nhưng {why.vi}.", f'Stated "{row.class_name}", but {why.en}.'
            ),
        )
    elif row.total is not None and computed is not None and computed != row.total:
        by_computed = classify(rubric, replace(standing, total=computed))
        if by_computed.name is not None and by_computed.name != row.class_name:
            why = by_computed.reasons[-1]
            yield _class_finding(
                "C302",
                row,
                by_computed.name,
                Reason(
                    f"Loại “{row.class_name}” theo tổng điểm đã ghi; theo điểm cộng lại: {why.vi}.",
                    f'"{row.class_name}" follows from the stated total; from the recomputed points: {why.en}.',
                ),
            )


def class_by_rule(
    rubric: Rubric, row: ResultsRow, parameters: Mapping[str, ParameterValue] | None = None
) -> str | None:
    """The class that the rule gives the recomputed total; None where the rubric names none or the points do not say."""
    computed = recomputed_total(rubric, row)
    if rubric.classes is None or computed is None:
        return None
    return classify(rubric, replace(_standing(rubric, row, dict(parameters or {})), total=computed)).name


def _standing(rubric: Rubric, row: ResultsRow, parameters: Mapping[str, ParameterValue]) -> Standing:
    return Standing(
        total=row.total if row.total is not None else recomputed_total(rubric, row),
        max=rubric.total,
        points=row.stated,
        maxima={node.code: node.max for node in rubric.walk() if node.max is not None},
        traits=row.traits,
        parameters=parameters,
    )


def _class_finding(code: str, row: ResultsRow, computed: str | None, message: Reason) -> Finding:
    return Finding(code, "error", row.agency, CLASS, row.class_name, computed, message)


def _check_equal_classes(rubric: Rubric, rows: Sequence[ResultsRow]) -> Iterator[Finding]:
    """Where the rubric publishes no bands: the same points must still give the same class."""
    if rubric.classes is not None:
        return
    alike: dict[Fraction, list[ResultsRow]] = defaultdict(list)
    for row in rows:
        computed = recomputed_total(rubric, row)
        if row.class_name and computed is not None:
            alike[computed].append(row)
    for points, group in alike.items():
        classes = list(dict.fromkeys(row.class_name for row in group))
        if len(classes) > 1:
            yield from _unequal(points, group, classes)


def _unequal(points: Fraction, group: list[ResultsRow], classes: list[str]) -> Iterator[Finding]:
    counts = {name: sum(row.class_name == name for row in group) for name in classes}
    most = max(counts.values())
    usual = [name for name, count in counts.items() if count == most]
    for row in group:
        if usual == [row.class_name]:
            continue
        others = "; ".join(f"{each.agency}: {each.class_name}" for each in group if each is not row)
        yield _class_finding(
            "C304",
            row,
            None,
            Reason(
                f"Loại “{row.class_name}” với {vi_number(points)} điểm cộng lại, trong khi cùng số điểm: {others}.",
                f'"{row.class_name}" on {en_number(points)} recomputed points, while on the same points: {others}.',
            ),
        )


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _check_ranks(rubric: Rubric, rows: Sequence[ResultsRow]) -> Iterator[Finding]:
    """Typed ranks against typed totals; where a tie-break is declared, tied agencies may stand in any order.

    Sorted once: a country's table has thousands of rows.
    """
    totals = sorted(row.total for row in rows if row.total is not None)
    tied, shared_rank = Counter(totals), _shared_ranks(rows)
    holders: dict[int, set[Fraction]] = defaultdict(set)
    for row in rows:
        if row.rank is not None and row.total is not None:
            holders[row.rank].add(row.total)
    for row in rows:
        if row.rank is None or row.total is None:
            continue
        best = 1 + len(totals) - bisect_right(totals, row.total)
        worst = best + (tied[row.total] - 1 if rubric.tie_break else 0)
        if not best <= row.rank <= worst:
            yield _wrong_rank(row, best)
        elif (shared := shared_rank(row)) != row.rank:
            yield _wrong_rank(row, shared)
        elif len(holders[row.rank]) > 1:
            yield _shared_rank(row)


def _shared_ranks(rows: Sequence[ResultsRow]) -> Callable[[ResultsRow], int]:
    """The rank of those who share a row's: one after all who stand ahead of them. Its own where it shares it with none."""
    alike = Counter((row.rank, row.total) for row in rows)
    ranks = sorted(row.rank for row in rows if row.rank is not None)

    def shared(row: ResultsRow) -> int:
        assert row.rank is not None
        if alike[row.rank, row.total] < 2 or len(ranks) < len(rows):
            return row.rank
        return 1 + bisect_left(ranks, row.rank)

    return shared


def _wrong_rank(row: ResultsRow, computed: int) -> Finding:
    assert row.total is not None
    return Finding(
        "C401",
        "error",
        row.agency,
        RANK,
        Fraction(row.rank or 0),
        Fraction(computed),
        Reason(
            f"Ghi hạng {row.rank}, nhưng theo tổng điểm đã ghi {vi_number(row.total)} là hạng {computed}.",
            f"Rank {row.rank} is stated, but by the stated total {en_number(row.total)} it is {computed}.",
        ),
    )


def _shared_rank(row: ResultsRow) -> Finding:
    return Finding(
        "C402",
        "error",
        row.agency,
        RANK,
        Fraction(row.rank or 0),
        None,
        Reason(
            f"Hạng {row.rank} ghi cho nhiều cơ quan có tổng điểm khác nhau.",
            f"Rank {row.rank} is given to agencies with different totals.",
        ),
    )
