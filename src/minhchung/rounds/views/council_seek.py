"""One leaf of one entry, asked for by name on the council's page: to be decided, or decided anew in a correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minhchung.agencies.models import Post
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.models import Entry, Round
from minhchung.ui.requests import whole
from minhchung.viet.folding import nfc

ENTRY = "ho-so"
LEAF = "tieu-chi"


@dataclass(frozen=True)
class Sought:
    """What was asked for. entry None: nothing, or no entry of this person's. error: why it was not opened."""

    entry: int | None = None
    code: str = ""
    error: str = ""

    @property
    def is_found(self) -> bool:
        return self.entry is not None and not self.error


def sought_in(asked: Mapping[str, str], round: Round, posts: Mapping[int, tuple[Entry, Post]]) -> Sought:
    """The leaf that the form of the page asks for. posts: the entries this person decides on."""
    if ENTRY not in asked:
        return Sought()
    entry, code = whole(asked[ENTRY]), nfc(asked.get(LEAF, "")).strip()
    if entry is None or entry not in posts:
        return Sought(None, code, _("Chọn cơ quan."))
    leaves = own_leaves(rubric_of(round.rubric), posts[entry][0].traits).every
    if code not in {leaf.code for leaf in leaves}:
        return Sought(entry, code, _("Chọn một tiêu chí áp dụng cho cơ quan này."))
    return Sought(entry, code)
