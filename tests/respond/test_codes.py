from __future__ import annotations

import base64
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.respond.channel import Channel
from engage.respond.codes import (
    ALPHABET,
    CODE_LENGTH,
    RANDOM_BITS,
    REFERENCE_BITS,
    Opens,
    changing,
    digest,
    digest_of,
    in_variant,
    is_speakable,
    new_code,
    read,
    read_return_code,
    reference,
    return_code,
)

SECRET = "secret" * 8
RANDOM = 2**74 + 1234
CODE = new_code(Opens(7), RANDOM, SECRET)


def opens(code: str, secret: str) -> Opens | None:
    known = read(code, secret)
    return known.opens if known else None


def test_a_code_names_its_version_its_variant_and_its_channel():
    assert opens(CODE, SECRET) == Opens(7, 0, Channel.ONLINE)
    kiosk = Opens(7, 3, Channel.KIOSK)
    assert opens(new_code(kiosk, 0, SECRET), SECRET) == kiosk


def test_the_code_of_another_variant_opens_the_same_answers():
    easy = in_variant(CODE, 2, SECRET)
    assert opens(easy, SECRET) == Opens(7, 2)
    assert digest(easy, SECRET) == digest(CODE, SECRET)
    assert in_variant(easy, 0, SECRET) == CODE


def test_different_people_and_installations_are_stored_differently():
    others = [digest(new_code(Opens(7), RANDOM + 1, SECRET), SECRET), digest(CODE, "another" * 8)]
    assert len({digest(CODE, SECRET), *others}) == 3


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


@pytest.mark.parametrize("what", [Opens(7), Opens(7, 3, Channel.KIOSK), Opens(7, changes=True, locks=31)])
def test_an_address_does_not_hold_the_bits_that_the_return_code_spells(what):
    code = new_code(what, RANDOM, SECRET)
    assert RANDOM.to_bytes(10, "big") not in base64.urlsafe_b64decode(code)
    assert return_code(code, SECRET) == return_code(CODE, SECRET)


def test_whoever_knows_one_return_code_learns_no_other_from_two_addresses():
    one, other = (base64.urlsafe_b64decode(new_code(Opens(7), each, SECRET)) for each in (RANDOM, 0))
    assert RANDOM.to_bytes(10, "big") not in bytes(a ^ b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("bits", [1, 2**74, 2**75 - 1])
def test_a_code_with_other_masked_bits_is_not_ours(bits):
    whole = bytearray(base64.urlsafe_b64decode(CODE))
    whole[5:15] = (int.from_bytes(whole[5:15], "big") ^ bits).to_bytes(10, "big")
    assert opens(base64.urlsafe_b64encode(whole).decode(), SECRET) is None


@pytest.mark.parametrize(
    ("made", "since", "locked"),
    [(0, 0, False), (0, 1, True), (31, 31, False), (0, 31, True), (1, 33, False), (31, 32, True)],
)
def test_a_code_is_locked_out_by_every_lock_since_it_was_made(made, since, locked):
    code = new_code(Opens(7, locks=made), RANDOM, SECRET)
    assert opens(code, SECRET).is_locked(since) is locked
    assert digest(code, SECRET) == digest(CODE, SECRET)


def test_the_code_of_a_change_is_stored_differently_and_leads_back():
    change = changing(CODE, SECRET)
    assert digest(change, SECRET) == digest_of(RANDOM, SECRET, changes=True) != digest(CODE, SECRET)
    assert changing(change, SECRET, changes=False) == CODE


def test_what_is_not_ours_has_no_return_code_and_nobodys_digest():
    with pytest.raises(ValueError, match="not a code of ours"):
        return_code("A" * CODE_LENGTH, SECRET)
    assert digest("A" * CODE_LENGTH, SECRET) == digest("", SECRET) != digest(CODE, SECRET)


def test_a_code_made_under_another_secret_is_not_ours():
    assert opens(CODE, "another" * 8) is None


def test_what_is_stored_does_not_hold_the_code():
    assert len(digest(CODE, SECRET)) == 32
    assert CODE.encode() not in digest(CODE, SECRET)


def test_a_return_code_opens_what_the_code_opens():
    written = return_code(CODE, SECRET)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", written)
    assert read_return_code(written) == RANDOM
    assert digest_of(RANDOM, SECRET) == digest(CODE, SECRET)


@pytest.mark.parametrize("dash", ["-", " ", ""])
@pytest.mark.parametrize("typed", ["{}", " {} ", "https://engage.example/en/return/{}", "/cy/dychwelyd/{}/ "])
def test_a_return_code_may_be_typed_in_any_way_or_pasted_as_its_link(typed, dash):
    written = return_code(CODE, SECRET).replace("-", dash)
    assert read_return_code(typed.format(written)) == RANDOM
    assert read_return_code(typed.format(written).lower()) == RANDOM


def test_letters_that_look_like_digits_are_read_as_these():
    zeros = return_code(new_code(Opens(1), 0, SECRET), SECRET)
    assert zeros == "0000-0000-0000-0000"
    assert read_return_code("oO00-0000-0000-000o") == 0
    ones = return_code(new_code(Opens(1), int("1" * 15, 32), SECRET), SECRET)
    assert (
        read_return_code(ones.replace("1", "l"))
        == read_return_code(ones.replace("1", "I"))
        == int("1" * 15, 32)
    )


@given(st.integers(0, 2**RANDOM_BITS - 1).filter(is_speakable), st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(random, place, other):
    written = return_code(new_code(Opens(1), random, SECRET), SECRET).replace("-", "")
    typed = written[:place] + other + written[place + 1 :]
    assert read_return_code(typed) == (random if typed == written else None)


@given(st.integers(0, 2**RANDOM_BITS - 1).filter(is_speakable), st.integers(0, 14))
def test_two_characters_changed_round_are_noticed(random, place):
    written = return_code(new_code(Opens(1), random, SECRET), SECRET).replace("-", "")
    typed = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
    assert read_return_code(typed) == (random if typed == written else None)


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
