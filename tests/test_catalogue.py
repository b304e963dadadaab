"""Has every message its Welsh, and are faults in the catalogue seen?"""

from __future__ import annotations

import pytest
from babel.messages.catalog import Message

from engage import catalogue


def test_every_message_has_whole_and_well_formed_welsh():
    assert catalogue.faults() == []


SIX = ("dim", "un", "dau", "%(num)s tri", "%(num)s chwech", "%(num)s")


@pytest.mark.parametrize(
    ("english", "welsh", "fault"),
    [
        ("Save", "", "no Welsh"),
        ("Page %(number)s", "Tudalen", "placeholders"),
        ("Page %(number)s", "Tudalen %(rhif)s", "placeholders"),
        ('<a href="x">Help</a>', "Help", "other tags"),
        ("Ends with a space ", "Heb le", "other spaces"),
        (("%(num)s page", "%(num)s pages"), ("tudalen", "tudalen"), "2 plural forms"),
        (("%(num)s page", "%(num)s pages"), (*SIX[:5], "llawer"), "placeholders"),
    ],
)
def test_a_fault_is_named(english, welsh, fault):
    message = Message(english)
    assert any(fault in found for found in catalogue._message_faults(message, Message(english, welsh)))


def test_the_forms_for_none_one_and_two_may_leave_out_the_number():
    english = ("%(num)s page", "%(num)s pages")
    assert list(catalogue._message_faults(Message(english), Message(english, SIX))) == []
