"""Which doors has the console? Each leads to the same service verbs as the web."""

from __future__ import annotations

from typing import BinaryIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from engage import catalogue, clock, config, serve
from engage.accounts import service as accounts
from engage.accounts.models import Nation
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.demo import build as demo_build
from engage.errors import Invalid, NotFound

keys = AppGroup("keys", help="Secrets of an installation.")
councils = AppGroup("councils", help="Councils of this installation.")
officers = AppGroup("officers", help="People who sign in.")
words = AppGroup("words", help="The interface's own words, in English and in Welsh.")


class Refused(click.ClickException):
    """An expected failure: one clear line, exit code 1."""


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
    except accounts.SlugTaken as taken:
        raise Refused(f"There is a council {slug!r} already.") from taken
    except (Invalid, ValueError) as wrong:
        raise Refused(
            "The short name takes small letters, figures and hyphens; the colour is #rrggbb and dark enough "
            "for white words (a contrast of 4.5 or more)."
        ) from wrong
    click.echo(f"Added {given['name_en']}.")


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
    click.echo(f"Added {officer.email} to {council}.")


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


@click.command("demo")
@click.option("--responses", default=600, show_default=True, help="How many invented residents answer.")
@click.option("--seed", default=2026, show_default=True, help="The same seed invents the same people.")
def demo(responses: int, seed: int) -> None:
    """Fill an empty database with invented councils, consultations and residents."""
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
    queue = current_app.extensions["jobs"]
    queue.create_consumer(workers=1, periodic=True, worker_type="thread").run()


@click.command("up")
def up() -> None:
    """Start everything: tables, the demonstration when the database is empty, the server, the worker."""
    settings = config.settings()
    serve.require_free_port(settings)
    serve.prepare_database(settings)
    if settings.environment == "demo" and demo_build.is_empty():
        click.echo("Building the demonstration (once)...")
        demo_build.build(responses=600, seed=2026, now=clock.now(), progress=lambda _done: None)
    raise SystemExit(serve.run(settings, announce=lambda: click.echo(_welcome(settings))))


def _welcome(settings: config.Settings) -> str:
    lines = ["", f"Engage runs at {settings.site_url}", f"  in Welsh    {settings.site_url}/cy/"]
    lines += [f"  officers    {settings.site_url}/en/sign-in"]
    if signins := demo_build.sign_ins():
        lines += ["", "Demonstration sign-ins, all with the password " + demo_build.PASSWORD]
        lines += [f"  {email:<38} {roles}" for email, roles in signins]
    return "\n".join([*lines, "", "Stop with Ctrl+C.", ""])


def init_app(app: Flask) -> None:
    """Hang every command on `flask`."""
    for command in (keys, councils, officers, words, demo, work, up):
        app.cli.add_command(command)
