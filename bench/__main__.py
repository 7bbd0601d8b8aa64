"""`python -m bench`: every figure of docs/figures.md, written to bench/figures.json and into its table."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.installation import installed
from bench.mixed import make_mixed

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "figures.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
Measured = Mapping[str, Mapping[str, float | int]]


@dataclass(frozen=True)
class Line:
    """One line of the table: what is done, what is wanted, what was found, whether it holds."""

    what: str
    wanted: str
    found: Callable[[Measured], str]
    holds: Callable[[Measured], bool]


LINES = (
    Line(
        "3,321 agencies × 100 mixed leaves scored and ranked, against the same by hand in NumPy",
        "≤ 3 ×",
        lambda m: (
            f"{m['scoring']['times_hand']:.1f} × ({_ms(m['scoring']['batch_s'])} against"
            f" {_ms(m['scoring']['hand_s'])}); with every figure checked first {m['scoring']['times_hand_checked']:.1f} ×"
        ),
        lambda m: m["scoring"]["times_hand"] <= 3,
    ),
    Line(
        "the same against `evaluate`, agency by agency with reasons",
        "≥ 50 ×",
        lambda m: f"{m['scoring']['times_faster_than_evaluate']:,.0f} × ({m['scoring']['evaluate_s']:.1f} s)",
        lambda m: m["scoring"]["times_faster_than_evaluate"] >= 50,
    ),
    Line(
        "one answer scored with its reasons",
        "≤ 50 µs",
        lambda m: (
            f"{m['leaf']['mix_us']:.0f} µs over the mix, {m['leaf']['slowest_us']:.0f} µs the slowest kind"
        ),
        lambda m: m["leaf"]["mix_us"] <= 50,
    ),
    Line(
        "entry page of 1,200 leaves",
        "≤ 150 ms, ≤ 10 queries",
        lambda m: f"{_ms(m['pages']['page_s'])}, {m['pages']['page_queries']} queries",
        lambda m: m["pages"]["page_s"] <= 0.15 and m["pages"]["page_queries"] <= 10,
    ),
    Line(
        "one score saved, with 1,200 leaves, durable (synchronous=FULL)",
        "≤ 30 ms, ≤ 15 queries",
        lambda m: f"{_ms(m['pages']['save_s'])}, {m['pages']['save_queries']} queries",
        lambda m: m["pages"]["save_s"] <= 0.03 and m["pages"]["save_queries"] <= 15,
    ),
    Line(
        "ranking of 3,321 agencies × 100 leaves, saved with reasons",
        "≤ 1 s, fixed number of queries",
        lambda m: (
            f"{m['ranking']['compute_s']:.2f} s, {m['ranking']['queries']} queries, {m['ranking']['kept_mb']} MB kept"
            f" (read, score and rank {m['ranking']['read_and_rank_s']:.2f} s, words {m['ranking']['words_s']:.2f} s,"
            f" fingerprint {m['ranking']['digest_s']:.2f} s, the rest is writing)"
        ),
        lambda m: m["ranking"]["compute_s"] <= 1,
    ),
    Line(
        "64 people autosaving at the same moment, through the server, on SQLite",
        "0 errors, longest wait < 1 s",
        lambda m: (
            f"{m['savers']['errors']} errors, longest {m['savers']['burst_longest_s']:.2f} s, median"
            f" {m['savers']['burst_median_s']:.2f} s; without a pause {m['savers']['saves_per_second']:.0f} saves/s,"
            f" longest {m['savers']['steady_longest_s']:.2f} s"
        ),
        lambda m: (
            m["savers"]["errors"] == 0
            and m["savers"]["burst_longest_s"] < 1
            and m["savers"]["kept_versions"] == m["savers"]["wanted_versions"]
        ),
    ),
    Line(
        "rank intervals: 10,000 draws × 130 agencies × 100 leaves, against the plain loop",
        "a few seconds",
        lambda m: (
            f"{m['simulation']['seconds']:.1f} s; {m['simulation']['times_faster']:.0f} × the plain loop"
        ),
        lambda m: m["simulation"]["seconds"] <= 5,
    ),
    Line(
        "one node of a draft of 1,110 saved, and the panel of the whole draft (S1's 74 nodes beside it)",
        "≤ 1 s (S1 ≤ 0.3 s)",
        lambda m: (
            f"{m['editor']['large_save_s']:.2f} s + {m['editor']['large_panel_s']:.2f} s"
            f" ({m['editor']['s1_save_s']:.2f} s + {m['editor']['s1_panel_s']:.2f} s);"
            f" the first panel of a process {m['editor']['large_cold_s']:.1f} s"
        ),
        lambda m: (
            m["editor"]["large_save_s"] + m["editor"]["large_panel_s"] <= 1
            and m["editor"]["s1_save_s"] + m["editor"]["s1_panel_s"] <= 0.3
        ),
    ),
    Line(
        "10 M cases, all counts per agency and month, against the same SQL by hand in the same engine",
        "≤ 1.3 ×",
        lambda m: (
            f"{m['cases']['times_hand']:.2f} × ({m['cases']['count_s']:.1f} s against {m['cases']['hand_s']:.1f} s,"
            f" {m['cases']['counts']} counts)"
        ),
        lambda m: m["cases"]["times_hand"] <= 1.3,
    ),
    Line(
        "the same against the Django ORM on SQLite, reckoned up from 400,000 cases and fewer counts",
        "≥ 20 ×",
        lambda m: (
            f"{m['cases']['times_faster_than_orm']:.0f} × ({m['cases']['orm_s']:.0f} s; 200,000 cases took"
            f" {m['cases']['orm_half_s']:.1f} s, 400,000 {m['cases']['orm_measured_s']:.1f} s)"
        ),
        lambda m: m["cases"]["times_faster_than_orm"] >= 20,
    ),
    Line(
        "50,000 cases added to 10 M, the month counted again, in a process of its own",
        "in seconds, < 1 GB",
        lambda m: (
            f"added {m['cases']['daily_add_s']:.1f} s, the month {m['cases']['refresh_s']:.1f} s,"
            f" at most {m['cases']['most_memory_mb']} MB"
        ),
        lambda m: (
            m["cases"]["daily_add_s"] + m["cases"]["refresh_s"] < 10 and m["cases"]["most_memory_mb"] < 1000
        ),
    ),
    Line(
        "200,000 rows of XLSX read, checked and stored",
        "< 60 s; reading and checking ≤ 5 s or ≤ 4 × a bare read",
        lambda m: (
            f"read and checked {m['case_file']['read_s']:.1f} s (a bare read {m['case_file']['bare_s']:.1f} s),"
            f" stored {m['case_file']['store_s']:.1f} s, at most {m['case_file']['peak_mb']} MB"
        ),
        lambda m: (
            m["case_file"]["read_s"] + m["case_file"]["store_s"] < 60
            and m["case_file"]["read_s"] <= max(5, 4 * m["case_file"]["bare_s"])
        ),
    ),
)


def main() -> None:
    """Measure everything, print it, write it."""
    mixed = make_mixed()
    with installed() as folder:
        from bench import case_counts, case_file, editor, in_database, savers, scoring, simulation
        from tests.world import make_world, open_round

        world = make_world()
        open_round(world)
        measured: dict[str, Mapping[str, float | int]] = {
            "scoring": scoring.score_and_rank(mixed),
            "leaf": scoring.one_leaf(mixed),
            "savers": savers.figures(world, folder),
            "pages": in_database.page_and_save(world, folder),
            "ranking": in_database.ranking(world, folder, mixed),
            "cases": case_counts.figures(),
            "case_file": case_file.import_of_cases(),
            "simulation": simulation.intervals(),
            "editor": editor.figures(world),
        }
    machine = {
        "processors": os.cpu_count() or 0,
        "python": platform.python_version(),
        "load_at_the_end": round(os.getloadavg()[0], 1),
    }
    (ROOT / "bench" / "figures.json").write_text(
        json.dumps({"machine": machine, **measured}, indent=2, ensure_ascii=False) + "\n"
    )
    table = table_of(measured, machine)
    head, _, rest = TARGET.read_text().partition(BEGIN)
    TARGET.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}")
    print(table)


def table_of(measured: Measured, machine: Mapping[str, object]) -> str:
    """The table as Markdown."""
    lines = ["| work | wanted | found | holds |", "|---|---|---|---|"]
    for line in LINES:
        held = "yes" if line.holds(measured) else "**no**"
        lines.append(f"| {line.what} | {line.wanted} | {line.found(measured)} | {held} |")
    lines.append("")
    lines.append(
        f"Python {machine['python']}, {machine['processors']} processors, load average at the end"
        f" {machine['load_at_the_end']}."
    )
    return "\n".join(lines)


def _ms(taken: float) -> str:
    return f"{taken * 1000:.1f} ms"


if __name__ == "__main__":
    main()
