"""At which address does a council set a stricter rule for its figures?"""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.analysis import rule_queries, rule_service
from engage.analysis.rule import USUAL
from engage.analysis.rule_forms import RuleForm
from engage.errors import NotAllowed
from engage.web import Room, accepted, current_officer, officers_only, status

room = Room("analysis_rule", __name__)
officers_only(room)


@room.page(en="/officers/rule-for-figures", cy="/swyddogion/rheol-ffigurau", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """The rule of all figures that are asked for from now on, and what a stricter one costs."""
    officer = current_officer()
    if not may(officer.role_names, Permission.MAKE_RELEASE):
        raise NotAllowed
    form = RuleForm(rule_queries.of_council(officer.council_id))
    if accepted(form):
        rule_service.decide(officer, form.rule, now=clock.now())
        flash(_("The rule is saved"))
        return redirect(url_for(".show"))
    return render_template("analysis/rule.html", form=form, usual=USUAL), status(form)
