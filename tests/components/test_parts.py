"""Do the smaller components say what they must to those who do not see them?"""

from __future__ import annotations

import pytest
from markupsafe import Markup

TABLE = """{% from "components/table.html" import table %}
{{ table("ages", "By age", [("Age", false), ("People", true)],
         [["16 to 24", "120"], ["25 to 44", "[c]"]]) }}"""
SUMMARY = '{% from "components/summary_list.html" import summary_list %}{{ summary_list(rows) }}'
BARS = """{% from "components/chart.html" import bars %}
{{ bars("ages", "By age", "As in the table.", [{"label": "16 to 24", "value": 50, "shown": "50%"},
   {"label": "25 to 44", "value": none, "shown": "[c]"}]) }}"""
STACKED = """{% from "components/chart.html" import stacked %}
{{ stacked("ages", "By age", "As in the table.", ["Yes", "No"],
           [{"label": "16 to 24", "values": [60, 40]}]) }}"""
PAGES = """{% from "components/navigation.html" import pagination %}{{ pagination(number, 3, address) }}"""
COUNT = '{% from "components/text.html" import character_count %}<div{{ character_count(200, lang) }}></div>'
CARD = '{% from "components/card.html" import card %}{{ card("<b>", "/x", "<i>", tag, [("Closes", "<u>")]) }}'


def test_a_table_has_a_caption_scopes_and_a_scroller_that_can_be_reached(piece):
    made = piece(TABLE)
    (region,) = made.xpath("//div[@role='region']")
    assert region.get("tabindex") == "0"
    assert made.xpath("//*[@id=$id]", id=region.get("aria-labelledby"))[0].text_content() == "By age"
    assert made.xpath("//th/@scope") == ["col", "col", "row", "row"]
    assert made.xpath("//td[contains(@class, '--numeric')]/text()") == ["120", "[c]"]


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("Every month", ["Every month"]),
        (["Books", "Films"], ["Books", "Films"]),
        ("", ["Not answered"]),
        ([], ["Not answered"]),
        ("<b>", ["<b>"]),
    ],
)
def test_an_answer_is_played_back(piece, detail, shown):
    made = piece(SUMMARY, rows=[{"term": "How often?", "detail": detail}])
    assert [text.strip() for text in made.xpath("//dd//text()") if text.strip()] == shown


def test_a_change_link_says_what_it_changes_and_an_answer_its_language(piece):
    made = piece(SUMMARY, rows=[{"term": "How often?", "detail": "Bob mis", "lang": "cy", "href": "/x"}])
    assert made.xpath("//a")[0].text_content() == "Change: How often?"
    assert made.xpath("//dd[1]/@lang") == ["cy"]


def test_a_bar_is_as_long_as_its_figure_and_none_is_drawn_for_a_hidden_one(piece):
    made = piece(BARS)
    assert made.xpath("//rect[@class='c1']/@width") == ["50.0"]
    assert made.xpath("//span[@class='engage-chart__value']/text()") == ["50%", "[c]"]
    assert not made.xpath("//@style")


def test_the_parts_of_a_bar_follow_one_another(piece):
    parts = piece(STACKED).xpath("//rect[@x]")
    assert [(part.get("class"), part.get("x"), part.get("width")) for part in parts] == [
        ("c1", "0", "60"),
        ("c2", "60", "40"),
    ]


@pytest.mark.parametrize(
    ("number", "links"), [(1, ["?page=2"]), (2, ["?page=1", "?page=3"]), (3, ["?page=2"])]
)
def test_a_long_list_has_a_way_back_and_on(piece, number, links):
    made = piece(PAGES, number=number, address=lambda page: f"?page={page}")
    assert made.xpath("//a/@href") == links


@pytest.mark.parametrize(("lang", "forms"), [("en", 2), ("cy", 6)])
def test_the_counter_has_words_for_every_plural_of_its_language(piece, lang, forms):
    attributes = piece(COUNT, lang=lang)[0].attrib
    for side in ("under", "over"):
        texts = [text for name, text in attributes.items() if f"characters-{side}-limit." in name]
        assert len(texts) == forms
        assert all("%{count}" in text for text in texts)


def test_words_on_a_card_are_never_markup(piece):
    made = piece(CARD, tag=Markup("<strong>Open</strong>"))
    assert not made.xpath("//b | //i | //u")
    assert made.xpath("//strong/text()") == ["Open"]
