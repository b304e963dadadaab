"""Can every benchmark still be begun?"""

from __future__ import annotations

from importlib import import_module

import pytest

from bench.__main__ import BENCHMARKS


@pytest.mark.parametrize("name", BENCHMARKS)
def test_it_speaks_of_what_there_is(name):
    assert import_module(f"bench.{name}").__doc__
