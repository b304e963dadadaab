"""Which questions are the same for every survey: those on equality, and those on effects on Welsh?"""

from __future__ import annotations

from collections.abc import Iterator

from engage.bilingual import Bilingual
from engage.equality.asking import AGE_QUESTION, BANDS_BELOW
from engage.equality.characteristics import (
    NOT_LISTED,
    PREFER_NOT_TO_SAY,
    Characteristic,
    Choice,
    StandardQuestion,
    StandardSet,
)
from engage.equality.library import SETS
from engage.surveys.definition import (
    NOTHING,
    All,
    Area,
    Condition,
    Definition,
    Is,
    LongText,
    Not,
    Option,
    Page,
    PostcodeQuestion,
    Question,
    Section,
    SeveralChoices,
    SingleChoice,
    Step,
    steps,
)
from engage.surveys.placeholders import filled
from engage.surveys.problems import Place, Problem

PROBLEMS: dict[str, tuple[str, ...]] = {
    "unknown_set": ("set",),
    "unknown_characteristic": ("code",),
    "age_needed": (),
}
AGE = "age"  # the characteristic whose question comes first, because others depend on it
# Which characteristics are asked about together, and what their page is called.
GROUPS: tuple[tuple[str, Bilingual, tuple[str, ...]], ...] = (
    ("age", Bilingual("Your age", "Eich oed"), (AGE,)),
    ("sex_and_gender", Bilingual("Sex and gender", "Rhyw a rhywedd"), ("sex", "gender_reassignment")),
    (
        "relationships",  # none of these is asked of under-16s
        Bilingual("Relationships and family", "Perthnasoedd a theulu"),
        ("sexual_orientation", "marriage", "pregnancy"),
    ),
    ("health_and_care", Bilingual("Health and care", "Iechyd a gofal"), ("disability", "unpaid_care")),
    (
        "identity_and_belief",
        Bilingual("Identity and belief", "Hunaniaeth a chred"),
        ("race", "national_identity", "religion"),
    ),
    ("languages", Bilingual("Languages", "Ieithoedd"), ("main_language", "welsh_skills")),
    ("life_experience", Bilingual("Life experience", "Profiad bywyd"), ("armed_forces", "care_experience")),
    ("household", Bilingual("Your household", "Eich cartref"), ("household_income", "wimd_quintile")),
)
WELSH_EFFECTS = "welsh_effects"
_NO_AREA = (NOT_LISTED, PREFER_NOT_TO_SAY)
WELSH_EFFECTS_IDS = (WELSH_EFFECTS, "welsh_opportunities", "welsh_increase", "welsh_reduce")


def opinion_steps(definition: Definition) -> tuple[Step, ...]:
    """The survey's own steps, then those on effects on Welsh; every placeholder is filled."""
    sections = definition.sections
    if definition.welsh_effects:
        sections += (welsh_effects_section(definition.welsh_effects),)
    return tuple(filled(step) for step in steps(sections))


def equality_steps(definition: Definition) -> tuple[Step, ...]:
    """The steps of the equality questions, numbered from 1: they are answered apart and kept apart.

    A set that is not known, as may be in a draft, has none.
    """
    module = definition.equality
    if module is None or module.set not in SETS:
        return ()
    return steps((equality_section(SETS[module.set], module.characteristics),))


def equality_intro(definition: Definition) -> Bilingual:
    """What is said before the equality questions, in Markdown; nothing when there are none."""
    module = definition.equality
    return SETS[module.set].intro if module and module.set in SETS else NOTHING


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with the definition's reference to an equality set."""
    module, place = definition.equality, Place(path="equality")
    if module is None:
        return
    if module.set not in SETS:
        yield Problem("unknown_set", place, {"set": module.set})
        return
    known = {each.code: each for each in SETS[module.set].characteristics}
    for code in module.characteristics:
        if code not in known:
            yield Problem("unknown_characteristic", place, {"code": code})
    chosen = [known[code] for code in module.characteristics if code in known]
    if AGE not in module.characteristics and any(q.minimum_age for each in chosen for q in each.questions):
        yield Problem("age_needed", place)


# --- equality -------------------------------------------------------------------------------------------


def equality_section(standard: StandardSet, chosen: tuple[str, ...] = ()) -> Section:
    """The set's questions as pages, a few related ones on each; nobody has to answer any.

    A question that depends on the answer to another comes on a page of its own, right after it. No
    characteristics chosen: all that are not optional.
    """
    offered = standard.characteristics if chosen else standard.choose()
    asked = {each.code: each for each in offered if not chosen or each.code in chosen}
    pages = (
        page
        for name, title, codes in GROUPS
        for page in _pages(name, title, [asked[code] for code in codes if code in asked])
    )
    return Section(id="equality", title=standard.title, parts=tuple(pages))


def _pages(name: str, title: Bilingual, characteristics: list[Characteristic]) -> Iterator[Page]:
    questions = [question for each in characteristics for question in each.questions]
    together = tuple(_question(question) for question in questions if not question.asked_if)
    if together:
        heading = together[0].title if len(together) == 1 else title
        yield Page(id=name, title=heading, questions=together)
    for question in questions:
        if question.asked_if:
            asked = _question(question)
            yield Page(id=question.id, title=question.title, questions=(asked,))


def _question(standard: StandardQuestion) -> Question:
    if standard.kind == "postcode":
        return _postcode(standard)
    kind = SeveralChoices if standard.kind == "several" else SingleChoice
    return kind(
        id=standard.id,
        title=standard.title,
        hint=standard.hint,
        show_if=_condition(standard),
        options=tuple(_option(choice) for choice in standard.choices),
    )


def _postcode(standard: StandardQuestion) -> PostcodeQuestion:
    areas = (Area(each.code, each.label, ()) for each in standard.choices if each.code not in _NO_AREA)
    return PostcodeQuestion(
        id=standard.id,
        title=standard.title,
        hint=standard.hint,
        show_if=_condition(standard),
        areas=tuple(areas),
        lookup=standard.lookup,
        may_decline=True,
    )


def _condition(standard: StandardQuestion) -> Condition | None:
    conditions: list[Condition] = []
    if standard.minimum_age is not None:
        conditions.append(Not(Is(AGE_QUESTION, BANDS_BELOW[standard.minimum_age])))
    if standard.asked_if:
        conditions.append(Is(standard.asked_if.question, standard.asked_if.codes))
    if len(conditions) > 1:
        return All(tuple(conditions))
    return conditions[0] if conditions else None


def _option(choice: Choice) -> Option:
    return Option(
        choice.code, choice.label, choice.hint, choice.exclusive, choice.other, other_required=False
    )


# --- effects on Welsh -----------------------------------------------------------------------------------


def welsh_effects_section(proposal: Bilingual) -> Section:
    """Three questions on one page about a proposal's effects on Welsh.

    Source: the Welsh Language Standards (No. 1) Regulations 2015, schedule 2, standards 91, 92 and 93: views
    are sought on the effects, on increasing the positive ones and on decreasing the adverse ones.
    """
    title = Bilingual(
        f"Effects on the Welsh language: {proposal.en}", f"Effeithiau ar y Gymraeg: {proposal.cy}"
    )
    page = Page(id=WELSH_EFFECTS, title=title, body=_WELSH_BODY, questions=_WELSH_QUESTIONS)
    return Section(id=WELSH_EFFECTS, title=_WELSH_TITLE, parts=(page,))


_WELSH_TITLE = Bilingual("Effects on the Welsh language", "Effeithiau ar y Gymraeg")
_WELSH_BODY = Bilingual(
    "We want to know how this proposal could affect the Welsh language, for better or for worse. "
    "You can answer in Welsh or in English.",
    "Rydym am wybod sut y gallai'r cynnig hwn effeithio ar y Gymraeg, er gwell neu er gwaeth. "
    "Gallwch ateb yn Gymraeg neu yn Saesneg.",
)
_WELSH_QUESTIONS = (
    LongText(
        id="welsh_opportunities",
        title=Bilingual(
            "What effects could the proposal have on people's opportunities to use Welsh, and on treating "
            "Welsh no less favourably than English?",
            "Pa effeithiau y gallai'r cynnig eu cael ar gyfleoedd i bobl ddefnyddio'r Gymraeg, ac ar beidio "
            "â thrin y Gymraeg yn llai ffafriol na'r Saesneg?",
        ),
    ),
    LongText(
        id="welsh_increase",
        title=Bilingual(
            "How could the proposal be changed so that it has positive effects on Welsh, or greater ones?",
            "Sut y gellid newid y cynnig fel ei fod yn cael effeithiau cadarnhaol ar y Gymraeg, neu rai mwy?",
        ),
    ),
    LongText(
        id="welsh_reduce",
        title=Bilingual(
            "How could the proposal be changed so that it has no adverse effects on Welsh, or smaller ones?",
            "Sut y gellid newid y cynnig fel nad yw'n cael effeithiau andwyol ar y Gymraeg, neu fel eu bod "
            "yn llai?",
        ),
    ),
)
