"""How is a book of sheets written as an OpenDocument spreadsheet?

The same sheets, cells and headings as in `xlsx`; the same book is always the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from engage.analysis.archive import archive, parts
from engage.analysis.panel import PLACES, Cell, shown
from engage.analysis.sheets import PROSE, Book, Column, Grid, Heading, Link, Look, Sheet

COUNTRY = "GB"
CENTIMETRES = 0.23  # of one character
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LISTED = "META-INF/manifest.xml"
ORDER = ("mimetype", "content.xml", "meta.xml", "settings.xml", "styles.xml", LISTED)
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("style", "style"), ("table", "table"), ("text", "text"), ("meta", "meta"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("config", "config"),
    )
)  # fmt: skip
FONT = 'style:font-name="Arial" fo:font-family="Arial" style:font-family-generic="swiss"'
WRAP = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
HEAD = (
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="bottom"'
    ' fo:border-bottom="1.5pt solid #000000"/>'
)
RIGHT = '<style:paragraph-properties fo:text-align="end"/>'
BOLD = '<style:text-properties fo:font-weight="bold"/>'
NUMBERS = (
    '<number:number-style style:name="thousands">'
    '<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/>'
    "</number:number-style>"
    '<number:number-style style:name="per_cent">'
    '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
    "<number:text>%</number:text></number:number-style>"
    '<number:number-style style:name="decimal_places">'
    f'<number:number number:decimal-places="{PLACES}" number:min-integer-digits="1"/></number:number-style>'
)
STYLES = {  # of cells, by name: how it is shown, on what it builds, and what it says
    "Default": ("", "", ""),
    "Heading_20_1": ("Heading 1", "", '<style:text-properties fo:font-size="16pt" fo:font-weight="bold"/>'),
    "Heading_20_2": ("Heading 2", "", '<style:text-properties fo:font-size="14pt" fo:font-weight="bold"/>'),
    "line": ("", "", ""),
    "link": ("", "", '<style:text-properties fo:color="#0b3d91" style:text-underline-style="solid"/>'),
    "prose": ("", "", WRAP),
    "head": ("", "", HEAD + BOLD),
    "head_of_numbers": ("", "", HEAD + RIGHT + BOLD),
    Look.WORDS.value: ("", "", WRAP),
    Look.NUMBER.value: ("", "thousands", WRAP + RIGHT),
    Look.PERCENT.value: ("", "per_cent", WRAP + RIGHT),
    Look.DECIMAL.value: ("", "decimal_places", WRAP + RIGHT),
}
DEFAULT = (
    f'<style:default-style style:family="table-cell"><style:text-properties {FONT} fo:font-size="12pt"'
    ' fo:language="{language}" fo:country="{country}"/></style:default-style>'
)
SHEET = (
    '<style:style style:name="sheet" style:family="table" style:master-page-name="Default">'
    '<style:table-properties table:display="true"/></style:style>'
)
ROW = (
    '<style:style style:name="high_enough" style:family="table-row">'
    '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
)
PAGE = (
    '<office:automatic-styles><style:page-layout style:name="landscape"><style:page-layout-properties'
    ' fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.5cm"'
    ' style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="landscape"/>'
    "</office:master-styles>"
)
WHOLE = (
    f'<office:document-styles {NAMES} office:version="1.4"><office:styles>{{styles}}</office:styles>'
    "{page}</office:document-styles>"
)
ABOUT = (
    f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.4">'
    "<office:meta><dc:title>{title}</dc:title><dc:language>{language}</dc:language></office:meta>"
    "</office:document-meta>"
)
SETTINGS = (
    f'<office:document-settings {NAMES} office:version="1.4">'
    '<office:settings><config:config-item-set config:name="ooo:view-settings">'
    '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
    '<config:config-item-map-named config:name="Tables">{sheets}</config:config-item-map-named>'
    '<config:config-item config:name="ActiveTable" config:type="string">{first}</config:config-item>'
    "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
    "</office:settings></office:document-settings>"
)
VIEW = '<config:config-item config:name="ShowGrid" config:type="boolean">false</config:config-item>'


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.4"><manifest:file-entry manifest:full-path="/" manifest:version="1.4"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ORDER[1:5]
    )
    + "</manifest:manifest>"
)


def ods(book: Book) -> bytes:
    """Write the book."""
    import odfdo  # here: web processes start without it

    document = odfdo.Document("spreadsheet")
    document.delete_styles()
    for style in _styles_of_content(book):
        document.insert_style(style, automatic=True)
    body = document.body
    body.clear()
    for part in (*map(_table, book.sheets), _ranges(book.sheets)):
        body.append(odfdo.Element.from_tag(part))
    file = io.BytesIO()
    document.save(file)
    found = parts(file.getvalue())
    said = {"meta.xml": _about(book), "settings.xml": _settings(book.sheets), "styles.xml": _styles(book)}
    written = {name: f"{XML}{text}".encode() for name, text in (said | {LISTED: MANIFEST}).items()}
    return archive((name, (found | written)[name]) for name in ORDER)


# --- sheets -----------------------------------------------------------------------------------------------


def _table(sheet: Sheet) -> str:
    columns = sheet.grid.columns if sheet.grid else (Column("", PROSE),)
    widths = "".join(f'<table:table-column table:style-name="wide_{each.width}"/>' for each in columns)
    above = "".join(_row([cell]) for cell in _lines(sheet))
    return (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet">{widths}{above}'
        f"{_grid(sheet.grid) if sheet.grid else ''}</table:table>"
    )


def _lines(sheet: Sheet) -> Iterator[tuple[Cell | Link, str]]:
    """List what stands above the table, with its style: each line in the first cell of its row."""
    yield sheet.title, "Heading_20_1"
    for line in sheet.lines:
        if isinstance(line, Heading):
            yield line.text, "Heading_20_2"
        else:
            yield line, "line" if sheet.grid else "prose"


def _grid(grid: Grid) -> str:
    looks = [column.look.value for column in grid.columns]
    heads = _row(
        (column.heading, "head" if column.look is Look.WORDS else "head_of_numbers")
        for column in grid.columns
    )
    rows = "".join(_row(zip(row, looks, strict=True)) for row in grid.rows)
    return f"<table:table-header-rows>{heads}</table:table-header-rows>{rows}"


def _row(cells: Iterable[tuple[Cell | Link, str]]) -> str:
    written = "".join(_cell(cell, style) for cell, style in cells)
    return f'<table:table-row table:style-name="high_enough">{written}</table:table-row>'


def _cell(cell: Cell | Link, style: str) -> str:
    if isinstance(cell, Link):
        address = quoteattr(f"#'{cell.sheet}'.A1")
        text = f'<text:a xlink:type="simple" xlink:href={address}>{escape(cell.text)}</text:a>'
        return _written('office:value-type="string"', "link", text)
    if isinstance(cell, int | float):
        unit = "%" if style == Look.PERCENT.value else ""
        return _written(f'office:value-type="float" office:value="{cell}"', style, shown(cell, unit))
    return _written('office:value-type="string"', style, escape(cell))


def _written(value: str, style: str, text: str) -> str:
    return f'<table:table-cell table:style-name="{style}" {value}><text:p>{text}</text:p></table:table-cell>'


def _ranges(sheets: Iterable[Sheet]) -> str:
    """Mark up each table by its name."""
    ranges = "".join(_range(sheet, sheet.grid) for sheet in sheets if sheet.grid)
    return f"<table:database-ranges>{ranges}</table:database-ranges>"


def _range(sheet: Sheet, grid: Grid) -> str:
    top = len(sheet.lines) + 2
    end = f"{_letters(len(grid.columns))}{top + len(grid.rows)}"
    area = f"'{sheet.name}'.A{top}:'{sheet.name}'.{end}"
    return (
        f"<table:database-range table:name={quoteattr(grid.name)}"
        f' table:target-range-address={quoteattr(area)} table:contains-header="true"'
        ' table:display-filter-buttons="false"/>'
    )


def _letters(number: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    before, place = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + place)


# --- what is said of the whole ----------------------------------------------------------------------------


def _styles(book: Book) -> str:
    cells = (_style(name, *says) for name, says in STYLES.items())
    default = DEFAULT.format(language=book.language, country=COUNTRY)
    return WHOLE.format(styles="".join((default, NUMBERS, *cells)), page=PAGE)


def _styles_of_content(book: Book) -> Iterator[str]:
    """Say how sheets, rows and columns look: programs read these only beside the cells."""
    yield SHEET
    yield ROW
    for width in sorted(
        {PROSE, *(c.width for sheet in book.sheets if sheet.grid for c in sheet.grid.columns)}
    ):
        yield (
            f'<style:style style:name="wide_{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * CENTIMETRES:.2f}cm"/></style:style>'
        )


def _style(name: str, display: str, number: str, says: str) -> str:
    shown_as = f' style:display-name="{display}"' if display else ""
    written = f' style:data-style-name="{number}"' if number else ""
    parent = ' style:parent-style-name="Default"' if name != "Default" else ""
    return (
        f'<style:style style:name="{name}"{shown_as} style:family="table-cell"{parent}{written}>{says}'
        "</style:style>"
    )


def _about(book: Book) -> str:
    """Say the title and the language, and not who made the file or when."""
    return ABOUT.format(title=escape(book.title), language=f"{book.language}-{COUNTRY}")


def _settings(sheets: Iterable[Sheet]) -> str:
    """Hide the grid."""
    named = list(sheets)
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{VIEW}"
        "</config:config-item-map-entry>"
        for sheet in named
    )
    return SETTINGS.format(sheets=views, first=named[0].name)
