"""The closed set of rules, one kind a file, in the order the format's description lists them."""

from __future__ import annotations

from typing import Any

from minhchung.rubric.kinds.bands import BandsKind
from minhchung.rubric.kinds.base import Input, Kind, Offer, kind_of, register
from minhchung.rubric.kinds.best_of import BestOfKind
from minhchung.rubric.kinds.by_agency import ByAgencyKind
from minhchung.rubric.kinds.case_mean import CaseMeanKind
from minhchung.rubric.kinds.checklist import ChecklistKind
from minhchung.rubric.kinds.conditions import ConditionsKind
from minhchung.rubric.kinds.counts import CountsKind
from minhchung.rubric.kinds.deductions import DeductionsKind
from minhchung.rubric.kinds.fallback import FallbackKind
from minhchung.rubric.kinds.formula import FormulaKind
from minhchung.rubric.kinds.graded import GradedKind
from minhchung.rubric.kinds.levels import LevelsKind
from minhchung.rubric.kinds.linear import LinearKind
from minhchung.rubric.kinds.options import OptionsKind
from minhchung.rubric.kinds.product import ProductKind
from minhchung.rubric.kinds.rank import RankKind
from minhchung.rubric.kinds.relative import RelativeKind
from minhchung.rubric.kinds.steps import StepsKind
from minhchung.rubric.kinds.sum_of import SumOfKind
from minhchung.rubric.kinds.survey import SurveyKind
from minhchung.rubric.kinds.years import YearsKind

KINDS: tuple[Kind[Any], ...] = (
    OptionsKind(),
    BandsKind(),
    LinearKind(),
    ProductKind(),
    CountsKind(),
    StepsKind(),
    DeductionsKind(),
    ChecklistKind(),
    GradedKind(),
    FormulaKind(),
    ConditionsKind(),
    CaseMeanKind(),
    RelativeKind(),
    RankKind(),
    SurveyKind(),
    LevelsKind(),
    SumOfKind(),
    BestOfKind(),
    ByAgencyKind(),
    FallbackKind(),
    YearsKind(),
)

register(KINDS)

__all__ = ["KINDS", "Input", "Kind", "Offer", "kind_of"]
