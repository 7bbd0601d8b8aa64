"""What a draft would do to last year's ranking, and how sure a ranking is.

    effect = apply_draft(last_year, draft, entrants, context)      # points and ranks before and after, who moves and why
    cloud = rank_intervals(table, Uncertainty(slip=Fraction(1, 10)))  # ranks under stated uncertainty, in floats
    shares = variance_shares(table)                                # which criteria make the differences, exactly

Points before and after are exact. Only the draws of `rank_intervals` use floats: they say how far ranks can be trusted and
never become anybody's points.
"""

from minhchung.rubric.simulate.effects import (
    AgencyEffect,
    Effect,
    LostAnswer,
    NewLeaves,
    NodeEffect,
    Place,
    apply_draft,
)
from minhchung.rubric.simulate.intervals import (
    MOST_CELLS,
    RankInterval,
    Uncertainty,
    rank_intervals,
)
from minhchung.rubric.simulate.table import PointTable, table_of
from minhchung.rubric.simulate.variance import VarianceShare, variance_shares

__all__ = [
    "MOST_CELLS",
    "AgencyEffect",
    "Effect",
    "LostAnswer",
    "NewLeaves",
    "NodeEffect",
    "Place",
    "PointTable",
    "RankInterval",
    "Uncertainty",
    "VarianceShare",
    "apply_draft",
    "rank_intervals",
    "table_of",
    "variance_shares",
]
