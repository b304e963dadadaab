"""Does every message of the interface have Welsh, whole and well-formed?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from engage.config import ROOT

FOLDER = ROOT / "translations"
WELSH = FOLDER / "cy" / "LC_MESSAGES" / "messages.po"
TEMPLATE = FOLDER / "messages.pot"
# CLDR's six plural categories of Welsh: zero, one, two, few (3), many (6), other.
PLURAL = "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
PROJECT = ("Engage", "interface")  # what the header calls the file; its dates and names are the translator's
MAY_OMIT_NUMBER = 3  # the forms for none, one and two may say the number in words
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w+\}")
TAG = re.compile(r"</?[a-z]+")


def extract() -> Catalog:
    """Read every message out of the code and the templates."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(
        str(ROOT),
        methods,
        options,
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in (".venv", "tests", "node_modules", ".git"),
    ):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def read_welsh() -> Catalog:
    """The Welsh catalogue, as a translator edits it."""
    with WELSH.open("rb") as file:
        return read_po(file, locale="cy")


def update() -> int:
    """Bring the template and the Welsh catalogue up to date with the code; return how many lack Welsh.

    The header keeps its dates, so that nothing changes in the file when no message does.
    """
    found = extract()
    with TEMPLATE.open("wb") as file:
        write_po(file, found, width=110, omit_header=True, no_location=True, sort_output=True)
    welsh = read_welsh()
    welsh.update(found, no_fuzzy_matching=True, update_creation_date=False)
    welsh.obsolete.clear()
    welsh.project, welsh.version = PROJECT
    with WELSH.open("wb") as file:
        write_po(file, welsh, width=110, no_location=True, sort_output=True)
    return sum(1 for message in welsh if message.id and not _whole(message))


def faults() -> list[str]:
    """Everything that a translator or an author must mend before the Welsh pages are all Welsh."""
    wanted, welsh = extract(), read_welsh()
    header = WELSH.read_text(encoding="utf-8")
    found = [] if PLURAL in header.replace('"\n"', "") else ["not the six plural forms of Welsh"]
    for message in wanted:
        if message.id:
            translated = welsh.get(_key(message), message.context)
            found += [f"{_key(message)!r}: {fault}" for fault in _message_faults(message, translated)]
    found += [
        f"{_key(m)!r}: no longer used" for m in welsh if m.id and wanted.get(_key(m), m.context) is None
    ]
    return found


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A message's text as forms: one, or one for each plural category."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _whole(message: Message) -> bool:
    forms = _forms(message.string)
    return bool(forms) and all(form.strip() for form in forms)


def _message_faults(message: Message, welsh: Message | None) -> Iterator[str]:
    if welsh is None or not _whole(welsh):
        yield "no Welsh"
        return
    if welsh.fuzzy:
        yield "the Welsh is marked as unsure"
    english, forms = _forms(message.id), _forms(welsh.string)
    plural = len(english) > 1
    if plural and len(forms) != 6:
        yield f"{len(forms)} plural forms instead of 6"
    for number, form in enumerate(forms):
        yield from _form_faults(english[-1], form, may_omit=plural and number < MAY_OMIT_NUMBER)


def _form_faults(english: str, welsh: str, *, may_omit: bool) -> Iterator[str]:
    wanted, has = sorted(PLACEHOLDER.findall(english)), sorted(PLACEHOLDER.findall(welsh))
    if wanted != has and not (may_omit and set(has) <= set(wanted)):
        yield f"placeholders {has} instead of {wanted}"
    if sorted(TAG.findall(english)) != sorted(TAG.findall(welsh)):
        yield "other tags"
    if english.endswith(" ") != welsh.endswith(" ") or english.startswith(" ") != welsh.startswith(" "):
        yield "other spaces at the ends"
