from minhchung.agencies.models.agency import Agency, AgencyIdentifier, AgencyKind, Succession
from minhchung.agencies.models.people import Handover, Holding, Post, SignInAttempt, User

__all__ = [
    "Agency",
    "AgencyIdentifier",
    "AgencyKind",
    "Handover",
    "Holding",
    "Post",
    "SignInAttempt",
    "Succession",
    "User",
]
