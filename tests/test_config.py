"""Does Engage refuse to start half-configured, and name every gap at once?"""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest

from engage import config
from engage.config import HalfConfigured

KEYS = {name: base64.b64encode(bytes([n]) * 32).decode() for n, name in enumerate(config.KEYS, start=1)}
WHOLE = {
    "ENGAGE_ENV": "production",
    "DATABASE_URL": "postgresql://engage@db/engage",
    "SECRET_KEY": "s" * 40,
    "SITE_URL": "https://engage.example/",
    "TRUSTED_HOSTS": "engage.example, www.engage.example",
    **KEYS,
}


def gaps(**changes: str) -> list[str]:
    with pytest.raises(HalfConfigured) as refused:
        config.read({**WHOLE, **changes})
    return refused.value.gaps


def test_whole_settings_are_read():
    settings = config.read(WHOLE)
    assert settings.site_url == "https://engage.example"
    assert settings.trusted_hosts == ("engage.example", "www.engage.example")
    assert settings.equality_key == b"\x01" * 32
    assert settings.production


def test_every_gap_is_named_at_once():
    with pytest.raises(HalfConfigured) as refused:
        config.read({"ENGAGE_ENV": "production"})
    named = " ".join(refused.value.gaps)
    for name in (*config.SECRETS, "DATABASE_URL", "SITE_URL", "TRUSTED_HOSTS"):
        assert name in named


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGAGE_ENV", "staging"),
        ("SECRET_KEY", "short"),
        ("EQUALITY_KEY", "not base64!"),
        ("CONTACT_KEY", base64.b64encode(b"too short").decode()),
        ("RELEASE_KEY", KEYS["EQUALITY_KEY"]),  # two keys alike
        ("DATABASE_URL", "mysql://db/engage"),
        ("DATABASE_URL", "postgresql://engage@db:port/engage"),
        ("SITE_URL", "engage.example"),
        ("SITE_URL", "https://engage.example/en"),
        ("SITE_URL", "http://engage.example"),  # over which no browser keeps the cookie
        ("SITE_URL", "https://other.example"),  # to which the server would not answer
        ("DATABASE_URL", "sqlite:////nowhere/at/all/engage.db"),  # a mistake would begin an empty one
        ("TRUSTED_HOSTS", " , "),
        ("TRUSTED_HOSTS", "https://engage.example"),
        ("SHARED_STORE", "store.example:6379"),
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("WORKERS", "-1"),
        ("WORKERS", "0"),  # a server that answers nobody
    ],
)
def test_a_wrong_setting_is_named(name, value):
    assert any(name in gap for gap in gaps(**{name: value}))


def test_secrets_are_not_shown_with_the_settings():
    shown = repr(config.read(WHOLE))
    assert "s" * 40 not in shown
    assert repr(b"\x01" * 32) not in shown


def test_the_demonstration_makes_its_secrets_once(tmp_path):
    first = config.read({}, tmp_path / "instance")
    again = config.read({}, tmp_path / "instance")
    assert first == again
    kept = tmp_path / "instance" / "secrets.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert config.read({}, tmp_path / "other").secret_key != first.secret_key


def test_a_half_configured_server_says_so_without_a_traceback():
    found = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=config.ROOT,
        env={"ENGAGE_ENV": "production", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert "EQUALITY_KEY" in found.stderr
    assert "DATABASE_URL" in found.stderr
    assert "Traceback" not in found.stderr
