"""Which consultations of the demonstration do several councils hold together?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engage.accounts.models import Officer
from engage.analysis import bodies_service as bodies


def hold_together(
    lead: Officer,
    partners: Mapping[str, Officer],
    consultation_id: int,
    joint: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """Ask other councils to take part, before it opens; `partners`: their analysts by slug."""
    bodies.choose(lead, consultation_id, joint["question"], joint["lead"], now=now)
    for slug, code in joint["partners"].items():
        bodies.name(lead, consultation_id, partners[slug].council_id, code, now=now)
        if joint["agreed"]:
            bodies.accept(partners[slug], consultation_id, now=now)
