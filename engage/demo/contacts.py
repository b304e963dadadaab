"""Who of the demonstration's invented residents may be written to, and what for?"""

from __future__ import annotations

from datetime import datetime

from engage.respond import contact_service
from engage.respond.queries import Contact
from engage.surveys.models import SurveyVersion

PEOPLE = 8  # for each purpose


def leave_contacts(version: SurveyVersion, consultation_id: int, *, now: datetime) -> None:
    """Let a few people have left an address for each purpose that the survey offers."""
    contacts = [
        Contact(f"resident{number}@{purpose}.example", "cy" if number % 3 == 0 else "en", purpose)
        for purpose in version.definition.contact
        for number in range(1, PEOPLE + 1)
    ]
    contact_service.add(consultation_id, contacts, now=now)
