"""Rubrics as they are written and as they are issued."""

from minhchung.criteria.models.draft import DraftEdit, DraftState, RubricDraft
from minhchung.criteria.models.version import RubricVersion

__all__ = ["DraftEdit", "DraftState", "RubricDraft", "RubricVersion"]
