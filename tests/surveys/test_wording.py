import pytest

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from tests.surveys.builders import ONE, YES_NO, block, codes, found, page, scale, single, survey
from tests.surveys.strategies import words


def body(en, cy):
    return survey(page("one", body=Bilingual(en, cy)))


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (
            survey(ONE, title=Bilingual("Parks", "")),
            ("missing_words", "", {"field": "title", "language": "cy"}),
        ),
        (
            survey(ONE, intro=Bilingual("", "Croeso")),
            ("missing_words", "", {"field": "intro", "language": "en"}),
        ),
        (
            survey(ONE, welsh_effects=Bilingual("Parks", " ")),
            ("missing_words", "", {"field": "welsh_effects", "language": "cy"}),
        ),
        (
            survey(page("one", single("a", (YES_NO[0], d.Option("no", Bilingual("No", "")))))),
            ("missing_words", "section › one › a › no", {"field": "label", "language": "cy"}),
        ),
        (
            survey(page("one", single("a", hint=Bilingual("Hint", "")))),
            ("missing_words", "section › one › a", {"field": "hint", "language": "cy"}),
        ),
        (
            survey(page("one", scale(not_applicable=d.Option("na", Bilingual("", "Dim barn"))))),
            ("missing_words", "section › one › q › na", {"field": "label", "language": "en"}),
        ),
        (
            survey(
                d.Block(
                    id="block",
                    pages=(ONE,),
                    items=(d.ListItem("x", words("x"), (("sum", Bilingual("£5", "")),)),),
                )
            ),
            ("missing_words", "section › block › x", {"field": "sum", "language": "cy"}),
        ),
    ],
)
def test_every_text_is_complete_in_both_languages(definition, problem):
    assert found(definition) == [problem]


def test_a_label_may_not_be_empty_in_both_languages():
    definition = survey(page("one", single("a", (YES_NO[0], d.Option("no", Bilingual())))))
    assert codes(definition) == ["missing_words", "missing_words"]


@pytest.mark.parametrize(
    ("en", "cy"),
    [
        ("£1,250 saved", "Arbed £1250"),
        ("On 1 March 2026", "Ar 1 Mawrth 2026"),
        ("the 1st of 12", "y 1af o 12"),
        ("12 months, 12 times", "12 mis"),
        ("2.50", "2.5"),
        ("10\u00a0000", "10,000"),
        ("See [map 5](https://a.example/1)", "Gweler [map 5](https://a.example/cy/2)"),
        ("Write to help@a.example", "Ysgrifennwch at cymorth@a.example"),
        ("[Call](tel:0123456789)", "[Ffoniwch](tel:0987654321)"),
        ("{not a name}", "{dim enw}"),
    ],
)
def test_texts_may_say_the_same_in_their_own_way(en, cy):
    assert found(body(en, cy)) == []


@pytest.mark.parametrize(
    ("en", "cy", "code", "english", "welsh"),
    [
        ("£1,250", "£1,520", "numbers_differ", "1250", "1520"),
        ("at least 10", "o leiaf", "numbers_differ", "10", ""),
        ("ends on 1 March", "yn dod i ben ar 2 Mawrth", "numbers_differ", "1", "2"),
        ("16-24", "16-25", "numbers_differ", "24", "25"),
        ("https://a.example", "dim dolen", "links_differ", "https://a.example", ""),
        ("[a](/en/x) [b](/en/y)", "[a](/cy/x)", "links_differ", "/en/x, /en/y", "/cy/x"),
        ("[a](/x) [b](/x) [c](/y)", "[a](/x)", "links_differ", "2 × /x, /y", ""),
        ("help@a.example", "https://a.example", "links_differ", "help@a.example", "https://a.example"),
    ],
)
def test_numbers_and_links_agree(en, cy, code, english, welsh):
    expected = (code, "section › one", {"field": "body", "english": english, "welsh": welsh})
    assert found(body(en, cy)) == [expected]


def test_placeholders_agree():
    pages = (page("one", single("a"), title=Bilingual("For {item}: {amount}", "Ar gyfer {item}")),)
    parameters = {"field": "title", "english": "{amount}", "welsh": ""}
    assert found(survey(block(*pages))) == [("placeholders_differ", "section › block › one", parameters)]


@pytest.mark.parametrize(
    "definition",
    [
        survey(block(page("one", single("a"), title=Bilingual("{cost}", "{cost}")))),
        survey(page("one", single("a"), title=Bilingual("{cost}", "{cost}"))),
        survey(page("one", single("a", hint=Bilingual("{cost}", "{cost}")))),
        survey(ONE, intro=Bilingual("{cost}", "{cost}")),
    ],
)
def test_a_placeholder_has_something_to_stand_for(definition):
    ((code, _, parameters),) = found(definition)
    assert (code, parameters["name"]) == ("unknown_placeholder", "cost")


def test_a_placeholder_must_be_filled_by_every_item():
    items = (d.ListItem("x", words("x"), (("sum", words("sum")),)), d.ListItem("y", words("y")))
    pages = (page("one", single("a"), title=Bilingual("{sum}", "{sum}")),)
    assert codes(survey(d.Block(id="block", items=items, pages=pages))) == ["unknown_placeholder"]
