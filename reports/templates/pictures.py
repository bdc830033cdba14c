"""Pictures in a paper that is filled as text: the files, and what points at them."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

_EMU = 360_000  # a centimetre
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG markers that hold the size


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture (PNG or JPEG) in a field, so wide (cm)."""

    content: bytes
    width: float

    @property
    def ending(self) -> str:
        """Return the ending of its file's name."""
        return "png" if self.content.startswith(_PNG) else "jpeg"

    @property
    def shape(self) -> float:
        """Return its height over its width; ValueError for what is neither PNG nor JPEG."""
        if self.content.startswith(_PNG):
            width, height = struct.unpack(">II", self.content[16:24])
            return float(height / width)
        return _jpeg_shape(self.content)


def _jpeg_shape(content: bytes) -> float:
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:  # noqa: PLR2004  (begins a marker)
        if content[place + 1] in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return float(height / width)
        place += 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
    raise ValueError("neither PNG nor JPEG")


class Pictures:
    """The pictures of one paper."""

    def __init__(self) -> None:
        self._placed: list[Picture] = []

    def place(self, picture: Picture) -> Markup:
        """Return what shows a picture in the middle of a paragraph."""
        self._placed.append(picture)
        number = len(self._placed)
        wide = int(picture.width * _EMU)
        facts = {"id": 900 + number, "to": f"rIdPicture{number}", "cx": wide}
        return _RUN.format(**facts, cy=int(wide * picture.shape))

    def joined(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the parts of the paper with the files, and with what points at them."""
        if not self._placed:
            return dict(parts)
        files, relations = {}, ""
        for number, one in enumerate(self._placed, 1):
            files[f"word/media/placed{number}.{one.ending}"] = one.content
            relations += (
                f'<Relationship Id="rIdPicture{number}" Type="{_IMAGE}" '
                f'Target="media/placed{number}.{one.ending}"/>'
            )
        types = "".join(
            f'<Default Extension="{one}" ContentType="image/{one}"/>'
            for one in sorted({each.ending for each in self._placed})
            if f'Extension="{one}"'.encode() not in parts[_TYPES]
        )
        return {
            **parts,
            **files,
            _RELATIONS: _before_end(parts[_RELATIONS], "</Relationships>", relations),
            _TYPES: _before_end(parts[_TYPES], "</Types>", types),
        }


def _before_end(part: bytes, end: str, more: str) -> bytes:
    return part.replace(end.encode(), f"{more}{end}".encode())


_RUN = Markup(  # noqa: S704  (what is put into it is escaped)  # nosec B704
    '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="' + _DRAWING + '">'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{id}" name="Picture {id}"/>'
    '<a:graphic xmlns:a="' + _MAIN + '"><a:graphicData uri="' + _PICTURE + '">'
    '<pic:pic xmlns:pic="' + _PICTURE + '"><pic:nvPicPr><pic:cNvPr id="{id}" name="{to}"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="' + _TO + '" r:embed="{to}"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    '<w:r><w:t xml:space="preserve">'
)
