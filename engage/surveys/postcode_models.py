"""Which lists of postcodes has a council, and what do they say of each?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.bilingual import Bilingual
from engage.database import Json, Model, Utc, Words
from engage.equality.deprivation import LOOKUP
from engage.surveys.postcodes import Area


class PostcodeLookup(Model):
    """A published list that turns postcodes into quintiles of deprivation, or into areas such as wards."""

    __tablename__ = "postcode_lookup"
    __table_args__ = (UniqueConstraint("council_id", "code"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[str] = mapped_column(String(40))  # how questions name it
    name: Mapped[Bilingual] = mapped_column(Words)
    source: Mapped[Bilingual] = mapped_column(Words)
    dated_on: Mapped[date]  # the day of the file
    layout: Mapped[str] = mapped_column(String(200))  # the headings that were read
    rows: Mapped[list[list[str]]] = mapped_column("areas", Json)  # [code, English, Welsh, as in the file]
    postcodes: Mapped[int]  # how many there are
    left_out: Mapped[int]  # rows of the file
    brought_at: Mapped[datetime] = mapped_column(Utc)
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    is_invented: Mapped[bool]  # for a demonstration; no file says so

    @property
    def areas(self) -> tuple[Area, ...]:
        return tuple(Area(code, Bilingual(en, cy), written) for code, en, cy, written in self.rows)

    @property
    def is_of_quintiles(self) -> bool:
        return self.code == LOOKUP

    @property
    def lacks_names(self) -> bool:
        """Are there areas that cannot be shown to residents yet?"""
        return not all(area.name.complete for area in self.areas)


class PostcodeEntry(Model):
    """One postcode of a list, and the code of its area."""

    __tablename__ = "postcode_entry"
    __table_args__ = (UniqueConstraint("lookup_id", "postcode"),)

    lookup_id: Mapped[int] = mapped_column(ForeignKey("postcode_lookup.id", ondelete="CASCADE"))
    postcode: Mapped[str] = mapped_column(String(8))  # as areas.postcode writes it
    area: Mapped[str] = mapped_column(String(40))
