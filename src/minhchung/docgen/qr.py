"""A QR code as SVG: what is printed leads back to what can be checked."""

from __future__ import annotations

from html import escape

import segno

_QUIET = 4


def qr_svg(text: str, alt: str) -> str:
    """Draw text (an address, at most some 2,900 bytes) as a QR code that mends 15 % of damage.

    alt: what it leads to, in words. No style and no script; it scales. Raises ValueError when text is too long.
    """
    try:
        rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    except segno.DataOverflowError as fault:
        raise ValueError("too long for a QR code") from fault
    size = len(rows) + 2 * _QUIET
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" class="qr" '
        f'aria-label="{escape(alt, quote=True)}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{path}" fill="#000000"/></svg>'
    )
