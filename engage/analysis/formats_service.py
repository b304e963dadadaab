"""How is a whole release written in each format?

The same release gives the same bytes every time, as long as the programs that write it are the same; what was
given out once is kept. A spreadsheet of a large release takes seconds and its PDF a minute or more: they are
made in the background.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engage.analysis import file_words, words
from engage.analysis.about import About
from engage.analysis.as_json import as_json
from engage.analysis.csvw import csvw
from engage.analysis.formats import Format
from engage.analysis.ods import ods
from engage.analysis.page import page, shorthand
from engage.analysis.sheets import book
from engage.analysis.tables import SafeTable
from engage.analysis.xlsx import xlsx
from engage.config import ROOT
from engage.pdf import pdf

TEMPLATE = "analysis/standing_alone.html"
Maker = Callable[[Sequence[SafeTable], About, str], bytes]


def written(kind: Format, tables: Sequence[SafeTable], about: About, language: str) -> bytes:
    """Write a release as one file. Raises NoPdf where this machine cannot draw a PDF."""
    return MAKERS[kind](tables, about, language)


def html(tables: Sequence[SafeTable], about: About, language: str) -> str:
    """Write a release as a page that needs nothing else."""
    return _environment().get_template(TEMPLATE).render(
        page=page(tables, about, language),
        say=file_words,
        every_mark=shorthand(words.SHORTHAND, language),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    """Templates outside a request: no language and no council but those that are given."""
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )


MAKERS: dict[Format, Maker] = {
    Format.XLSX: lambda tables, about, language: xlsx(book(tables, about, language)),
    Format.ODS: lambda tables, about, language: ods(book(tables, about, language)),
    Format.PDF: lambda tables, about, language: pdf(html(tables, about, language)),
    Format.HTML: lambda tables, about, language: html(tables, about, language).encode(),
    Format.CSVW: csvw,
    Format.JSON: lambda tables, about, language: as_json(tables, about),
}
