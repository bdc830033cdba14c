"""What a file is, told by its first bytes: its name and what its sender calls it prove nothing."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a file is, as far as anybody here has to know."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    GIF = "gif"
    VIDEO = "video"
    SOUND = "sound"
    PDF = "pdf"
    OFFICE = "office"  # of before 2007: .doc, .xls, .ppt
    ARCHIVE = "archive"  # a zip; .docx and .xlsx are such too
    UNKNOWN = "unknown"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC})

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ARCHIVE),
    (b"PK\x05\x06", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
    (b"\x1a\x45\xdf\xa3", Kind.VIDEO),  # Matroska, WebM
    (b"OggS", Kind.SOUND),
    (b"ID3", Kind.SOUND),
    (b"#!AMR", Kind.SOUND),
)
_HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_MP4_BRAND = re.compile(rb"(isom|iso\d|mp4\d|M4V |M4A |qt  |3g[p2]\w|avc1|dash|MSNV|f4v )")


def kind_of(content: bytes) -> Kind:
    """Return what a file is by its first bytes; UNKNOWN for whatever is not certain."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return {b"WEBP": Kind.WEBP, b"AVI ": Kind.VIDEO, b"WAVE": Kind.SOUND}.get(
            content[8:12], Kind.UNKNOWN
        )
    return _boxed(content) if content[4:8] == b"ftyp" else Kind.UNKNOWN


def _boxed(content: bytes) -> Kind:
    """Tell a photograph of a telephone from a film: both are boxes, and name their brand."""
    brand = content[8:12]
    if brand in _HEIC_BRANDS:
        return Kind.HEIC
    if brand == b"M4A ":
        return Kind.SOUND
    return Kind.VIDEO if _MP4_BRAND.match(brand) else Kind.UNKNOWN
