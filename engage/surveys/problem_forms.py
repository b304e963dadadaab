"""What are authors told that they must mend? A sentence for every code of a `Problem`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from engage.surveys.answer_forms import written
from engage.surveys.problems import Problem

OF_THE_FILE: dict[str, LazyString] = {  # interchange.PROBLEMS
    "file_too_big": _l("The file is too big. The most that it may have, in bytes: %(limit)s"),
    "not_utf8": _l("The file is not text in UTF-8. Save it again as UTF-8"),
    "not_yaml": _l("The file cannot be read as YAML. Line %(line)s, column %(column)s"),
    "too_deep": _l("Lists and groups are inside each other too deep. Line %(line)s, column %(column)s"),
    "too_much_repeated": _l("The file unfolds to too much. Line %(line)s, column %(column)s"),
    "repeated_key": _l("This key stands twice in one place: %(key)s. Line %(line)s, column %(column)s"),
    "tag_refused": _l("YAML tags are not allowed: %(tag)s. Line %(line)s, column %(column)s"),
}
OF_THE_DOCUMENT: dict[str, LazyString] = {  # document.PROBLEMS
    "not_mapping": _l("Here must be a group of keys and values"),
    "not_list": _l("Here must be a list"),
    "not_text": _l("Here must be text. Put it in quotation marks"),
    "not_whole_number": _l("Here must be a whole number"),
    "not_number": _l("Here must be a number"),
    "not_true_or_false": _l("Here must be true or false"),
    "not_date": _l("Here must be a date such as 2026-10-25"),
    "unreadable_text": _l("The text holds characters that cannot be shown. Type it again"),
    "unknown_key": _l("This key is not known here: %(key)s"),
    "missing_key": _l("This key is missing: %(key)s"),
    "unknown_kind": _l("There is no kind of question with this name: %(kind)s"),
    "unknown_condition": _l("There is no condition with this name: %(names)s"),
}
SENTENCES = OF_THE_FILE | OF_THE_DOCUMENT


def sentence(problem: Problem, lang: str) -> str:
    """What is to be mended, in the language of the page; where it is, says the problem's place."""
    words = {name: written(value, lang) for name, value in problem.parameters.items()}
    return str(SENTENCES[problem.code]) % words
