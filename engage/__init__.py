"""Engage: bilingual consultations for councils. The only module that knows every room."""

from __future__ import annotations

import sqlite3

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore
from whitenoise import WhiteNoise

from engage import commands, config, database, web
from engage.accounts import views as accounts
from engage.accounts.models import Officer
from engage.analysis import bodies_views as analysis_bodies
from engage.analysis import census_views as analysis_census
from engage.analysis import cohesion_figure_views as analysis_cohesion_figures
from engage.analysis import cohesion_views as analysis_cohesion
from engage.analysis import formats_views as analysis_formats
from engage.analysis import free_text_views as analysis_texts
from engage.analysis import joint_views as analysis_joint
from engage.analysis import plan_views as analysis_plan
from engage.analysis import record_views as analysis_records
from engage.analysis import releases_views as analysis_releases
from engage.analysis import representativeness_views as analysis_representativeness
from engage.analysis import room_views as analysis_room
from engage.analysis import rule_views as analysis_rule
from engage.analysis import views as analysis
from engage.config import ROOT, HalfConfigured, Settings
from engage.consultations import closing_views as consultations_closing
from engage.consultations import desk_views as consultations_desk
from engage.consultations import preparation_views as consultations_preparation
from engage.consultations import views as consultations
from engage.jobs import jobs
from engage.respond import assisted_views as respond_assisted
from engage.respond import attachment_views as respond_attachments
from engage.respond import contact_views as respond_contacts
from engage.respond import contribution_views as respond_contributions
from engage.respond import desk_views as respond_desk
from engage.respond import importing_mapping_views as respond_import_mapping
from engage.respond import importing_views as respond_imports
from engage.respond import keying_paper_views as respond_keying_paper
from engage.respond import keying_views as respond_keying
from engage.respond import kiosk_app_views as kiosk_pages
from engage.respond import kiosk_desk_views as kiosk_desk
from engage.respond import ledger_views as respond_ledger
from engage.respond import paper_views as respond_paper
from engage.respond import return_views as respond_return
from engage.respond import sent_views as respond_sent
from engage.respond import start_views as respond_start
from engage.respond import trial_views as respond_trial
from engage.respond import views as respond
from engage.surveys import approval_views as surveys_approval
from engage.surveys import arrange_views as surveys_arrange
from engage.surveys import block_views as surveys_blocks
from engage.surveys import corrections_views as surveys_open
from engage.surveys import edit_views as surveys_edit
from engage.surveys import files_views as surveys_files
from engage.surveys import library_survey_views as surveys_library
from engage.surveys import media_edit_views as surveys_media
from engage.surveys import media_views as surveys_pictures
from engage.surveys import postcode_views as surveys_postcodes
from engage.surveys import preview_views as surveys_preview
from engage.surveys import question_edit_views as surveys_questions
from engage.surveys import ready_views as surveys_ready
from engage.surveys import routing_views as surveys_routing
from engage.surveys import start_views as surveys_start
from engage.surveys import translation_file_views as surveys_translation_files
from engage.surveys import translation_text_views as surveys_translation_text
from engage.surveys import translation_views as surveys_translation
from engage.surveys import variant_picture_views as surveys_variant_pictures
from engage.surveys import variants_views as surveys_variants
from engage.surveys import views as surveys_desk
from engage.surveys import welsh_views as surveys_welsh

ROOMS = (
    accounts.room,
    accounts.about,
    accounts.audit,
    consultations.room,
    consultations_desk.room,
    consultations_closing.room,
    consultations_preparation.room,
    surveys_ready.room,
    surveys_approval.room,
    surveys_welsh.room,
    surveys_desk.room,
    surveys_start.room,
    surveys_edit.room,
    surveys_blocks.room,
    surveys_arrange.room,
    surveys_preview.room,
    surveys_open.room,
    surveys_variants.room,
    surveys_variant_pictures.room,
    surveys_translation.office,
    surveys_translation_text.room,
    surveys_translation_files.room,
    surveys_questions.room,
    surveys_media.room,
    surveys_pictures.room,
    surveys_routing.room,
    surveys_library.room,
    surveys_files.room,
    surveys_postcodes.room,
    respond_start.room,
    respond_paper.room,
    respond_keying.room,
    respond_keying_paper.room,
    respond_sent.room,
    respond_return.returning,
    respond.room,
    respond_desk.room,
    respond_contacts.room,
    respond_assisted.room,
    respond_contributions.room,
    respond_imports.room,
    respond_import_mapping.room,
    kiosk_pages.room,
    kiosk_desk.room,
    respond_ledger.told,
    respond_ledger.room,
    respond_attachments.room,
    respond_trial.room,
    respond_trial.guests,
    analysis.room,
    analysis_census.room,
    analysis_cohesion.room,
    analysis_cohesion_figures.room,
    analysis_representativeness.room,
    analysis_room.room,
    analysis_formats.room,
    analysis_plan.room,
    analysis_bodies.room,
    analysis_rule.room,
    analysis_joint.room,
    analysis_releases.room,
    analysis_records.room,
    analysis_texts.room,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; without settings, from the environment. Raises HalfConfigured."""
    settings = settings or config.read()
    app = Flask(
        "engage",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    app.extensions["settings"] = settings
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(
            settings.database_url, settings.environment == "test"
        ),
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_REGISTERABLE=False,
        SECURITY_CLI_USERS_NAME=False,  # officers and roles are ours: `flask officers`
        SECURITY_CLI_ROLES_NAME=False,
    )
    web.init_app(app, settings)
    database.init_app(app)
    try:
        jobs.init_app(
            app,
            shared_store=settings.shared_store,
            file=settings.jobs_file,
            at_once=settings.environment == "test",
        )
    except (OSError, sqlite3.Error) as gone:
        where = f"no file can be made in {settings.jobs_file.parent}, where jobs wait ({gone})"
        raise HalfConfigured([f"DATABASE_URL or SHARED_STORE: {where}"]) from gone
    officers = SQLAlchemyUserDatastore(database.db, Officer, None)  # type: ignore[arg-type]
    Security(app, officers, register_blueprint=False)
    web.drop_idle_hooks(app)
    for room in ROOMS:
        app.register_blueprint(room)
    commands.init_app(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static/",
        max_age=31536000 if settings.production else 60,
    )
    return app
