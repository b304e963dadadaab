"""What has the demonstration's translator still to do?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engage.accounts.models import Officer
from engage.surveys import draft_service as drafts
from engage.surveys import translating_service as translating
from engage.surveys import translation_queries as translations
from engage.surveys.deeds import Deed
from engage.surveys.texts import rewritten
from engage.surveys.translation import digest
from engage.surveys.translation_models import Sort

NEW = {  # what the author has written in English, after it had been translated
    "page:who/title": "Who you are answering for",
    "question:county/hint": "Choose the county where you live, study or work, or the one that you know best.",
    "page:elsewhere/body": (
        "The other questions are about life in Glynmorfa, Ystradwen and the Vale of Arwen, so we will not "
        "ask you those. If you use schools, youth clubs or other services here, tell us about them on this "
        "page."
    ),
    "question:respondent/options:somebody_else/hint": "Please answer with them, or as they would.",
}
NOT_YET = ("question:elsewhere_comments/title", "page:comments/title", "question:comments/hint")
CHECKED = ("section:you/title", "question:respondent/title")
ASKED = "question:county/hint"
NOTE = "The names of the three counties are those of the road signs."
QUESTION = "Is “study” meant for school pupils too, or for college alone?"


def leave_work(author: Officer, translator: Officer, consultation_id: int, *, now: datetime) -> None:
    """Leave some texts missing and some out of date; let the translator check two, and ask about one."""
    sheet = translations.sheet(author, consultation_id)
    there = {entry.key: entry.text.words for entry in sheet.entries}
    words = {key: replace(there[key], en=english) for key, english in NEW.items()}
    words |= {key: replace(there[key], cy="") for key in NOT_YET if key in there}
    drafts.change(
        author,
        consultation_id,
        lambda before: rewritten(before, words),
        seen=sheet.survey.revision if sheet.survey else 0,
        deed=Deed.CHANGED,
        subject=words["page:who/title"],
        now=now,
    )
    seen = {key: digest(there[key]) for key in CHECKED}
    translating.sign_off(translator, consultation_id, seen, now=now)
    for sort, said in ((Sort.NOTE, NOTE), (Sort.QUESTION, QUESTION)):
        translating.say(translator, consultation_id, ASKED, sort, said, language="en", now=now)
