"""Pictures for tests: with a place, a time and a camera in them."""

import io

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

CAMERA = "CanaryPhone 12"
PLACE = "30.5810N-114.3500E"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><gps>{PLACE}</gps></x:xmpmeta>'.encode()
TRACES = (CAMERA.encode(), PLACE.encode(), b"GPS", b"Exif", b"xmpmeta", b"2026:11:27")


def exif(*, orientation: int = 1) -> Image.Exif:
    """Return what a telephone writes into a photo: camera, time, place, which way is up."""
    tags = Image.Exif()
    tags[0x010F] = CAMERA
    tags[0x0132] = "2026:11:27 09:00:00"
    tags[0x0112] = orientation
    tags[0x010E] = PLACE
    tags.get_ifd(0x8825).update({1: "N", 2: (30.0, 34.0, 51.0), 3: "E", 4: (114.0, 21.0, 0.0)})
    return tags


def scene(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """Return an image: red above on the left, blue elsewhere."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return image


def photo(form: str, *, orientation: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a file of a form with metadata in every place that the form has for it."""
    buffer = io.BytesIO()
    tags = exif(orientation=orientation)
    match form:
        case "JPEG":
            scene(size).save(buffer, form, exif=tags, comment=PLACE, xmp=XMP, quality=95)
        case "PNG":
            info = PngInfo()
            info.add_text("Comment", PLACE)
            info.add_itxt("XML:com.adobe.xmp", XMP.decode())
            scene(size).save(buffer, form, exif=tags, pnginfo=info)
        case "WEBP":
            scene(size).save(buffer, form, exif=tags, xmp=XMP, quality=95)
        case _:
            file = pillow_heif.from_pillow(scene(size))
            file.save(buffer, exif=tags.tobytes(), xmp=XMP, quality=90)
    return buffer.getvalue()
