"""Which format has a survey file, by what stands in it, and what does it say?"""

from __future__ import annotations

from enum import StrEnum

from engage.surveys import interchange, limesurvey_rows, workbook
from engage.surveys.limesurvey import read_limesurvey
from engage.surveys.remarks import Reading
from engage.surveys.xlsform import read_xlsform


class Format(StrEnum):
    YAML = "yaml"
    XLSFORM = "xlsform"
    LIMESURVEY = "limesurvey"


LIMITS = {
    Format.YAML: interchange.LIMIT,
    Format.XLSFORM: workbook.LIMIT,
    Format.LIMESURVEY: limesurvey_rows.LIMIT,
}
LIMIT = max(LIMITS.values())  # bytes of any file


def format_of(content: bytes) -> Format:
    """The format of a file. What is neither a spreadsheet nor a table of LimeSurvey can only be YAML."""
    if workbook.is_workbook(content):
        return Format.XLSFORM
    try:
        table = limesurvey_rows.is_structure(limesurvey_rows.decoded(content[:65_536]))
    except UnicodeDecodeError:  # also when a letter is cut in half
        table = b"type/scale" in content[:1_000]
    return Format.LIMESURVEY if table else Format.YAML


def read(content: bytes) -> Reading:
    """Read a survey file of any format. Raises Invalid with every problem."""
    match format_of(content):
        case Format.XLSFORM:
            return read_xlsform(content)
        case Format.LIMESURVEY:
            return read_limesurvey(content)
    return Reading(interchange.read_yaml(content))
