"""Does whoever sends too much see our page, although the server would hang up on them?"""

from __future__ import annotations

import io

import pytest

from engage.web import MOST_HEARD_OUT
from tests.pages import CheckingClient

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
SAID = {"en": "What you sent is too large", "cy": "Mae'r hyn a anfonwyd gennych yn rhy fawr"}
SIGN_IN = {"en": "/en/sign-in", "cy": "/cy/mewngofnodi"}
PARTS = "multipart/form-data; boundary=x"
URLENCODED = "application/x-www-form-urlencoded"
HEAD = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'


class Coming(io.BytesIO):
    """A form with one long text, which comes in from somebody and is of the length that they say."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.left, self.heard = length, 0

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        piece = (b"" if self.heard else HEAD).ljust(size, b"a")
        self.left, self.heard = self.left - len(piece), self.heard + len(piece)
        return piece

    def readinto(self, into) -> int:
        piece = self.read(len(into))
        into[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize(("kind", "megabytes"), [(PARTS, 2), (PARTS, 13), (PARTS, 60), (URLENCODED, 13)])
def test_it_is_read_to_its_end_and_then_said_in_their_language(app, lang, kind, megabytes):
    coming = Coming(megabytes * 1024**2)
    answer = post(app, lang, kind, coming)
    assert answer.status_code == 413
    assert SAID[lang] in answer.get_data(as_text=True)
    assert coming.left == 0


def test_whoever_never_stops_is_cut_off(app):
    coming = Coming(MOST_HEARD_OUT * 2)
    assert post(app, "en", PARTS, coming).status_code == 413
    assert coming.heard == MOST_HEARD_OUT


def test_a_clerk_who_has_signed_out_meanwhile_is_led_to_sign_in(app):
    coming = Coming(512 * 1024)
    answer = post(app, "en", PARTS, coming, "/en/officers/consultations/1/contributions/add")
    assert (answer.status_code, answer.location, coming.left) == (302, "/en/sign-in", 0)


def post(app, lang, kind, coming, address=""):
    said = {"wsgi.input": coming, "CONTENT_LENGTH": str(coming.left)}
    return CheckingClient(app).post(address or SIGN_IN[lang], environ_overrides=said, content_type=kind)
