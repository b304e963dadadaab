"""Can a whole survey be made from nothing and published in a browser that runs no script?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from engage.bilingual import Bilingual
from engage.demo import preparing
from engage.surveys.interchange import read_yaml
from engage.surveys.workflow import Move
from tests.browser.desk import BrowserDesk
from tests.conftest import make_app
from tests.journeys import authoring, leading
from tests.journeys.test_authoring import INSTRUMENTS, instrument

pytestmark = pytest.mark.browser
SHORTEST = "play_area"  # which has variants too


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each == SHORTEST else pytest.mark.long) for each in INSTRUMENTS]
)
def test_an_instrument_is_written_translated_and_published_without_a_script(
    without_javascript: Chrome, site: str, name: str
):
    own = name.replace("_", "-")
    words = leading.WORDS | {"slug": Bilingual(f"say-{own}", f"dweud-{own}")}
    desk = BrowserDesk(without_javascript, site, make_app("sqlite://").url_map.bind("localhost"))
    now = datetime.now(UTC)
    desk.sign_in("author@glynmorfa.example")
    number = leading.consult(desk, "en", now + timedelta(days=1), now + timedelta(days=60), words)
    wanted = authoring.write(desk, number, instrument(name), "en")
    leading.move(desk, number, Move.TRANSLATE)

    desk.sign_in("translator@glynmorfa.example")
    leading.translate(desk, number, leading.translations(wanted, "en", words))
    leading.move(desk, number, Move.HAND_BACK)

    desk.sign_in("author@glynmorfa.example")
    leading.prepare(desk, number, preparing.preparation(name, "wales", date(now.year + 3, 1, 1)))
    leading.move(desk, number, Move.SEND)

    desk.sign_in("approver@glynmorfa.example")
    leading.move(desk, number, Move.APPROVE)
    leading.publish(desk, number)
    desk.open("surveys_files.index", consultation_id=number)
    files = {values["file_format"]: href for href, values in desk.links("surveys_files.download")}
    assert read_yaml(desk.fetch(files["yaml"])) == wanted
    without_javascript.delete_all_cookies()
    desk.open("consultations.show", slug=words["slug"].en)
    assert without_javascript.find_element(By.TAG_NAME, "h1").text == words["title"].en
