"""Is a place in a survey named in words, and never in codes that its author did not choose?"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.place_names import called, place_name
from engage.surveys.problems import Place

ONE = d.Option("o1", Bilingual("", "Un opsiwn"))
PAGE = d.Page(
    id="p",
    title=Bilingual("About {item}", ""),
    questions=(d.SingleChoice(id="q", title=Bilingual("Why?", "Pam?"), options=(ONE,)),),
)
BLOCK = d.Block(id="b", items=(d.ListItem("x", Bilingual("North", "Gogledd")),), pages=(PAGE,))
SURVEY = d.Definition(
    title=Bilingual("T", "T"), sections=(d.Section(id="s", title=Bilingual(), parts=(BLOCK,)),)
)


def test_each_part_on_the_way_has_its_own_words():
    place = Place(path="s › b › p › q › o1 › nowhere")
    assert place_name(SURVEY, place, "en") == "s › North › About {item} › Why? › Un opsiwn › nowhere"
    assert place_name(SURVEY, place, "cy") == "s › Gogledd › About {item} › Pam? › Un opsiwn › nowhere"
    assert place_name(SURVEY, Place(), "en") == ""


def test_long_words_are_cut():
    assert called(d.Page(id="p", title=Bilingual("word " * 40, "")), "en") == "word " * 11 + "word…"
