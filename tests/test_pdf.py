"""Does a page become a PDF that says its language and structure, and is nothing fetched for it?"""

from __future__ import annotations

import socket
from io import BytesIO

import pikepdf
import pytest

from engage.pdf import pdf

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
