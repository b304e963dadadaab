"""A second edition of a standard set, as it might come one day: for tests alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engage.surveys import definition as d
from engage.surveys.cohesion_2026_11 import BELONGING, CHANCES, COHESION_2026_11, DIVERSITY, UNFAIR_CHANCES
from engage.surveys.question_set import QuestionSet
from engage.surveys.recoding import Recoding, Renamed
from tests.examples import both

_COHESION, _HOPES, _SAY = BELONGING.questions
_VALUED, _BRINGS = DIVERSITY.questions
_POINTS = (
    d.Option("definitely_disagree", both("Definitely disagree", "Anghytuno'n bendant")),
    d.Option("tend_to_disagree", both("Tend to disagree", "Tueddu i anghytuno")),
    d.Option("tend_to_agree", both("Tend to agree", "Tueddu i gytuno")),
    d.Option("definitely_agree", both("Definitely agree", "Cytuno'n bendant")),
)
MEASURES = replace(
    _COHESION,
    title=both(
        "How far do you agree or disagree with these statements about your local area?",
        "I ba raddau rydych chi'n cytuno neu'n anghytuno â'r gosodiadau hyn am eich ardal leol?",
    ),
    rows=(replace(_COHESION.rows[0], code="belonging"), *_COHESION.rows[1:]),
    scales=(replace(_COHESION.scales[0], points=_POINTS),),
)
SAY = d.SingleChoice(
    id="having_a_say",
    title=both(
        "Can you influence decisions that affect your area?",
        "Allwch chi ddylanwadu ar benderfyniadau sy'n effeithio ar eich ardal?",
    ),
    options=(
        d.Option("no", both("No", "Na allaf")),
        d.Option("a_little", both("A little", "Ychydig")),
        d.Option("yes", both("Yes", "Gallaf")),
    ),
)
BRINGS = replace(
    _BRINGS,
    id="brings_people_together",
    options=tuple(
        replace(option, code="green_places") if option.code == "outdoors" else option
        for option in _BRINGS.options
        if option.code != "volunteering"
    ),
)
COHESION_2027_11 = QuestionSet(
    id="cohesion-2027-11",
    title=COHESION_2026_11.title,
    about=COHESION_2026_11.about,
    edition=date(2027, 11, 1),
    pages=(
        replace(BELONGING, questions=(MEASURES, SAY)),
        replace(DIVERSITY, questions=(_VALUED, BRINGS)),
        CHANCES,
        UNFAIR_CHANCES,
    ),
    replaces=COHESION_2026_11.id,
    recodings=(
        Recoding(
            "cohesion",
            "cohesion",
            codes=(
                Renamed("strongly_disagree", "definitely_disagree"),
                Renamed("disagree", "tend_to_disagree"),
                Renamed("neither"),
                Renamed("agree", "tend_to_agree"),
                Renamed("strongly_agree", "definitely_agree"),
            ),
            rows=(Renamed("belong", "belonging"),),
        ),
        Recoding("shared_hopes", ""),
        Recoding(
            "having_a_say",
            "having_a_say",
            codes=(Renamed("none", "no"), Renamed("quite_a_lot", "yes"), Renamed("a_great_deal", "yes")),
        ),
        Recoding(
            "brings_together",
            "brings_people_together",
            codes=(Renamed("outdoors", "green_places"), Renamed("volunteering")),
        ),
    ),
)
