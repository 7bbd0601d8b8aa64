"""Words that the pages of the council share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minhchung.rounds.enums import RoundState
from minhchung.rounds.models import Round


def round_refusal(round: Round) -> str:
    """Why nothing is concluded in the round now; empty while it is in the council's hands."""
    if round.state == RoundState.COUNCIL:
        return ""
    if round.state == RoundState.OPEN:
        return _("Đợt chưa chuyển hội đồng; các mục dưới đây để xem trước.")
    return _("Đợt đã công bố; không kết luận thêm được.")
