"""Who has just shown, in this browser, that they know both the reference and the code of what was sent?

The cookie holds neither, only a mark of the code that opens nothing, and until when it counts.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime, timedelta

from flask import session

from engage import clock
from engage.config import settings
from engage.respond.visit import Visit

OPEN = timedelta(minutes=30)  # after each page
KEY = "opened"
SENT = "sent"


def open_for(visit: Visit) -> None:
    """Let this browser see what was sent with this code, for a while; nothing else that it had opened."""
    session[KEY] = [_mark(visit), (clock.now() + OPEN).timestamp()]


def is_opened(visit: Visit) -> bool:
    """May this browser see it still?"""
    mark, until = session.get(KEY, ["", 0.0])
    in_time = clock.now() < datetime.fromtimestamp(until, UTC)
    return in_time and hmac.compare_digest(mark, _mark(visit))


def close() -> None:
    """Let this browser see nothing any more."""
    session.pop(KEY, None)


def hide_pages_before() -> None:
    """Let "Back" show nothing that was answered, to a helper or to whoever uses this computer next.

    Browsers keep whole pages for that, even those that say that nothing may keep them, until a cookie that
    scripts cannot read is another one.
    """
    session[SENT] = secrets.token_hex(4)


def _mark(visit: Visit) -> str:
    secret = settings().secret_key.encode()
    assert visit.kept
    return hmac.digest(secret, b"engage opened in a browser" + visit.kept.uuid, "sha256").hex()
