"""Who lives in the councils of the demonstration? Invented shares, which say so wherever they are shown."""

from __future__ import annotations

from datetime import date, datetime

from engage.accounts.models import Officer
from engage.analysis import census_service
from engage.analysis.census import Area
from engage.analysis.census_words import GROWN
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from engage.equality.library import CURRENT, standard_set

SOURCE = Bilingual("Invented for the demonstration", "Wedi'u dyfeisio ar gyfer yr arddangosiad")
DAY = date(2021, 3, 21)
NO_CODE = "X00000000"  # of no area
AREAS = {"glynmorfa": "Glynmorfa", "thornmere": "Thornmere"}
RESIDENTS = {"glynmorfa": 98_000, "thornmere": 72_000}  # aged 16 and over
SHARES = {  # per cent, by group at the summary level
    "glynmorfa": {
        "age": {"under_25": 13, "age_25_to_64": 57, "age_65_and_over": 30},
        "sex": {"female": 51, "male": 49},
        "disability": {"disabled": 23, "not_disabled": 77},
        "race": {"white_british": 94, "other_groups": 6},
        "religion": {"no_religion": 48, "any_religion": 52},
        "unpaid_care": {"no_care": 88, "carer": 12},
        "welsh_skills": {"can_speak": 27, "cannot_speak": 73},
    },
    "thornmere": {
        "age": {"under_25": 16, "age_25_to_64": 62, "age_65_and_over": 22},
        "sex": {"female": 51, "male": 49},
        "disability": {"disabled": 18, "not_disabled": 82},
        "race": {"white_british": 78, "other_groups": 22},
        "religion": {"no_religion": 40, "any_religion": 60},
    },
}


def enter_census(officer: Officer, council: str, *, now: datetime) -> None:
    """Give a council its residents."""
    for code, shares in SHARES[council].items():
        _enter(officer, council, code, shares, now)


def _enter(officer: Officer, council: str, code: str, shares: dict[str, int], now: datetime) -> None:
    (characteristic,) = standard_set(CURRENT).choose((code,))
    labels = {group.label.en: group.code for group in characteristic.levels[Level.SUMMARY]}
    people = {label: RESIDENTS[council] * shares[group] // 100 for label, group in labels.items()}
    about = census_service.About(
        characteristic=code, level=Level.SUMMARY, source=SOURCE, taken_on=DAY, population=GROWN
    )
    area = Area(NO_CODE, AREAS[council], people)
    census_service.store(officer, about, characteristic.name.en, area, labels, now=now, is_invented=True)
