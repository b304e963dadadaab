"""What can be decided about answers around the closing time?"""

from __future__ import annotations

from datetime import datetime

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import service
from engage.consultations.closing_rules import Rules
from engage.consultations.models import Consultation
from engage.consultations.service import Frozen
from engage.database import unit_of_work


@unit_of_work
def change_rules(officer: Officer, consultation_id: int, rules: Rules, *, now: datetime) -> Consultation:
    """Set the rules of a draft: what people were told does not change.

    Raises NotFound, NotAllowed, Held or Frozen.
    """
    consultation = service.hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    require_changeable(consultation, now=now)
    consultation.grace_minutes = rules.grace_minutes
    consultation.uses_partial = rules.uses_partial
    consultation.draft_days = rules.draft_days
    consultation.post_until = rules.post_until
    consultation.follow_closing()
    accounts.record(officer, Action.CONSULTATION_CHANGED, consultation, at=now)
    return consultation


def require_changeable(consultation: Consultation, *, now: datetime) -> None:
    """Raise Held or Frozen unless the rules can still be changed."""
    service.require_free(consultation, now=now)
    if consultation.published_at:
        raise Frozen
