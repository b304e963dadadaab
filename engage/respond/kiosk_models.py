"""Which devices of a council take answers in which place, and what came from them that could not be read?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, Utc

SILENCE = timedelta(minutes=10)  # devices that have a network are heard of every minute


class Kiosk(Model):
    """A device on which one person after the other answers one consultation.

    Which response came from which device is not kept, only how many did.
    """

    __tablename__ = "kiosk"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(200))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime] = mapped_column(Utc)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)  # of the start code, once
    code_until: Mapped[datetime | None] = mapped_column(Utc)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)  # of what its cookie holds
    started_at: Mapped[datetime | None] = mapped_column(Utc)
    heard_at: Mapped[datetime | None] = mapped_column(Utc)
    stopped_at: Mapped[datetime | None] = mapped_column(Utc)
    waiting: Mapped[int] = mapped_column(default=0)  # responses on the device, when it was last heard of
    lost_at: Mapped[datetime | None] = mapped_column(Utc)  # when a device lost the kiosk that may hold some
    lost: Mapped[int] = mapped_column(default=0)  # how many it said that it held
    settled_at: Mapped[datetime | None] = mapped_column(Utc)  # when an officer said that none holds any
    sent: Mapped[int] = mapped_column(default=0)  # responses that came from it

    @property
    def unsent(self) -> int:
        """How many responses wait on its device, and on those that it had before, as far as known."""
        return self.waiting + self.lost

    def may_hold_unsent(self, ended: datetime) -> bool:
        """Tell whether responses from before answers ended may still be on the device, as far as known."""
        if self.heard_at is None or (self.settled_at and self.settled_at >= self.heard_at):
            return False
        if self.lost_at:
            return True
        last = min(self.stopped_at, ended) if self.stopped_at else ended
        return self.waiting > 0 or self.heard_at < last


class KioskRemnant(Model):
    """What a device sent and could not be read, or not all of it: kept as it came, sealed.

    `reference` is that of the response with what could be read; None when nothing could.
    """

    __tablename__ = "kiosk_remnant"

    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reference: Mapped[str | None] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(Utc)
