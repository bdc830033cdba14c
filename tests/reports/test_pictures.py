"""Pictures leave without place, time and camera; what cannot be stripped does not leave."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reports.pictures.kinds import Kind, kind_of
from reports.pictures.stripping import (
    MOST_BYTES,
    PictureRefusedError,
    Why,
    stripped,
)
from tests.reports.pictures_made import TRACES, photo

FORMS = ("JPEG", "PNG", "WEBP", "HEIF")


@pytest.mark.parametrize("form", FORMS)
def test_the_pictures_of_these_tests_do_say_where_and_when(form: str) -> None:
    content = photo(form)

    assert any(trace in content for trace in TRACES)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_place_time_and_camera_is_left(form: str) -> None:
    picture = stripped(photo(form))

    assert [trace for trace in TRACES if trace in picture.content] == []
    with Image.open(io.BytesIO(picture.content)) as opened:
        assert dict(opened.getexif()) == {}
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", FORMS)
def test_it_still_shows_what_it_showed(form: str) -> None:
    picture = stripped(photo(form))

    with Image.open(io.BytesIO(picture.content)) as opened:
        assert opened.size == (640, 480)
        shown = opened.convert("RGB")
        assert _is_red(shown.getpixel((100, 100)))
        assert not _is_red(shown.getpixel((500, 400)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_sideways_stands_upright(form: str) -> None:
    picture = stripped(photo(form, orientation=6))

    with Image.open(io.BytesIO(picture.content)) as opened:
        assert opened.size == (480, 640)
        assert _is_red(opened.convert("RGB").getpixel((400, 100)))


def _is_red(point: object) -> bool:
    assert isinstance(point, tuple)
    return bool(point[0] > 180 and point[2] < 90)


def test_a_large_picture_is_made_smaller() -> None:
    picture = stripped(photo("JPEG", size=(5000, 2500)), largest_side=1000)

    assert (picture.width, picture.height) == (1000, 500)


def test_what_can_be_seen_through_stays_so() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(buffer, "WEBP", lossless=True)

    assert stripped(buffer.getvalue()).kind is Kind.PNG


def test_a_zip_that_calls_itself_jpg_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.jpg", photo("JPEG"))

    with pytest.raises(PictureRefusedError) as refused:
        stripped(buffer.getvalue())

    assert (refused.value.why, refused.value.kind) == (Why.NOT_A_PICTURE, Kind.ARCHIVE)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40,
     b"%PDF-1.7\n", b"MZ" + b"\0" * 60, b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ",
     b"\0\0\0\x18ftypheic\0\0\0\0", b"II*\0" + b"\0" * 40],
)  # fmt: skip
def test_what_is_no_picture_or_only_begins_like_one_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefusedError):
        stripped(content)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_picture_cut_short_is_refused(form: str, part: float) -> None:
    whole = photo(form, size=(1600, 1200))

    with pytest.raises(PictureRefusedError) as refused:
        stripped(whole[: int(len(whole) * part)])

    assert refused.value.why is Why.BROKEN


def test_a_picture_that_unpacks_into_a_bomb_is_refused_before_it_does() -> None:
    bomb = _png_of_zeros(30_000, 30_000)

    with pytest.raises(PictureRefusedError) as refused:
        stripped(bomb)

    assert len(bomb) < 1_500_000
    assert refused.value.why is Why.TOO_LARGE


def test_a_picture_of_more_bytes_than_a_bot_may_fetch_is_refused() -> None:
    with pytest.raises(PictureRefusedError) as refused:
        stripped(photo("JPEG") + b"\0" * MOST_BYTES)

    assert refused.value.why is Why.TOO_LARGE


def _png_of_zeros(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    packer = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 2)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_what_is_glued_behind_a_picture_does_not_come_along() -> None:
    picture = stripped(photo("JPEG") + b"PK\x03\x04 secret behind the picture")

    assert b"secret" not in picture.content


@pytest.mark.filterwarnings("ignore::UserWarning")  # the readers say what they skip
@settings(max_examples=60, deadline=None)
@given(form=st.sampled_from(FORMS), place=st.floats(0, 1), rubbish=st.binary(max_size=40))
def test_a_damaged_picture_is_refused_or_stripped_and_never_anything_else(
    form: str, place: float, rubbish: bytes
) -> None:
    whole = _small(form)
    at = int(place * len(whole))

    try:
        picture = stripped(whole[:at] + rubbish + whole[at + len(rubbish) :])
    except PictureRefusedError:
        return

    assert not any(trace in picture.content for trace in TRACES)


_MADE: dict[str, bytes] = {}


def _small(form: str) -> bytes:
    if form not in _MADE:
        _MADE[form] = photo(form, size=(48, 32))
    return _MADE[form]


@given(st.binary(max_size=64))
def test_any_bytes_are_of_some_kind(content: bytes) -> None:
    assert kind_of(content) in Kind
