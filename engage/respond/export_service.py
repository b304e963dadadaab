"""How does an operator get what was sent as a file?"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TextIO

from engage.accounts import service as accounts
from engage.accounts.service import Action
from engage.consultations.models import Consultation
from engage.database import fetch, unit_of_work
from engage.respond import queries


def export_sent(consultation_id: int, file: Path, *, now: datetime) -> int:
    """Write every response that was sent to a file that only its owner can read; return how many there are.

    The council's record says so, also when it is the operator who asks. Raises OSError.
    """
    with _own(file) as out:
        _note(consultation_id, now=now)
        return queries.write_sent(consultation_id, out)


@unit_of_work
def _note(consultation_id: int, *, now: datetime) -> None:
    consultation = fetch(Consultation, consultation_id)
    accounts.record(None, Action.RESPONSES_EXPORTED, consultation, at=now, council_id=consultation.council_id)


def _own(file: Path) -> TextIO:
    """A new file for its owner alone, in place of any that is there; a device is written to as it is."""
    if not file.exists() or (file.is_file() and not file.is_symlink()):
        file.unlink(missing_ok=True)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return file.open("w", encoding="utf-8-sig", newline="")  # the mark makes spreadsheets show ŵ and ŷ
