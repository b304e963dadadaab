"""Does whatever is in the way of starting get one clear line?"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engage import create_app, serve
from engage.config import HalfConfigured
from tests.conftest import make_settings


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_another_to_choose(taken):
    with pytest.raises(serve.CannotStart) as refused:
        serve.require_free_port(replace(make_settings("sqlite://"), port=taken))
    assert f"PORT={taken + 1}" in refused.value.message


def test_a_database_that_does_not_answer_gets_one_line_without_its_password():
    settings = make_settings("postgresql://engage:secret@127.0.0.1:1/engage")
    with create_app(settings).app_context(), pytest.raises(serve.CannotStart) as refused:
        serve.prepare_database(settings)
    assert refused.value.message.startswith("DATABASE_URL")
    assert "\n" not in refused.value.message
    assert "secret" not in refused.value.message


def test_a_folder_that_cannot_be_made_is_a_gap_in_the_settings(tmp_path):
    (tmp_path / "file").touch()
    settings = make_settings(f"sqlite:///{tmp_path / 'file' / 'engage.db'}")
    with pytest.raises(HalfConfigured) as refused:
        create_app(replace(settings, environment="demo"))
    assert "DATABASE_URL" in refused.value.gaps[0]
