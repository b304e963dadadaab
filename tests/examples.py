"""Small surveys that tests share. Each is complete in both languages and may be published as it is.

SHORT       one page, one question
ROUTED      a route for residents over 16, one for organisations, an early end
BUDGET      a block repeated over the proposals that somebody picks
EVERY_KIND  one question of every kind, none required
REQUIRED    the same questions, every one required
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engage.bilingual import Bilingual
from engage.surveys.definition import (
    All,
    Allocation,
    Area,
    Block,
    Consent,
    DateQuestion,
    Definition,
    EqualityModule,
    FileQuestion,
    Is,
    ListItem,
    LongText,
    Matrix,
    MatrixScale,
    Not,
    NumberQuestion,
    Option,
    Page,
    PostcodeQuestion,
    Ranking,
    Row,
    ScaleQuestion,
    Section,
    SeveralChoices,
    ShortText,
    SingleChoice,
)

both = Bilingual

AGREEMENT = (
    Option("disagree", both("Disagree", "Anghytuno")),
    Option("neither", both("Neither agree nor disagree", "Ddim yn cytuno nac yn anghytuno")),
    Option("agree", both("Agree", "Cytuno")),
)
NO_OPINION = Option("no_opinion", both("No opinion", "Dim barn"))
SERVICES = (
    Option("libraries", both("Libraries", "Llyfrgelloedd")),
    Option("parks", both("Parks", "Parciau")),
    Option("buses", both("Buses", "Bysiau")),
)

SHORT = Definition(
    title=both("The library in Glan-y-nant", "Y llyfrgell yng Nglan-y-nant"),
    sections=(
        Section(
            id="views",
            title=both("Your views", "Eich barn"),
            parts=(
                Page(
                    id="support",
                    title=both("Opening hours", "Oriau agor"),
                    questions=(
                        SingleChoice(
                            id="longer_hours",
                            title=both(
                                "Should the library open on Saturdays?",
                                "A ddylai'r llyfrgell agor ar ddydd Sadwrn?",
                            ),
                            options=(
                                Option("yes", both("Yes, it should", "Dylai")),
                                Option("no", both("No, it should not", "Na ddylai")),
                            ),
                            required=True,
                        ),
                    ),
                ),
            ),
        ),
    ),
)

ROUTED = Definition(
    title=both("Buses in the valley", "Bysiau yn y cwm"),
    intro=both("We would like to know what you think.", "Hoffem wybod eich barn."),
    sections=(
        Section(
            id="you",
            title=both("About you", "Amdanoch chi"),
            parts=(
                Page(
                    id="respondent",
                    title=both("Who is answering", "Pwy sy'n ateb"),
                    questions=(
                        SingleChoice(
                            id="who",
                            title=both("Are you answering as:", "Ydych chi'n ateb fel:"),
                            options=(
                                Option("resident", both("A resident", "Preswylydd")),
                                Option("organisation", both("An organisation", "Sefydliad")),
                            ),
                            required=True,
                        ),
                        SingleChoice(
                            id="age",
                            title=both("How old are you?", "Faint yw eich oed?"),
                            options=(
                                Option("under_16", both("Under 16", "O dan 16")),
                                Option("adult", both("16 or over", "16 neu hŷn")),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Section(
            id="residents",
            title=both("Your journeys", "Eich teithiau"),
            show_if=All((Is("who", ("resident",)), Not(Is("age", ("under_16",))))),
            parts=(
                Page(
                    id="journeys",
                    title=both("How you travel", "Sut rydych chi'n teithio"),
                    questions=(
                        SeveralChoices(
                            id="travel",
                            title=both("How do you travel?", "Sut rydych chi'n teithio?"),
                            options=(
                                Option("bus", both("By bus", "Ar fws")),
                                Option("car", both("By car", "Mewn car")),
                                Option("none", both("None of these", "Dim un o'r rhain"), exclusive=True),
                            ),
                            required=True,
                        ),
                    ),
                ),
                Page(
                    id="bus",
                    title=both("The bus", "Y bws"),
                    show_if=Is("travel", ("bus",)),
                    questions=(
                        LongText(id="better", title=both("What would be better?", "Beth fyddai'n well?")),
                    ),
                    ends=True,
                ),
            ),
        ),
        Section(
            id="everybody",
            title=both("Anything else", "Unrhyw beth arall"),
            parts=(
                Page(
                    id="more",
                    title=both("Anything else", "Unrhyw beth arall"),
                    questions=(LongText(id="comments", title=both("Your comments", "Eich sylwadau")),),
                ),
            ),
        ),
    ),
)

_PROPOSALS = (
    (
        "libraries",
        both("Shorter opening hours in libraries", "Oriau agor byrrach mewn llyfrgelloedd"),
        "£120,000",
    ),
    ("parks", both("Fewer flower beds in parks", "Llai o welyau blodau mewn parciau"), "£45,000"),
)
BUDGET = Definition(
    title=both("The budget", "Y gyllideb"),
    sections=(
        Section(
            id="proposals",
            title=both("Our proposals", "Ein cynigion"),
            parts=(
                Page(
                    id="choose",
                    title=both("Choose what matters to you", "Dewiswch beth sy'n bwysig i chi"),
                    questions=(
                        SeveralChoices(
                            id="matters",
                            title=both(
                                "Which proposals do you want to comment on?",
                                "Pa gynigion ydych chi eisiau rhoi sylwadau arnyn nhw?",
                            ),
                            options=(
                                *(Option(code, label) for code, label, _ in _PROPOSALS),
                                Option("none", both("None of these", "Dim un o'r rhain"), exclusive=True),
                            ),
                        ),
                    ),
                ),
                Block(
                    id="each",
                    picked_by="matters",
                    items=tuple(
                        ListItem(code, label, (("amount", both(amount, amount)),))
                        for code, label, amount in _PROPOSALS
                    ),
                    pages=(
                        Page(
                            id="proposal",
                            title=both("Proposal: {item}", "Cynnig: {item}"),
                            body=both(
                                "Saving over three years: {amount}", "Arbediad dros dair blynedd: {amount}"
                            ),
                            questions=(
                                ScaleQuestion(
                                    id="agree",
                                    title=both("Do you agree?", "Ydych chi'n cytuno?"),
                                    points=AGREEMENT,
                                    not_applicable=NO_OPINION,
                                    required=True,
                                ),
                            ),
                        ),
                        Page(
                            id="effect",
                            title=both("Effect: {item}", "Effaith: {item}"),
                            show_if=Is("agree", ("disagree",)),
                            questions=(
                                LongText(
                                    id="why",
                                    title=both(
                                        "How would it affect you?", "Sut byddai'n effeithio arnoch chi?"
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    equality=EqualityModule("2026-11"),
    welsh_effects=both("The budget for next year", "Y gyllideb ar gyfer y flwyddyn nesaf"),
    contact=("outcome",),
)

_EVERY_QUESTION = (
    SingleChoice(
        id="heard",
        title=both("How did you hear of this?", "Sut clywsoch chi am hyn?"),
        options=(
            Option("letter", both("By letter", "Drwy lythyr")),
            Option(
                "other", both("Another way", "Ffordd arall"), other=both("Please say how", "Dywedwch sut")
            ),
        ),
    ),
    SeveralChoices(
        id="use",
        title=both("Which services do you use?", "Pa wasanaethau ydych chi'n eu defnyddio?"),
        options=(*SERVICES, Option("none", both("None of these", "Dim un o'r rhain"), exclusive=True)),
        minimum=1,
        maximum=2,
    ),
    ScaleQuestion(
        id="clear",
        title=both("The plan is clear", "Mae'r cynllun yn glir"),
        points=AGREEMENT,
        not_applicable=NO_OPINION,
    ),
    Matrix(
        id="services",
        title=both("How do you rate these services?", "Sut ydych chi'n asesu'r gwasanaethau hyn?"),
        rows=(Row("libraries", SERVICES[0].label), Row("parks", SERVICES[1].label)),
        scales=(
            MatrixScale("good", AGREEMENT, both("They are good", "Maen nhw'n dda")),
            MatrixScale("needed", AGREEMENT, both("I need them", "Mae eu hangen arnaf i"), NO_OPINION),
        ),
    ),
    Ranking(
        id="first", title=both("What should come first?", "Beth ddylai ddod gyntaf?"), options=SERVICES, top=2
    ),
    Ranking(id="order", title=both("Put these in order", "Rhowch y rhain mewn trefn"), options=SERVICES),
    Allocation(id="share", title=both("Share out 100 points", "Rhannwch 100 pwynt"), options=SERVICES),
    NumberQuestion(
        id="visits",
        title=both("How often did you come last month?", "Pa mor aml y daethoch chi fis diwethaf?"),
        minimum=0,
        maximum=31,
    ),
    NumberQuestion(
        id="spend",
        title=both(
            "What do you spend on fares each week?", "Faint ydych chi'n ei wario ar docynnau bob wythnos?"
        ),
        decimals=2,
        unit=both("£", "£"),
    ),
    DateQuestion(
        id="moved",
        title=both("When did you move here?", "Pryd symudoch chi yma?"),
        earliest=date(1920, 1, 1),
        latest=date(2026, 12, 31),
    ),
    ShortText(id="street", title=both("Your street", "Eich stryd"), limit=40),
    LongText(id="ideas", title=both("Your ideas", "Eich syniadau"), limit=300),
    PostcodeQuestion(
        id="where",
        title=both("What is your postcode?", "Beth yw eich cod post?"),
        areas=(
            Area("north", both("The north", "Y gogledd"), ("ZZ1", "ZZ2 4")),
            Area("coast", both("The coast", "Yr arfordir"), ("ZZ1 9", "ZZ2")),
        ),
    ),
    Consent(
        id="quote",
        title=both("May we quote you?", "Gawn ni eich dyfynnu?"),
        statement=both("You may quote me without my name", "Cewch fy nyfynnu heb fy enw"),
    ),
    FileQuestion(
        id="papers",
        title=both("Do you want to show us anything?", "Oes unrhyw beth yr hoffech ei ddangos i ni?"),
        maximum=3,
    ),
)
EVERY_KIND = Definition(
    title=both("Every kind of question", "Pob math o gwestiwn"),
    sections=(
        Section(
            id="all",
            title=both("All questions", "Pob cwestiwn"),
            parts=(
                Page(
                    id="welcome",
                    title=both("Welcome", "Croeso"),
                    body=both(
                        "Read [our plan](https://www.glynmorfa.example/plan).",
                        "Darllenwch [ein cynllun](https://www.glynmorfa.example/cynllun).",
                    ),
                    safe_exit=True,
                ),
                Page(id="every", title=both("Questions", "Cwestiynau"), questions=_EVERY_QUESTION),
            ),
        ),
    ),
)


def _with_every_question_required(survey: Definition) -> Definition:
    section = survey.sections[0]
    information, page = section.parts
    questions = tuple(replace(question, required=True) for question in page.questions)
    parts = (information, replace(page, questions=questions))
    return replace(survey, sections=(replace(section, parts=parts),))


REQUIRED = _with_every_question_required(EVERY_KIND)
ALL = (SHORT, ROUTED, BUDGET, EVERY_KIND, REQUIRED)


def question(survey: Definition, wanted: str):
    """The question with this id."""
    return next(each for each in survey.questions() if each.id == wanted)
