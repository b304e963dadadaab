"""Which lists of postcodes does the Welsh council of the demonstration have? Invented ones, which say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from string import ascii_uppercase

from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.surveys import postcode_service
from engage.surveys.postcode_service import About
from engage.surveys.postcodes import Wards, read_areas, read_quintiles

SOURCE = Bilingual("Invented for the demonstration", "Wedi'u dyfeisio ar gyfer yr arddangosiad")
DAY = date(2019, 11, 27)
WARDS = Bilingual("Wards of Glynmorfa", "Wardiau Glynmorfa")
# By sector: the quintile of the sector, and its ward in both languages.
SECTORS = {
    "ZZ1 1": (1, "Harbour", "Yr Harbwr"),
    "ZZ1 2": (2, "Old Town", "Yr Hen Dref"),
    "ZZ1 3": (4, "West Cliff", "Clogwyn y Gorllewin"),
    "ZZ1 4": (3, "Upper Valley", "Blaen y Cwm"),
    "ZZ1 5": (5, "Lower Valley", "Gwaelod y Cwm"),
}
_LAST = 10  # letters that the last two are taken from: a hundred postcodes in each sector
_HEADINGS = "Welsh Postcode,Ward Code,Ward Name (English),Ward Name (Cymraeg),WIMD 2019 Overall Quintile"


def enter_postcodes(officer: Officer, *, now: datetime) -> None:
    """Give a council its lists."""
    content = "\n".join((_HEADINGS, *_rows())).encode()
    quintiles = About(name=postcode_service.QUINTILES, source=SOURCE, dated_on=DAY)
    postcode_service.keep_quintiles(officer, quintiles, read_quintiles(content), now=now, is_invented=True)
    wards = Wards("Ward Code", "Ward Name (English)", "Ward Name (Cymraeg)")
    about = About(name=WARDS, source=SOURCE, dated_on=DAY)
    postcode_service.keep_areas(officer, about, read_areas(content, wards), now=now, is_invented=True)


def _rows() -> Iterator[str]:
    letters = ascii_uppercase[:_LAST]
    for number, (sector, (quintile, english, welsh)) in enumerate(SECTORS.items(), 1):
        for first in letters:
            for second in letters:
                yield f"{sector}{first}{second},W0599900{number},{english},{welsh},{quintile}"
