"""Which residents are invented for the demonstration, and what do they answer?

The groups differ on purpose, so that a breakdown has something to show. Everybody has a leaning, in points of
a five-point scale; it moves every rating up or down. Its mean differs by these amounts from 0:

- disabled people: 1.2 lower; unpaid carers: 0.4 lower
- people who are not White: 0.5 lower
- people of 65 and over: 0.6 higher; under 25: 0.3 lower
- people who speak Welsh: 0.3 higher
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from engage.equality.asking import is_asked
from engage.equality.characteristics import PREFER_NOT_TO_SAY, StandardQuestion, StandardSet
from engage.equality.library import standard_set
from engage.surveys.definition import (
    Allocation,
    Answer,
    Answers,
    Consent,
    DateQuestion,
    Definition,
    EqualityModule,
    FileQuestion,
    LongText,
    Matrix,
    NumberQuestion,
    Option,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
    Step,
    Value,
)
from engage.surveys.journey import Journey
from engage.surveys.routing import holds
from engage.surveys.standard import equality_steps, opinion_steps

SKIPS = 0.08  # how often an optional question is left out
SPREAD = 1.0  # standard deviation of a rating around the leaning, in points
WELSH = 0.22  # share who answer in Welsh
SILENT = {"age": 0.03, "sexual_orientation": 0.12, "religion": 0.1, "gender_identity": 0.09}
WEIGHTS: dict[str, tuple[float, ...]] = {
    "age": (2, 5, 6, 13, 15, 9, 9, 17, 15, 7, 2),
    "sex": (54, 46),
    "disability_condition": (33, 67),
    "disability_impact": (35, 45, 20),
    "gender_identity": (98, 2),
    "ethnic_group": (91, 2.5, 3.5, 1.5, 1.5),
    "unpaid_care": (82, 8, 3, 2, 2, 3),
    "religion": (47, 43, 0.5, 0.5, 0.2, 2.5, 0.3, 1),
    "sexual_orientation": (91, 3, 4, 2),
    "marriage": (34, 44, 1, 2, 0.2, 11, 0.2, 7, 0.2),
    "main_language": (95, 5),
    "care_experience": (5, 95),
}
NONE = {"pregnancy": 0.95, "welsh_skills": 0.55, "armed_forces": 0.96}  # tick-all questions: "none of these"
PLACES = (
    "Porth Elwyn", "Llanfaes Uchaf", "Harbour Road", "Heol Harbwr", "Stryd y Bont", "Market Street",
)  # fmt: skip
COMMENTS = {
    "en": (
        "The bus stops at six, so I cannot come in the evening.",
        "People are friendly here, but you have to make the first move.",
        "Please ask young people too. Nobody has asked us before.",
        "I would like somewhere warm to sit that costs nothing.",
        "My mother uses a wheelchair and cannot get through the door.",
        "It works well. Please leave it as it is.",
        "There should be more in Welsh, and not only leaflets.",
        "I moved here two years ago and still know few people.",
    ),
    "cy": (
        "Mae'r bws olaf am chwech, felly ni allaf ddod gyda'r nos.",
        "Mae pobl yn gyfeillgar yma, ond rhaid i chi wneud y cam cyntaf.",
        "Gofynnwch i bobl ifanc hefyd. Does neb wedi gofyn i ni o'r blaen.",
        "Hoffwn gael rhywle cynnes i eistedd am ddim.",
        "Mae fy mam yn defnyddio cadair olwyn ac ni all fynd drwy'r drws.",
        "Mae'n gweithio'n dda. Gadewch lonydd iddo, os gwelwch yn dda.",
        "Dylai fod mwy yn Gymraeg, ac nid taflenni yn unig.",
        "Symudais yma ddwy flynedd yn ôl a phrin yw'r bobl rwy'n eu hadnabod.",
    ),
}


@dataclass(frozen=True)
class Resident:
    """One invented person's answers."""

    language: str
    answers: Answers
    equality: Answers


def residents(definition: Definition, module: EqualityModule, number: int, seed: int) -> Iterator[Resident]:
    """Invent `number` people and let each go through the survey; the same seed invents the same people."""
    chance = Random(seed)  # noqa: S311 - invented people, no secret
    asked = _Asked(opinion_steps(definition), equality_steps(definition), module)
    for _ in range(number):
        yield _resident(asked, chance)


@dataclass(frozen=True)
class _Asked:
    """What everybody may be asked."""

    opinions: tuple[Step, ...]
    equality: tuple[Step, ...]
    module: EqualityModule


def _resident(asked: _Asked, chance: Random) -> Resident:
    language = "cy" if chance.random() < WELSH else "en"
    person = _person(standard_set(asked.module.set), asked.module.characteristics, chance)
    leaning = _leaning(person) + chance.gauss(0, 0.5)
    opinions = _walk(asked.opinions, _Opinions(chance, leaning, language, str(person.get("age"))))
    if (asked.module.show_if and not holds(asked.module.show_if, opinions)) or chance.random() < SKIPS:
        return Resident(language, opinions, {})
    return Resident(language, opinions, _walk(asked.equality, _Known(person, language)))


# --- who they are ---------------------------------------------------------------------------------------


def _person(standard: StandardSet, chosen: tuple[str, ...], chance: Random) -> dict[str, str | list[str]]:
    """What is usual to be asked of anybody, and what this survey asks besides."""
    person: dict[str, str | list[str]] = {}
    usual = tuple(characteristic.code for characteristic in standard.choose())
    for characteristic in standard.choose((*usual, *chosen)):
        for question in characteristic.questions:
            if is_asked(question, person) and (given := _about_themselves(question, chance)):
                person[question.id] = given
    return person


def _about_themselves(question: StandardQuestion, chance: Random) -> str | list[str]:
    if chance.random() < SILENT.get(question.id, 0.05):
        return [PREFER_NOT_TO_SAY] if question.kind == "several" else PREFER_NOT_TO_SAY
    choices = [choice for choice in question.choices if choice.code != PREFER_NOT_TO_SAY]
    weights = WEIGHTS.get(question.id) or [10.0 / (place + 1) ** 1.5 for place in range(len(choices))]
    if question.kind != "several":
        return chance.choices(choices, weights[: len(choices)])[0].code
    alone = [choice.code for choice in choices if choice.exclusive]
    if alone and chance.random() < NONE.get(question.id, 0.2):
        return alone[:1]
    others = [choice.code for choice in choices if not choice.exclusive]
    ticked = set(chance.sample(others, min(len(others), chance.choice((1, 1, 2, 3)))))
    return [code for code in others if code in ticked]


def _leaning(person: dict[str, str | list[str]]) -> float:
    age = str(person.get("age"))
    return sum(
        (
            -1.2 if person.get("disability_impact") in ("a_lot", "a_little") else 0.0,
            -0.4 if str(person.get("unpaid_care", "no")) not in ("no", PREFER_NOT_TO_SAY) else 0.0,
            -0.5 if person.get("ethnic_group") not in ("white", PREFER_NOT_TO_SAY, None) else 0.0,
            0.6 if age in ("age_65_to_74", "age_75_to_84", "age_85_and_over") else 0.0,
            -0.3 if age in ("under_16", "age_16_to_19", "age_20_to_24") else 0.0,
            0.3 if "speak" in person.get("welsh_skills", ()) else 0.0,
        )
    )


# --- what they answer -----------------------------------------------------------------------------------


class _Known:
    """Answers the standard questions with what is already known of the person."""

    def __init__(self, person: dict[str, str | list[str]], language: str) -> None:
        self.person, self.language = person, language

    def __call__(self, question: Question) -> Answer | None:
        given = self.person.get(question.id)
        return Answer(given, self.language) if given else None


class _Opinions:
    """Answers questions by leaning and chance."""

    def __init__(self, chance: Random, leaning: float, language: str, age: str) -> None:
        self.chance, self.leaning, self.language, self.age = chance, leaning, language, age

    def __call__(self, question: Question) -> Answer | None:
        if not question.required and self.chance.random() < SKIPS:
            return None
        if isinstance(question, (ShortText, LongText)):
            return self._text(question)
        value = self._value(question)
        return (
            Answer(value, self.language, self._other(question, value))
            if value not in (None, [], {})
            else None
        )

    def _text(self, question: ShortText | LongText) -> Answer | None:
        if not question.required and self.chance.random() < 0.6:
            return None
        words = PLACES if isinstance(question, ShortText) else COMMENTS[self.language]
        return Answer(self.chance.choice(words)[: question.limit], self.language)

    def _value(self, question: Question) -> Value | None:
        match question:
            case SingleChoice(id="age", options=options):
                return self._age(options)
            case SingleChoice(options=options):
                return self._one(options)
            case SeveralChoices():
                return self._several(question)
            case ScaleQuestion(points=points):
                return self._rating(points)
            case Matrix(rows=rows, scales=scales):
                return {
                    row.code: {scale.code: self._rating(scale.points) for scale in scales} for row in rows
                }
            case Ranking(options=options, top=top):
                order = sorted(options, key=lambda option: options.index(option) + self.chance.gauss(0, 2))
                return [option.code for option in order[: top or len(order)]]
            case Allocation():
                return self._shares(question)
            case _:
                return self._plain(question)

    def _plain(self, question: Question) -> Value | None:
        match question:
            case NumberQuestion(minimum=least, maximum=most):
                bottom = int(least or 0)
                top = int(most) if most is not None else bottom + 40
                return min(top, bottom + int(self.chance.expovariate(1 / 6)))
            case DateQuestion(earliest=earliest, latest=latest):
                last = latest or dt.date(2026, 9, 1)
                first = earliest or last - dt.timedelta(days=700)
                return (last - dt.timedelta(days=self.chance.randrange((last - first).days + 1))).isoformat()
            case PostcodeQuestion(areas=areas, ELSEWHERE=elsewhere):
                return self.chance.choice([*(area.code for area in areas), elsewhere])
            case Consent():
                return Consent.YES if question.required or self.chance.random() < 0.7 else None
            case FileQuestion():
                return None
            case _:
                raise ValueError(f"nobody knows how to answer a question of the kind {question.kind}")

    def _age(self, options: tuple[Option, ...]) -> str:
        """The same as is said among the equality answers."""
        known = {"under_16": "under_16", PREFER_NOT_TO_SAY: PREFER_NOT_TO_SAY}
        wanted = known.get(self.age, "sixteen_or_over")
        return next(option.code for option in options if option.code == wanted)

    def _one(self, options: tuple[Option, ...]) -> str:
        weights = [10.0 / (place + 1) for place in range(len(options))]
        return self.chance.choices(options, weights)[0].code

    def _several(self, question: SeveralChoices) -> list[str]:
        alone = [option for option in question.options if option.exclusive]
        if alone and self.chance.random() < 0.12:
            return [alone[0].code]
        others = [option.code for option in question.options if not option.exclusive]
        most = min(question.maximum or len(others), len(others))
        wanted = self.chance.randint(max(question.minimum, 1), max(question.minimum, min(most, 4)))
        ticked = set(self.chance.sample(others, wanted))
        return [code for code in others if code in ticked]

    def _rating(self, points: tuple[Option, ...]) -> str:
        middle = (len(points) - 1) / 2
        place = round(middle + (self.leaning + self.chance.gauss(0, SPREAD)) * len(points) / 5)
        return points[min(max(place, 0), len(points) - 1)].code

    def _shares(self, question: Allocation) -> dict[str, int]:
        cuts = sorted(self.chance.randrange(0, question.total + 1, 5) for _ in question.options[1:])
        ends = [0, *cuts, question.total]
        return {option.code: ends[place + 1] - ends[place] for place, option in enumerate(question.options)}

    def _other(self, question: Question, value: Value | None) -> dict[str, str]:
        options = question.options if isinstance(question, (SingleChoice, SeveralChoices)) else ()
        ticked = value if isinstance(value, list) else [value]
        return {
            option.code: self.chance.choice(PLACES)
            for option in options
            if option.other and option.code in ticked
        }


def _walk(steps: tuple[Step, ...], answer: _Known | _Opinions) -> Answers:
    """Answer everything there is, then keep what routing would have asked."""
    answers: Answers = {}
    for step in steps:
        for question in step.page.questions:
            if given := answer(question):
                answers[step.key(question)] = given
    return Journey(steps, answers).kept()
