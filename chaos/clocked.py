"""The application with hands on its clock that somebody else moves, to find out what happens then."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engage import clock, create_app, database

HANDS = "CHAOS_HANDS"  # names the file with the seconds by which the clock is ahead


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(Path(os.environ[HANDS]).read_text()))


if HANDS in os.environ:
    clock.now = now
    database.its_time = lambda _now: now()
    app = create_app()


def set_hands(file: Path, moment: datetime) -> None:
    """Let it be this moment, and time go on from there."""
    new = file.with_suffix(".new")
    new.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    new.replace(file)
