from dataclasses import replace

from hypothesis import given

from engage.bilingual import Bilingual
from engage.surveys.definition import steps
from engage.surveys.placeholders import filled, names
from tests import examples
from tests.surveys.strategies import pages

_, LIBRARIES, *_ = steps(examples.BUDGET.sections)


def test_the_names_of_placeholders_are_found():
    assert names("{item} costs {amount}, not { amount } or {Amount} or {}") == {"item", "amount"}


def test_every_word_of_a_page_is_filled_in_both_languages():
    page = filled(LIBRARIES).page
    assert page.title == Bilingual(
        "Proposal: Shorter opening hours in libraries", "Cynnig: Oriau agor byrrach mewn llyfrgelloedd"
    )
    assert page.body.cy == "Arbediad dros dair blynedd: £120,000"


def test_words_deep_inside_a_question_are_filled():
    option = replace(examples.AGREEMENT[0], hint=Bilingual("Against {item}", "Yn erbyn {item}"))
    (question,) = LIBRARIES.page.questions
    page = replace(LIBRARIES.page, questions=(replace(question, points=(option,)),))
    (asked,) = filled(replace(LIBRARIES, page=page)).page.questions
    assert asked.points[0].hint.en == "Against Shorter opening hours in libraries"


def test_a_placeholder_inside_the_data_is_not_filled_again():
    item = replace(LIBRARIES.item, data=(("amount", Bilingual("{item}", "{item}")),))
    assert filled(replace(LIBRARIES, item=item)).page.body.en == "Saving over three years: {item}"


def test_an_unknown_placeholder_stays():
    item = replace(LIBRARIES.item, data=())
    assert filled(replace(LIBRARIES, item=item)).page.body.en.endswith("{amount}")


@given(pages)
def test_a_page_without_placeholders_stays_the_same_value(page):
    step = filled(replace(LIBRARIES, page=page))
    assert step.page is page or "{item}" in str(page) or "{amount}" in str(page)
