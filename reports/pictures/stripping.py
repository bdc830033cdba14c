"""A picture made anew from its points alone: nothing else of the file comes along.

Imported when a picture is to be stripped: the readers load slowly.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

import pillow_heif
from PIL import Image, ImageOps

from reports.pictures.kinds import PICTURES, Kind, kind_of

LARGEST_SIDE = 2560  # points; more shows nothing more on a screen
MOST_POINTS = 50_000_000  # before shrinking: a telephone's largest picture
MOST_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot fetch
_MOST_PNG = 5 * 1024 * 1024  # a photograph saved as PNG leaves as JPEG
_QUALITY = 86
_READERS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.HEIC: "HEIF"}
#: What the readers raise at bytes that only look like a picture.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)

pillow_heif.register_heif_opener(thumbnails=False)


class Why(StrEnum):
    """Why a file is not taken as a picture."""

    NOT_A_PICTURE = "not_a_picture"  # whatever it is called
    TOO_LARGE = "too_large"  # bytes, or points when unpacked
    BROKEN = "broken"


class PictureRefusedError(Exception):
    """Nothing of this file may go on; says why."""

    def __init__(self, why: Why, kind: Kind) -> None:
        super().__init__(why)
        self.why = why
        self.kind = kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture without metadata: JPEG, or PNG where that is what it was."""

    kind: Kind
    content: bytes
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """Return what it is called on the web."""
        return f"image/{self.kind}"


def stripped(content: bytes, *, largest_side: int = LARGEST_SIDE) -> Picture:
    """Return a picture made anew, upright, with no side longer than `largest_side`.

    PictureRefusedError for whatever is no JPEG, PNG, WebP or HEIC by its own bytes, is too large
    or cannot be read to its end: what cannot be stripped does not go on. Takes up to a second,
    so call it in a thread.
    """
    kind = kind_of(content)
    if kind not in PICTURES:
        raise PictureRefusedError(Why.NOT_A_PICTURE, kind)
    if len(content) > MOST_BYTES:
        raise PictureRefusedError(Why.TOO_LARGE, kind)
    try:
        return _written(_points(content, kind, largest_side), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefusedError(Why.TOO_LARGE, kind) from None
    except _BROKEN:
        raise PictureRefusedError(Why.BROKEN, kind) from None


def _points(content: bytes, kind: Kind, largest_side: int) -> Image.Image:
    """Return the first frame, upright and shrunk, in an image that has never seen the file."""
    with Image.open(io.BytesIO(content), formats=[_READERS[kind]]) as opened:
        if opened.width * opened.height > MOST_POINTS:
            raise PictureRefusedError(Why.TOO_LARGE, kind)
        opened.draft("RGB", (largest_side, largest_side))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    plain = upright.convert(mode)
    plain.thumbnail((largest_side, largest_side), Image.Resampling.LANCZOS)
    fresh = Image.new(mode, plain.size)
    fresh.paste(plain)
    return fresh


def _written(image: Image.Image, kind: Kind) -> Picture:
    if kind is Kind.PNG or image.mode == "RGBA":
        content = _saved(image, "PNG")
        if len(content) <= _MOST_PNG:
            return _picture(Kind.PNG, content, image)
    return _picture(Kind.JPEG, _saved(_on_white(image), "JPEG"), image)


def _saved(image: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, quality=_QUALITY, optimize=True)
    return buffer.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _picture(kind: Kind, content: bytes, image: Image.Image) -> Picture:
    return Picture(kind=kind, content=content, width=image.width, height=image.height)
