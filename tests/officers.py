"""How does a test sign an officer in and send a form as a browser would?"""

from __future__ import annotations

import io
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from engage.accounts.models import Officer
from tests.factories import PASSWORD


def upload(content: bytes, name: str) -> FileStorage:
    """A file to be sent with a form."""
    return FileStorage(io.BytesIO(content), name)


def send(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Open the page and send its form with these fields changed; a field may have a list of values."""
    form = html.document_fromstring(client.get(address).get_data(as_text=True)).get_element_by_id("page-form")
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data |= fields
    if form.get("enctype") != "multipart/form-data":
        return client.post(address, data=data)
    boundary, body = encode_multipart(data)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def sign_in(client: FlaskClient, officer: Officer, password: str = PASSWORD) -> FlaskClient:
    """The client, with this officer signed in."""
    response = send(client, "/en/sign-in", email=officer.email, password=password)
    assert response.status_code == 302, response.get_data(as_text=True)
    return client
