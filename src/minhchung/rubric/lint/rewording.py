"""The words of a band said anew, where its limits have moved and its words name the old ones."""

from __future__ import annotations

from collections.abc import Mapping

from minhchung.rubric.lint.text_limits import _PATTERNS as PATTERNS
from minhchung.rubric.lint.text_limits import share_limits
from minhchung.rubric.model import Limits
from minhchung.rubric.wording import plain_share
from minhchung.viet.folding import nfc

_SAID: Mapping[tuple[str, ...], str] = {
    (">=", "<"): "từ {0} đến dưới {1}",
    (">=", "<="): "từ {0} đến {1}",
    (">", "<"): "trên {0} đến dưới {1}",
    (">", "<="): "trên {0} đến {1}",
    (">=",): "từ {0} trở lên",
    (">",): "trên {0}",
    ("<=",): "không quá {0}",
    ("<",): "dưới {0}",
}


def reworded(text: str, limits: Limits) -> tuple[str, str] | None:
    """The stretch of shares that a text names and what it should be for these limits, such as ("từ 50% đến dưới 70%", "dưới 70%").

    None where the text names no one stretch, or would not say the limits afterwards.
    """
    said = _SAID.get(tuple(limit.op for limit in limits))
    if said is None or share_limits(text) is None:
        return None
    match = next((found for pattern, _low, _high in PATTERNS if (found := pattern.search(nfc(text)))), None)
    if match is None:
        return None
    wrong = match[0].rstrip()
    right = said.format(*(plain_share(limit.value).replace(" ", "") for limit in limits))
    right = right[:1].upper() + right[1:] if wrong[:1].isupper() else right
    return (wrong, right) if share_limits(nfc(text).replace(wrong, right, 1)) == limits else None
