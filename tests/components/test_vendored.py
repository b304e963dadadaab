"""Is the vendored stylesheet free of what is not ours, and does it hold all that the templates use?"""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest

from tools import vendor_govuk

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "static" / "vendor" / f"govuk-frontend-{vendor_govuk.VERSION}.min.css"
OWN = ROOT / "static" / "css" / "engage.css"
CLASS = re.compile(r"\.((?:govuk|engage)-(?:[\w-]|\\!)+)")  # a "!" is written with a backslash
# Classes that structure a component for its script or its neighbours and have no rule of their own.
WITHOUT_RULES = {"govuk-checkboxes", "govuk-radios", "govuk-table__body", "govuk-table__row"}


def test_a_typeface_that_is_not_ours_goes():
    css = (
        "@font-face{font-family:GDS Transport;src:url(a.woff2)}.a{font-family:GDS Transport,arial,sans-serif}"
    )
    assert vendor_govuk.unbrand(css) == ".a{font-family:var(--app-font,Arial,sans-serif)}"


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".govuk-tabs{a:b}.govuk-tag{c:d}", ".govuk-tag{c:d}"),
        (".govuk-tabs__list,.govuk-tag{a:b}", ".govuk-tag{a:b}"),
        ("@media print{.govuk-tabs--x{a:b}.govuk-tag{c:d}}", "@media print{.govuk-tag{c:d}}"),
        ("@media print{.govuk-tabs{a:b}}", ""),
        (".govuk-header{a:b}.govuk-generic-header,.govuk-tag{c:d}", ".govuk-generic-header,.govuk-tag{c:d}"),
        (".a:not(.b,.c),.govuk-tabs{a:b}", ".a:not(.b,.c){a:b}"),
        ('@charset "UTF-8";:root{--a:1}', '@charset "UTF-8";:root{--a:1}'),
    ],
)
def test_only_rules_of_unused_components_go(css, left):
    assert vendor_govuk.trim(css) == left + "\n"


@pytest.mark.parametrize("css", [".a{background:url(x)}", "@font-face{a:b}", ".a{font-family:GDS}"])
def test_a_stylesheet_that_would_load_something_is_refused(css):
    with pytest.raises(SystemExit):
        vendor_govuk.trim(css)


def test_the_stylesheets_are_light():
    css = VENDORED.read_bytes() + OWN.read_bytes()
    assert len(brotli.compress(css)) < 18_000


def test_every_class_in_a_template_has_a_rule():
    sheets = [VENDORED, *OWN.parent.glob("*.css")]
    found = (name for sheet in sheets for name in CLASS.findall(sheet.read_text()))
    known = {name.replace("\\", "") for name in found} | WITHOUT_RULES
    used: dict[str, str] = {}
    for template in (ROOT / "templates").rglob("*.html"):
        for value in re.findall(r'class="([^"{]*)"', template.read_text()):
            used |= dict.fromkeys(value.split(), template.name)
    ours = ("govuk-", "engage-")
    unknown = {name for name in used if name.startswith(ours) and name not in known and "-js-" not in name}
    assert {name: used[name] for name in unknown} == {}
