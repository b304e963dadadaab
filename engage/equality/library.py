"""Which dated sets of standard equality questions are there?"""

from __future__ import annotations

from datetime import date

from engage.bilingual import Bilingual
from engage.equality.age import AGE
from engage.equality.characteristics import StandardSet
from engage.equality.deprivation import WIMD_QUINTILE
from engage.equality.family import MARRIAGE, PREGNANCY
from engage.equality.following import problems
from engage.equality.health_and_care import DISABILITY, UNPAID_CARE
from engage.equality.household import HOUSEHOLD_INCOME
from engage.equality.identity_and_belief import NATIONAL_IDENTITY, RELIGION
from engage.equality.languages import MAIN_LANGUAGE, WELSH_SKILLS
from engage.equality.life_experience import ARMED_FORCES, CARE_EXPERIENCE
from engage.equality.race import RACE
from engage.equality.sex_and_gender import GENDER_REASSIGNMENT, SEX, SEXUAL_ORIENTATION

_INTRO = Bilingual(
    """\
We ask these questions to find out whether we are hearing from all kinds of people, and how what we plan may
affect different groups. The Equality Act 2010 expects public bodies to think about both.

**You do not have to answer.** You can skip any question, or select “Prefer not to say”. Either way your views
count just the same.

We encrypt these answers and keep them apart from your other answers and from your contact details. We publish
only rounded numbers for groups of people, and leave small numbers out, so that nobody can be recognised. The
privacy notice tells who may work with these answers, and how.
""",
    """\
Rydym yn gofyn y cwestiynau hyn i weld a ydym yn clywed gan bob math o bobl, a sut y gallai'r hyn rydym yn ei
gynllunio effeithio ar wahanol grwpiau. Mae Deddf Cydraddoldeb 2010 yn disgwyl i gyrff cyhoeddus feddwl am y
ddau beth.

**Nid oes rhaid i chi ateb.** Gallwch hepgor unrhyw gwestiwn, neu ddewis “Byddai'n well gen i beidio â dweud”.
Bydd eich barn yn cyfrif yr un fath y naill ffordd neu'r llall.

Rydym yn amgryptio'r atebion hyn ac yn eu cadw ar wahân i'ch atebion eraill ac i'ch manylion cyswllt. Dim ond
rhifau wedi'u talgrynnu ar gyfer grwpiau o bobl rydym yn eu cyhoeddi, gan hepgor rhifau bach, fel na ellir
adnabod neb. Mae'r hysbysiad preifatrwydd yn dweud pwy gaiff weithio gyda'r atebion hyn, a sut.
""",
)

_2026_11 = StandardSet(
    id="2026-11",
    title=Bilingual("Equality questions", "Cwestiynau cydraddoldeb"),
    intro=_INTRO,
    valid_from=date(2026, 11, 1),
    characteristics=(
        AGE,  # first: other questions depend on it
        SEX,
        GENDER_REASSIGNMENT,
        SEXUAL_ORIENTATION,
        MARRIAGE,
        PREGNANCY,
        DISABILITY,
        UNPAID_CARE,
        RACE,
        NATIONAL_IDENTITY,
        RELIGION,
        MAIN_LANGUAGE,
        WELSH_SKILLS,
        ARMED_FORCES,
        CARE_EXPERIENCE,
        HOUSEHOLD_INCOME,
        WIMD_QUINTILE,
    ),
)


def known(*sets: StandardSet) -> dict[str, StandardSet]:
    """Return sets by id, oldest first. Raises ValueError for one that cannot take the place of another."""
    found: dict[str, StandardSet] = {}
    for each in sets:
        if each.before and (wrong := list(problems(found[each.before], each))):
            raise ValueError(f"{each.id} cannot take the place of {each.before}: {'; '.join(wrong)}")
        found[each.id] = each
    return found


SETS = known(_2026_11)
CURRENT = _2026_11.id


def standard_set(set_id: str) -> StandardSet:
    """Return the set with this id. Raises KeyError, with the known ids, when there is none."""
    if set_id not in SETS:
        raise KeyError(f"{set_id!r} is not a standard set; known: {', '.join(SETS)}")
    return SETS[set_id]


def since(asked: str, today: str) -> tuple[StandardSet, ...]:
    """Return the sets after one up to another, oldest first: answers are read in the codes of each in turn.

    The last one alone where it does not come after the first. Raises KeyError for a set that there is not.
    """
    later = [standard_set(today)]
    while later[-1].before not in ("", asked):
        later.append(SETS[later[-1].before])
    return tuple(reversed(later)) if later[-1].before == asked else (standard_set(today),)
