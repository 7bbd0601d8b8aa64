"""Cases made at random, any number of them, for samples, tests and measurements. Nothing here is anybody's case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pyarrow as pa

from minhchung.stats.model import SCHEMA
from minhchung.stats.periods import Period

SLICE = 250_000


def random_cases(
    rows: int,
    period: Period,
    *,
    agencies: int = 3_321,
    procedures: int = 319,
    start: int = 0,
    batch: str = "sample",
    unsaid: int = 0,
) -> pa.RecordBatchReader:
    """Make cases received evenly over a period, by a reader that holds one slice at a time.

    The same arguments give the same cases; start: the number of the first, so that a next batch has others. Of a thousand
    some 960 are finished, 25 of those late, 15 sent back or withdrawn, the rest pending; agencies 1 to `agencies`. unsaid: of
    so many of a thousand the source promises no date (half of them have a computed one), and of as many others it leaves out
    the channel and every yes or no.
    """
    days = (period.end - period.start).days + 1
    return pa.RecordBatchReader.from_batches(
        SCHEMA, _slices(rows, period.start, days, agencies, procedures, start, batch, unsaid)
    )


def _slices(
    rows: int, first: date, days: int, agencies: int, procedures: int, start: int, batch: str, unsaid: int
) -> Iterator[pa.RecordBatch]:
    db = duckdb.connect()
    for low in range(start, start + rows, SLICE):
        high = min(low + SLICE, start + rows)
        values = {
            "low": low, "high": high, "first": first, "days": days, "agencies": agencies,
            "procedures": procedures, "batch": batch, "unsaid": unsaid,
        }  # fmt: skip
        made: pa.Table = db.sql(_RANDOM, params=values).to_arrow_table()
        yield from made.select(SCHEMA.names).cast(SCHEMA).to_batches()


_RANDOM = """
WITH drawn AS (
  SELECT i, hash(i) AS h, hash(i, 'time') AS g, hash(i, 'traits') AS f,
    $first::DATE + (hash(i, 'day') % $days)::INT AS received_on FROM range($low, $high) t(i)
), dated AS (
  SELECT *, 1 + (h % $agencies)::BIGINT AS agency, 1 + (g // 7) % $procedures AS number,
    received_on + (3 + g % 20)::INT AS promised_on, f % 1000 AS fate, (f // 1000) % 1000 AS trait,
    (f // 1000000) % 1000 AS other,
    hash(i, 'unsaid') % 1000 AS said, hash(i, 'silent') % 1000 AS told FROM drawn
), ended AS (
  SELECT *, CASE WHEN fate >= 980 THEN NULL WHEN fate < 25 THEN promised_on + (1 + g % 15)::INT
    WHEN fate < 300 THEN promised_on ELSE promised_on - (g % 3)::INT END AS ended_on FROM dated
)
SELECT 'mot-cua' AS system,
  printf('000.00.%02d.H%02d-%s-%07d', agency % 99 + 1, agency % 63 + 1, strftime(received_on, '%y%m%d'), i) AS code,
  agency, received_on, printf('1.%06d', number) AS procedure, printf('L%02d', number % 25) AS field,
  CASE WHEN told < $unsaid THEN NULL WHEN trait < 620 THEN 'online' WHEN trait < 970 THEN 'direct' ELSE 'postal' END AS channel,
  CASE WHEN number % 3 = 0 THEN 'full' WHEN number % 3 = 1 THEN 'partial' END AS online_level,
  (420 + g % 600)::INT AS received_minute, CASE WHEN said >= $unsaid THEN promised_on END AS promised_on,
  CASE WHEN fate < 10 THEN promised_on + 5 END AS extended_to,
  CASE WHEN said < $unsaid // 2 THEN promised_on END AS computed_on,
  CASE WHEN fate < 965 THEN ended_on END AS finished_on,
  CASE WHEN fate >= 965 AND fate < 975 THEN ended_on END AS returned_on,
  CASE WHEN fate >= 975 THEN ended_on END AS withdrawn_on,
  CASE WHEN number % 5 < 2 THEN 0 WHEN number % 5 < 4 THEN 1000 * (number % 90 + 10) END AS fee_due,
  CASE WHEN number % 5 BETWEEN 2 AND 3 AND told >= $unsaid THEN other < 550 END AS paid_online,
  CASE WHEN told < $unsaid // 2 THEN NULL ELSE number % 10 <> 0 END AS written_result,
  CASE WHEN fate < 965 AND told >= $unsaid THEN other % 100 < 72 END AS electronic_result,
  CASE WHEN told >= $unsaid THEN other % 100 < 60 END AS digitised,
  CASE WHEN fate < 25 AND told >= $unsaid THEN other < 400 END AS apology_sent,
  CASE WHEN other < 80 THEN 'satisfied' WHEN other < 90 THEN 'neutral' WHEN other < 95 THEN 'dissatisfied' END AS satisfaction,
  CASE WHEN fate < 4 THEN 'evidence-' || i END AS contested, $batch AS batch
FROM ended
"""
