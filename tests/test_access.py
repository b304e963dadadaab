"""Who may reach what? Every endpoint is listed here, and called as everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Officer
from engage.accounts.permissions import ROLES, Permission, Role
from engage.analysis import census_service, free_text_service
from engage.analysis.census_models import CensusDraft, CensusTable
from engage.analysis.cohesion_models import CohesionShare, NationalFigure
from engage.bilingual import Bilingual
from engage.consultations.joint_models import Partner
from engage.consultations.models import Consultation, Document
from engage.consultations.preparation_models import SchoolHoliday
from engage.database import db
from engage.demo import build
from engage.respond import attachment_service, importing_service, keying_service, kiosk_service, paper_service
from engage.respond.attachment_models import Attachment
from engage.respond.enclosures import Enclosure
from engage.respond.importing_columns import Tool
from engage.respond.importing_models import ImportedBatch, ImportedFile
from engage.respond.importing_service import Brought
from engage.respond.keying_form import Facts
from engage.respond.keying_models import PaperBatch
from engage.respond.keying_queries import Task
from engage.respond.keying_service import Sheet
from engage.respond.kiosk_models import Kiosk
from engage.respond.ledger_models import Batch, Contribution, ContributionFile
from engage.respond.likeness_queries import likenesses
from engage.respond.models import Response
from engage.surveys import editing, library_service, postcode_service, preview_service
from engage.surveys.approval_models import CommentThread
from engage.surveys.document import to_json
from engage.surveys.library_models import LibraryEntry
from engage.surveys.media import Image, Panel, Video
from engage.surveys.media_models import StoredPicture
from engage.surveys.models import Survey
from engage.surveys.postcode_models import PostcodeLookup
from engage.surveys.postcodes import read_areas
from engage.surveys.preview_models import PreviewLink
from tests.analysis.census_files import SEX_LONG
from tests.conftest import keep, put_back
from tests.officers import sign_in
from tests.surveys.postcode_files import ONS_2025

P = Permission
ANYONE, CODE, LINK = "anyone", "whoever has the code", "whoever has the link"
KIOSK = "whoever stands at a device that is a kiosk"
ACCESS = {
    "static": ANYONE,
    "about.accessibility": ANYONE,
    "about.contact": ANYONE,
    "about.cookies": ANYONE,
    "about.logo": ANYONE,
    "about.privacy": ANYONE,
    "about.site": ANYONE,
    "accounts.sign_in": ANYONE,
    "accounts.sign_out": ANYONE,
    "consultations.document": ANYONE,
    "consultations.front": ANYONE,
    "consultations.home": ANYONE,
    "consultations.index": ANYONE,
    "consultations.show": ANYONE,
    "returning.show": ANYONE,
    "paper.file": ANYONE,
    "paper.index": ANYONE,
    "paper.preview": ANYONE,
    "respond.new": ANYONE,
    "respond.new_way": ANYONE,
    "respond.questions": ANYONE,
    "respond.start": ANYONE,
    "respond.way": ANYONE,
    "answering.check": CODE,
    "answering.contact": CODE,
    "answering.equality": CODE,
    "answering.equality_page": CODE,
    "answering.erase": CODE,
    "answering.file": CODE,
    "answering.mine": CODE,
    "answering.receipt": CODE,
    "answering.receipt_email": CODE,
    "answering.receipt_file": CODE,
    "answering.receipt_posted": CODE,
    "answering.withdraw": CODE,
    "respond_sent.ask": ANYONE,
    "answering.finish": CODE,
    "answering.later": CODE,
    "answering.page": CODE,
    "answering.slip": CODE,
    "answering.where_left": CODE,
    "answering.send": CODE,
    "answering.sent": CODE,
    "audit.trail": P.SEE_AUDIT,
    "consultations_closing.move": P.PUBLISH_SURVEY,
    "consultations_closing.rules": P.EDIT_CONSULTATION,
    "consultations_desk.add": P.EDIT_CONSULTATION,
    "consultations_desk.add_document": P.EDIT_CONSULTATION,
    "consultations_desk.contact": P.EDIT_CONSULTATION,
    "consultations_desk.document": P.SEE_CONSULTATIONS,
    "consultations_desk.edit": P.EDIT_CONSULTATION,
    "consultations_desk.index": P.SEE_CONSULTATIONS,
    "consultations_desk.outcome": P.PUBLISH_SURVEY,
    "consultations_desk.overview": P.SEE_CONSULTATIONS,
    "consultations_desk.preview": P.SEE_CONSULTATIONS,
    "consultations_desk.remove_document": P.EDIT_CONSULTATION,
    "consultations_preparation.equality": P.EDIT_CONSULTATION,
    "consultations_preparation.fair": P.EDIT_CONSULTATION,
    "consultations_preparation.privacy": P.EDIT_CONSULTATION,
    "consultations_preparation.remove_school_holiday": P.EDIT_CONSULTATION,
    "consultations_preparation.school_holidays": P.EDIT_CONSULTATION,
    "consultations_preparation.show": P.SEE_CONSULTATIONS,
    "respond_contacts.download": P.SEE_CONTACTS,
    "respond_contacts.index": P.SEE_CONTACTS,
    "respond_contacts.slip": P.ENTER_RESPONSES,
    "respond_desk.live": P.SEE_CONSULTATIONS,
    "keying.batch": P.ENTER_RESPONSES,
    "keying.close": P.ENTER_RESPONSES,
    "keying.files": P.ENTER_RESPONSES,
    "keying.index": P.ENTER_RESPONSES,
    "keying.new": P.ENTER_RESPONSES,
    "keying_paper.key": P.ENTER_RESPONSES,
    "keying_paper.settle": P.ENTER_RESPONSES,
    "respond_assisted.begin": P.ENTER_RESPONSES,
    "respond_contributions.add": P.ENTER_RESPONSES,
    "respond_contributions.file": P.KEEP_LEDGER,
    "respond_contributions.remove": P.ENTER_RESPONSES,
    "respond_attachments.file": P.KEEP_LEDGER,
    "respond_import_mapping.columns": P.ENTER_RESPONSES,
    "respond_import_mapping.headings": P.ENTER_RESPONSES,
    "respond_import_mapping.words": P.ENTER_RESPONSES,
    "respond_imports.bring": P.ENTER_RESPONSES,
    "respond_imports.check": P.ENTER_RESPONSES,
    "respond_imports.forget": P.ENTER_RESPONSES,
    "respond_imports.index": P.ENTER_RESPONSES,
    "respond_imports.problems": P.ENTER_RESPONSES,
    "respond_imports.progress": P.ENTER_RESPONSES,
    "respond_imports.save": P.ENTER_RESPONSES,
    "respond_imports.show": P.ENTER_RESPONSES,
    "respond_imports.undo": P.ENTER_RESPONSES,
    "respond_ledger.alike": P.KEEP_LEDGER,
    "respond_ledger.clear": P.KEEP_LEDGER,
    "respond_ledger.entry": P.KEEP_LEDGER,
    "respond_ledger.erase": P.KEEP_LEDGER,
    "respond_ledger.find": P.KEEP_LEDGER,
    "respond_ledger.group": P.KEEP_LEDGER,
    "respond_ledger.show": P.KEEP_LEDGER,
    "respond_ledger.show_again": P.KEEP_LEDGER,
    "respond_ledger.undo": P.KEEP_LEDGER,
    "respond_received.received": ANYONE,
    "surveys_approval.changes": P.SEE_CONSULTATIONS,
    "surveys_approval.comment": P.SEE_CONSULTATIONS,
    "surveys_approval.publish": P.PUBLISH_SURVEY,
    "surveys_approval.reply": P.SEE_CONSULTATIONS,
    "surveys_approval.settle": P.SEE_CONSULTATIONS,
    "surveys_approval.show": P.SEE_CONSULTATIONS,
    "surveys_approval.step": P.EDIT_CONSULTATION,  # of the step "take back"
    "surveys_arrange.arrange": P.EDIT_CONSULTATION,
    "surveys_arrange.confirm": P.EDIT_CONSULTATION,
    "surveys_arrange.history": P.SEE_CONSULTATIONS,
    "surveys_arrange.move": P.EDIT_CONSULTATION,
    "surveys_arrange.undo": P.EDIT_CONSULTATION,
    "surveys_blocks.add": P.EDIT_CONSULTATION,
    "surveys_blocks.edit": P.EDIT_CONSULTATION,
    "surveys_files.bring": P.EDIT_CONSULTATION,
    "surveys_files.brought": P.EDIT_CONSULTATION,
    "surveys_files.download": P.SEE_CONSULTATIONS,
    "surveys_files.index": P.SEE_CONSULTATIONS,
    "surveys_files.progress": P.EDIT_CONSULTATION,
    "surveys_desk.overview": P.SEE_CONSULTATIONS,
    "surveys_desk.read": P.SEE_CONSULTATIONS,
    "surveys_edit.add_page": P.EDIT_CONSULTATION,
    "surveys_edit.add_section": P.EDIT_CONSULTATION,
    "surveys_edit.page": P.EDIT_CONSULTATION,
    "surveys_edit.section": P.EDIT_CONSULTATION,
    "surveys_edit.settings": P.EDIT_CONSULTATION,
    "surveys_ready.set_aside": P.EDIT_CONSULTATION,
    "surveys_ready.show": P.SEE_CONSULTATIONS,
    "surveys_ready.take_up": P.EDIT_CONSULTATION,
    "surveys_welsh.add": P.EDIT_CONSULTATION,
    "surveys_welsh.edit": P.EDIT_CONSULTATION,
    "surveys_welsh.not_policy": P.EDIT_CONSULTATION,
    "surveys_welsh.remove": P.EDIT_CONSULTATION,
    "surveys_welsh.show": P.SEE_CONSULTATIONS,
    "surveys_open.correct": P.PUBLISH_SURVEY,
    "surveys_open.differences": P.SEE_CONSULTATIONS,
    "surveys_open.index": P.SEE_CONSULTATIONS,
    "surveys_open.new_version": P.PUBLISH_SURVEY,
    "surveys_open.texts": P.PUBLISH_SURVEY,
    "surveys_start.begin": P.EDIT_CONSULTATION,
    "surveys_translation.room": P.TRANSLATE,
    "surveys_translation.sign_off": P.TRANSLATE,
    "surveys_translation_text.show": P.TRANSLATE,
    "surveys_translation_files.delivery": P.TRANSLATE,
    "surveys_translation_files.download": P.TRANSLATE,
    "surveys_translation_files.index": P.TRANSLATE,
    "surveys_variant_pictures.edit": P.EDIT_CONSULTATION,
    "surveys_variants.add": P.EDIT_CONSULTATION,
    "surveys_variants.index": P.SEE_CONSULTATIONS,
    "surveys_variants.order": P.EDIT_CONSULTATION,
    "surveys_variants.remove": P.EDIT_CONSULTATION,
    "surveys_variants.show": P.SEE_CONSULTATIONS,
    "surveys_variants.words": P.TRANSLATE,
    "surveys_preview.begin": P.SEE_CONSULTATIONS,
    "surveys_preview.link": P.EDIT_CONSULTATION,
    "surveys_preview.preview": P.SEE_CONSULTATIONS,
    "surveys_preview.withdraw": P.EDIT_CONSULTATION,
    "respond_trial.paper": P.SEE_CONSULTATIONS,
    "respond_trial.phone": P.SEE_CONSULTATIONS,
    "respond_trial.walk": P.SEE_CONSULTATIONS,
    "trying.guest": LINK,
    "trying.guest_document": LINK,
    "trying.guest_paper": LINK,
    "surveys_library.choose": P.EDIT_CONSULTATION,
    "surveys_library.entry": P.SEE_CONSULTATIONS,
    "surveys_library.index": P.SEE_CONSULTATIONS,
    "surveys_library.insert": P.EDIT_CONSULTATION,
    "surveys_library.rename": P.EDIT_CONSULTATION,
    "surveys_library.save": P.EDIT_CONSULTATION,
    "surveys_library.show_set": P.SEE_CONSULTATIONS,
    "surveys_library.upgrade": P.EDIT_CONSULTATION,
    "surveys_library.withdraw": P.EDIT_CONSULTATION,
    "surveys_library.codes": P.EDIT_CONSULTATION,
    "surveys_media.index": P.EDIT_CONSULTATION,
    "surveys_media.panel": P.EDIT_CONSULTATION,
    "surveys_media.picture": P.EDIT_CONSULTATION,
    "surveys_media.video": P.EDIT_CONSULTATION,
    "surveys_pictures.show": ANYONE,
    "surveys_questions.add": P.EDIT_CONSULTATION,
    "surveys_postcodes.bring_areas": P.EDIT_CONSULTATION,
    "surveys_postcodes.bring_quintiles": P.EDIT_CONSULTATION,
    "surveys_postcodes.delete": P.EDIT_CONSULTATION,
    "surveys_postcodes.index": P.SEE_CONSULTATIONS,
    "surveys_postcodes.names": P.EDIT_CONSULTATION,
    "surveys_postcodes.replace": P.EDIT_CONSULTATION,
    "surveys_postcodes.show": P.SEE_CONSULTATIONS,
    "surveys_questions.choose": P.EDIT_CONSULTATION,
    "surveys_questions.edit": P.EDIT_CONSULTATION,
    "surveys_routing.edit": P.EDIT_CONSULTATION,
    "surveys_routing.map": P.SEE_CONSULTATIONS,
    "kiosk.alive": KIOSK,
    "kiosk.begin": KIOSK,
    "kiosk.entries": KIOSK,
    "kiosk.finish": KIOSK,
    "kiosk.front": ANYONE,
    "kiosk.help_page": KIOSK,
    "kiosk.over": KIOSK,
    "kiosk.questions": KIOSK,
    "kiosk.start": ANYONE,
    "kiosk.survey": KIOSK,
    "kiosk.thanks": KIOSK,
    "kiosk.welcome_page": KIOSK,
    "kiosk.worker": ANYONE,
    "kiosk_desk.do": P.ENTER_RESPONSES,
    "kiosk_desk.index": P.ENTER_RESPONSES,
    "kiosk_desk.kiosk": P.ENTER_RESPONSES,
    "analysis.file": P.SEE_BREAKDOWNS,
    "analysis.make": P.MAKE_RELEASE,
    "analysis.overview": P.SEE_BREAKDOWNS,
    "analysis.people": P.SEE_BREAKDOWNS,
    "analysis.table": P.SEE_BREAKDOWNS,
    "analysis_census.bring": P.MAKE_RELEASE,
    "analysis_census.delete": P.MAKE_RELEASE,
    "analysis_census.forget": P.MAKE_RELEASE,
    "analysis_census.groups": P.MAKE_RELEASE,
    "analysis_census.index": P.SEE_BREAKDOWNS,
    "analysis_census.show": P.SEE_BREAKDOWNS,
    "analysis_cohesion.file": P.SEE_BREAKDOWNS,
    "analysis_cohesion.index": P.SEE_CONSULTATIONS,
    "analysis_cohesion.share": P.SHARE_FIGURES,
    "analysis_cohesion.shared": P.SEE_BREAKDOWNS,
    "analysis_cohesion.show": P.SEE_BREAKDOWNS,
    "analysis_cohesion_figures.add": P.MAKE_RELEASE,
    "analysis_cohesion_figures.delete": P.MAKE_RELEASE,
    "analysis_cohesion_figures.edit": P.MAKE_RELEASE,
    "analysis_representativeness.sensitivity": P.SEE_BREAKDOWNS,
    "analysis_representativeness.show": P.SEE_BREAKDOWNS,
    "analysis_formats.file": P.SEE_BREAKDOWNS,
    "analysis_bodies.add": P.MAKE_RELEASE,
    "analysis_bodies.index": P.MAKE_RELEASE,
    "analysis_bodies.question": P.MAKE_RELEASE,
    "analysis_bodies.remove": P.MAKE_RELEASE,
    "analysis_joint.index": P.SEE_BREAKDOWNS,
    "analysis_joint.show": P.SEE_BREAKDOWNS,
    "analysis_joint.leave": P.MAKE_RELEASE,
    "analysis_plan.more": P.MAKE_RELEASE,
    "analysis_plan.organisations": P.MAKE_RELEASE,
    "analysis_plan.plan": P.MAKE_RELEASE,
    "analysis_records.begin": P.SEE_RECORDS,
    "analysis_records.end": P.SEE_RECORDS,
    "analysis_records.file": P.SEE_RECORDS,
    "analysis_records.index": P.SEE_RECORDS,
    "analysis_records.show": P.SEE_RECORDS,
    "analysis_rule.show": P.MAKE_RELEASE,
    "analysis_releases.index": P.SEE_BREAKDOWNS,
    "analysis_texts.index": P.READ_WRITTEN,
    "analysis_texts.show": P.READ_WRITTEN,
    "analysis_releases.progress": P.SEE_BREAKDOWNS,
    "analysis_releases.so_far": P.SEE_BREAKDOWNS,
    "analysis_room.differences": P.SEE_BREAKDOWNS,
}
NO_COUNCILS_THING = {
    "analysis_joint.index",
    "analysis_rule.show",
    "analysis_census.bring",
    "analysis_census.index",
    "analysis_cohesion.index",
    "analysis_cohesion_figures.add",
    "audit.trail",
    "consultations_desk.add",
    "consultations_desk.index",
    "consultations_preparation.school_holidays",
    "surveys_library.index",
    "surveys_library.show_set",
    "surveys_postcodes.bring_areas",
    "surveys_postcodes.bring_quintiles",
    "surveys_postcodes.index",
}
NOW = datetime.now(UTC)
PICTURE = "0" * 32 + "-4x3.png"


KEPT: set[Flask] = set()  # the applications for which the demonstration is built


@pytest.fixture
def demo(app: Flask) -> Flask:
    if app in KEPT:
        put_back(app, "demo")
        return app
    build.build(responses=56, seed=3, now=NOW, progress=lambda _done: None, by=("sex",))
    keep_a_page()
    put_media_on_a_page()
    make_link()
    make_kiosk("reported")
    ask_to_take_part()
    attach_a_file()
    bring_files()
    bring_census_files()
    bring_postcodes()
    key_a_paper()
    keep(app, "demo")
    KEPT.add(app)
    return app


def make_link() -> str:
    """Let somebody without an account try out a survey of the first council; return the token."""
    author = db.session.scalar(select(Officer).filter_by(email="author@glynmorfa.example"))
    return preview_service.make(author, slug_of("reported").id, "A councillor", now=NOW)


def make_kiosk(stage: str) -> str:
    """A kiosk of the first council's consultation in this stage; return its start code."""
    clerk = db.session.scalar(select(Officer).filter_by(email="clerk@glynmorfa.example"))
    return kiosk_service.add(clerk, slug_of(stage).id, "Tablet", "Library", now=NOW).code


def bring_files() -> None:
    """Files of another tool for the first council: one that is imported, and some that wait."""
    clerk = db.session.scalar(select(Officer).filter_by(email="clerk@glynmorfa.example"))
    consultation_id = slug_of("reported").id
    question = first_question(slug_of("reported"))
    for number in range(5):
        brought = Brought("a.csv", f"id,{question}\n{number},rubbish\n".encode(), Tool.OTHER, "en")
        file = importing_service.bring(clerk, consultation_id, brought, now=NOW)
        importing_service.map_columns(
            clerk, consultation_id, file.id, file.columns, {}, seen=file.revision, now=NOW
        )
    batch = Batch(
        consultation_id=consultation_id, channel="imported", name="a.csv", officer_id=clerk.id, made_at=NOW
    )
    db.session.add(batch)
    db.session.flush()
    db.session.add(ImportedBatch(batch_id=batch.id, tool=Tool.OTHER, rows=0, stored=0, known=0, left_out=0))
    db.session.commit()


def bring_census_files() -> None:
    """Files of the census that wait in the first council; each deed takes the first that is there."""
    analyst = db.session.scalar(select(Officer).filter_by(email="analyst@glynmorfa.example"))
    about = census_service.About(
        characteristic="sex",
        level="summary",
        source=Bilingual("A", "A"),
        taken_on=NOW.date(),
        population="all",
    )
    for _number in range(5):
        census_service.bring(analyst, "sex.csv", SEX_LONG.encode(), about, now=NOW)


def bring_postcodes() -> None:
    """Lists of areas of the first council; each deed takes the last that is there."""
    author = db.session.scalar(select(Officer).filter_by(email="author@glynmorfa.example"))
    about = postcode_service.About(name=Bilingual("A", "A"), source=Bilingual("A", "A"), dated_on=NOW.date())
    for _number in range(5):
        postcode_service.keep_areas(author, about, read_areas(ONS_2025.encode()), now=NOW)


def key_a_paper() -> None:
    """A batch of papers of the first council, with one that two people have not keyed alike."""
    consultation_id = slug_of("reported").id
    clerk, author = (
        db.session.scalar(select(Officer).filter_by(email=f"{name}@glynmorfa.example"))
        for name in ("clerk", "author")
    )
    of = keying_service.open_batch(
        clerk, consultation_id, name="Post", expected=None, percent_twice=100, now=NOW
    )
    for officer, task, lang in ((clerk, Task.FIRST, "en"), (author, Task.SECOND, "cy")):
        sheet = Sheet(2, printed_form(consultation_id), Facts(lang, NOW.date(), helped=False), {})
        keying_service.key(officer, consultation_id, of.batch_id, sheet, task=task, now=NOW)


def printed_form(consultation_id: int) -> str:
    """The mark of the standard form."""
    standard = paper_service.editions(consultation_id)[0]
    return str(paper_service.form_of(consultation_id, standard, "en").id)


def paper_of(consultation: Consultation, endpoint: str) -> dict[str, object]:
    """A paper that nobody has keyed yet, or the one that waits to be settled."""
    batch_id = db.session.scalar(select(PaperBatch.batch_id)) or 0
    number = 2 if endpoint in ("keying_paper.settle", "keying.files") else 9
    return {"batch_id": batch_id, "number": number, "mark": printed_form(consultation.id)}


def keep_a_page() -> None:
    """Save a page to the library of the first council, and another one as its later edition."""
    author = db.session.scalar(select(Officer).filter_by(email="author@glynmorfa.example"))
    consultation = slug_of("reported")
    title = Bilingual("A page", "Tudalen")
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation.id))
    replaces = None
    for page in [page for page in survey.definition.pages() if page.questions][:2]:
        kept = library_service.save(
            author,
            consultation.id,
            f"page:{page.id}",
            title=title,
            edition=NOW.date(),
            replaces_id=replaces,
            now=NOW,
        )
        replaces = kept.id


def put_media_on_a_page() -> None:
    """Put a picture, a video and a panel on the first page of a survey of the first council."""
    consultation = slug_of("reported")
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation.id))
    picture = Image("medium", PICTURE, decorative=True)
    film = Video("medium", *[Bilingual("Film", "Ffilm")] * 3)
    panel = Panel("medium", *[Bilingual("More", "Rhagor")] * 2)
    media = {"images": (picture,), "videos": (film,), "panels": (panel,)}
    survey.draft = to_json(
        editing.change_fields(survey.definition, f"page:{first_page(consultation)}", **media)
    )
    council_id = consultation.council_id
    db.session.add(StoredPicture(council_id=council_id, file=PICTURE, content=b"", added_at=NOW))
    db.session.commit()


def slug_of(stage: str) -> Consultation:
    """The first consultation of the first council in this stage."""
    rows = db.session.scalars(select(Consultation).order_by(Consultation.id))
    return next(row for row in rows if row.council_id == 1 and row.stage(NOW) == stage)


NAMES = {
    "analysis.file": "everything.glynmorfa.csv",
    "analysis_cohesion.file": "cohesion.zip",
    "analysis_formats.file": "breakdown.glynmorfa.json",
    "analysis_records.file": "records.zip",
}


def one(column: Any, **where: object) -> Callable[[], object]:
    """What finds one of them when it is asked for, 0 for none."""
    return lambda: db.session.scalar(select(column).filter_by(**where)) or 0


def first(column: Any) -> Callable[[], object]:
    return lambda: db.session.scalar(select(column).order_by(column)) or 0


def last(column: Any) -> Callable[[], object]:
    return lambda: db.session.scalar(select(column).order_by(column.desc())) or 0


def given(endpoint: str) -> dict[str, object]:
    """What the endpoint's address needs, of the first council: values, or what finds them."""
    stage = "reported"
    if endpoint in ("consultations_desk.edit", "consultations_closing.rules"):
        stage = "draft"
    if endpoint.split(".")[0] == "respond":
        stage = "open"
    if endpoint == "analysis.make" or endpoint.startswith("analysis_plan."):
        stage = "closed"
    db.session.commit()  # what was read before is read anew
    consultation = slug_of(stage)
    if endpoint.startswith("surveys_approval."):
        consultation = consultation_with_approver()
    if endpoint == "surveys_blocks.edit":
        consultation = consultation_with_block()
    if endpoint.split(".")[0] in ("surveys_open", "surveys_variants", "surveys_variant_pictures", "respond"):
        consultation = consultation_with_variants()
    if endpoint.startswith("analysis_bodies."):
        consultation = joint_consultation()
    if endpoint == "consultations_closing.move":
        consultation = slug_of("open")
    likeness = likeness_of(consultation, endpoint) if endpoint in LIKE else {}

    return {
        "slug": "glynmorfa" if endpoint.startswith("about.") else consultation.slug_en,
        "consultation_id": consultation.id,
        "document_id": one(Document.id, consultation_id=consultation.id),
        "number": 1,
        "epoch": 1,
        "access_id": 1,
        "part": lambda: f"page:{first_page(consultation)}",
        "section_id": lambda: first_section(consultation),
        "block_id": lambda: next(blocks(consultation), ""),
        "page_id": lambda: first_page(consultation),
        "question_id": lambda: first_question(consultation),
        "kind": "pdf" if endpoint == "paper.file" else "matrix",
        "reference": one(Response.reference, consultation_id=consultation.id),
        "medium": "medium",
        "purpose": "outcome",
        "file": PICTURE,
        "file_format": "yaml",
        "filename": "css/engage.css",
        "name": NAMES.get(endpoint, "everything.csv"),
        "path": "standard" if endpoint.startswith("paper.") else "easy-read",
        "code": "easy_read",
        "at": "page:place",
        "token": "x",
        "typed": "7KQ4-9XWD-M2TB-0D5H",
        "link_id": one(PreviewLink.id),
        "set_id": "cohesion-2026-11",
        "entry_id": last(LibraryEntry.id),
        "line": "fair_time",
        "proposal": "p1",
        "move": "take-back",
        "thread_id": one(CommentThread.id),
        "kiosk_id": one(Kiosk.id),
        "turn": "stop",
        "id": "0" * 32,
        "lookup_id": last(PostcodeLookup.id),
        "partner_id": one(Partner.id, consultation_id=consultation.id),
        "draft_id": first(CensusDraft.id),
        "table_id": first(CensusTable.id),
        "figure_id": first(NationalFigure.id),
        "release_id": lambda: (
            db.session.scalar(select(CohesionShare.release_id).filter(CohesionShare.council_id != 1)) or 0
        ),
        "holiday_id": one(SchoolHoliday.id),
        **likeness,
        **(contribution_of(consultation) if endpoint.startswith("respond_contributions.") else {}),
        "file_id": lambda: brought_file(endpoint),
        "batch_id": one(ImportedBatch.batch_id),
        **(paper_of(consultation, endpoint) if endpoint.startswith("keying") else {}),
        **joint_of(endpoint),
        **(attached() if endpoint == "respond_attachments.file" else {}),
    }


def ask_to_take_part() -> None:
    """Let the second council have asked the first one to take part in a consultation."""
    forthcoming = select(Consultation).filter_by(council_id=2).order_by(Consultation.id)
    theirs = next(row for row in db.session.scalars(forthcoming) if row.stage(NOW) == "forthcoming")
    by = db.session.scalar(select(Officer.id).filter_by(email="officer@thornmere.example"))
    named = {"named_at": NOW, "named_by_id": by}
    db.session.add(Partner(consultation_id=theirs.id, council_id=1, code="a", **named))
    db.session.commit()


def joint_of(endpoint: str) -> dict[str, int]:
    """A consultation of another council in which the first one is asked to take part."""
    mine = select(Partner.consultation_id).filter_by(council_id=1).order_by(Partner.id)
    return {"consultation_id": db.session.scalar(mine) or 0} if endpoint.startswith("analysis_joint.") else {}


def attach_a_file() -> None:
    """Let a file have come with a response to the first council's consultation."""
    response = db.session.scalars(select(Response).filter_by(consultation_id=slug_of("reported").id)).first()
    attachment_service.put_under(response.uuid, "idea", Enclosure("a.txt", "txt", b"a"))
    db.session.commit()


def attached() -> dict[str, str]:
    """That file, and the response with which it came."""
    file = db.session.scalars(select(Attachment)).one()
    response = db.session.scalars(select(Response).filter_by(uuid=file.response_uuid)).one()
    return {"reference": response.reference, "id": file.uuid.hex()}


def brought_file(endpoint: str) -> int:
    """A file of another tool; what throws one away takes the last of them that is there now."""
    db.session.commit()
    ids = [*db.session.scalars(select(ImportedFile.id).order_by(ImportedFile.id))]
    return ids[-1 if endpoint == "respond_imports.forget" else 0] if ids else 0


def contribution_of(consultation: Consultation) -> dict[str, str]:
    """Something that came in another way, and the file that came with it."""
    came = db.session.scalars(select(Contribution).filter_by(consultation_id=consultation.id)).first()
    file = db.session.scalars(select(ContributionFile).filter_by(contribution_id=came.id)).one()
    return {"reference": came.reference, "name": file.uuid.hex()}


LIKE = {"respond_ledger.group": "device", "respond_ledger.clear": "words"}  # which group each is tried with


def likeness_of(consultation: Consultation, endpoint: str) -> dict[str, str]:
    """A group of responses of the consultation that look alike."""
    group = next(each for each in likenesses(consultation.id) if each.kind == LIKE[endpoint])
    return {"kind": group.kind, "key": group.key}


def consultation_with_variants() -> Consultation:
    return db.session.scalar(select(Consultation).filter_by(slug_en="a-new-play-area-in-trehelyg"))


def joint_consultation() -> Consultation:
    """One of the first council, which has asked another to take part."""
    slug = "fair-lives-in-our-region-second-survey"
    return db.session.scalar(select(Consultation).filter_by(slug_en=slug))


def consultation_with_approver() -> Consultation:
    survey = db.session.scalar(select(Survey).filter_by(state="approval"))
    return survey.consultation


def consultation_with_block() -> Consultation:
    rows = db.session.scalars(select(Consultation).filter_by(council_id=1).order_by(Consultation.id))
    return next(row for row in rows if next(blocks(row), ""))


def blocks(consultation: Consultation) -> Iterator[str]:
    """The ids of the repeated blocks of the consultation's survey."""
    draft = db.session.scalar(select(Survey.draft).filter_by(consultation_id=consultation.id))
    for section in draft["sections"] if draft else ():
        yield from (part["id"] for part in section["parts"] if "items" in part)


def first_section(consultation: Consultation) -> str:
    draft = db.session.scalar(select(Survey.draft).filter_by(consultation_id=consultation.id))
    return draft["sections"][0]["id"] if draft else ""


def first_page(consultation: Consultation) -> str:
    """The id of the first page of the consultation's survey."""
    draft = db.session.scalar(select(Survey.draft).filter_by(consultation_id=consultation.id))
    return draft["sections"][0]["parts"][0]["id"] if draft else ""


def first_question(consultation: Consultation) -> str:
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation.id))
    return next(survey.definition.questions()).id if survey else ""


def first_text() -> str:
    """Where something was written in the first council's consultation that is reported."""
    officer = db.session.scalar(select(Officer).filter_by(email="officer@glynmorfa.example"))
    return next(each.name for each in free_text_service.places_of(officer, slug_of("reported").id))


def addresses(app: Flask, endpoint: str, **values: object) -> Iterator[tuple[str, str]]:
    """Each method and address of an endpoint, in English."""
    wanted = {**given(endpoint), **values}
    asked = {"question": first_text()} if endpoint == "analysis_texts.show" else {}
    for rule in app.url_map.iter_rules(endpoint):
        if (rule.defaults or {}).get("lang", "en") == "en":
            found = {name: wanted[name] for name in rule.arguments - {"lang"}}
            used = {name: value() if callable(value) else value for name, value in found.items()}
            with app.test_request_context("/en/"):
                address = url_for(endpoint, **used, **asked)
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield method, address


def token(client: FlaskClient) -> str:
    """The token of this client's session against forged requests."""
    page = client.get("/en/sign-in").get_data(as_text=True)
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)


def call(client: FlaskClient, method: str, address: str) -> int:
    if method == "GET":
        response = client.get(address)
    else:
        response = client.post(address, data={"csrf_token": token(client)})
    response.close()
    return response.status_code


def signed_in(app: Flask, email: str) -> FlaskClient:
    officer = db.session.scalar(select(Officer).filter_by(email=email))
    return sign_in(app.test_client(), officer, build.PASSWORD)


def test_every_endpoint_is_listed(app: Flask):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_anyone_may_reach_what_is_public(demo: Flask):
    client = demo.test_client()
    for endpoint, who in ACCESS.items():
        if who == ANYONE:
            for method, address in addresses(demo, endpoint):
                assert call(client, method, address) in (200, 302, 422), (method, address)


def test_officers_reach_what_their_role_allows_and_nothing_else(demo: Flask):
    # the author comes last, because an author can take the document away
    people = {Role.APPROVER: "approver", Role.ANALYST: "analyst", Role.ADMINISTRATOR: "admin"}
    people |= {
        Role.TRANSLATOR: "translator",
        Role.CLERK: "clerk",
    }  # records of so few people are open to nobody
    people[Role.AUTHOR] = "author"
    for role, name in people.items():
        client = signed_in(demo, f"{name}@glynmorfa.example")
        for endpoint, permission in ACCESS.items():
            if not isinstance(permission, Permission):
                continue
            for method, address in addresses(demo, endpoint):
                code = call(client, method, address)
                if permission in ROLES[role]:
                    assert code in (200, 302, 303, 409, 422), (role, method, address, code)
                else:
                    assert code == 403, (role, method, address, code)


def test_another_council_does_not_learn_what_there_is(demo: Flask):
    client = signed_in(demo, "officer@thornmere.example")
    for endpoint, permission in ACCESS.items():
        if isinstance(permission, Permission) and endpoint not in NO_COUNCILS_THING:
            for method, address in addresses(demo, endpoint):
                assert call(client, method, address) == 404, (method, address)
            for method, address in addresses(demo, endpoint, consultation_id=99999):
                assert call(client, method, address) == 404, (method, address)


def test_whoever_is_not_signed_in_is_asked_to(demo: Flask):
    client = demo.test_client()
    for endpoint, permission in ACCESS.items():
        if isinstance(permission, Permission):
            for method, address in addresses(demo, endpoint):
                response = client.get(address) if method == "GET" else None
                if response is not None:
                    assert response.status_code == 302, address
                    assert response.location.startswith("/en/sign-in"), address
                else:
                    assert call(client, method, address) == 302, address


def test_a_code_opens_only_its_own_answers(demo: Flask):
    client = demo.test_client()
    begun = client.get(f"/en/consultations/{slug_of('open').slug_en}/answer/new")
    code = re.search(r"/respond/([^/]+)/", begun.location).group(1)
    forged = code[:-2] + ("AA" if code[-2:] != "AA" else "BB")
    for endpoint, who in ACCESS.items():
        if who == CODE and endpoint != "answering.file":  # nothing has come yet: see test_attachments
            for method, address in addresses(demo, endpoint, code=code):
                assert call(client, method, address) in (200, 302, 303, 409, 422), (method, address)
            for method, address in addresses(demo, endpoint, code=forged):
                assert call(client, method, address) == 404, (method, address)


def test_a_link_opens_only_its_own_draft_until_it_is_withdrawn(demo: Flask):
    client, mine = demo.test_client(), make_link()
    for endpoint, who in ACCESS.items():
        if who == LINK and endpoint != "trying.guest_document":  # nothing points to one: see test_trial
            for method, address in addresses(demo, endpoint, token=mine):
                assert call(client, method, address) in (200, 422), (method, address)
            for method, address in addresses(demo, endpoint, token=mine[:-2] + "xx"):
                assert call(client, method, address) == 404, (method, address)


def test_only_a_device_that_was_started_is_a_kiosk(demo: Flask):
    kiosk, other = demo.test_client(), demo.test_client()
    kiosk.post("/en/kiosk/start", data={"csrf_token": token(kiosk), "code": make_kiosk("open")})
    code = re.search(r"/respond/([^/]+)/", kiosk.get("/en/kiosk/begin?go=1").location).group(1)
    for endpoint, who in ACCESS.items():
        if who == KIOSK:
            for method, address in addresses(demo, endpoint, code=code):
                assert call(kiosk, method, address) in (200, 302, 303, 413), (method, address)
                assert call(other, method, address) in (302, 403), (method, address)


def test_nothing_changes_without_the_sessions_own_token(demo: Flask):
    officer = signed_in(demo, "officer@glynmorfa.example")
    stranger = token(demo.test_client())
    for endpoint in ACCESS:
        for method, address in addresses(demo, endpoint, code="x"):
            if method == "POST" and ACCESS[endpoint] not in (CODE, KIOSK):
                assert officer.post(address, data={}).status_code in (400, 422), address
                assert officer.post(address, data={"csrf_token": stranger}).status_code in (400, 422), address
