"""What are people asked about their Welsh and their main language?

Wording and groups: Census 2021 (England and Wales), in both languages.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import (
    RATHER_NOT,
    RATHER_NOT_ALONE,
    SELECT_ALL,
    as_asked,
    in_order,
    ticked_together,
)

# --- Welsh ----------------------------------------------------------------------------------------------

_SKILLS = (
    Choice("understand", Bilingual("Understand spoken Welsh", "Deall Cymraeg llafar")),
    Choice("speak", Bilingual("Speak Welsh", "Siarad Cymraeg")),
    Choice("read", Bilingual("Read Welsh", "Darllen Cymraeg")),
    Choice("write", Bilingual("Write Welsh", "Ysgrifennu Cymraeg")),
    Choice("none", Bilingual("None of these apply", "Dim un o'r rhain"), exclusive=True),
)
_ANY_SKILLS = ticked_together(_SKILLS)
_USED = frozenset({"speak", "read", "write"})  # the skills that, beyond understanding, tell groups apart


def _with(*used: str) -> tuple[str, ...]:
    """Hold everyone with exactly these skills of `_USED`, whether or not they also ticked "understand"."""
    return in_order([each for each in _ANY_SKILLS if each & _USED == frozenset(used)], _SKILLS)


_UNDERSTAND_ONLY = Category(
    "understand_only",
    Bilingual("Can understand spoken Welsh only", "Yn gallu deall Cymraeg llafar yn unig"),
    ("understand",),
)
_NO_SKILLS = Category("no_skills", Bilingual("No skills in Welsh", "Dim sgiliau Cymraeg"), ("none",))

WELSH_SKILLS = Characteristic(
    code="welsh_skills",
    name=Bilingual("Welsh language skills", "Sgiliau Cymraeg"),
    protected=False,
    special_category=False,
    questions=(
        StandardQuestion(
            id="welsh_skills",
            kind="several",
            title=Bilingual(
                "Can you understand, speak, read or write Welsh?",
                "Ydych chi'n gallu deall, siarad, darllen neu ysgrifennu Cymraeg?",
            ),
            hint=SELECT_ALL,
            choices=(*_SKILLS, RATHER_NOT_ALONE),
        ),
    ),
    levels={
        # The census's groups of combined skills, so that everybody is in one group only.
        Level.DETAILED: (
            _UNDERSTAND_ONLY,
            Category(
                "speak_read_write",
                Bilingual(
                    "Can speak, read and write Welsh",
                    "Yn gallu siarad, darllen ac ysgrifennu Cymraeg",
                ),
                _with("speak", "read", "write"),
            ),
            Category(
                "speak_read",
                Bilingual(
                    "Can speak and read but cannot write Welsh",
                    "Yn gallu siarad a darllen ond ddim yn gallu ysgrifennu Cymraeg",
                ),
                _with("speak", "read"),
            ),
            Category(
                "speak_write",
                Bilingual(
                    "Can speak and write but cannot read Welsh",
                    "Yn gallu siarad ac ysgrifennu ond ddim yn gallu darllen Cymraeg",
                ),
                _with("speak", "write"),
            ),
            Category(
                "speak_only",
                Bilingual(
                    "Can speak but cannot read or write Welsh",
                    "Yn gallu siarad ond ddim yn gallu darllen nac ysgrifennu Cymraeg",
                ),
                _with("speak"),
            ),
            Category(
                "read_write",
                Bilingual(
                    "Can read and write but cannot speak Welsh",
                    "Yn gallu darllen ac ysgrifennu ond ddim yn gallu siarad Cymraeg",
                ),
                _with("read", "write"),
            ),
            Category(
                "read_only",
                Bilingual(
                    "Can read but cannot speak or write Welsh",
                    "Yn gallu darllen ond ddim yn gallu siarad nac ysgrifennu Cymraeg",
                ),
                _with("read"),
            ),
            Category(
                "write_only",
                Bilingual(
                    "Can write but cannot speak or read Welsh",
                    "Yn gallu ysgrifennu ond ddim yn gallu siarad na darllen Cymraeg",
                ),
                _with("write"),
            ),
            _NO_SKILLS,
        ),
        Level.STANDARD: (
            _UNDERSTAND_ONLY,
            Category(
                "speak_read_or_write",
                Bilingual(
                    "Can speak, read or write Welsh",
                    "Yn gallu siarad, darllen neu ysgrifennu Cymraeg",
                ),
                in_order([each for each in _ANY_SKILLS if each & _USED], _SKILLS),
            ),
            _NO_SKILLS,
        ),
        Level.SUMMARY: (
            Category(
                "can_speak",
                Bilingual("Can speak Welsh", "Yn gallu siarad Cymraeg"),
                in_order([each for each in _ANY_SKILLS if "speak" in each], _SKILLS),
            ),
            Category(
                "cannot_speak",
                Bilingual("Cannot speak Welsh", "Ddim yn gallu siarad Cymraeg"),
                (*in_order([each for each in _ANY_SKILLS if "speak" not in each], _SKILLS), "none"),
            ),
        ),
    },
)

# --- main language --------------------------------------------------------------------------------------

_MAIN_LANGUAGES = (
    Choice("english_or_welsh", Bilingual("English or Welsh", "Cymraeg neu Saesneg")),
    Choice(
        "other_language",
        Bilingual(
            "Other, including British Sign Language",
            "Arall, gan gynnwys Iaith Arwyddion Prydain",
        ),
    ),
)

MAIN_LANGUAGE = Characteristic(
    code="main_language",
    name=Bilingual("Main language", "Prif iaith"),
    protected=False,
    special_category=False,
    questions=(
        StandardQuestion(
            id="main_language",
            title=Bilingual("What is your main language?", "Beth yw eich prif iaith?"),
            hint=Bilingual(
                "The language that you use most, or feel most at home in.",
                "Yr iaith rydych chi'n ei defnyddio fwyaf, neu'n teimlo fwyaf cartrefol ynddi.",
            ),
            choices=(*_MAIN_LANGUAGES, RATHER_NOT),
        ),
    ),
    levels=dict.fromkeys(Level, as_asked(_MAIN_LANGUAGES)),
)
