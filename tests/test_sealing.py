"""Can only the right key, in the right place, open what is sealed?"""

import pytest

from engage.sealing import WrongSeal, open_sealed, seal

KEY, OTHER = b"k" * 32, b"o" * 32
SEALED = seal(b"yes", KEY, b"row 1")


def test_what_is_sealed_opens_again():
    assert open_sealed(seal("tŷ".encode(), KEY, b"row 1"), KEY, b"row 1").decode() == "tŷ"


def test_the_same_words_never_look_the_same():
    assert seal(b"yes", KEY, b"row 1") != seal(b"yes", KEY, b"row 1")


@pytest.mark.parametrize(("key", "context"), [(OTHER, b"row 1"), (KEY, b"row 2")])
def test_another_key_or_place_does_not_open_it(key, context):
    with pytest.raises(WrongSeal):
        open_sealed(seal(b"yes", KEY, b"row 1"), key, context)


@pytest.mark.parametrize(
    "altered",
    [b"", b"short", SEALED[:-1], SEALED[:-1] + bytes([SEALED[-1] ^ 1])],
    ids=["empty", "too short", "cut off", "one bit"],
)
def test_what_was_altered_does_not_open(altered):
    with pytest.raises(WrongSeal):
        open_sealed(altered, KEY, b"row 1")
