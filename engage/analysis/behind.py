"""Which groups have hardly answered yet, beside the residents of the area?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engage.analysis.beside import beside
from engage.analysis.representativeness import Band, standings
from engage.analysis.tables import SafeTable

Row = tuple[str, str, str, str]  # characteristic, group, share of respondents, share of residents


def behind(compared: Iterable[tuple[SafeTable, Mapping[str, int]]], language: str) -> tuple[Row, ...]:
    """List the groups that are a clearly smaller share of respondents than of residents, in survey order.

    Each characteristic, of everyone together, with the residents by the code of the group. A group whose
    number is hidden is not in the list: nothing is known of it but that it is small.
    """
    return tuple(
        (table.subject.title[language], row[0], row[2], row[3])
        for table, residents in compared
        for standing, row in zip(
            standings(table, residents), beside(table, residents, language).rows, strict=True
        )
        if standing.band is Band.UNDER
    )
