"""Does any definition survive the journey through an XLSForm, and do edits in a spreadsheet arrive?"""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from engage.config import ROOT
from engage.surveys.interchange import read_yaml
from engage.surveys.losses import losses
from engage.surveys.xlsform import read_xlsform, write_xlsform
from tests import examples
from tests.surveys.strategies import definitions, surveys

INSTRUMENTS = [
    pytest.param(path, id=path.stem) for path in sorted((ROOT / "engage/demo/instruments").glob("*.yaml"))
]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(definitions)
def test_any_definition_survives_the_journey_through_an_xlsform(definition):
    reading = read_xlsform(write_xlsform(definition))
    assert reading.definition == definition
    assert reading.remarks == ()


@pytest.mark.parametrize("path", INSTRUMENTS)
def test_every_instrument_of_the_demonstration_survives_it(path):
    definition = read_yaml(path.read_bytes())
    file = write_xlsform(definition)
    assert read_xlsform(file).definition == definition
    warnings: list[str] = []
    convert(io.BytesIO(file), validate=False, warnings=warnings, file_type=".xlsx")
    assert not [said for said in warnings if "no label" not in said]
