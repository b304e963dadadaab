"""At which addresses do officers sign in and out, and what does a council say about itself?"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user, login_user, logout_user
from jinja2 import pass_context
from werkzeug.exceptions import NotFound as NoFile

from engage import clock, collation
from engage.accounts import service
from engage.accounts.forms import SignInForm
from engage.accounts.permissions import Permission, may
from engage.accounts.service import Action
from engage.errors import NotFound
from engage.web import (
    Room,
    accepted,
    current_officer,
    language,
    limiter,
    officers_only,
    own_address,
    show_council,
    status,
)

room = Room("accounts", __name__)
about = Room("about", __name__, public=True)
audit = Room("audit", __name__)
officers_only(audit)

TESTED_ON = date(2026, 11, 22)  # when every page was last tested as the accessibility statement says
PAGE = 50  # deeds on one page of the record
MOST_PAGES = 1_000_000
DEEDS = {
    Action.SIGNED_IN: _l("Signed in"),
    Action.SIGN_IN_REFUSED: _l("Was refused at sign-in"),
    Action.OFFICER_ADDED: _l("Added an officer's account"),
    Action.CONSULTATION_ADDED: _l("Began a consultation"),
    Action.CONSULTATION_CHANGED: _l("Changed a consultation"),
    Action.CONSULTATION_PUBLISHED: _l("Published a consultation"),
    Action.PREPARATION_CHANGED: _l("Changed the preparation of a consultation"),
    Action.SCHOOL_HOLIDAYS_CHANGED: _l("Changed the school holidays"),
    Action.DOCUMENT_ADDED: _l("Added a document"),
    Action.DOCUMENT_REMOVED: _l("Removed a document"),
    Action.PICTURE_ADDED: _l("Added a picture"),
    Action.OUTCOME_REPORTED: _l("Told the outcome of a consultation"),
    Action.LIBRARY_SAVED: _l("Saved something to the library of questions"),
    Action.LIBRARY_CHANGED: _l("Changed a title in the library of questions"),
    Action.LIBRARY_WITHDRAWN: _l("Withdrew something from the library of questions"),
    Action.SURVEY_IMPORTED: _l("Took in a survey from a file"),
    Action.SURVEY_CHANGED: _l("Changed the draft of a survey"),
    Action.SURVEY_SENT_TO_TRANSLATOR: _l("Sent a survey to the translator"),
    Action.SURVEY_HANDED_BACK: _l("Handed a survey back to its author"),
    Action.SURVEY_SENT_TO_APPROVER: _l("Sent a survey to the approver"),
    Action.SURVEY_TAKEN_BACK: _l("Took a survey back from the approver"),
    Action.SURVEY_SENT_BACK: _l("Sent a survey back to its author"),
    Action.SURVEY_APPROVED: _l("Approved a survey"),
    Action.OWN_SURVEY_APPROVED: _l("Approved a survey that was their own work"),
    Action.SURVEY_LOOKED_AT: _l("Looked at everything in a survey"),
    Action.SURVEY_COMMENTED: _l("Commented on a survey"),
    Action.COMMENT_RESOLVED: _l("Settled a comment"),
    Action.COMMENT_REOPENED: _l("Opened a comment again"),
    Action.ADVICE_SET_ASIDE: _l("Set advice aside"),
    Action.ADVICE_TAKEN_UP: _l("Took advice up again"),
    Action.TRANSLATION_SIGNED_OFF: _l("Signed translations off"),
    Action.TRANSLATION_CONFIRMED: _l("Said that a slip was mended in one language alone"),
    Action.PUBLICATION_SCHEDULED: _l("Set the time of publication"),
    Action.PUBLICATION_CALLED_BACK: _l("Called a publication back"),
    Action.SURVEY_PUBLISHED: _l("Published a survey"),
    Action.SURVEY_CORRECTED: _l("Corrected a slip of the pen in a published survey"),
    Action.CLOSING_MOVED: _l("Moved the closing date of a consultation"),
    Action.PREVIEW_LINK_MADE: _l("Made a link to try a survey out"),
    Action.PREVIEW_LINK_WITHDRAWN: _l("Withdrew a link to try a survey out"),
    Action.BODY_QUESTION_CHOSEN: _l(
        "Chose the question by which the bodies of a joint consultation are told"
    ),
    Action.STATEMENT_REVIEWED: _l("Reviewed the accessibility statement, by a command"),
    Action.PARTNER_NAMED: _l("Named another body of a joint consultation"),
    Action.PARTNER_ACCEPTED: _l("Agreed to take part in a joint consultation"),
    Action.PARTNER_LEFT: _l("Left a joint consultation"),
    Action.PARTNER_REMOVED: _l("Removed another body from a joint consultation"),
    Action.RULE_DECIDED: _l("Decided how strictly figures are protected"),
    Action.BREAKDOWN_PLANNED: _l("Planned an equality breakdown"),
    Action.RELEASE_ASKED: _l("Asked for an equality breakdown"),
    Action.RELEASE_MADE: _l("Made an equality breakdown"),
    Action.RELEASE_REFUSED: _l("Made no equality breakdown, because too little had changed"),
    Action.RELEASE_UNSAFE: _l("Made no equality breakdown, because the check could not make it safe"),
    Action.RELEASE_READ: _l("Looked at an equality breakdown for the first time"),
    Action.RELEASE_DOWNLOADED: _l("Downloaded an equality breakdown"),
    Action.RESPONSES_EXPORTED: _l("Wrote what was sent to a file, by a command"),
    Action.TEXTS_READ: _l("Read what people wrote in a consultation"),
    Action.RECORDS_OPENED: _l("Opened the records behind a breakdown"),
    Action.RECORDS_DOWNLOADED: _l("Downloaded the records behind a breakdown"),
    Action.RECORDS_ENDED: _l("Ended access to the records behind a breakdown"),
    Action.CENSUS_BROUGHT: _l("Brought a census table"),
    Action.CENSUS_DELETED: _l("Deleted a census table"),
    Action.POSTCODES_BROUGHT: _l("Brought a list of postcodes"),
    Action.POSTCODES_NAMED: _l("Named the areas of a list of postcodes"),
    Action.POSTCODES_DELETED: _l("Deleted a list of postcodes"),
    Action.COHESION_SHARED: _l("Shared figures on cohesion with other councils"),
    Action.COHESION_WITHDRAWN: _l("Stopped sharing figures on cohesion with other councils"),
    Action.NATIONAL_FIGURE_ENTERED: _l("Entered a published figure on cohesion"),
    Action.NATIONAL_FIGURE_DELETED: _l("Deleted a published figure on cohesion"),
    Action.ASSISTANCE_BEGUN: _l("Began to enter answers for somebody else"),
    Action.CONTRIBUTION_ADDED: _l("Entered a letter, an email, a petition or the notes of an event"),
    Action.CONTRIBUTION_REMOVED: _l("Took back what was entered by mistake"),
    Action.RESPONSES_IMPORTED: _l("Imported responses from another tool"),
    Action.IMPORT_UNDONE: _l("Undid an import"),
    Action.MAPPING_SAVED: _l("Saved how files of another tool are read"),
    Action.PAPERS_OPENED: _l("Opened a batch of paper forms"),
    Action.PAPERS_CLOSED: _l("Closed a batch of paper forms"),
    Action.PAPER_SETTLED: _l("Settled where two keyings of a paper form differed"),
    Action.DECISION_MADE: _l("Decided that something received is not analysed"),
    Action.DECISION_UNDONE: _l("Let something received be analysed again"),
    Action.LIKENESS_CLEARED: _l("Said that responses that look alike are different people's"),
    Action.LIKENESS_SHOWN: _l("Let responses that look alike be looked at again"),
    Action.HOUR_SEEN: _l("Looked at an hour with many responses"),
    Action.RESPONSE_CHANGED: _l("Changed their own response"),
    Action.RESPONSE_WITHDRAWN: _l("Withdrew their own response"),
    Action.RESPONSE_PUT_BACK: _l("Put their own response back"),
    Action.RESPONSE_ERASED: _l("Had their own response erased"),
    Action.RESPONSE_ERASED_FOR: _l("Erased a response, as whoever sent it asked"),
    Action.RESPONSE_READ: _l("Read a response"),
    Action.RESPONSES_READ: _l("Read responses that look alike, or came in one hour"),
    Action.ATTACHMENT_READ: _l("Read a file that came with a response"),
    Action.CONTACTS_DOWNLOADED: _l("Downloaded a list of email addresses"),
    Action.KIOSK_ADDED: _l("Added a kiosk"),
    Action.KIOSK_CODE_MADE: _l("Made a new start code for a kiosk"),
    Action.KIOSK_STOPPED: _l("Stopped a kiosk"),
    Action.KIOSK_STARTED_AGAIN: _l("Let a kiosk be used again"),
    Action.KIOSK_SETTLED: _l("Noted that nothing waits on a device of a kiosk any more"),
}
SUBJECTS = {
    "council": _l("Council"),
    "officer": _l("Officer's account"),
    "consultation": _l("Consultation"),
    "document": _l("Document"),
    "survey": _l("Survey"),
    "comment_thread": _l("Comment"),
    "set_aside": _l("Advice"),
    "school_holiday": _l("School holiday"),
    "survey_version": _l("Published survey"),
    "preview_link": _l("Link to try a survey out"),
    "joint": _l("Joint consultation"),
    "partner": _l("Body of a joint consultation"),
    "council_rule": _l("Rule for figures"),
    "breakdown_plan": _l("Plan of an equality breakdown"),
    "release": _l("Equality breakdown"),
    "response": _l("Response"),
    "decision": _l("Decision"),
    "contribution": _l("Contribution"),
    "batch": _l("Batch"),
    "saved_mapping": _l("Saved mapping"),
    "record_access": _l("Access to records"),
    "census_table": _l("Census table"),
    "national_figure": _l("Published figure"),
    "postcode_lookup": _l("List of postcodes"),
    "paper_batch": _l("Paper forms"),
    "kiosk": _l("Kiosk"),
    "picture": _l("Picture"),
    "library_entry": _l("Library"),
}


@audit.app_template_test("permitted")
@pass_context  # or Jinja would ask once, when it compiles the template, and answer everybody the same
def _permitted(context: Any, permission: str) -> bool:
    """May whoever is signed in do this? For links that lead others to nothing but a refusal."""
    return may(context["officer"].role_names, Permission(permission))


@room.page(en="/sign-in", cy="/mewngofnodi", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Let an officer in; where they wanted to go is kept, as long as it is a page of this site."""
    form = SignInForm()
    if accepted(form):
        officer = service.authenticate(form.email.data, form.password.data, now=clock.now())
        if officer:
            session.clear()
            login_user(officer, authn_via=["password"])
            return redirect(own_address(request.args.get("next")) or url_for("consultations_desk.index"))
        form.email.errors = [_("Check your email address and your password: they do not match an account")]
        return render_template("accounts/sign_in.html", form=form), 422
    return render_template("accounts/sign_in.html", form=form), status(form)


@room.page(en="/sign-out", cy="/allgofnodi", methods=["POST"])
def sign_out() -> ResponseReturnValue:
    """Let the officer out; the session is dead from here on."""
    if current_user.is_authenticated:
        service.sign_out(current_officer())
    logout_user()
    session.clear()
    flash(_("You have signed out"))
    return redirect(url_for(".sign_in"))


@audit.page(en="/officers/record", cy="/swyddogion/cofnod")
def trail() -> ResponseReturnValue:
    """The record of who did what, latest first."""
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    events, total = service.audit_trail(current_officer(), page=page, size=PAGE)
    pages = max(1, -(-total // PAGE))
    if page > pages:
        raise NotFound
    return render_template(
        "accounts/trail.html",
        events=events,
        deeds=DEEDS,
        subjects=SUBJECTS,
        number=page,
        pages=pages,
        address=lambda page: url_for(".trail", page=page),
    )


@about.page(en="/councils/<slug>/accessibility", cy="/cynghorau/<slug>/hygyrchedd")
def accessibility(slug: str) -> ResponseReturnValue:
    """The council's accessibility statement."""
    return _about(slug, "accessibility")


@about.page(en="/councils/<slug>/privacy", cy="/cynghorau/<slug>/preifatrwydd")
def privacy(slug: str) -> ResponseReturnValue:
    """What the council does with personal data that residents give here."""
    return _about(slug, "privacy")


@about.page(en="/councils/<slug>/cookies", cy="/cynghorau/<slug>/cwcis")
def cookies(slug: str) -> ResponseReturnValue:
    """Which cookies the site sets, and why."""
    return _about(slug, "cookies")


@about.page(en="/councils/<slug>/contact", cy="/cynghorau/<slug>/cysylltu")
def contact(slug: str) -> ResponseReturnValue:
    """How to get help, or the survey in another format."""
    return _about(slug, "contact")


@about.page(en="/help", cy="/cymorth")
def site() -> ResponseReturnValue:
    """Where each council of this installation gives help and says what it must say."""
    here = language()
    councils = sorted(service.councils(), key=lambda council: collation.key(council.name[here], here))
    return render_template("accounts/site.html", councils=councils)


@about.route("/councils/<slug>/logo.png")
def logo(slug: str) -> ResponseReturnValue:
    """The council's logo."""
    image = service.council(slug).logo
    if not image:
        raise NoFile
    response = Response(image, mimetype="image/png")
    response.set_etag(hashlib.sha256(image).hexdigest()[:20])
    return response.make_conditional(request)


def _about(slug: str, page: str) -> str:
    council = service.council(slug)
    show_council(council)
    return render_template(f"accounts/{page}.html", tested_on=TESTED_ON)
