"""How are records written for SPSS and other statistics programs, with labels in one language?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import Any

import numpy as np

from engage.analysis import record_words as say
from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED
from engage.analysis.plain import one_line
from engage.analysis.record_files import AboutRecords, lines, missing
from engage.analysis.records import HIDDEN, Records, Variable

NUMBERS = {HIDDEN: -7, NOT_ANSWERED: -8, NOT_ASKED: -9}  # missing values
MARKS = {say.HIDDEN: -7, say.NOT_ANSWERED: -8, say.NOT_ASKED: -9}
LONGEST = {"file": 64, "variable": 255, "value": 120}  # bytes that the format has room for
NOTE = 70  # letters in a line of a note, which has room for 80 bytes
MADE_ON = slice(92, 109)  # bytes of the header: the day and the time of writing
SOME_DAY = b"01 Jan 8000:00:00"


def sav(records: Records, about: AboutRecords, language: str) -> bytes:
    """Write the records as an SPSS system file, always in the same bytes: the codes are numbers from 1 on."""
    import pandas  # heavy, and needed by a background job alone
    import pyreadstat

    names = [variable.name for variable in records.variables]
    values = {name: _numbers(own).astype(float) for name, own in zip(names, records.values, strict=True)}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "records.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(values),
            str(file),
            file_label=_cut(about.consultation[language], "file"),
            column_labels={v.name: _cut(v.title[language], "variable") for v in records.variables},
            variable_value_labels={v.name: _labels(v, language) for v in records.variables},
            missing_ranges={name: [{"lo": -9, "hi": -7}] for name in names},
            variable_measure=dict.fromkeys(names, "nominal"),
            variable_format=dict.fromkeys(names, "F4.0"),
            note=[part for line in lines(about, language) for part in wrap(line, NOTE)],
        )
        written = bytearray(file.read_bytes())
    written[MADE_ON] = SOME_DAY
    return bytes(written)


def _numbers(values: Any) -> Any:
    numbers = values - (FIRST - 1)
    for value, number in NUMBERS.items():
        numbers = np.where(values == value, number, numbers)
    return numbers


def _labels(variable: Variable, language: str) -> dict[float, str]:
    """What each number means."""
    found = {float(number): label[language] for number, label in enumerate(variable.labels, 1)}
    found |= {float(MARKS[mark]): label[language] for mark, label in missing(variable).items()}
    return {number: _cut(label, "value") for number, label in found.items()}


def _cut(text: str, where: str) -> str:
    """As much of a text as there is room for."""
    line, most = one_line(text), LONGEST[where]
    if len(line.encode()) <= most:
        return line
    return line.encode()[: most - 3].decode(errors="ignore") + "…"
