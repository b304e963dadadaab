"""Which doors has the console? Each leads to the same service verbs as the web."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from engage import clock
from engage.accounts import service as accounts
from engage.accounts.permissions import Role
from engage.config import SECRETS, new_key
from engage.errors import EngageError, Invalid

keys = AppGroup("keys", help="Secrets of an installation.")
officers = AppGroup("officers", help="People who sign in.")


class Refused(click.ClickException):
    """An expected failure: one clear line, exit code 1."""


@keys.command("new")
def new_keys() -> None:
    """Print fresh secrets as lines for the environment; keep them outside the database and its backups."""
    for name in SECRETS:
        click.echo(f"{name}={new_key()}")


@officers.command("add")
@click.argument("email")
@click.option("--council", required=True, help="The council's short name in addresses.")
@click.option("--name", prompt=True)
@click.option("--role", "roles", multiple=True, type=click.Choice([str(role) for role in Role]))
@click.password_option()
def add_officer(email: str, council: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Give somebody an account; without --role, an administrator's."""
    chosen = [Role(role) for role in roles] or [Role.ADMINISTRATOR]
    officer = accounts.add_officer(
        accounts.council(council), email=email, name=name, password=password, roles=chosen, now=clock.now()
    )
    click.echo(f"Added {officer.email} to {council}")


def init_app(app: Flask) -> None:
    """Hang every command on `flask`."""
    for group in (keys, officers):
        app.cli.add_command(group)
