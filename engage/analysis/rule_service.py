"""How does a council set a stricter rule?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis.rule import Rule, problems
from engage.analysis.rule_models import CouncilRule
from engage.database import db, fetch, unit_of_work
from engage.errors import Invalid


@unit_of_work
def decide(officer: Officer, rule: Rule, *, now: datetime) -> CouncilRule:
    """Set the rule for all figures that are asked for from now on; those that were keep theirs.

    Raises NotAllowed, or Invalid naming each part that is looser than the usual rule.
    """
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
    if wrong := [*problems(rule)]:
        raise Invalid(wrong)
    db.session.refresh(fetch(Council, officer.council_id), with_for_update={"of": Council})
    decided = db.session.scalar(select(CouncilRule).filter_by(council_id=officer.council_id))
    decided = decided or CouncilRule(council_id=officer.council_id)
    decided.rule, decided.decided_at, decided.decided_by_id = rule, now, officer.id
    db.session.add(decided)
    accounts.record(officer, Action.RULE_DECIDED, decided, at=now)
    return decided
