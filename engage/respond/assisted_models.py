"""Who has entered answers for somebody else, and did that person agree?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, Utc


class Assistance(Model):
    """One person helped to answer; `code_hash` is that of the response, once there is one."""

    __tablename__ = "assistance"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    channel: Mapped[str] = mapped_column(String(20))  # one of channel.ASSISTED
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    agreed_at: Mapped[datetime] = mapped_column(
        Utc
    )  # when the person agreed that this officer enters for them
