from minhchung.rounds.models.data import DataAnswer
from minhchung.rounds.models.entry import Entry, EvidenceUse, Explanation, LeafRevision, LeafValue, Receipt
from minhchung.rounds.models.result import Publication, RankedGroup, Ranking, RankRow
from minhchung.rounds.models.round import BodyAssignment, Phase, Round, RoundDecision, Ruling, Substitute
from minhchung.rounds.models.stated import StatedAct, StatedTable

__all__ = [
    "BodyAssignment",
    "DataAnswer",
    "Entry",
    "EvidenceUse",
    "Explanation",
    "LeafRevision",
    "LeafValue",
    "Phase",
    "Publication",
    "RankRow",
    "RankedGroup",
    "Ranking",
    "Receipt",
    "Round",
    "RoundDecision",
    "Ruling",
    "StatedAct",
    "StatedTable",
    "Substitute",
]
