"""The rotating code as a picture for a phone that is held up. Imported when one is drawn."""

import io

import noto_cjk_sans_otc
from PIL import Image, ImageDraw, ImageFont

from reports import qr_codes

_WIDTH, _HEIGHT = 900, 1120  # dots
_SMALLEST = 30  # letters that can still be read from a chair
_MODULE = 18  # dots; with a link of any length the square is no wider than the page
_SIMPLIFIED = 2  # the face of the collection with mainland forms
_INK, _PALE = "#111111", "#9e9e9e"


def picture(title: str, code: str | None, link: str, *, over: str) -> bytes:
    """Return a PNG: title, QR code of the link and the six digits; without a code, `over` alone."""
    page = Image.new("L", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    if code is None:
        _line(draw, over, top=_HEIGHT // 2 - 60, size=84, colour=_PALE)
    else:
        with Image.open(io.BytesIO(qr_codes.picture(link, scale=_MODULE))) as square:
            page.paste(square.convert("L"), ((_WIDTH - square.width) // 2, 70))
        _line(draw, f"{code[:3]} {code[3:]}", top=900, size=160, colour=_INK)
    _line(draw, title, top=30, size=46, colour=_INK)  # over the square's quiet zone
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def _line(draw: ImageDraw.ImageDraw, words: str, *, top: int, size: int, colour: str) -> None:
    """Write a line in the middle, as large as fits; what is far too long is cut."""
    shown, face = words, _face(size)
    while size > _SMALLEST and face.getlength(shown) > _WIDTH - 80:
        size -= 4
        face = _face(size)
    while face.getlength(shown) > _WIDTH - 80:
        shown = f"{shown[:-2]}…"
    draw.text((_WIDTH / 2, top), shown, font=face, fill=colour, anchor="ma")


def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(noto_cjk_sans_otc.FONT_PATH, size, index=_SIMPLIFIED)
