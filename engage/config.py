"""With which settings does this installation run?

Settings come from the environment, once. In production every one that has no safe default must be there; what
is missing or malformed is named all at once. In the demonstration the gaps are filled: secrets are made once
and kept in the folder `instance/`, outside the database.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from werkzeug.sansio.utils import host_is_trusted

from engage import smtp

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
KEYS = ("EQUALITY_KEY", "CONTACT_KEY", "SNAPSHOT_KEY", "RELEASE_KEY")
SECRETS = ("SECRET_KEY", *KEYS)
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
STORES = ("redis://", "rediss://")
ENVIRONMENTS = ("demo", "production", "test")
LOOPBACK = ("127.0.0.1", "localhost")


class HalfConfigured(Exception):
    """Settings that are missing or wrong, one line for each in `gaps`."""

    def __init__(self, gaps: list[str]) -> None:
        super().__init__("\n".join(gaps))
        self.gaps = gaps


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that differs between installations. Keys are 32 bytes each and never stored in the database."""

    environment: str = "demo"
    database_url: str
    secret_key: str = field(repr=False)
    equality_key: bytes = field(repr=False)
    contact_key: bytes = field(repr=False)
    snapshot_key: bytes = field(repr=False)
    release_key: bytes = field(repr=False)
    site_url: str  # how residents reach the site, without a slash at the end
    trusted_hosts: tuple[str, ...]
    shared_store: str = ""  # redis://… for rate limits and jobs; empty: this machine alone
    mail_server: str = field(default="", repr=False)  # smtp://user:password@host:port; empty: no mail
    mail_from: str = ""  # the address that mail comes from
    proxy_hops: int = 0  # how many proxies in front may be believed
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def jobs_file(self) -> Path:
        """Where jobs wait when there is no shared store: beside the SQLite database that they are about."""
        if self.database_url.startswith("sqlite:///"):
            database = Path(self.database_url.removeprefix("sqlite:///"))
            return database.with_name(f"{database.stem}-jobs.db")
        return INSTANCE / "jobs.db"


def new_key() -> str:
    """Make a key: 32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def read(environ: Mapping[str, str] | None = None, instance: Path = INSTANCE) -> Settings:
    """Read the settings. Raises HalfConfigured with every gap."""
    given = dict(os.environ if environ is None else environ)
    gaps: list[str] = []
    environment = given.get("ENGAGE_ENV", "demo")
    if environment not in ENVIRONMENTS:
        gaps.append(f"ENGAGE_ENV is {environment!r}: use demo or production")
    if environment == "demo":
        given = _demo_defaults(given, instance)
    port = _whole(given, "PORT", 8000, gaps, least=1)
    found = {
        "environment": environment,
        "database_url": _database_url(given, gaps),
        "secret_key": _secret_key(given, gaps),
        **{name.lower(): _key(given, name, gaps) for name in KEYS},
        "site_url": _site_url(given, gaps),
        "trusted_hosts": _hosts(given, gaps),
        "shared_store": _shared_store(given, gaps),
        **_mail(given, gaps),
        "proxy_hops": _whole(given, "PROXY_HOPS", 0, gaps),
        "host": given.get("HOST", "127.0.0.1"),
        "port": port,
        "workers": _whole(given, "WORKERS", os.cpu_count() or 2, gaps, least=1),
    }
    gaps += _misfits(found)
    keys = [given[name] for name in KEYS if given.get(name)]
    if len(set(keys)) < len(keys):
        gaps.append(f"{', '.join(KEYS)} must all differ")
    if gaps:
        raise HalfConfigured(gaps)
    return Settings(**found)  # type: ignore[arg-type]


def settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["settings"])


def _demo_defaults(given: dict[str, str], instance: Path) -> dict[str, str]:
    port = given.get("PORT") or "8000"
    defaults = {
        "DATABASE_URL": f"sqlite:///{instance / 'engage.db'}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_HOSTS": "127.0.0.1,localhost",
    }
    set_already = {name: value for name, value in given.items() if value}
    if all(set_already.get(name) for name in SECRETS):
        return defaults | set_already
    return defaults | _kept_secrets(instance) | set_already


def _kept_secrets(instance: Path) -> dict[str, str]:
    """The demonstration's own secrets; the first process to come makes them, whole or not at all."""
    kept = instance / "secrets.json"
    if not kept.exists():
        instance.mkdir(exist_ok=True)
        fresh = instance / f"secrets-{secrets.token_hex(8)}.json"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({name: new_key() for name in SECRETS}, file)
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return cast(dict[str, str], json.loads(kept.read_text()))


def _needed(given: Mapping[str, str], name: str, what: str, gaps: list[str]) -> str:
    value = given.get(name, "")
    if not value:
        gaps.append(f"{name} is missing: {what}")
    return value.rstrip("/")


def _database_url(given: Mapping[str, str], gaps: list[str]) -> str:
    url = _needed(given, "DATABASE_URL", "such as postgresql://user@host/engage", gaps)
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url and not url.startswith(("postgresql://", "postgresql+psycopg://", "sqlite:///")):
        gaps.append("DATABASE_URL must begin with postgresql:// or sqlite:///")
    try:
        make_url(url or "sqlite://")
    except (ArgumentError, ValueError):  # such as a port that is no number
        gaps.append("DATABASE_URL is no address of a database, such as postgresql://user@host/engage")
    return url


def _site_url(given: Mapping[str, str], gaps: list[str]) -> str:
    url = _needed(given, "SITE_URL", "the address of the site, such as https://example.org", gaps)
    if url and not re.fullmatch(r"https?://[^/?#\s]+", url):
        gaps.append(f"SITE_URL is {url!r}: it must be an address such as https://example.org")
    return url


def _misfits(found: Mapping[str, Any]) -> Iterator[str]:
    """What is right by itself, and does not fit the rest."""
    site = urlsplit(found["site_url"])
    hosts = found["trusted_hosts"]
    if site.hostname and hosts and not host_is_trusted(site.hostname, hosts):
        yield f"SITE_URL is at {site.hostname}, which is not one of TRUSTED_HOSTS"
    if found["environment"] != "production":
        return
    if site.scheme == "http" and site.hostname not in LOOPBACK:
        yield "SITE_URL must begin with https://: browsers keep our cookies for no other address"
    folder = Path(found["database_url"].removeprefix("sqlite:///")).parent
    if found["database_url"].startswith("sqlite:///") and not folder.is_dir():
        yield f"DATABASE_URL names the folder {folder}, which does not exist"


def _shared_store(given: Mapping[str, str], gaps: list[str]) -> str:
    url = given.get("SHARED_STORE", "")
    if url and not url.startswith(STORES):
        gaps.append("SHARED_STORE must be such as redis://host:6379/0")
    return url


def _secret_key(given: Mapping[str, str], gaps: list[str]) -> str:
    value = _needed(given, "SECRET_KEY", "32 random characters or more", gaps)
    if value and len(value) < 32:
        gaps.append("SECRET_KEY is too short: use 32 random characters or more")
    return value


def _key(given: Mapping[str, str], name: str, gaps: list[str]) -> bytes:
    value = _needed(given, name, "32 random bytes in base64; `flask keys new` makes them", gaps)
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if value and len(key) != 32:
        gaps.append(f"{name} must be 32 bytes in base64")
    return key


def _mail(given: Mapping[str, str], gaps: list[str]) -> dict[str, str]:
    """Both settings of mail, or neither."""
    server, sent_from = given.get("MAIL_SERVER", ""), given.get("MAIL_FROM", "")
    if not server:
        return {"mail_server": "", "mail_from": ""}
    try:
        smtp.server(server)
    except ValueError:
        gaps.append("MAIL_SERVER must be such as smtp://user:password@host:587 or smtps://host")
    if not ADDRESS.fullmatch(sent_from):
        gaps.append("MAIL_FROM is missing: the address that mail comes from, such as no-reply@example.org")
    return {"mail_server": server, "mail_from": sent_from}


def _hosts(given: Mapping[str, str], gaps: list[str]) -> tuple[str, ...]:
    value = _needed(given, "TRUSTED_HOSTS", "host names, separated by commas", gaps)
    hosts = tuple(host.strip() for host in value.split(",") if host.strip())
    if value and (not hosts or any(re.search(r"[/\s]", host) for host in hosts)):
        gaps.append("TRUSTED_HOSTS must be host names alone, such as engage.example.org, separated by commas")
    return hosts


def _whole(given: Mapping[str, str], name: str, default: int, gaps: list[str], least: int = 0) -> int:
    value = given.get(name) or str(default)
    if not value.isdecimal() or not least <= int(value) <= 65535:
        gaps.append(f"{name} is {value!r}: it must be a whole number from {least} to 65535")
        return default
    return int(value)
