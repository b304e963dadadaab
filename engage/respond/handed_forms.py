"""What are people told about a file that is not kept? A sentence for every code of `handed.PROBLEMS`."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from engage.surveys.fields import FieldProblem

SENTENCES: dict[str, LazyString] = {
    "file_empty": _l("This file is empty. Choose another one: %(file)s"),
    "file_too_large": _l("This file is larger than %(megabytes)s MB. Choose a smaller one: %(file)s"),
    "file_unknown": _l(
        "This file cannot be taken. Choose a picture or a document "
        "(PDF, DOCX, ODT, XLSX, ODS or TXT): %(file)s"
    ),
    "files_too_much": _l(
        "All the files that come with your answers may have %(megabytes)s MB together. Remove one first"
    ),
    "files_too_often": _l("Too many files have come from your network. Try again in an hour"),
    "files_not_received": _l(
        "The files were too large together, so nothing on this page was received. "
        "Add them one at a time, each of %(megabytes)s MB or less"
    ),
    "file_passed": _l("The form led past this question, so nothing can be kept with it"),
    "file_again": _l("Choose this again: a file cannot stay on a page that is shown again"),
}


def said(problems: Iterable[FieldProblem]) -> list[tuple[FieldProblem, str]]:
    """Each problem with its sentence, as `presentation` takes them."""
    return [(problem, _sentence(problem)) for problem in problems]


def _sentence(problem: FieldProblem) -> str:
    if problem.code == "file_too_many":
        return ngettext(
            "You can add %(num)s file. Remove it to add another one",
            "You can add %(num)s files. Remove one to add another",
            problem.parameters["maximum"],
        )
    return str(SENTENCES[problem.code]) % dict(problem.parameters)
