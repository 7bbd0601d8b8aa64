"""Two versions of a rubric held against each other, by the stable ids of their nodes.

for change in compare(old, new):
    print(change.code, change.message.vi)

answers_survive(old, new).same     # leaves whose answers stand

"""

from __future__ import annotations

from minhchung.rubric.diff.change import Change, ChangeKind
from minhchung.rubric.diff.compare import compare
from minhchung.rubric.diff.survival import Survival, answers_survive, signature

__all__ = ["Change", "ChangeKind", "Survival", "answers_survive", "compare", "signature"]
