"""Does a page become a PDF that says its language and structure, and is nothing fetched for it?"""

from __future__ import annotations

import socket
from io import BytesIO

import pikepdf
import pytest

from engage.pdf import pdf
from tests import tagged

PAGE = """<!doctype html><html lang="cy"><head><title>Tŷ ŵ</title>
<link rel="stylesheet" href="static/css/print.css">{more}</head>
<body><h1>Tŷ ŵ</h1><p>Helo</p><table><tr><th scope="col">A</th></tr><tr><td>1</td></tr></table>
{body}</body></html>"""


def opened(more: str = "", body: str = "") -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf(PAGE.format(more=more, body=body))))


def test_a_page_becomes_a_tagged_pdf_in_its_language():
    document = opened()
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "cy"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as about:
        assert about["dc:title"] == "Tŷ ŵ"
        assert about["pdfuaid:part"] == "1"


PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="
FOOT = "<style>@page { @bottom-center { content: 'Page ' counter(page) } }</style>"


def drawn(body: str = "", more: str = "") -> bytes:
    return pdf(PAGE.format(more=more, body=body))


def test_parts_in_another_language_say_so():
    assert tagged.languages(drawn('<p lang="en">Hello <span lang="pl">Witam</span></p>')) == {"en", "pl"}


def test_a_picture_that_adorns_and_the_foot_of_a_page_are_not_read_out():
    content = drawn(f'<p><img src="{PICTURE}" alt=""> <img src="{PICTURE}" alt="Map"></p>', FOOT)
    assert tagged.faults(content) == []
    with pikepdf.open(BytesIO(content)) as document:
        commands = pikepdf.parse_content_stream(document.pages[0])
        begun = [str(operands[0]) for operands, command in commands if str(command) == "BDC"]
    assert (begun.count("/Artifact"), begun.count("/Figure")) == (2, 1)


def test_headings_of_a_table_say_how_far_they_reach():
    row = '<tr><th scope="row">C</th><td>1</td></tr>'
    head = '<tr><th scope="col">A</th><th scope="col">B</th></tr>'
    assert tagged.faults(drawn(f"<table>{head}{row}</table>")) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("del root.Lang", "has no language"),
        ("root.MarkInfo.Marked = False", "not said to be tagged"),
        ("del root.ViewerPreferences.DisplayDocTitle", "does not show its title"),
        ("root.StructTreeRoot.K[0].K = pikepdf.Array()", "nobody owns content 0"),
        ("root.StructTreeRoot.K[0].K[0].S = pikepdf.Name.H3", "H3 follows a heading of level 0"),
        ("root.StructTreeRoot.K[0].K[0].S = pikepdf.Name.Figure", "a picture says nothing"),
        ("root.StructTreeRoot.K[0].K[1].S = pikepdf.Name.LI", "LI stands in Document"),
        ("root.StructTreeRoot.K[0].K[1].Lang = 'Welsh!'", "is no language"),
        ("page.contents_add(b'0 0 9 9 re f')", "paints with f"),
    ],
)
def test_the_check_sees_what_is_wrong(broken, fault):
    document = opened()
    exec(broken, {"pikepdf": pikepdf, "root": document.Root, "page": document.pages[0]})
    out = BytesIO()
    document.save(out)
    assert any(fault in each for each in tagged.faults(out.getvalue()))


def test_style_sheets_of_ours_count():
    more = '<link rel="stylesheet" href="static/css/paper.css">'
    mark = '<div class="paper"><p class="paper-mark" data-form="Ffurflen 7KQ4">x</p></div>'
    with_styles, without = (len(pdf(PAGE.format(more=each, body=mark))) for each in (more, ""))
    assert with_styles > without + 2000  # another font, and the mark at the foot of the page


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{there}/picture.png" alt="x">',
        '<img src="static/../../../etc/passwd" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<p style="background: url({there}/behind.png)">x</p>',
        '<link rel="stylesheet" href="{there}/more.css">',
        '<object data="{there}/thing.svg"></object>',
    ],
)
def test_nothing_is_fetched_whatever_a_text_points_to(body):
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        there = f"http://127.0.0.1:{door.getsockname()[1]}"
        assert len(opened(body=body.format(there=there)).pages) == 1
        with pytest.raises(BlockingIOError):
            door.accept()
