"""By which way does an answer come in?"""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The way by which something was received. Codes hold the place in this list: add at the end."""

    ONLINE = "online"
    KIOSK = "kiosk"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    PAPER = "paper"
    IMPORTED = "imported"
    LETTER = "letter"
    EMAIL = "email"
    PETITION = "petition"
    EVENT = "event"


CHANNELS = tuple(Channel)
TAKES_FILES = (Channel.ONLINE,)  # elsewhere questions that are answered with files are not asked
ASSISTED = (Channel.TELEPHONE, Channel.IN_PERSON)
WHOLE = (Channel.LETTER, Channel.EMAIL, Channel.PETITION, Channel.EVENT)  # that do not follow the survey


def at_home(channel: Channel) -> Channel:
    """By which way somebody goes on who has the code in their own hands: nobody helps them any more."""
    return Channel.ONLINE if channel in ASSISTED else channel
