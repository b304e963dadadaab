"""Is nothing kept of an uploaded picture but what can be seen, and is everything else refused?"""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from engage.surveys.media import FILE
from engage.surveys.media import Image as Shown
from engage.surveys.pictures import LARGEST, LONGEST_SIDE, Picture, Reason, Unacceptable, content_type

SECRET = b"where it was taken"


def file(kind: str = "PNG", size=(40, 30), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, options.pop("colour", None) or 0).save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def with_exif(turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = turned
    return file("JPEG", exif=exif)


def with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode(), zip=False)
    return file(pnginfo=info)


def bomb() -> bytes:
    """A PNG of a few bytes that claims to be 60,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_are_taken_and_written_anew(kind):
    picture = Picture.read(file(kind))
    assert opened(picture).size == (40, 30)
    assert FILE.fullmatch(picture.file)
    assert Shown("a", picture.file).size == (40, 30)
    assert content_type(picture.file) == "image/png"


@pytest.mark.parametrize(
    "content", [with_exif(), with_text(), file() + b"<script>alert(1)</script>" + SECRET]
)
def test_nothing_stays_but_what_can_be_seen(content):
    assert SECRET in content
    picture = Picture.read(content)
    assert SECRET not in picture.content
    assert b"<script" not in picture.content
    assert not opened(picture).info.get("exif")


def test_a_picture_taken_sideways_is_put_upright():
    assert opened(Picture.read(with_exif(turned=6))).size == (30, 40)


def test_a_large_photograph_becomes_as_small_as_a_page_needs():
    content = noise(2400, 1200)
    picture = Picture.read(content)
    assert opened(picture).size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert picture.file.endswith("-1600x800.jpg")
    assert len(picture.content) < len(content) / 2
    assert content_type(picture.file) == "image/jpeg"


def test_what_is_transparent_stays_so():
    assert opened(Picture.read(file(mode="RGBA"))).mode == "RGBA"


def test_the_same_picture_has_the_same_name_and_another_has_another():
    assert Picture.read(file()).file == Picture.read(file()).file
    assert Picture.read(file()).file != Picture.read(file(colour=(1, 2, 3))).file


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"x" * (LARGEST + 1), Reason.TOO_LARGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Reason.DRAWING),
        (b'<?xml version="1.0"?>\n<!DOCTYPE svg []><svg/>', Reason.DRAWING),
        (b"<html><script>alert(1)</script></html>", Reason.NO_PICTURE),
        (b"%PDF-1.7", Reason.NO_PICTURE),
        (b"GIF89a<script>alert(1)</script>", Reason.NO_PICTURE),  # it only begins like one
        (file("BMP"), Reason.NO_PICTURE),
        (file("TIFF"), Reason.NO_PICTURE),
        (file()[:60], Reason.NO_PICTURE),
        (noise(300, 300)[:2000], Reason.NO_PICTURE),
        (bomb(), Reason.TOO_MANY_PIXELS),
    ],
    ids=["empty", "huge", "svg", "xml", "html", "pdf", "polyglot", "bmp", "tiff", "cut", "cut jpeg", "bomb"],
)
def test_what_is_no_picture_is_refused(content, reason):
    with pytest.raises(Unacceptable) as refused:
        Picture.read(content)
    assert refused.value.reason == reason


@settings(max_examples=60)
@given(st.data())
def test_a_broken_file_is_refused_and_never_crashes(data):
    content = bytearray(data.draw(st.sampled_from([file(), file("JPEG"), file("WEBP"), file("GIF")])))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unacceptable):
        assert FILE.fullmatch(Picture.read(bytes(content)).file)


@pytest.mark.parametrize(
    "name", ["", "a.png", "../../etc/passwd", "0" * 32 + "-0x9.png", "0" * 32 + "-9x9.svg"]
)
def test_a_name_that_no_picture_has_tells_nothing(name):
    assert content_type(name) is None
    assert Shown("a", name).size is None
