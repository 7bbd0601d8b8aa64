"""Who may see and manage the people of an agency."""

from __future__ import annotations

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role


def manages_all(acting: Acting) -> bool:
    """The administrator of the installation manages every agency and account; nobody else does."""
    return Role.ADMIN in acting.roles


def sees_people(acting: Acting, agency_id: int) -> bool:
    """Posts and their holders are shown to the administrator and to the agency's own people."""
    return manages_all(acting) or agency_id in acting.agency_ids()


def hands_over_for(acting: Acting, agency_id: int) -> bool:
    """Who may hand over any post of an agency: the administrator, and the agency's own head."""
    return manages_all(acting) or agency_id in acting.agency_ids(Role.HEAD)
