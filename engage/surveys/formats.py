"""Which format has a survey file, by what stands in it, and what does it say?"""

from __future__ import annotations

import re
from dataclasses import fields
from enum import StrEnum

from engage.errors import Invalid
from engage.surveys import interchange, limesurvey_rows, naming, workbook
from engage.surveys.definition import Definition
from engage.surveys.limesurvey import read_limesurvey
from engage.surveys.problems import Problem
from engage.surveys.remarks import Reading
from engage.surveys.xlsform import read_xlsform


class Format(StrEnum):
    YAML = "yaml"
    XLSFORM = "xlsform"
    LIMESURVEY = "limesurvey"
    UNKNOWN = "unknown"


LIMITS = {
    Format.YAML: interchange.LIMIT,
    Format.XLSFORM: workbook.LIMIT,
    Format.LIMESURVEY: limesurvey_rows.LIMIT,
}
LIMIT = max(LIMITS.values())  # bytes of any file
PROBLEMS: dict[str, tuple[str, ...]] = {"not_a_survey": ()}
_KEYS = "|".join(field.name for field in fields(Definition))
_MARKS = rb"\xef\xbb\xbf\xff\xfe"  # those of an encoding, which may stand first
_YAML = re.compile(  # within a line: what could run over many would be tried from each of them
    rb"""^[ \t\r{%b]*["']?(?:%b)["']?[ \t\r]*:""" % (_MARKS, _KEYS.encode()), re.MULTILINE
)


def format_of(content: bytes) -> Format:
    """The format of a file. YAML that is broken, or in another encoding, is known by one of its keys."""
    if workbook.is_workbook(content):
        return Format.XLSFORM
    try:
        table = limesurvey_rows.is_structure(limesurvey_rows.decoded(content[:65_536]))
    except UnicodeDecodeError:  # also when a letter is cut in half
        table = b"type/scale" in content[:1_000]
    if table:
        return Format.LIMESURVEY
    return Format.YAML if _YAML.search(content.replace(b"\0", b"")) else Format.UNKNOWN


def read(content: bytes) -> Reading:
    """Read a survey file of any format. Raises Invalid with every problem."""
    match format_of(content):
        case Format.XLSFORM:
            return read_xlsform(content)
        case Format.LIMESURVEY:
            return read_limesurvey(content)
        case Format.UNKNOWN:
            raise Invalid([Problem("not_a_survey")])
    definition = interchange.read_yaml(content)
    if found := list(naming.of_parts(definition)):
        raise Invalid(found)  # the editor could not open them
    return Reading(definition)
