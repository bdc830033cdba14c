"""Links as QR codes."""

import io
from typing import Literal

import segno

_SCALE = 12  # dots a module: sharp on a screen and on A4
_BORDER = 4  # modules of quiet zone, as the standard asks


def picture(url: str, *, kind: Literal["png", "svg"] = "png", scale: int = _SCALE) -> bytes:
    """Return a link as a QR code that survives some dirt (error correction M).

    `scale` is how many dots a module has.
    """
    buffer = io.BytesIO()
    segno.make_qr(url, error="m").save(buffer, kind=kind, scale=scale, border=_BORDER)
    return buffer.getvalue()
