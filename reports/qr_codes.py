"""Links as QR codes."""

import io
from typing import Literal

import segno

_SCALE = 12  # dots a module: sharp on a screen and on A4
_BORDER = 4  # modules of quiet zone, as the standard asks


def picture(url: str, *, kind: Literal["png", "svg"] = "png") -> bytes:
    """Return a link as a QR code that survives some dirt (error correction M)."""
    buffer = io.BytesIO()
    segno.make_qr(url, error="m").save(buffer, kind=kind, scale=_SCALE, border=_BORDER)
    return buffer.getvalue()
