"""How does a test sign an officer in and send a form as a browser would?"""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engage.accounts.models import Officer
from tests.factories import PASSWORD


def send(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Open the page and send its form with these fields changed; files are (stream, name)."""
    page = html.document_fromstring(client.get(address).get_data(as_text=True))
    form = page.get_element_by_id("page-form")
    typed = {name: value for name, value in form.form_values() if name not in fields}
    typed = {name: [v for n, v in form.form_values() if n == name] for name in typed}
    content_type = form.get("enctype") or "application/x-www-form-urlencoded"
    return client.post(address, data={**typed, **fields}, content_type=content_type)


def sign_in(client: FlaskClient, officer: Officer, password: str = PASSWORD) -> FlaskClient:
    """The client, with this officer signed in."""
    response = send(client, "/en/sign-in", email=officer.email, password=password)
    assert response.status_code == 302, response.get_data(as_text=True)
    return client
