"""Which files have residents sent with their answers?"""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model


class Attachment(Model):
    """One file, sealed under CONTACT_KEY with `uuid` as context, and found only with the response's own uuid.

    A draft of a change has copies of its own, under the same `uuid`.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_response_uuid_uuid", "response_uuid", "uuid", unique=True),)

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16))  # random: in its address, and in the answer
    response_uuid: Mapped[bytes] = mapped_column(LargeBinary(16))
    key: Mapped[str] = mapped_column(String(90))  # Step.key of the question
    name: Mapped[str] = mapped_column(String(140))
    kind: Mapped[str] = mapped_column(String(5))  # enclosures.TYPES
    size: Mapped[int]  # bytes
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
