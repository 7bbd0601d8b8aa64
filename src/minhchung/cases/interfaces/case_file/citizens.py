"""What gives a citizen away inside a cell: identity numbers, telephones, addresses of mail. Found, they are not kept and not shown."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "•••"
_IDENTITY = (
    r"0\d{11}"  # số định danh cá nhân: twelve digits, a province's code first (Luật Căn cước 2023, Điều 12)
)
_OLD_IDENTITY = r"\d{9}"  # chứng minh nhân dân
_TELEPHONE = r"(?:\+?84|0)[\s.-]?[235789](?:[\s.-]?\d){8}"
_MAIL = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
_PERSONAL = re.compile(rf"(?<!\d)(?:{_IDENTITY}|{_TELEPHONE})(?!\d)|{_MAIL}")
_PERHAPS = re.compile(rf"(?<!\d)(?:{_IDENTITY}|{_OLD_IDENTITY}|{_TELEPHONE})(?!\d)|{_MAIL}")


def looks_personal(text: str) -> bool:
    """Whether a text holds what looks like an identity number, a telephone number or a mail address."""
    return _PERSONAL.search(text) is not None


def hidden(text: str) -> str:
    """The text as it may be shown: such numbers replaced, the rest cut to 80 characters."""
    return _PERHAPS.sub(HIDDEN, text)[:80]
