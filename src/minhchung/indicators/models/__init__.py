from minhchung.indicators.models.batch import FigureBatch
from minhchung.indicators.models.figure import Figure, FigureRevision, FigureVerb
from minhchung.indicators.models.holder import FigureHolder, Rhythm

__all__ = ["Figure", "FigureBatch", "FigureHolder", "FigureRevision", "FigureVerb", "Rhythm"]
