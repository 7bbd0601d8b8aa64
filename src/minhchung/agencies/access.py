"""The words of the policy table: each URL name is open to all, to anyone signed in, or to holders of named roles.

Every room states its part in its own policies.py; config/policy.py puts them together. What a person may see
of a thing behind a URL is a second question, answered by the `*_for(user, …)` functions of each room.
"""

from __future__ import annotations

from dataclasses import dataclass

from minhchung.agencies.enums import Role


@dataclass(frozen=True)
class Access:
    """Who may ask for a URL at all.

    public: nobody need sign in. roles: any one of these; empty means anyone signed in.
    """

    public: bool = False
    roles: frozenset[Role] = frozenset()

    def admits(self, held: frozenset[Role]) -> bool:
        return self.public or not self.roles or bool(self.roles & held)


PUBLIC = Access(public=True)
SIGNED_IN = Access()


def roles(*allowed: Role) -> Access:
    """Open to a person who holds a post with any of these roles today."""
    return Access(roles=frozenset(allowed))
