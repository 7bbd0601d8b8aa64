"""Case statistics: an append-only columnar store, exact counts, confidence limits. Plain Python, no Django.

What other rooms call:

    model       Case (the facts kept), its enums, SCHEMA (Arrow columns), contradictions(case), to_table, from_table
    manifest    Manifest (.as_json, .from_json, .digest, .rows, .paths(base)), CaseFile: the value the database keeps
    store       add_batch(root, manifest, rows) → Added; set_contests; verify; sweep(root, pinned, before=); UnfitRows
    periods     Period(start, end); month, quarter, half, year, months(first, last)
    counts      Counts, Counted, Denominator, Rate, in_time_rate(counts, of), contested_rate(counts), DEFINITION
    counting    connect(), open_cases(engine, root, manifest), count_cases(engine, cases, periods, by=, tree=) → [Counted],
                total(engine, cases, period) → Counts, behind(cases, measure, period): the cases that a count counts
    measures    MEASURES: every count with its condition
    confidence  clopper_pearson, wilson, too_few
    control     control_chart (p, Laney p′, rules), funnel
    synthetic   cases made to match published figures, and any number of them at random

A figure is frozen by three values: the manifest's digest, the date of the tree, and `counts.DEFINITION`.
What each count means, with sources: docs/case-counts.md.
"""
