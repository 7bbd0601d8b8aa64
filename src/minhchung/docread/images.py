"""Pictures: what they are and how many pixels, before anything decodes them."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.problem import Problem, problem

IMAGE_FAULTS = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    OverflowError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    MemoryError,
    Image.DecompressionBombError,
)
"""All that Pillow has been seen to raise on damaged pictures."""

_FORMATS = {"jpg": "JPEG", "png": "PNG"}


def inspect_image(data: bytes, kind: str, limits: Limits = DEFAULT) -> list[Problem]:
    """List what is wrong with a picture: damaged header, or more pixels than allowed. kind: "jpg" or "png"."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
                width, height = picture.size
                if width * height > limits.most_pixels:
                    return [
                        problem(
                            "image.pixels",
                            width=width,
                            height=height,
                            limit=f"{limits.most_pixels:,}".replace(",", "."),
                        )
                    ]
                picture.verify()
    except IMAGE_FAULTS:
        return [problem("file.unreadable", kind=kind.upper())]
    return []
