from minhchung.indicators.models.figure import Figure, FigureRevision, FigureVerb
from minhchung.indicators.models.holder import FigureHolder, Rhythm

__all__ = ["Figure", "FigureHolder", "FigureRevision", "FigureVerb", "Rhythm"]
