"""Does only harmless HTML come out of an officer's Markdown?"""

import pytest
from lxml.html import fragments_fromstring

from engage.markdown import to_html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="x" onclick="alert(1)">x</a>',
        "</title><script>alert(1)</script>",
    ],
)
def test_nothing_runs_or_is_fetched(text):
    html = to_html(text)
    for harmful in ("<script", "<img", 'href="javascript', 'href="data', '<a href="x" onclick'):
        assert harmful not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Big", '<h2 class="govuk-heading-m">Big</h2>'),
        ("## Less", '<h3 class="govuk-heading-s">Less</h3>'),
        ("**Tŷ** bach", '<p class="govuk-body"><strong>Tŷ</strong> bach</p>'),
        ("- a", '<ul class="govuk-list govuk-list--bullet">\n<li>a</li>\n</ul>'),
    ],
)
def test_what_officers_need_comes_out(text, html):
    assert to_html(text).strip() == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Big *words*", '<p class="govuk-body"><strong>Big <em>words</em></strong></p>'),
        (
            "Less\n---\n\nMore",
            '<p class="govuk-body"><strong>Less</strong></p>\n<p class="govuk-body">More</p>',
        ),
        ("# <script>", '<p class="govuk-body"><strong>&lt;script&gt;</strong></p>'),
    ],
)
def test_where_a_text_may_not_add_to_the_outline_its_headings_are_bold_paragraphs(text, html):
    assert to_html(text, outline=False).strip() == html


def test_a_link_tells_the_other_site_nothing():
    """Attributes have no order that can be relied on."""
    (link,) = fragments_fromstring(to_html("[Cyngor](https://cyngor.example)"))[0].iter("a")
    wanted = {"href": "https://cyngor.example", "class": "govuk-link", "rel": "noopener noreferrer"}
    assert (dict(link.attrib), link.text) == (wanted, "Cyngor")


def test_a_table_has_headers_that_say_their_scope():
    (header,) = fragments_fromstring(to_html("| A |\n| --- |\n| 1 |"))[0].iter("th")
    assert dict(header.attrib) == {"class": "govuk-table__header", "scope": "col"}
