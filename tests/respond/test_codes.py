from __future__ import annotations

import random

import pytest

from engage.respond.codes import (
    ALPHABET,
    CODE_LENGTH,
    REFERENCE_BITS,
    Opens,
    digest,
    in_variant,
    new_code,
    opens,
    reference,
)

SECRET = "secret" * 8
CODE = new_code(7, bytes(range(16)), SECRET)


def test_a_code_names_its_version_and_its_variant():
    assert opens(CODE, SECRET) == Opens(7, 0)
    assert opens(new_code(7, bytes(16), SECRET, 3), SECRET) == Opens(7, 3)


def test_the_code_of_another_variant_opens_the_same_answers():
    easy = in_variant(CODE, 2, SECRET)
    assert opens(easy, SECRET) == Opens(7, 2)
    assert digest(easy) == digest(CODE)
    assert in_variant(easy, 0, SECRET) == CODE


def test_different_people_and_versions_are_stored_differently():
    others = [new_code(8, bytes(range(16)), SECRET), new_code(7, bytes(16), SECRET)]
    assert len({digest(code) for code in (CODE, *others)}) == 3


def test_nobody_gets_another_variants_code_for_one_that_is_not_ours():
    assert in_variant("A" * CODE_LENGTH, 1, SECRET) is None


def test_a_code_is_made_of_characters_that_an_address_can_hold():
    assert len(CODE) == CODE_LENGTH
    assert set(CODE) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("place", range(CODE_LENGTH))
def test_a_code_with_another_character_anywhere_is_not_ours(place):
    other = "B" if CODE[place] == "A" else "A"
    assert opens(CODE[:place] + other + CODE[place + 1 :], SECRET) is None


@pytest.mark.parametrize(
    "code",
    ["", "A", CODE[:-1], CODE + "A", CODE[:-4] + "====", CODE[:-1] + "ŵ", CODE[:-1] + "!", " " + CODE[1:]],
)
def test_what_is_not_a_code_at_all_is_not_ours(code):
    assert opens(code, SECRET) is None


def test_a_code_made_under_another_secret_is_not_ours():
    assert opens(CODE, "another" * 8) is None


def test_what_is_stored_does_not_hold_the_code():
    assert len(digest(CODE)) == 32
    assert CODE.encode() not in digest(CODE)


def test_a_reference_is_twelve_readable_characters_in_groups():
    assert reference(0) == "0000-0000-0000"
    assert reference(2**REFERENCE_BITS - 4) == "ZZZZ-ZZZZ-ZZWZ"


def test_a_number_whose_check_symbol_cannot_be_read_out_has_no_reference():
    assert [reference(number) is None for number in range(31, 38)] == [False, *[True] * 5, False]


def test_one_wrong_character_or_two_swapped_never_make_another_reference():
    chance = random.Random(5)
    for _ in range(200):
        number = chance.randrange(2**REFERENCE_BITS)
        if not (written := reference(number)):
            continue
        bare = written.replace("-", "")
        at = chance.randrange(11)
        wrong = bare[:at] + chance.choice(ALPHABET.replace(bare[at], "")) + bare[at + 1 :]
        swapped = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
        assert not _checks(wrong)
        assert swapped == bare or not _checks(swapped)


def _checks(bare: str) -> bool:
    number = 0
    for character in bare[:-1]:
        number = number * 32 + ALPHABET.index(character)
    return number % 37 == ALPHABET.index(bare[-1])
