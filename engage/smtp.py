"""How is a letter handed over to a mail server?"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

PATIENCE = 20  # seconds for each answer of the server
SCHEMES = {"smtp": 25, "smtps": 465}
REFUSED = 500  # from this reply code on a server will not change its mind (RFC 5321, 4.2.1)


class NotTaken(Exception):
    """The server did not take the letter. `why` never holds an address; `for_good`: do not try again."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.why, self.for_good = why, for_good


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, in one language, as text and as HTML."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    sender: str = ""  # the name that people see, such as a council's
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    secure: bool  # speaks TLS from the first byte
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """Is it this machine itself?"""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def server(address: str) -> Server:
    """Read an address such as `smtp://user:password@host:587`. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/"):
        raise ValueError(address)
    port = parts.port or SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port, parts.scheme == "smtps", user, password)


def message(letter: Letter, *, sent_from: str, message_id: str, at: datetime) -> EmailMessage:
    """Write the letter out; nothing in it can begin a header of its own. Raises NotTaken."""
    written = EmailMessage(policy=SMTP)
    try:
        written["From"] = Address(one_line(letter.sender), addr_spec=sent_from)
        written["To"] = Address(addr_spec=letter.to)
        if letter.reply_to:
            written["Reply-To"] = Address(addr_spec=letter.reply_to)
    except (ValueError, HeaderParseError):  # such as ŵ before the @: no header can hold it
        raise NotTaken("not an address that a letter can have", for_good=True) from None
    written["Subject"] = one_line(letter.subject)
    written["Date"] = at
    written["Message-ID"] = message_id
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers
    written["X-Auto-Response-Suppress"] = "All"
    written.set_content(letter.text, cte="quoted-printable")
    written.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    written["Content-Language"] = letter.language  # last, or it would be taken for the text part's
    return written


def one_line(text: str) -> str:
    return " ".join(text.split())


def hand_over(written: EmailMessage, to: Server) -> None:
    """Give the message to the server, once. Raises NotTaken."""
    try:
        with _connected(to) as connection:
            _sign_in(connection, to)
            connection.send_message(written)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max((code for code, _said in refused.recipients.values()), default=0)
        raise NotTaken(f"recipient refused ({code})", for_good=code >= REFUSED) from None
    except smtplib.SMTPAuthenticationError as refused:
        raise NotTaken(f"user or password refused ({refused.smtp_code})", for_good=False) from None
    except smtplib.SMTPResponseException as refused:
        code = refused.smtp_code
        raise NotTaken(f"{type(refused).__name__} ({code})", for_good=code >= REFUSED) from None
    except (smtplib.SMTPException, OSError) as failed:
        raise NotTaken(type(failed).__name__, for_good=False) from None


def _connected(to: Server) -> smtplib.SMTP:
    if to.secure:
        return smtplib.SMTP_SSL(to.host, to.port, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(to.host, to.port, timeout=PATIENCE)


def _sign_in(connection: smtplib.SMTP, to: Server) -> None:
    """Turn to TLS, except within this machine; a password goes over nothing else."""
    connection.ehlo()
    if not to.secure and not to.is_here:
        if connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        elif to.user:
            raise NotTaken("the server offers no TLS, so the password was not sent", for_good=False)
    if to.user:
        connection.login(to.user, to.password)
