"""Acts that move an entry on (sent, withdrawn, approved, returned): what kept one from being done is told in one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.entries import NotNow, Overtaken, Unconfirmed
from minhchung.rounds.views.criterion import LOCKED
from minhchung.ui.requests import whole

T = TypeVar("T")


class Show(Protocol):
    """The page again, with what kept the act from being done."""

    def __call__(self, *, error: str, status: int) -> HttpResponse: ...


def attempt(act: Callable[[], T], then: Callable[[T], HttpResponseRedirect], show: Show) -> HttpResponse:
    """Do it and go on; or the page again: 422 with what is unconfirmed, 409 where somebody was faster, LOCKED out of time."""
    try:
        done = act()
    except NotNow as fault:
        return show(error=fault.words, status=LOCKED)
    except Unconfirmed as missing:
        return show(error=unconfirmed_words(missing), status=422)
    except Overtaken as found:
        return show(error=overtaken_words(found), status=422)
    except StaleRow:
        return show(error=stale_words(), status=409)
    return then(done)


def told_of(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and the entry's version as they saw it."""
    return {"expected": whole(request.POST.get("row_version", "")) or 0, "actor": request.user}


def confirmed_absent(request: HttpRequest) -> list[str] | None:
    """The codes the person confirmed as absent: the box is ticked and the page named them."""
    return request.POST.getlist("vang") if request.POST.get("xac_nhan_thieu") else None


def overtaken_words(found: Overtaken) -> str:
    return _(
        "Ở %(codes)s, điều gõ sau cùng có lỗi nên điểm vẫn tính theo câu trả lời trước. Sửa lại rồi mới trình."
    ) % {"codes": ", ".join(found.codes)}


def unconfirmed_words(missing: Unconfirmed) -> str:
    text = _(
        "Còn %(n)d tiêu chí chưa trả lời: %(codes)s. Đánh dấu xác nhận nếu vẫn gửi; chúng vẫn là chưa trả lời."
    )
    return text % {"n": len(missing.codes), "codes": ", ".join(missing.codes)}


def stale_words() -> str:
    return _("Hồ sơ vừa được người khác chuyển trạng thái. Hãy xem lại trang này rồi thực hiện lại.")
