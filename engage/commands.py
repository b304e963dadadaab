"""Which doors has the console? Each leads to the same service verbs as the web."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TextIO

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from engage import catalogue, clock, config, dates, serve
from engage import mail as outbox
from engage.accounts import service as accounts
from engage.accounts.models import Nation, Officer
from engage.accounts.permissions import Role
from engage.analysis import files_service, formats_service
from engage.analysis import queries as releases
from engage.analysis import service as analysis
from engage.analysis.epochs import Kind
from engage.bilingual import Bilingual
from engage.consultations import queries as consultations
from engage.demo import build as demo_build
from engage.errors import EngageError, Invalid, NotAllowed, NotFound
from engage.jobs import jobs
from engage.respond import closing_service, export_service
from engage.surveys import edit_service, files_queries, formats, ready_service
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Problem

ADDRESS = "The consultation's short name in addresses, in either language."


class Refused(click.ClickException):
    """An expected failure: one clear line, exit code 1."""


NO_SUCH = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")
"""By what a database that has no tables, or those of another version, is known."""


class OneLine(AppGroup):
    """Commands for which a database that is not there, or has no tables, is one clear line."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except SQLAlchemyError as gone:
            cause = getattr(gone, "orig", gone)
            reason = str(cause).strip().splitlines()[0]
            if any(each in f"{type(cause).__name__} {reason}" for each in NO_SUCH):
                raise Refused(
                    "The database has not the tables that are needed: run `flask db upgrade` or `flask up` "
                    f"first ({reason})."
                ) from gone
            raise Refused(f"DATABASE_URL: the database does not do what is asked ({reason})") from gone


keys = AppGroup("keys", help="Secrets of an installation.")
councils = OneLine("councils", help="Councils of this installation.")
officers = OneLine("officers", help="People who sign in.")
surveys_group = OneLine("surveys", help="Surveys as files.")
release = OneLine("release", help="Equality breakdowns of closed consultations.")
responses = OneLine("responses", help="What residents have sent.")
mail = OneLine("mail", help="Letters that are sent by e-mail.")
words = AppGroup("words", help="The interface's own words, in English and in Welsh.")


@keys.command("new")
def new_keys() -> None:
    """Print fresh secrets as lines for the environment; keep them outside the database and its backups."""
    for name in config.SECRETS:
        click.echo(f"{name}={config.new_key()}")


@councils.command("add")
@click.argument("slug")
@click.option("--name-en", prompt="Name in English")
@click.option("--name-cy", prompt="Name in Welsh")
@click.option("--nation", type=click.Choice([str(nation) for nation in Nation]), prompt=True)
@click.option("--colour", default="#1d4f91", show_default=True, help="Behind white words, as #rrggbb.")
@click.option("--logo", type=click.File("rb"), help="A PNG picture.")
@click.option("--email", prompt=True)
@click.option("--telephone", prompt=True)
@click.option("--post-en", prompt="Postal address in English")
@click.option("--post-cy", prompt="Postal address in Welsh")
def add_council(slug: str, logo: BinaryIO | None, **given: str) -> None:
    """Add a council; SLUG is its short name in addresses, in small letters, figures and hyphens."""
    picture = logo.read() if logo else None
    if picture and not picture.startswith(b"\x89PNG\r\n"):
        raise Refused("The logo must be a PNG picture.")
    today = clock.now().date()
    try:
        accounts.add_council(
            slug=slug,
            name=Bilingual(given["name_en"], given["name_cy"]),
            nation=given["nation"],
            colour=given["colour"],
            logo=picture,
            email=given["email"],
            telephone=given["telephone"],
            post=Bilingual(given["post_en"], given["post_cy"]),
            known_barriers=Bilingual(),
            statement_made_on=today,
            statement_reviewed_on=today,
        )
    except accounts.AmongTheInvented as invented:
        raise Refused(
            "This database holds the demonstration, which never mixes with real councils: use another one."
        ) from invented
    except accounts.SlugTaken as taken:
        raise Refused(f"There is a council {slug!r} already.") from taken
    except Invalid as wrong:
        said = {
            "slug": "The short name takes small letters, figures and hyphens.",
            "name": "Give the name in both languages.",
            "post": "Give the postal address in both languages.",
            "colour": "The colour is #rrggbb and dark enough for white words (a contrast of 4.5 or more).",
            "email": "Give a whole e-mail address, such as help@council.example.",
            "telephone": "Give a telephone number.",
        }
        raise Refused(" ".join(said[problem] for problem in wrong.problems)) from wrong
    click.echo(f"Added {given['name_en']}.")


@councils.command("statement")
@click.argument("slug")
@click.option("--barriers-en", type=click.File(encoding="utf-8"), help="A file in Markdown, in English.")
@click.option("--barriers-cy", type=click.File(encoding="utf-8"), help="The same in Welsh.")
@click.option("--none-known", is_flag=True, help="No barrier is known (any more).")
@click.option("--reviewed-on", type=click.DateTime(["%Y-%m-%d"]), help="YYYY-MM-DD; else today.")
def review_statement(
    slug: str,
    barriers_en: TextIO | None,
    barriers_cy: TextIO | None,
    none_known: bool,
    reviewed_on: datetime | None,
) -> None:
    """Say in the accessibility statement of the council SLUG what is known not to be accessible.

    Without any barriers they stay as they are, and the day of the review alone is set.
    """
    given = Bilingual(*("" if each is None else each.read().strip() for each in (barriers_en, barriers_cy)))
    if none_known and given:
        raise Refused("Give barriers or --none-known, not both.")
    now = clock.now()
    try:
        accounts.review_statement(
            accounts.council(slug),
            barriers=given if barriers_en or barriers_cy or none_known else None,
            reviewed_on=reviewed_on.date() if reviewed_on else now.date(),
            now=now,
        )
    except NotFound as missing:
        raise Refused(f"There is no council {slug!r}.") from missing
    except Invalid as wrong:
        said = {
            "barriers": "Give the barriers in both languages, or say --none-known.",
            "reviewed_on": "The day of the review is between the day of the statement and today.",
        }
        raise Refused(" ".join(said[problem] for problem in wrong.problems)) from wrong
    click.echo(f"The accessibility statement of {slug} is up to date.")


@officers.command("add")
@click.argument("email")
@click.option("--council", required=True, help="The council's short name in addresses.")
@click.option("--name", prompt=True)
@click.option("--role", "roles", multiple=True, type=click.Choice([str(role) for role in Role]))
@click.password_option()
def add_officer(email: str, council: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Give somebody an account; without --role, an administrator's."""
    chosen = [Role(role) for role in roles] or [Role.ADMINISTRATOR]
    try:
        of = accounts.council(council)
        officer = accounts.add_officer(
            of, email=email, name=name, password=password, roles=chosen, now=clock.now()
        )
    except NotFound as missing:
        raise Refused(f"There is no council {council!r}.") from missing
    except accounts.EmailTaken as taken:
        raise Refused(f"{email} has an account already.") from taken
    except Invalid as wrong:
        said = {
            "email": "Give a whole e-mail address, such as elin@council.example.",
            "password": f"Give a password of {accounts.LEAST_PASSWORD} characters or more.",
            "roles": "Nobody may open records (record_analyst) who also keeps the ledger (author) or reads "
            "written answers (analyst): together they tell who answered what. Give one of the roles to "
            "somebody else.",
        }
        raise Refused(" ".join(said[problem] for problem in wrong.problems)) from wrong
    click.echo(f"Added {officer.email} to {council}.")


@surveys_group.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--consultation", "address", required=True, help=ADDRESS)
@click.option("--officer", "email", required=True, help="Whose deed it is: an e-mail address.")
def import_survey(file: BinaryIO, address: str, email: str) -> None:
    """Put a survey file in place of the consultation's draft: YAML, an XLSForm or a LimeSurvey structure."""
    with _refusals():
        consultation = consultations.by_address(address)
        reading = formats.read(file.read(formats.LIMIT + 1))
        now = clock.now()
        survey = edit_service.replace_draft(_officer(email), consultation.id, reading.definition, now=now)
        in_the_way = len(ready_service.of_survey(survey, now=now).in_the_way)
    for remark in reading.remarks:
        click.echo(_in_words(remark))
    click.echo(f"Imported into {address}. {_standing(in_the_way)}")


@surveys_group.command("export")
@click.option("--consultation", "address", required=True, help=ADDRESS)
@click.option("--officer", "email", required=True, help="Who asks for it: an e-mail address.")
@click.option("--out", type=click.File("wb"), default="-", help="A file; else the screen.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["yaml", "xlsform"]),
    help="Else YAML, or an XLSForm when the file's name ends in .xlsx.",
)
def export_survey(address: str, email: str, out: BinaryIO, file_format: str | None) -> None:
    """Write the consultation's draft as a survey file."""
    spreadsheet = str(getattr(out, "name", "")).endswith(".xlsx")
    usual = formats.Format.XLSFORM if spreadsheet else formats.Format.YAML
    with _refusals():
        consultation = consultations.by_address(address)
        wanted = formats.Format(file_format or usual)
        out.write(files_queries.export(_officer(email), consultation.id, wanted))


@release.command("make")
@click.argument("address")
@click.option("--officer", "email", required=True, help="Whose deed it is: an e-mail address.")
def make_release(address: str, email: str) -> None:
    """Make the release of the closed consultation ADDRESS, here and now."""
    with _refusals():
        consultation = consultations.by_address(address)
        if any(each.kind == Kind.FINAL for each in releases.all_made(consultation.id)):
            raise Refused(f"The release of {address} is made already, and does not change.")
        if clock.now() < (ready := analysis.ready_at(consultation)):
            raise Refused(f"Answers to {address} can come in until {dates.moment(ready, 'en')}.")
        waiting = analysis.ask_release(_officer(email), consultation.id, now=clock.now())
        analysis.make_release(waiting.id, now=clock.now())
    click.echo(f"Made the release of {address}.")


@release.command("export")
@click.argument("address")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A folder.")
def export_release(address: str, out: Path) -> None:
    """Write the release of ADDRESS in every format, and each question as a CSV file, in both languages."""
    with _refusals():
        consultation = consultations.by_address(address)
        if not releases.all_made(consultation.id):
            raise Refused(f"No release of {address} is made yet.")
        files = files_service.export(None, consultation.id, now=clock.now())
        files |= formats_service.export(consultation.id)
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    click.echo(f"Wrote {len(files)} files to {out}.")


@responses.command("settle")
def settle_responses() -> None:
    """Count saved answers that were not sent, where closing is over and the rule says so, without waiting."""
    click.echo(f"Counted as partial: {closing_service.settle_closed(now=clock.now())}")


@responses.command("export")
@click.argument("address")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A CSV file.")
def export_responses(address: str, out: Path) -> None:
    """Write what was sent to ADDRESS: reference, version, language, channel, answer codes, written answers.

    Never equality answers or contact details. What people wrote is personal data: keep the file safe. Only
    the file's owner can read it, and the council's record says that it was written.
    """
    with _refusals():
        consultation = consultations.by_address(address)
        number = export_service.export_sent(consultation.id, out, now=clock.now())
    click.echo(f"Wrote {number} responses to {out}.")


@words.command("check")
def check_words() -> None:
    """Name every message without whole and well-formed Welsh; exit code 1 if there is one."""
    found = catalogue.faults()
    for fault in found:
        click.echo(fault)
    if found:
        raise Refused(f"{len(found)} to mend in {catalogue.WELSH.relative_to(config.ROOT)}")
    click.echo("Every message has its Welsh.")


@words.command("update")
def update_words() -> None:
    """Bring the catalogues up to date with the code."""
    click.echo(f"Without Welsh: {catalogue.update()}")


@mail.command("status")
def mail_status() -> None:
    """Say how many letters wait to be sent, and why others were given up."""
    standing = outbox.standing()
    click.echo("Mail is on." if outbox.is_on() else "Mail is off: MAIL_SERVER is empty.")
    click.echo(f"Waiting: {standing.waiting}")
    for at, why in standing.given_up:
        click.echo(f"Given up at {at:%Y-%m-%d %H:%M} UTC: {why}")


@click.command("demo")
@click.option(
    "--responses",
    type=click.IntRange(min=0),
    default=demo_build.RESPONSES,
    show_default=True,
    help="How many invented residents answer.",
)
@click.option("--seed", default=2026, show_default=True, help="The same seed invents the same people.")
def demo(responses: int, seed: int) -> None:
    """Fill an empty database with invented councils, consultations and residents."""
    serve.prepare_database(config.settings())
    try:
        with click.progressbar(length=responses, label="Inventing residents") as bar:
            demo_build.build(responses=responses, seed=seed, now=clock.now(), progress=bar.update)
    except demo_build.NotEmpty as full:
        raise Refused(
            "The database is not empty: the demonstration never mixes with real councils."
        ) from full


@click.command("work")
def work() -> None:
    """Run background jobs until told to stop."""
    jobs.work()


@click.command("up")
def up() -> None:
    """Start everything: tables, the demonstration when the database is empty, the server, the worker."""
    settings = config.settings()
    os.umask(0o077)  # what is written here is for nobody else on this machine
    serve.require_free_port(settings)
    serve.require_shared_store(settings)
    serve.prepare_database(settings)
    if settings.environment == "demo" and demo_build.is_empty():
        click.echo("Building the demonstration (once)...")
        demo_build.build(
            responses=demo_build.RESPONSES, seed=2026, now=clock.now(), progress=lambda _done: None
        )
    raise SystemExit(serve.run(settings, announce=lambda: click.echo(_welcome(settings))))


def _welcome(settings: config.Settings) -> str:
    lines = ["", f"Engage runs at {settings.site_url}", f"  in Welsh    {settings.site_url}/cy/"]
    lines += [f"  officers    {settings.site_url}/en/sign-in"]
    if signins := demo_build.sign_ins():
        lines += ["", "Demonstration sign-ins, all with the password " + demo_build.PASSWORD]
        lines += [f"  {email:<38} {roles}" for email, roles in signins]
    return "\n".join([*lines, "", "Stop with Ctrl+C.", ""])


def _officer(email: str) -> Officer:
    officer = accounts.officer(email)
    if officer is None:
        raise Refused(f"Nobody has an account with the address {email}.")
    return officer


def _standing(in_the_way: int) -> str:
    """How far a draft is from being published."""
    if not in_the_way:
        return "Nothing keeps it from being published."
    things = "1 thing keeps" if in_the_way == 1 else f"{in_the_way} things keep"
    return f'{things} it from being published: see "Ready to publish?".'


def _in_words(problem: object) -> str:
    if isinstance(problem, Problem):
        said = " ".join([sentence(problem, "en"), problem.parameters.get("said", "")]).strip()
        return f"{problem.place.path or 'The file'}: {said}"
    return str(problem)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn expected failures into lines that say what to mend."""
    try:
        yield
    except Invalid as invalid:
        lines = [f"  {_in_words(problem)}" for problem in invalid.problems]
        head = "1 problem:" if len(lines) == 1 else f"{len(lines)} problems:"
        raise Refused("\n".join([head, *lines])) from invalid
    except NotFound as missing:
        raise Refused(
            "There is nothing to be had by this name or address, or not by this officer."
        ) from missing
    except NotAllowed as refused:
        raise Refused("The roles of this officer do not allow it.") from refused
    except EngageError as refused:
        raise Refused(f"{type(refused).__doc__}") from refused
    except OSError as unwritable:
        raise Refused(f"{unwritable.filename}: {unwritable.strerror}") from unwritable


def init_app(app: Flask) -> None:
    """Hang every command on `flask`."""
    for command in (keys, councils, officers, surveys_group, release, responses, mail, words, demo, work, up):
        app.cli.add_command(command)
