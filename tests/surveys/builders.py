"""Short ways to build surveys that have something wrong with them."""

from __future__ import annotations

from engage.surveys import definition as d
from engage.surveys.checks import problems
from tests.surveys.strategies import words

YES_NO = (d.Option("yes", words("yes")), d.Option("no", words("no")))


def single(id_="q", options=YES_NO, **fields):
    return d.SingleChoice(id=id_, title=words("question"), options=options, **fields)


def several(id_="q", options=YES_NO, **fields):
    return d.SeveralChoices(id=id_, title=words("question"), options=options, **fields)


def number(id_="n", **fields):
    return d.NumberQuestion(id=id_, title=words("number"), **fields)


def page(id_, *questions, **fields):
    return d.Page(
        **{"id": id_, "title": words("page"), "body": words("body"), "questions": questions} | fields
    )


def block(*pages, picked_by="", items=("x", "y"), **fields):
    listed = tuple(d.ListItem(code, words(code), (("amount", words("amount")),)) for code in items)
    return d.Block(id="block", items=listed, pages=pages, picked_by=picked_by, **fields)


def survey(*parts, **fields):
    section = d.Section(id="section", title=words("section"), parts=parts)
    return d.Definition(**{"title": words("survey"), "sections": (section,)} | fields)


def found(definition):
    """The problems as code, place and those parameters that are not words."""
    return [(p.code, p.place.path, dict(p.codes)) for p in problems(definition)]


def codes(definition):
    return [problem.code for problem in problems(definition)]


def scale(points=YES_NO, **fields):
    return d.ScaleQuestion(id="q", title=words("q"), points=points, **fields)


def ranking(top=None, options=YES_NO):
    return d.Ranking(id="q", title=words("q"), options=options, top=top)


ONE = page("one", single("a"))
ABC = tuple(d.Option(code, words(code)) for code in "abc")
MATRIX = d.Matrix(
    id="m",
    title=words("m"),
    rows=(d.Row("r", words("r")),),
    scales=(d.MatrixScale("s", YES_NO, words("s")), d.MatrixScale("t", ABC, words("t"))),
)
