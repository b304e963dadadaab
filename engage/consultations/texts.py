"""Which texts has a consultation, beside those of its survey?

Every text has a key, as the texts of a survey have: ``consultation/title``, ``document:12/title``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from engage.bilingual import Bilingual
from engage.consultations.details import BILINGUAL

FIELDS = ("title", "slug", *BILINGUAL[1:])
AFTER_PUBLISHING = ("contact", "other_formats")  # what may still change once it is published


class Worded(Protocol):
    """A consultation: it has an attribute for each of `FIELDS`."""

    @property
    def documents(self) -> Sequence[Any]: ...


def key_of(field: str) -> str:
    """The key of one of `FIELDS`."""
    return f"consultation/{field}"


def document_key(document: Any) -> str:
    """The key of a document's title."""
    return f"document:{document.id}/title"


def texts(consultation: Worded) -> dict[str, Bilingual]:
    """Every text by its key, in the order of the form, documents last."""
    own = {key_of(field): getattr(consultation, field) for field in FIELDS}
    return own | {document_key(document): document.title for document in consultation.documents}


def frozen(consultation: Worded) -> dict[str, Bilingual]:
    """The texts that do not change any more once it is published, unless a slip is corrected in them.

    Addresses are left out: people have them.
    """
    others = {key_of(field) for field in ("slug", *AFTER_PUBLISHING)}
    return {key: words for key, words in texts(consultation).items() if key not in others and words}
