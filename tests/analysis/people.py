"""A small survey of every kind of question, and invented people who answer it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import numpy as np

from engage.analysis.breakdown import release_tables
from engage.analysis.columns import Coded
from engage.analysis.keys import epoch_key
from engage.analysis.snapshot import Received, freeze
from engage.analysis.tables import SafeTable
from engage.analysis.universe import Plan, Universe, universe
from engage.bilingual import Bilingual
from engage.equality.asking import AGE_QUESTION, is_asked
from engage.equality.characteristics import Level
from engage.equality.library import CURRENT, standard_set
from engage.surveys.definition import (
    Allocation,
    Area,
    Consent,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Option,
    Page,
    PostcodeQuestion,
    Question,
    Ranking,
    Row,
    ScaleQuestion,
    Section,
    SeveralChoices,
    ShortText,
    SingleChoice,
    Step,
    steps,
)

STANDARD = standard_set(CURRENT)
NINE = tuple(each.code for each in STANDARD.characteristics if each.protected)
KEY = epoch_key(b"m" * 32, "a consultation", 1)
OTHER_KEY = epoch_key(b"m" * 32, "a consultation", 2)
OF_ONE_MIND = ("under_16", "age_16_to_19", "age_20_to_24", "age_25_to_34")


def both(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (cy)")


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, both(code)) for code in codes)


def survey(*questions: Question) -> tuple[Step, ...]:
    """The steps of a survey that asks these questions on one page."""
    page = Page(id="page", title=both("Page"), questions=questions)
    return steps((Section(id="section", title=both("Section"), parts=(page,)),))


def of(*questions: Question, level: Level = Level.SUMMARY, standard=STANDARD, **plan) -> Universe:
    """The universe of a survey that asks these questions, by the nine characteristics."""
    return universe(Plan(level=level, **{"characteristics": NINE} | plan), (survey(*questions),), standard)


VIEW = SingleChoice(id="view", title=both("View"), options=options("for", "neither", "against"))
USES = SeveralChoices(id="uses", title=both("Uses"), options=options("bus", "train", "none"))
FEEL = ScaleQuestion(
    id="feel", title=both("Feel"), points=options("bad", "good"), not_applicable=Option("na", both("na"))
)
GRID = Matrix(
    id="grid",
    title=both("Grid"),
    rows=(Row("parks", both("Parks")), Row("roads", both("Roads"))),
    scales=(MatrixScale("now", options("low", "high")), MatrixScale("later", options("low", "high"))),
)
RANK = Ranking(id="rank", title=both("Rank"), options=options("a", "b", "c", "d"), top=2)
SHARE = Allocation(id="share", title=both("Share"), options=options("a", "b", "c", "d"))
YEARS = NumberQuestion(id="years", title=both("Years"), minimum=0, bands=(1, 5, 20))
WHERE = PostcodeQuestion(id="where", title=both("Where"), areas=(Area("north", both("North"), ("ZZ1",)),))
AGREE = Consent(id="agree", title=both("Agree"), statement=both("I agree"))
SAY = LongText(id="say", title=both("Say"))
DAY = DateQuestion(id="day", title=both("Day"))
NAME = ShortText(id="name", title=both("Name"))
PAPERS = FileQuestion(id="papers", title=both("Papers"))


def invented_equality(chance: np.random.Generator) -> dict[str, str | list[str]]:
    """Draw answers to the nine: one choice of each question is usual, others ever rarer, some are unsaid."""
    given: dict[str, str | list[str]] = {}
    for characteristic in STANDARD.choose(NINE):
        for question in characteristic.questions:
            if is_asked(question, given) and chance.random() > 0.04:
                usual = 4 if question.id == AGE_QUESTION else 0
                given[question.id] = drawn(chance, question.codes, rarer(len(question.codes), usual, 0.5))
    return given


def drawn(chance: np.random.Generator, codes: Sequence[str], weights: tuple[float, ...]) -> str:
    """One of the codes, as often as its weight says: `Generator.choice` does the same, more slowly."""
    return codes[bisect_right(weights_up_to(weights), chance.random())]


@cache
def weights_up_to(weights: tuple[float, ...]) -> list[float]:
    sums = np.cumsum(weights)
    return (sums / sums[-1]).tolist()


@cache
def rarer(many: int, usual: int, ever: float) -> tuple[float, ...]:
    """The weights of so many, the usual one first of them; the last is not to say."""
    return tuple((ever ** np.abs(np.arange(many) - usual)).tolist())


def answer(value: object) -> dict[str, object]:
    return {"value": value, "language": "en"}


def received(answers: dict[str, object], *, number: int = 1, asked=None, equality=None) -> Received:
    """One response to whatever was asked, by default only to what it answers."""
    keys = answers if asked is None else asked
    given = {key: answer(value) for key, value in answers.items()}
    return Received(number.to_bytes(16), given, set(keys), equality or {})


def invented(asked: Universe, responses: int, seed: int, unanswered: float = 0.06) -> list[Received]:
    """Draw people whose answers lean with their sex and their disability; some skip a question.

    Everybody under 35 gives the last answer to each single choice: a group that has to be guarded.
    """
    chance = np.random.default_rng(seed)
    return [_person(asked, number, chance, unanswered) for number in range(responses)]


def _person(asked: Universe, number: int, chance: np.random.Generator, unanswered: float) -> Received:
    equality = invented_equality(chance)
    lean = (equality.get("sex") == "female") + 2 * (equality.get("disability_condition") == "yes")
    of_one_mind = equality.get("age") in OF_ONE_MIND
    answers = {
        question.key: _opinion(question, lean, of_one_mind, chance)
        for question in asked.questions
        if chance.random() >= unanswered
    }
    keys = [question.key for question in asked.questions]
    return received(answers, number=number, asked=keys, equality=equality)


def _opinion(question: Coded, lean: int, of_one_mind: bool, chance: np.random.Generator) -> object:
    """Draw an answer to a question of one code, or of several where it has several columns."""
    codes = [choice.code for choice in question.subjects[0].choices]
    weights = rarer(len(codes), lean, 0.6)
    if len(question.columns) > 1:
        ticked = [code for code, weight in zip(codes, weights, strict=True) if chance.random() < weight]
        return ticked or codes[-1:]
    return codes[-1] if of_one_mind else drawn(chance, codes, weights)


def release(asked: Universe, people: list[Received], key: bytes = KEY) -> tuple[SafeTable, ...]:
    return release_tables(asked, freeze(asked, people), key)
