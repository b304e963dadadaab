"""Is everything found that is wrong with pictures, videos and panels?"""

from __future__ import annotations

import pytest

from engage.bilingual import Bilingual
from engage.surveys import checks, media_checks
from engage.surveys import definition as d
from engage.surveys.media import Image, Panel, Video
from tests.surveys.builders import page, single, survey
from tests.surveys.strategies import words

FILE = "0" * 32 + "-40x30.png"
FILM = Bilingual("https://film.example/1", "https://film.example/2")


def image(**fields) -> Image:
    return Image(**{"code": "a", "file": FILE, "alt": words("a heron")} | fields)


def video(**fields) -> Video:
    usual = {"code": "a", "title": words("film"), "address": FILM, "transcript": words("all that is said")}
    return Video(**usual | fields)


def panel(**fields) -> Panel:
    return Panel(**{"code": "a", "title": words("more"), "body": words("body")} | fields)


def codes(**media) -> list[str]:
    return [problem.code for problem in checks.problems(survey(page("p", single(), **media)))]


@pytest.mark.parametrize(
    ("media", "found"),
    [
        ({"images": (image(),)}, []),
        ({"images": (image(alt=Bilingual(), decorative=True),)}, []),
        ({"images": (image(alt=Bilingual()),)}, ["no_alt"]),
        ({"images": (image(alt=Bilingual("A heron")),)}, ["missing_words"]),
        ({"images": (image(decorative=True),)}, ["alt_of_decoration"]),
        ({"images": (image(), image())}, ["repeated_code"]),
        ({"images": (image(code="A b"),)}, ["bad_code"]),
        ({"videos": (video(),)}, []),
        ({"videos": (video(transcript=Bilingual()),)}, ["missing_words", "missing_words"]),
        ({"videos": (video(address=Bilingual("http://a.example", FILM.cy)),)}, ["not_https"]),
        ({"videos": (video(address=Bilingual("javascript:alert()", "https://")),)}, ["not_https"] * 2),
        ({"panels": (panel(),)}, []),
        ({"panels": (panel(title=Bilingual("More")),)}, ["missing_words"]),
        ({"panels": (panel(body=Bilingual("# A\n\n## B\n\n# C", "# A\n\n## B\n\n# C")),)}, []),
        ({"panels": (panel(body=Bilingual("## A", "# A")),)}, ["heading_jump"]),
        ({"videos": (video(transcript=Bilingual("# A\n### B", "A\n===\n### B")),)}, ["heading_jump"] * 2),
        ({"body": Bilingual("- a\n- b\n\n### A", "- a\n- b")}, ["heading_jump"]),
    ],
)
def test_what_is_wrong_is_found(media, found):
    assert codes(**media) == found


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://film.example/watch?v=1", True),
        ("https://", False),
        ("https:film.example", False),
        ("https://user@film.example", False),
        ("https://film.example/ a", False),
        ("https://film.example/\u202e", False),
        ("https://[::1", False),
        ("//film.example", False),
        ("", False),
    ],
)
def test_only_a_whole_safe_address_is_one(address, good):
    assert media_checks.is_https(address) is good


def test_what_is_not_there_is_said_with_its_place():
    shown = survey(page("p", single(), images=(image(),), panels=(panel(documents=("plan", "map")),)))
    everything = list(media_checks.unknown(shown, pictures=set(), documents={"map"}))
    assert [(p.code, p.place.path, dict(p.parameters)) for p in everything] == [
        ("unknown_picture", "section › p › a", {"file": FILE}),
        ("unknown_document", "section › p › a", {"document": "plan"}),
    ]
    assert list(media_checks.unknown(shown, pictures={FILE}, documents={"map", "plan"})) == []


def test_a_ground_for_special_category_data_must_be_one():
    def found(condition: str) -> list[str]:
        asked = single(special_category=condition)
        return [problem.code for problem in checks.problems(survey(page("p", asked)))]

    assert found("equality") == found("") == []
    assert found("because") == ["unknown_special_category"]


def test_a_heading_of_the_introduction_is_looked_at_too():
    shown = survey(page("p", single()), intro=Bilingual("### A", "### A"))
    assert [p.code for p in checks.problems(shown)] == ["heading_jump"] * 2
    assert isinstance(shown, d.Definition)
