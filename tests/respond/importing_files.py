"""Exports as the five tools lay them out, with invented contents."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl


def cells(line: str) -> list[str]:
    """A row, written on one line."""
    return line.split("|")


def as_csv(*rows, delimiter=",", encoding="utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows, merged=(), texts=(), sheets=()) -> bytes:
    """A workbook; the cells named in `texts` hold a text even if it begins with an equals sign.

    `sheets` come after the one with the rows: their names, and the rows of each.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for cell in texts:
        sheet[cell].data_type = "s"
    for name, more in sheets:
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CITIZEN_SPACE = as_csv(
    cells(
        "Response ID|Date Submitted|Language|How did you hear of this?|How did you hear of this? - Other"
        "|Which services do you use? - Libraries|Which services do you use? - Parks"
        "|How do you rate these services? - Libraries, They are good|Your ideas|Your email"
    ),
    cells("ANON-7K2Q-X|2026-06-01 09:15:00|en|Another way|A poster|Libraries||Agree|=1+1|ceri@example.org"),
    cells("ANON-9M3T-4|2026-06-02 21:40:11|cy|By letter|||Parks||Tŷ bach yn y parc, os gwelwch yn dda.|"),
)
MICROSOFT_FORMS = as_xlsx(
    cells(
        "ID|Start time|Completion time|Email|Name|Sut clywsoch chi am hyn?"
        "|Pa wasanaethau ydych chi'n eu defnyddio?|Beth ddylai ddod gyntaf?|When did you move here?"
        "|Your ideas"
    ),
    [
        *(1, datetime(2026, 6, 1, 9, 10), datetime(2026, 6, 1, 9, 15), "anonymous", None, "Drwy lythyr"),
        *("Llyfrgelloedd;Parciau;", "Bysiau;Llyfrgelloedd;Parciau;", datetime(2019, 3, 1), "=1+1"),
    ],
    [
        *(2, datetime(2026, 6, 2, 9, 10), datetime(2026, 6, 2, 9, 15), "anonymous", None, None),
        *("Dim un o'r rhain;", None, None, "Ŵyn yn y cae"),
    ],
    texts=["J2"],
)
SNAP = as_csv(
    cells("ID.name|ID.date|ID.lang|Q1|Q2|Q3|||Q4"),
    cells(
        "|||How did you hear of this?|The plan is clear|Which services do you use? - Libraries"
        "|Which services do you use? - Parks|Which services do you use? - Buses|Your street"
    ),
    cells("1|03/06/2026|Welsh|Drwy lythyr|Cytuno|0|1|1|Ffordd y Môr"),
    encoding="cp1252",
)
SMARTSURVEY = as_xlsx(
    [
        *("UserID", "Started", "Ended", "1. How did you hear of this?", None),
        *("2. Which services do you use?", None, None, "3. Share out 100 points", None, None),
        *("4. Put these in order", None, None),
    ],
    [
        *(None, None, None, None, "Another way", "Libraries", "Parks", "None of these"),
        *("Libraries", "Parks", "Buses", "Libraries", "Parks", "Buses"),
    ],
    [
        *(40017, "01/06/2026 09:00", "01/06/2026 09:15", "By letter", None, "Libraries", "Parks", None),
        *(50, 50, 0, 3, 1, 2),
    ],
    [
        *(40018, "01/06/2026 09:00", "02/06/2026 10:15", None, None, None, None, "None of these"),
        *(None, None, None, None, None, None),
    ],
    merged=["D1:E1", "F1:H1"],
)
LIMESURVEY = as_csv(
    cells(
        "id|submitdate|lastpage|startlanguage|heard|heard[other]|use[libraries]|use[parks]|clear"
        "|services[libraries_good]|services[parks_needed]|order[1]|order[2]|order[3]"
        "|share[libraries]|share[parks]|share[buses]|visits|spend|where|quote"
    ),
    cells(
        "12|2026-06-01 12:00:00|3|cy|-oth-|Ar y bws|Y|N|agree|disagree|no_opinion|buses|parks|libraries"
        "|20|80|0|4|12.50|ZZ2 4AB|Y"
    ),
    cells("13||1|en|letter||Yes|No|||||||||||||"),
    delimiter=";",
)
