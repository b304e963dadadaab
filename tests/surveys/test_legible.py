"""Are texts found that are hard to read, or whose headings and links make no sense?"""

from __future__ import annotations

import pytest

from engage.surveys.legible import LEAST_WORDS, heading_jumps, plain, reading_age, vague_links, word_count

EASY = (
    "We want to know what you think. The new shop will be small. You can walk to it. It will sell bread. " * 3
)
HARD = (
    "Notwithstanding the aforementioned considerations, stakeholders' representations regarding "
    "infrastructural reconfiguration necessitate comprehensive interdepartmental deliberation concerning "
    "administrative proportionality, organisational sustainability and the operationalisation of statutory "
    "responsibilities pursuant to contemporaneous legislative instruments promulgated by responsible "
    "authorities, without which implementation opportunities diminish considerably, irrespective of "
    "subsequent representations."
)


def test_everyday_words_in_short_sentences_are_easy_and_officialese_is_not():
    assert reading_age(EASY) < 9
    assert reading_age(HARD) > 18


def test_of_a_few_words_nobody_can_tell():
    assert reading_age("Notwithstanding considerations.") is None
    assert reading_age("word " * (LEAST_WORDS - 1)) is None
    assert reading_age("word. " * LEAST_WORDS) is not None


def test_a_list_is_not_one_endless_sentence():
    listed = "\n".join(["- longer opening hours in the evening"] * 12)
    assert reading_age(listed) < 14
    assert plain("# Title\n\n- one\n- two?") == "Title.\none.\ntwo?"


def test_addresses_are_not_words():
    assert plain("[Our plan](https://example.org/a-very-long-address) is here.") == "Our plan is here."
    assert word_count("one [two](https://example.org/x/y) three’s") == 3


@pytest.mark.parametrize(
    ("markdown", "under", "found"),
    [
        ("# One\n\n## Two\n\n# One", 0, []),
        ("## Two", 0, ["Two"]),
        ("## Two", 1, []),
        ("# One\n\n### Three", 0, ["Three"]),
        ("# One\n\n### Three\n\n## Two", 0, ["Three"]),  # back up is no jump
        ("Title\n=====\n\nText", 0, []),
        ("no headings", 0, []),
        ("", 0, []),
        ("```\n### code\n```", 0, []),
    ],
)
def test_headings_that_skip_a_level_are_found(markdown, under, found):
    assert heading_jumps(markdown, under) == found


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[Click here](https://example.org)", ["Click here"]),
        ("[ cliciwch  YMA: ](https://example.org)", ["cliciwch YMA:"]),
        ("[**here**](https://example.org)", ["here"]),
        ("[https://example.org](https://example.org)", ["https://example.org"]),
        ("[The plan for the library](https://example.org)", []),
        ("[Cynllun y llyfrgell](https://example.org)", []),
        ("- [more](a) and [the report](b)\n\n| a |\n|---|\n| [mwy](c) |", ["more", "mwy"]),
        ("click here", []),
    ],
)
def test_links_that_do_not_say_where_they_lead_are_found(markdown, found):
    assert vague_links(markdown) == found
