"""Can the texts of a variant be found by their keys and put in place of others, those of its media too?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.surveys import media_checks, variants
from engage.surveys.all_texts import all_texts, reworded
from engage.surveys.differences import Differences
from engage.surveys.every_text import with_wording, wording, wordings
from engage.surveys.media import Image, Video
from engage.surveys.variant import OwnMedia, Variant
from tests.examples import SHORT, both

PICTURE = Image("door", f"{'a' * 32}-10x10.png", both("A door", "Drws"))
FILM = Video(
    "film",
    both("Film", "Ffilm"),
    both("https://films.example/en", "https://films.example/cy"),
    both("All that is signed", "Popeth a arwyddir"),
)
OWN = Variant(
    "easy_read",
    words=(("page:support/title", both("When?", "Pryd?")),),
    media=(OwnMedia("question:longer_hours", (PICTURE,), (FILM,)),),
)
SURVEY = replace(SHORT, variants=(OWN, Variant("pl", media=(OwnMedia("page:support", (PICTURE,)),))))
AT = "easy_read|question:longer_hours"
KEYS = (
    "easy_read|page:support/title",
    f"{AT}/images:door/alt",
    f"{AT}/videos:film/title",
    f"{AT}/videos:film/address",
    f"{AT}/videos:film/transcript",
)


def test_a_variants_texts_are_there_under_their_keys():
    found = {text.key: text for text in all_texts(SURVEY) if "|" in text.key}
    assert tuple(found) == KEYS  # a further language has no English and Welsh
    alt = found[f"{AT}/images:door/alt"]
    assert (alt.words, alt.required, alt.place.question) == (PICTURE.alt, True, "longer_hours")
    assert {each.key for each in wordings(SURVEY) if "|" in each.key} == {
        *KEYS,
        "pl|page:support/images:door/alt",
    }


@pytest.mark.parametrize("key", KEYS)
def test_one_text_is_put_in_place_of_another(key):
    new = both("New", "Newydd")
    for after in (reworded(SURVEY, {key: new}), with_wording(SURVEY, key, new)):
        assert wording(after, key).words == new
        assert [each.key for each in wordings(after)] == [each.key for each in wordings(SURVEY)]
        between = Differences(SURVEY, after)
        assert between.words_alone
        assert [each.after.key for each in between.words] == [key]


def test_a_key_that_is_not_there_changes_nothing():
    assert (
        reworded(SURVEY, {f"{AT}/images:gone/alt": both("a", "b"), "easy_read|survey/title": both("a", "b")})
        == SURVEY
    )


def test_another_picture_is_more_than_words():
    other = replace(PICTURE, file=f"{'b' * 32}-10x10.png")
    after = replace(
        SURVEY, variants=(replace(OWN, media=(OwnMedia("question:longer_hours", (other,), (FILM,)),)),)
    )
    assert "variants" in [change.code for change in Differences(SURVEY, after).changes]


@pytest.mark.parametrize(
    ("images", "videos", "expected"),
    [
        ((PICTURE,), (FILM,), []),
        ((replace(PICTURE, alt=Bilingual()),), (), [("no_alt", {})]),
        ((replace(PICTURE, decorative=True),), (), [("alt_of_decoration", {})]),
        ((replace(PICTURE, alt=Bilingual("A door")),), (),
         [("variant_words", {"field": "alt", "language": "cy"})]),
        ((), (replace(FILM, address=both("http://a.example", "https://a.example")),),
         [("not_https", {"address": "http://a.example"})]),
        ((), (replace(FILM, transcript=Bilingual("Words")),),
         [("variant_words", {"field": "transcript", "language": "cy"})]),
        ((), (replace(FILM, title=Bilingual()),),
         [("variant_words", {"field": "title", "language": "en"}),
          ("variant_words", {"field": "title", "language": "cy"})]),
    ],
)  # fmt: skip
def test_a_variant_is_not_offered_while_its_media_shut_somebody_out(images, videos, expected):
    variant = Variant("large_print", media=(OwnMedia("page:support", images, videos),))
    found = variants.problems(replace(SHORT, variants=(variant,)), variant)
    assert [(each.code, dict(each.parameters)) for each in found] == expected
    assert variants.offered(replace(SHORT, variants=(variant,))) == (() if expected else ("large_print",))
    assert {each.place.page for each in found} <= {"support"}


def test_a_variants_picture_that_the_council_does_not_have_is_named():
    found = list(media_checks.unknown(SURVEY, pictures=(), documents=()))
    assert [(each.code, each.place.page) for each in found] == [("unknown_picture", "support")] * 2
    assert set(media_checks.files(SURVEY)) == {PICTURE.file}
    assert list(media_checks.unknown(SURVEY, pictures=(PICTURE.file,), documents=())) == []
