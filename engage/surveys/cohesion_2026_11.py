"""What does the standard set on community cohesion ask?

Four strands, each on a page: belonging and shared hopes, valuing differences, chances in life, and getting to
know each other. The three statements of the question `cohesion` are those that the National Survey for Wales
measures: belonging, people of different backgrounds getting on well, and treating each other with respect.
"""

from __future__ import annotations

from datetime import date

from engage.bilingual import Bilingual
from engage.surveys.definition import (
    Is,
    LongText,
    Matrix,
    MatrixScale,
    Option,
    Page,
    Row,
    ScaleQuestion,
    SeveralChoices,
)
from engage.surveys.question_set import QuestionSet
from engage.surveys.strands import Measure, Strand, Together

DONT_KNOW = Option("dont_know", Bilingual("Don't know", "Ddim yn gwybod"))
AGREEMENT = (
    MatrixScale(
        code="agreement",
        points=(
            Option("strongly_disagree", Bilingual("Strongly disagree", "Anghytuno'n gryf")),
            Option("disagree", Bilingual("Disagree", "Anghytuno")),
            Option("neither", Bilingual("Neither agree nor disagree", "Ddim yn cytuno nac yn anghytuno")),
            Option("agree", Bilingual("Agree", "Cytuno")),
            Option("strongly_agree", Bilingual("Strongly agree", "Cytuno'n gryf")),
        ),
        not_applicable=DONT_KNOW,
    ),
)

FOUR_STRANDS = Page(
    id="four_strands",
    title=Bilingual("What we mean by getting on together", "Beth rydyn ni'n ei olygu wrth gyd-dynnu"),
    body=Bilingual(
        """\
We think that a community gets on well when these things are true:

1. People share hopes for the place, and feel that they belong there.
2. People see differences between them as a good thing.
3. People have similar chances in life, whatever their background.
4. People of different backgrounds get to know each other at work, in schools and in their
   neighbourhoods.

The next pages ask about each of these in turn.

**Your local area** means the streets or villages that you can reach on foot in about 15 minutes.

**Background** means things like age, race, faith, language, disability, sex, sexual orientation
and income.
""",
        """\
Yn ein barn ni, mae cymuned yn cyd-dynnu'n dda pan fydd y pethau hyn yn wir:

1. Mae pobl yn rhannu gobeithion am y lle, ac yn teimlo eu bod yn perthyn yno.
2. Mae pobl yn gweld y gwahaniaethau rhyngddyn nhw fel peth da.
3. Mae pobl yn cael cyfleoedd tebyg mewn bywyd, beth bynnag yw eu cefndir.
4. Mae pobl o gefndiroedd gwahanol yn dod i adnabod ei gilydd yn y gwaith, mewn ysgolion ac yn eu
   cymdogaethau.

Mae'r tudalennau nesaf yn holi am bob un o'r rhain yn eu tro.

Ystyr **eich ardal leol** yw'r strydoedd neu'r pentrefi y gallwch eu cyrraedd ar droed mewn tua 15
munud.

Ystyr **cefndir** yw pethau fel oed, hil, ffydd, iaith, anabledd, rhyw, cyfeiriadedd rhywiol ac
incwm.
""",
    ),
)

BELONGING = Page(
    id="belonging",
    title=Bilingual("Belonging and shared hopes", "Perthyn a rhannu gobeithion"),
    questions=(
        Matrix(
            id="cohesion",
            title=Bilingual(
                "How far do you agree with these statements about your local area?",
                "I ba raddau rydych chi'n cytuno â'r gosodiadau hyn am eich ardal leol?",
            ),
            rows=(
                Row("belong", Bilingual("I belong to my local area", "Rwy'n perthyn i'm hardal leol")),
                Row(
                    "get_on",
                    Bilingual(
                        "In my local area, people from different backgrounds get on well together",
                        "Yn fy ardal leol, mae pobl o gefndiroedd gwahanol yn cyd-dynnu'n dda",
                    ),
                ),
                Row(
                    "respect",
                    Bilingual(
                        "In my local area, people treat each other with respect and consideration",
                        "Yn fy ardal leol, mae pobl yn trin ei gilydd â pharch ac ystyriaeth",
                    ),
                ),
            ),
            scales=AGREEMENT,
        ),
        ScaleQuestion(
            id="shared_hopes",
            title=Bilingual(
                "How similar are your hopes for your area to your neighbours' hopes?",
                "Pa mor debyg yw eich gobeithion chi a gobeithion eich cymdogion ar gyfer eich ardal?",
            ),
            points=(
                Option("very_different", Bilingual("Very different", "Gwahanol iawn")),
                Option("quite_different", Bilingual("Quite different", "Eithaf gwahanol")),
                Option("quite_similar", Bilingual("Quite similar", "Eithaf tebyg")),
                Option("very_similar", Bilingual("Very similar", "Tebyg iawn")),
            ),
            not_applicable=DONT_KNOW,
        ),
        ScaleQuestion(
            id="having_a_say",
            title=Bilingual(
                "How much say do you have in what happens in your area?",
                "Faint o lais sydd gennych chi yn yr hyn sy'n digwydd yn eich ardal?",
            ),
            points=(
                Option("none", Bilingual("No say at all", "Dim llais o gwbl")),
                Option("a_little", Bilingual("A little", "Ychydig o lais")),
                Option("quite_a_lot", Bilingual("Quite a lot", "Tipyn o lais")),
                Option("a_great_deal", Bilingual("A great deal", "Llawer iawn o lais")),
            ),
            not_applicable=DONT_KNOW,
        ),
    ),
)

DIVERSITY = Page(
    id="diversity",
    title=Bilingual("Valuing differences", "Gwerthfawrogi gwahaniaethau"),
    questions=(
        Matrix(
            id="diversity_valued",
            title=Bilingual(
                "How far do you agree with these statements?",
                "I ba raddau rydych chi'n cytuno â'r gosodiadau hyn?",
            ),
            rows=(
                Row(
                    "good_thing",
                    Bilingual(
                        "It is good that people of different backgrounds live in my area",
                        "Mae'n beth da bod pobl o gefndiroedd gwahanol yn byw yn fy ardal",
                    ),
                ),
                Row(
                    "be_myself",
                    Bilingual("I can be myself in my area", "Rwy'n gallu bod yn fi fy hun yn fy ardal"),
                ),
                Row(
                    "welcome",
                    Bilingual("People who move here are made welcome", "Mae croeso i bobl sy'n symud yma"),
                ),
                Row(
                    "own_language",
                    Bilingual(
                        "I can use the language of my choice here without worry",
                        "Rwy'n gallu defnyddio fy newis iaith yma heb boeni",
                    ),
                ),
            ),
            scales=AGREEMENT,
        ),
        SeveralChoices(
            id="brings_together",
            title=Bilingual(
                "What helps to bring different people together in your area?",
                "Beth sy'n helpu i ddod â gwahanol bobl at ei gilydd yn eich ardal?",
            ),
            hint=Bilingual("Choose up to 3.", "Dewiswch hyd at 3."),
            options=(
                Option(
                    "sport",
                    Bilingual("Sports clubs and leisure centres", "Clybiau chwaraeon a chanolfannau hamdden"),
                ),
                Option(
                    "arts",
                    Bilingual(
                        "Music, arts and community festivals", "Cerddoriaeth, celf a gwyliau cymunedol"
                    ),
                ),
                Option("schools", Bilingual("Schools and colleges", "Ysgolion a cholegau")),
                Option("faith", Bilingual("Places of worship and faith groups", "Addoldai a grwpiau ffydd")),
                Option(
                    "welsh_language",
                    Bilingual("Welsh-language clubs and events", "Clybiau a digwyddiadau Cymraeg"),
                ),
                Option("outdoors", Bilingual("Parks, beaches and paths", "Parciau, traethau a llwybrau")),
                Option("shops", Bilingual("Shops, cafés and pubs", "Siopau, caffis a thafarnau")),
                Option("volunteering", Bilingual("Volunteering", "Gwirfoddoli")),
                Option(
                    "other",
                    Bilingual("Something else", "Rhywbeth arall"),
                    other=Bilingual("Please say what", "Dywedwch beth"),
                ),
                Option(
                    "nothing", Bilingual("Nothing that I know of", "Dim byd y gwn i amdano"), exclusive=True
                ),
            ),
            maximum=3,
        ),
    ),
)

CHANCES = Page(
    id="chances",
    title=Bilingual("Chances in life", "Cyfleoedd mewn bywyd"),
    questions=(
        Matrix(
            id="fair_chances",
            title=Bilingual(
                "How fair are people's chances in your area when it comes to these things?",
                "Pa mor deg yw cyfleoedd pobl yn eich ardal o ran y pethau hyn?",
            ),
            hint=Bilingual(
                "Think of people of every age and background.", "Meddyliwch am bobl o bob oed a chefndir."
            ),
            rows=(
                Row("education", Bilingual("A good education", "Addysg dda")),
                Row("work", Bilingual("A good job", "Swydd dda")),
                Row("home", Bilingual("A suitable home", "Cartref addas")),
                Row("health", Bilingual("Good health and care", "Iechyd a gofal da")),
                Row("safety", Bilingual("Feeling safe", "Teimlo'n ddiogel")),
                Row("voice", Bilingual("Having a say", "Cael dweud eu dweud")),
            ),
            scales=(
                MatrixScale(
                    code="fairness",
                    points=(
                        Option("very_unfair", Bilingual("Very unfair", "Annheg iawn")),
                        Option("quite_unfair", Bilingual("Quite unfair", "Eithaf annheg")),
                        Option("quite_fair", Bilingual("Quite fair", "Eithaf teg")),
                        Option("very_fair", Bilingual("Very fair", "Teg iawn")),
                    ),
                    not_applicable=DONT_KNOW,
                ),
            ),
        ),
    ),
)

UNFAIR_CHANCES = Page(
    id="unfair_chances",
    title=Bilingual(
        "Who has less of a chance, and what gets in their way?",
        "Pwy sy'n cael llai o gyfle, a beth sy'n eu rhwystro?",
    ),
    questions=(
        LongText(
            id="who_has_less",
            title=Bilingual(
                "Who has less of a chance, and what gets in their way?",
                "Pwy sy'n cael llai o gyfle, a beth sy'n eu rhwystro?",
            ),
            hint=Bilingual("Please do not name anybody.", "Peidiwch ag enwi neb."),
            limit=1500,
        ),
    ),
    show_if=Is("fair_chances", ("very_unfair", "quite_unfair")),
)

RELATIONSHIPS = Page(
    id="relationships",
    title=Bilingual("Getting to know each other", "Dod i adnabod ein gilydd"),
    questions=(
        Matrix(
            id="relations",
            title=Bilingual(
                "How well do people of different backgrounds get on in these places?",
                "Pa mor dda mae pobl o gefndiroedd gwahanol yn cyd-dynnu yn y mannau hyn?",
            ),
            rows=(
                Row("work", Bilingual("At work", "Yn y gwaith")),
                Row("schools", Bilingual("In schools and colleges", "Mewn ysgolion a cholegau")),
                Row("neighbourhood", Bilingual("In my neighbourhood", "Yn fy nghymdogaeth")),
            ),
            scales=(
                MatrixScale(
                    code="how_well",
                    points=(
                        Option("very_badly", Bilingual("Very badly", "Yn wael iawn")),
                        Option("quite_badly", Bilingual("Quite badly", "Yn eithaf gwael")),
                        Option("quite_well", Bilingual("Quite well", "Yn eithaf da")),
                        Option("very_well", Bilingual("Very well", "Yn dda iawn")),
                    ),
                    not_applicable=Option(
                        "not_applicable",
                        Bilingual(
                            "I don't know, or it does not apply to me",
                            "Ddim yn gwybod, neu ddim yn berthnasol i mi",
                        ),
                    ),
                ),
            ),
        ),
        ScaleQuestion(
            id="mixing",
            title=Bilingual(
                "How often do you spend time with people whose background is different from yours?",
                "Pa mor aml rydych chi'n treulio amser gyda phobl sydd â chefndir gwahanol i chi?",
            ),
            points=(
                Option("never", Bilingual("Never", "Byth")),
                Option("rarely", Bilingual("Less than once a month", "Llai nag unwaith y mis")),
                Option("monthly", Bilingual("At least once a month", "O leiaf unwaith y mis")),
                Option("weekly", Bilingual("At least once a week", "O leiaf unwaith yr wythnos")),
                Option("daily", Bilingual("Every day or nearly every day", "Bob dydd, neu bron bob dydd")),
            ),
            not_applicable=DONT_KNOW,
        ),
    ),
)


def _agreed(question: str, row: str) -> Measure:
    return Measure(
        code=f"{question}.{row}",
        question=question,
        row=row,
        scale="agreement",
        favourable=("agree", "strongly_agree"),
    )


def _rated(question: str, row: str, scale: str, *favourable: str) -> Measure:
    return Measure(code=f"{question}.{row}", question=question, row=row, scale=scale, favourable=favourable)


def _placed(question: str, *favourable: str) -> Measure:
    return Measure(code=question, question=question, favourable=favourable)


# Favourable is the upper half of each scale; of how often people mix, at least once a month.
NATIONAL_SURVEY = Strand(
    code="national_survey",
    title=Bilingual("Measures of the National Survey for Wales", "Mesurau Arolwg Cenedlaethol Cymru"),
    measures=tuple(_agreed("cohesion", row) for row in ("belong", "get_on", "respect")),
    together=(
        Together(
            "cohesion.all_three",
            Bilingual("Agree with all three statements", "Cytuno â'r tri gosodiad"),
            ("cohesion.belong", "cohesion.get_on", "cohesion.respect"),
        ),
    ),
)
FOUR = (
    Strand(
        code="belonging",
        title=BELONGING.title,
        measures=(
            _placed("shared_hopes", "quite_similar", "very_similar"),
            _placed("having_a_say", "quite_a_lot", "a_great_deal"),
        ),
    ),
    Strand(
        code="diversity",
        title=DIVERSITY.title,
        measures=tuple(
            _agreed("diversity_valued", row) for row in ("good_thing", "be_myself", "welcome", "own_language")
        ),
    ),
    Strand(
        code="chances",
        title=CHANCES.title,
        measures=tuple(
            _rated("fair_chances", row, "fairness", "quite_fair", "very_fair")
            for row in ("education", "work", "home", "health", "safety", "voice")
        ),
    ),
    Strand(
        code="relationships",
        title=RELATIONSHIPS.title,
        measures=(
            *(
                _rated("relations", row, "how_well", "quite_well", "very_well")
                for row in ("work", "schools", "neighbourhood")
            ),
            _placed("mixing", "monthly", "weekly", "daily"),
        ),
    ),
)

COHESION_2026_11 = QuestionSet(
    id="cohesion-2026-11",
    title=Bilingual("Community cohesion", "Cydlyniant cymunedol"),
    about=Bilingual(
        "The four strands of cohesion, with the three measures of the National Survey for Wales.",
        "Pedair elfen cydlyniant, gyda thri mesur Arolwg Cenedlaethol Cymru.",
    ),
    edition=date(2026, 11, 1),
    pages=(FOUR_STRANDS, BELONGING, DIVERSITY, CHANCES, UNFAIR_CHANCES, RELATIONSHIPS),
    strands=(NATIONAL_SURVEY, *FOUR),
)
