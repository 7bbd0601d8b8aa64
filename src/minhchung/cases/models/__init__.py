from minhchung.cases.models.contest import Contest
from minhchung.cases.models.figure import FrozenFigure
from minhchung.cases.models.imports import CaseHead, CaseManifest, CaseSystem, ImportBatch, ImportDraft
from minhchung.cases.models.keys import ApiKey
from minhchung.cases.models.news import CountsChanged
from minhchung.cases.models.procedure import Procedure, ProcedureVersion
from minhchung.cases.models.workday import CalendarDay

__all__ = [
    "ApiKey",
    "CalendarDay",
    "CaseHead",
    "CaseManifest",
    "CaseSystem",
    "Contest",
    "CountsChanged",
    "FrozenFigure",
    "ImportBatch",
    "ImportDraft",
    "Procedure",
    "ProcedureVersion",
]
