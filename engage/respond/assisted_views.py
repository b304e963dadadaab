"""At which address does an officer begin to enter answers for somebody else?"""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.consultations import joint_queries
from engage.consultations.stage import Stage
from engage.respond import assisted_service as service
from engage.respond import queries
from engage.respond.assisted_forms import BeginForm
from engage.surveys.ways import STANDARD
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("respond_assisted", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/enter-for-somebody",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cofnodi-dros-rywun",
    methods=["GET", "POST"],
)
def begin(consultation_id: int) -> ResponseReturnValue:
    """What to read out first; then the survey, in the language and form that the person wishes."""
    officer, now = current_officer(), clock.now()
    consultation = service.for_helper(officer, consultation_id)
    is_open = consultation.stage(now) == Stage.OPEN
    variants = [(STANDARD, _("Standard form"))]
    if is_open:
        ways = queries.questionnaire_of(consultation.id).ways
        variants += [(way.code, way.name[language()]) for way in ways]
    form = BeginForm(variants, data={"variant": STANDARD})
    if is_open and accepted(form):
        code = service.begin(
            officer, consultation.id, form.chosen, variant=form.variant.data or STANDARD, now=now
        )
        return redirect(url_for("answering.page", code=code, number=1, lang=form.language.data))
    page = render_template(
        "respond/assisted/begin.html",
        consultation=consultation,
        form=form,
        is_open=is_open,
        unsent=service.unsent(officer, now) if is_open else [],
        bodies=joint_queries.bodies(consultation),
    )
    return page, status(form)
