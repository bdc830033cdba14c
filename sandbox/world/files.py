"""Files that were sent: contents, and the ids under which bots know them."""

import mimetypes
import struct
from dataclasses import dataclass, field

from sandbox.world.shapes import Json, present

DOWNLOAD_CAP = 20 << 20
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
DEFAULT_SIZE = (1280, 960)
FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "voice": "voice",
    "audio": "music",
    "animation": "animations",
    "video_note": "video_notes",
    "sticker": "stickers",
}


@dataclass(slots=True, kw_only=True, eq=False)
class File:
    """One stored file."""

    id: str
    unique_id: str
    kind: str
    content: bytes
    name: str
    mime: str
    width: int = 0
    height: int = 0
    path: str = ""

    def reference(self) -> Json:
        """Give the fields every file type has."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }

    def shape(self) -> Json | list[Json]:
        """Give what a message carries for this kind of file (a photo comes as sizes)."""
        base = self.reference()
        box: Json = {"width": self.width, "height": self.height}
        named = present(file_name=self.name, mime_type=self.mime)
        more: Json
        match self.kind:
            case "photo":
                return [base | box]
            case "video" | "animation":
                more = box | {"duration": 1} | named
            case "voice":
                more = {"duration": 1, "mime_type": self.mime}
            case "audio":
                more = {"duration": 1} | named
            case "video_note":
                more = {"length": 240, "duration": 1}
            case "sticker":
                more = box | {"type": "regular", "is_animated": False, "is_video": False}
            case _:
                more = named
        return base | more


def picture_size(content: bytes) -> tuple[int, int]:
    """Read width and height of a PNG or JPEG; anything else counts as a common photo."""
    if content.startswith(PNG) and len(content) >= len(PNG) + 16:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith(JPEG):
        return _jpeg_size(content)
    return DEFAULT_SIZE


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = len(JPEG)
    while place + 9 < len(content) and content[place] == JPEG[0]:
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if marker in {0xC0, 0xC1, 0xC2}:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return int(width), int(height)
        place += 2 + length
    return DEFAULT_SIZE


@dataclass(slots=True)
class Files:
    """The store of all files."""

    by_id: dict[str, File] = field(default_factory=dict)
    by_path: dict[str, File] = field(default_factory=dict)

    def add(self, kind: str, content: bytes, name: str | None = None) -> File:
        """Store a file and give it its ids and path."""
        number = len(self.by_id) + 1
        name = name or f"{kind}_{number}{'.jpg' if kind == 'photo' else ''}"
        guessed = "audio/ogg" if kind == "voice" else mimetypes.guess_type(name)[0]
        suffix = f".{name.rsplit('.', 1)[1]}" if "." in name else ""
        width, height = picture_size(content)
        file = File(
            id=f"AgAC{kind[:2]}BQAD{number:010d}_sandbox",
            unique_id=f"AQAD{number:08d}",
            kind=kind,
            content=content,
            name=name,
            mime=guessed or "application/octet-stream",
            width=width,
            height=height,
            path=f"{FOLDERS.get(kind, 'files')}/file_{number}{suffix}",
        )
        self.by_id[file.id] = file
        self.by_path[file.path] = file
        return file
