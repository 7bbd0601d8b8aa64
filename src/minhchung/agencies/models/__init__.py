from minhchung.agencies.models.agency import Agency, AgencyIdentifier, AgencyKind, PastName, Succession
from minhchung.agencies.models.people import Handover, Holding, Post, SignInAttempt, User

__all__ = [
    "Agency",
    "AgencyIdentifier",
    "AgencyKind",
    "Handover",
    "Holding",
    "PastName",
    "Post",
    "SignInAttempt",
    "Succession",
    "User",
]
