"""What is known of the residents of a council's area, and which table of the census is being taken in?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.bilingual import Bilingual
from engage.database import Json, Model, Utc, Words


class Described:
    """What an officer says about a table of the census."""

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    characteristic: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(10))
    source: Mapped[Bilingual] = mapped_column(Words)
    taken_on: Mapped[date]  # census day, or the day of the estimate
    population: Mapped[str] = mapped_column(String(10))  # a key of census_words.POPULATIONS
    variable: Mapped[str] = mapped_column(String(300))  # as the table names it
    brought_at: Mapped[datetime] = mapped_column(Utc)
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))


class CensusTable(Described, Model):
    """Residents of a council's area by one characteristic, in our groups at one level: published counts."""

    __tablename__ = "census_table"
    __table_args__ = (UniqueConstraint("council_id", "characteristic", "level"),)

    area_code: Mapped[str] = mapped_column(String(50))
    area: Mapped[str] = mapped_column(String(200))
    categories: Mapped[list[list[Any]]] = mapped_column(Json)  # [category, people, our group or ""]
    is_invented: Mapped[bool]  # for a demonstration; no file says so

    @property
    def people(self) -> dict[str, int]:
        """By category of the census."""
        return {category: people for category, people, _group in self.categories}

    @property
    def mapping(self) -> dict[str, str]:
        """Our group, or "", by category of the census."""
        return {category: group for category, _people, group in self.categories}


class CensusDraft(Described, Model):
    """A file that was read, until an officer has said which area and which groups its numbers are."""

    __tablename__ = "census_draft"

    name: Mapped[str] = mapped_column(String(200))  # of the file
    categories: Mapped[list[str]] = mapped_column(Json)
    areas: Mapped[list[Any]] = mapped_column(Json)  # [code, name, [people of each category or null]]
