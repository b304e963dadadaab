"""Does a kiosk work while there is no network, and does everything then arrive once?"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask, g
from flask_migrate import upgrade
from selenium import webdriver
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server

from engage import create_app
from engage.accounts.permissions import Role
from engage.database import db
from engage.respond import kiosk_service
from engage.respond.kiosk_models import Kiosk, KioskRemnant
from engage.respond.models import Response
from engage.surveys import answer_forms, standard
from engage.surveys.answers import read_page
from engage.surveys.choices import choices
from engage.surveys.definition import Answer, Definition, takes_files
from engage.surveys.journey import Journey
from tests.browser import walk
from tests.browser.conftest import free_port, start
from tests.browser.network import CutOnce, Network
from tests.browser.test_pages import faults
from tests.conftest import make_settings
from tests.examples import BUDGET, EVERY_KIND, REQUIRED, ROUTED, SHORT
from tests.factories import make_council, make_officer
from tests.respond.conftest import publish
from tests.respond.test_journeys import EVERY_FIELD
from tests.respond.test_ways import with_ways

pytestmark = pytest.mark.browser
CUTS = 100
SURVEYS = {
    "short": SHORT,
    "every": EVERY_KIND,
    "required": REQUIRED,
    "routed": ROUTED,
    "budget": BUDGET,
    "ways": with_ways(SHORT, "easy_read", "large_print"),
}
SENT = {"en": "Your answers have been sent", "cy": "Mae eich atebion wedi'u hanfon"}
KEPT = {
    "en": "Your answers are kept on this device and will be sent",
    "cy": "Mae eich atebion wedi'u cadw ar y ddyfais hon a byddant yn cael eu hanfon",
}
UNLOAD = """
const leaving = new Event("beforeunload", {cancelable: true});
dispatchEvent(leaving);
return leaving.defaultPrevented;
"""
WATCHED = (
    "addEventListener('beforeunload', (event) => sessionStorage.setItem('warned', event.defaultPrevented))"
)
WARNED = "return sessionStorage.getItem('warned')"
IDLE = "document.getElementById('kiosk-idle').dataset"
SENDING = ("Your answers are being sent", "Mae eich atebion yn cael eu hanfon")
SHELL = {"en": "/en/kiosk/survey", "cy": "/cy/ciosg/arolwg"}


class Site:
    """The application, the network before it, and its kiosks."""

    def __init__(self, app: Flask, network: Network, versions: dict[str, tuple[int, int]]) -> None:
        self.app, self.network, self.versions = app, network, versions

    def start_code(self, name: str) -> str:
        with self.app.app_context():
            clerk = make_officer(None, Role.CLERK)
            _version, consultation_id = self.versions[name]
            clerk.council_id = 1
            db.session.commit()
            return kiosk_service.add(clerk, consultation_id, name, "Here", now=datetime.now(UTC)).code

    def responses(self, name: str) -> list[Response]:
        with self.app.app_context():
            mine = select(Response).where(Response.version_id == self.versions[name][0])
            return list(db.session.scalars(mine))


@pytest.fixture(scope="module")
def kiosks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    behind, before = free_port(), free_port()
    settings = make_settings(f"sqlite:///{tmp_path_factory.mktemp('kiosks') / 'engage.db'}")
    app = create_app(replace(settings, site_url=f"http://127.0.0.1:{before}"))
    with app.app_context():
        upgrade()
        council, now = make_council(), datetime.now(UTC)
        opened = {
            "council": council,
            "published_at": now - timedelta(days=2),
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=1),
        }
        made = {name: publish(definition, **opened) for name, definition in SURVEYS.items()}
        versions = {name: (version.id, version.survey.consultation_id) for name, version in made.items()}
        db.session.remove()
    server = make_server("127.0.0.1", behind, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    network = Network(behind, before)
    yield Site(app, network, versions)
    network.close()
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def tablet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    browser = start(tmp_path_factory.mktemp("tablet"))
    yield browser
    browser.quit()


@pytest.fixture
def device(kiosks: Site, tablet: Chrome) -> Iterator[Chrome]:
    size(tablet, 768, 1024)
    yield tablet
    logging.warning("At the end: %s %s", tablet.current_url, tablet.page_source)  # shown where a test fails
    kiosks.network.is_down = kiosks.network.hangs = False
    kiosks.network.cut = lambda *_: None


def size(driver: Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def begin(kiosks: Site, driver: Chrome, name: str) -> None:
    """Make the browser a kiosk for this survey, and wait until it could do without a network."""
    driver.get(f"{kiosks.network.address}/en/kiosk/start")
    driver.find_element(By.ID, "code").send_keys(kiosks.start_code(name))
    walk.press(driver)
    ready(driver)


def ready(driver: Chrome) -> None:
    walk.wait_for(
        driver, lambda: bool(driver.execute_script("return document.documentElement.dataset.ready"))
    )


def open_survey(driver: Chrome, language: str = "en") -> None:
    press(driver, f"a[hreflang={language}]")
    walk.wait_for(driver, lambda: bool(driver.find_elements(By.CSS_SELECTOR, "#page-form [type=submit]")))
    press(driver)


def press(driver: Chrome, selector: str = "#page-form button[type=submit]") -> None:
    """Press a button by the keyboard, and wait until the page shows something else."""
    shown = "return (document.querySelector('main')?.innerHTML ?? '') + document.title"
    before = driver.execute_script(shown)
    button = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.send_keys(Keys.ENTER)

    walk.wait_for(driver, lambda: driver.execute_script(shown) not in ("", before))


def heading(driver: Chrome) -> str:
    shown = "return document.querySelector('h1').textContent.replace(/\\s+/g, ' ').trim()"
    return str(driver.execute_script(shown))


def errors(driver: Chrome) -> list[str]:
    return [each.text for each in driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary__list a")]


def answer_short(driver: Chrome, language: str, code: str) -> str:
    """Answer SHORT from the welcome page to the end; return what the last page says."""
    open_survey(driver, language)
    driver.find_element(By.CSS_SELECTOR, f"input[value={code}]").send_keys(Keys.SPACE)
    press(driver)
    press(driver)
    press(driver)
    walk.wait_for(driver, lambda: heading(driver) in (SENT[language], KEPT[language]))
    return heading(driver)


WAITED_FOR = """  // for as long as static/js/kiosk-worker.js has patience
    const loaded = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
    return loaded.filter((each) => each.responseEnd - each.startTime >= 3900).map((each) => each.name);
"""
KEPT_ENTRIES = """
    const [done] = arguments;
    const text = (sealed) => new TextDecoder("latin1").decode(sealed);
    const read = ({ sealed, ...rest }) => [Object.keys(rest).join(), text(sealed)];
    indexedDB.open("engage-kiosk").onsuccess = ({ target: { result } }) => {
        const entries = result.transaction("entries").objectStore("entries");
        entries.getAll().onsuccess = ({ target }) => done(target.result.map(read));
    };
"""


# --- the network ----------------------------------------------------------------------------------------


def test_a_hundred_cuts_between_press_and_reply_make_a_hundred_responses(kiosks: Site, device: Chrome):
    begin(kiosks, device, "every")
    cut = kiosks.network.cut = CutOnce("/en/kiosk/entries", seed=4)
    script = """
        const [count, done] = [arguments[0], arguments[1]];
        (async () => {
            const { Queue } = await import("/static/js/kiosk-queue.js");
            const survey = await (await fetch("/en/kiosk/questions")).json();
            const queue = new Queue(survey.addresses);
            const references = [];
            queue.addEventListener("sent", ({ detail }) => references.push(detail.reference));
            for (let number = 1; number <= count; number += 1) {
                const opinions = { street: [`Street ${number}`] };
                const { version } = survey;
                const rest = { version, language: "en", equality: {}, email: "", purposes: [] };
                await queue.put({ ...rest, opinions }, survey.key);
                while (await queue.count()) await queue.flush();
            }
            done(references);
        })().catch((error) => done(String(error)));
    """
    device.set_script_timeout(90)
    references = device.execute_async_script(script, CUTS)
    stored = kiosks.responses("every")
    assert cut.lost + cut.unanswered == CUTS
    assert min(cut.lost, cut.unanswered) > 10
    assert sorted(each.answers["street"]["value"] for each in stored) == sorted(
        f"Street {number}" for number in range(1, CUTS + 1)
    )
    assert sorted(each.reference for each in stored) == sorted(references)
    with kiosks.app.app_context():
        assert list(db.session.scalars(select(KioskRemnant))) == []
        assert db.session.scalar(select(Kiosk.sent).order_by(Kiosk.id.desc()).limit(1)) == CUTS


def test_people_go_on_answering_without_a_network_and_it_is_sent_when_it_returns(
    kiosks: Site, device: Chrome
):
    begin(kiosks, device, "short")
    assert answer_short(device, "en", "yes") == SENT["en"]
    reference = device.find_element(By.CSS_SELECTOR, "[data-put=reference]").text
    assert [each.reference for each in kiosks.responses("short")] == [reference]
    press(device, "[data-go=finish]")
    ready(device)
    kiosks.network.is_down = True
    for language, code in (("cy", "no"), ("en", "yes")):
        device.get(f"{kiosks.network.address}/cy/ciosg/croeso")
        assert answer_short(device, language, code) == KEPT[language]
        assert device.find_element(By.ID, "idle-unsent").get_property("hidden")  # nothing is deleted now
    assert "2 responses wait on this device" in device.find_element(By.ID, "kiosk-state").text
    kept = device.execute_async_script(KEPT_ENTRIES)
    assert [names for names, _ in kept] == ["id"] * 2
    assert not any("longer_hours" in sealed or "version" in sealed for _, sealed in kept)
    kiosks.network.is_down = False
    device.get(f"{kiosks.network.address}/kiosk")
    walk.wait_for(device, lambda: len(kiosks.responses("short")) == 3)
    walk.wait_for(
        device, lambda: "Mae popeth wedi'i anfon." in device.find_element(By.ID, "kiosk-state").text
    )
    ready(device)
    assert "This device also works without a network." in device.find_element(By.ID, "kiosk-state").text
    codes = sorted(
        (each.language, each.answers["longer_hours"]["value"]) for each in kiosks.responses("short")
    )
    assert codes == [("cy", "no"), ("en", "yes"), ("en", "yes")]


def test_a_network_that_does_not_answer_is_not_waited_for_again_and_again(kiosks: Site, device: Chrome):
    begin(kiosks, device, "short")
    kiosks.network.hangs = True
    device.get(f"{kiosks.network.address}/cy/ciosg/croeso")
    open_survey(device)
    assert (
        len(device.execute_script(WAITED_FOR)) <= 1
    )  # the page, of which another worker knows than of the welcome
    device.find_element(By.CSS_SELECTOR, "input[value=yes]").send_keys(Keys.SPACE)
    for _ in range(3):
        press(device)
    walk.wait_for(device, lambda: heading(device) == KEPT["en"])
    kiosks.network.hangs = False
    before = len(kiosks.responses("short"))
    device.get(f"{kiosks.network.address}/kiosk")
    walk.wait_for(device, lambda: len(kiosks.responses("short")) > before)


# --- the same rules as online ---------------------------------------------------------------------------

TYPED = [
    {},
    EVERY_FIELD,
    {"heard": "other"},
    {"heard": "other", "heard--other--other": "x" * 201},
    {"heard--other--other": "A friend"},
    {"heard": "letter", "heard--other--other": "A friend"},
    {"use": ["libraries", "parks", "buses"]},
    {"use": ["libraries", "none"]},
    {"services--libraries--good": "agree"},
    {"first--rank--parks": "2"},
    {"first--rank--parks": "1", "first--rank--buses": "1"},
    {"order--rank--parks": "1"},
    {"order--rank--parks": "1", "order--rank--buses": "2", "order--rank--libraries": "3"},
    {"share--points--parks": "99"},
    {"share--points--parks": "100"},
    {"share--points--parks": "-1", "share--points--buses": "101"},
    {"share--points--parks": "ten"},
    *({"visits": text} for text in ("3", " 3 ", "3,5", "32", "-1", "−1", "1.5", "1.0", "x", "1,250", "£3")),
    *({"spend": text} for text in ("3.25", "£1,250.50", "1.234", "1 250", "12,50", "1e3")),
    *(
        dict(zip(("moved--day", "moved--month", "moved--year"), parts, strict=True))
        for parts in (
            ("3", "6", "2020"),
            ("31", "2", "2020"),
            ("29", "2", "2024"),
            ("", "6", "2020"),
            ("3", "", ""),
            ("3", "6", ""),
            ("3", "6", "20"),
            ("3", "6", "1919"),
            ("1", "1", "2027"),
            ("x", "6", "2020"),
            ("0", "6", "2020"),
        )
    ),
    {"street": "x" * 40},
    {"street": "x" * 41},
    {"street": "  Stryd   y\tMôr "},
    {"ideas": "a\r\nb"},
    {"ideas": "ŵ" * 301},
    *({"where": text} for text in ("ZZ1 2AB", "zz1 9ab", "ZZ24AA", "ZZ2 9AA", "AB1 2CD", "ZZ1", "nowhere")),
    {"quote": "yes"},
]
READ = """
    const [address, cases, done] = arguments;
    const place = ({ field, to, text }) => [field, to, text];
    (async () => {
        const { read } = await import("/static/js/kiosk-answers.js");
        const survey = await (await fetch(address)).json();
        const questions = survey.steps.flatMap((step) => step.questions);
        done(cases.map((fields) => {
            const typed = new Map(Object.entries(fields));
            const found = questions.map((question) => ({ key: question.key, ...read(question, typed) }));
            const answered = found.filter(({ value }) => value !== undefined);
            return {
                values: Object.fromEntries(answered.map(({ key, value }) => [key, value])),
                problems: found.flatMap(({ problems }) => problems.map(place)),
            };
        }));
    })().catch((error) => done(String(error)));
"""


@pytest.mark.parametrize(("name", "language"), [("every", "en"), ("required", "cy")])
def test_the_device_finds_the_answers_and_the_slips_that_the_server_finds(
    kiosks: Site, device: Chrome, name: str, language: str
):
    begin(kiosks, device, name)
    cases = [
        {field: value if isinstance(value, list) else [value] for field, value in typed.items()}
        for typed in TYPED
    ]
    address = {"en": "/en/kiosk/questions", "cy": "/cy/ciosg/cwestiynau"}[language]
    found = device.execute_async_script(READ, address, cases)
    assert len(found) == len(TYPED)
    [step] = [each for each in standard.opinion_steps(SURVEYS[name]) if each.page.questions]
    questions = [question for question in step.page.questions if not takes_files(question)]
    with kiosks.app.test_request_context(f"/{language}/"):
        g.lang = language
        for typed, case in zip(cases, found, strict=True):
            fields = MultiDict([(field, text) for field, texts in typed.items() for text in texts])
            reading = read_page(step, questions, fields, language)
            said = answer_forms.said(reading.problems, language)
            expected = [[problem.field, problem.fields[0], text] for problem, text in said]
            assert case["problems"] == expected, typed
            assert case["values"] == {k: answer.value for k, answer in reading.answers.items()}, typed


ROUTES = """
    const [cases, done] = arguments;
    (async () => {
        const { route } = await import("/static/js/kiosk-routing.js");
        const survey = await (await fetch("/en/kiosk/questions")).json();
        done(cases.map((answers) => {
            const { asked, kept } = route(survey.steps, new Map(Object.entries(answers)));
            const keys = (questions) => questions.map(({ key }) => key);
            const pages = asked.map(({ step, questions }) => [step.number, keys(questions)]);
            return [pages, [...kept.keys()].sort()];
        }));
    })().catch((error) => done(String(error)));
"""


def test_who_checks_answers_is_told_which_are_not_asked_any_more(kiosks: Site, device: Chrome):
    begin(kiosks, device, "routed")
    open_survey(device)
    for chosen in ("resident", "bus"):
        device.find_element(By.CSS_SELECTOR, f"input[value={chosen}]").send_keys(Keys.SPACE)
        press(device)
    device.find_element(By.ID, "better").send_keys("More of them.")
    press(device)
    assert heading(device) == "Check your answers"
    aside = "[data-put=aside]"
    assert not device.find_element(By.CSS_SELECTOR, aside).is_displayed()
    press(device, ".engage-link-button")
    device.find_element(By.CSS_SELECTOR, "input[value=organisation]").send_keys(Keys.SPACE)
    press(device)
    assert heading(device) == "Anything else"  # which is asked only now
    press(device)
    told = device.find_element(By.CSS_SELECTOR, aside)
    assert [each.text for each in told.find_elements(By.TAG_NAME, "li")] == [
        "How do you travel?",
        "What would be better?",
    ]
    assert faults(device, "check") == []


def test_what_a_change_makes_necessary_is_asked_also_of_who_goes_back_from_it(kiosks: Site, device: Chrome):
    begin(kiosks, device, "routed")
    open_survey(device)
    device.find_element(By.CSS_SELECTOR, "input[value=organisation]").send_keys(Keys.SPACE)
    press(device)
    press(device)
    press(device, ".engage-link-button")
    device.find_element(By.CSS_SELECTOR, "input[value=resident]").send_keys(Keys.SPACE)
    press(device)
    assert heading(device) == "How you travel"
    press(device, "#kiosk-back")
    assert heading(device) == "Check your answers"
    press(device)
    assert heading(device) == "How you travel"
    assert len(errors(device)) == 1
    device.find_element(By.CSS_SELECTOR, "input[value=car]").send_keys(Keys.SPACE)
    press(device)
    assert heading(device) == "Check your answers"


@pytest.mark.parametrize("name", ["routed", "budget"])
def test_the_device_asks_what_the_server_would_ask(kiosks: Site, device: Chrome, name: str):
    begin(kiosks, device, name)
    cases = [drawn(SURVEYS[name], Random(seed)) for seed in range(200)]
    found = device.execute_async_script(ROUTES, [values for values, _ in cases])
    steps = standard.opinion_steps(SURVEYS[name])
    ways = set()
    for (_, answers), (asked, kept) in zip(cases, found, strict=True):
        journey = Journey(steps, answers)
        expected = [[step.number, [step.key(q) for q in journey.questions(step)]] for step in journey.asked]
        assert (asked, kept) == (expected, sorted(journey.kept()))
        ways.add(str(asked))
    assert len(ways) >= 3


def drawn(survey: Definition, chance: Random) -> tuple[dict, dict]:
    """Answers by chance to any question, asked or not: as values, and as the server has them."""
    answers = {}
    for step in standard.opinion_steps(survey):
        for question in step.page.questions:
            codes = [option.code for option in choices(question)] or ["words"]
            one = chance.choice(codes)
            if chance.random() < 0.7:
                answers[step.key(question)] = Answer([one] if question.kind == "several" else one, "en")
    return {key: answer.value for key, answer in answers.items()}, answers


# --- every page -----------------------------------------------------------------------------------------

SIZES = [("en", 320, 800), ("cy", 768, 1024), ("en", 1280, 900)]


@pytest.mark.parametrize(("language", "width", "height"), SIZES)
@pytest.mark.parametrize("name", ["required", "budget"])
def test_a_whole_survey_by_keyboard_with_every_page_good_for_everybody(
    kiosks: Site, device: Chrome, name: str, language: str, width: int, height: int
):
    begin(kiosks, device, name)
    size(device, width, height)
    found = faults(device, "welcome")
    before = len(kiosks.responses(name))
    open_survey(device, language)
    for number in range(60):
        found += faults(device, f"{name} {number} {heading(device)}")
        if heading(device) in SENT.values():
            break
        if name == "budget" and device.find_elements(By.CSS_SELECTOR, "[data-question]"):
            walk.fill(device)  # nothing is required there
        press(device)
        if errors(device):
            found += faults(device, f"{name} {number} {heading(device)}: errors")
            assert device.title.startswith(("Error: ", "Gwall: "))
            walk.fill(device)
            press(device)
            assert not errors(device), device.title
        walk.wait_for(
            device,
            lambda: (
                heading(device) not in ("Your answers are being sent", "Mae eich atebion yn cael eu hanfon")
            ),
        )
    else:
        raise AssertionError("the survey does not end")
    assert found == []
    assert len(kiosks.responses(name)) == before + 1


def test_changing_the_language_keeps_what_was_typed(kiosks: Site, device: Chrome):
    begin(kiosks, device, "every")
    open_survey(device, "cy")
    press(device)
    device.find_element(By.ID, "street").send_keys("Stryd y Môr")
    press(device, "#kiosk-switch")
    assert device.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert device.find_element(By.ID, "street").get_attribute("value") == "Stryd y Môr"
    assert device.current_url.endswith(SHELL["en"])
    press(device)
    assert "Stryd y Môr" in device.find_element(By.CSS_SELECTOR, "main").text
    buttons = device.find_elements(By.CSS_SELECTOR, ".govuk-summary-list__actions button")
    buttons[0].send_keys(Keys.ENTER)
    assert heading(device) == "Questions"
    press(device)
    assert heading(device) == "Check your answers"


def test_what_is_typed_while_the_other_language_is_on_its_way_stays(kiosks: Site, device: Chrome):
    begin(kiosks, device, "every")
    open_survey(device, "en")
    press(device)
    device.execute_script(
        "window.fetch = ((real) => (...all) => new Promise((go) => {"
        " (window.held ??= []).push(() => go(real(...all))); }))(window.fetch)"
    )
    device.find_element(By.ID, "kiosk-switch").send_keys(Keys.ENTER)
    device.find_element(By.ID, "street").send_keys("Stryd y Môr")
    device.execute_script("window.held.forEach((each) => each())")
    walk.wait_for(device, lambda: device.find_element(By.TAG_NAME, "html").get_attribute("lang") == "cy")
    assert device.find_element(By.ID, "street").get_attribute("value") == "Stryd y Môr"


def test_a_kiosk_that_is_stopped_meanwhile_takes_nothing_that_was_typed_away(kiosks: Site, device: Chrome):
    begin(kiosks, device, "every")
    open_survey(device, "en")
    press(device)
    device.find_element(By.ID, "street").send_keys("Stryd y Môr")
    with kiosks.app.app_context():
        stopped = db.session.scalar(select(Kiosk).order_by(Kiosk.id.desc()).limit(1))
        stopped.stopped_at = datetime.now(UTC)
        db.session.commit()
    asked_for = "return performance.getEntriesByType('resource').filter((e) => /arolwg/.test(e.name)).length"
    before = device.execute_script(asked_for)
    device.find_element(By.ID, "kiosk-switch").send_keys(Keys.ENTER)
    walk.wait_for(device, lambda: device.execute_script(asked_for) > before)
    device.execute_async_script("setTimeout(arguments[0], 500)")  # what it would do with that takes no longer
    assert device.find_element(By.ID, "street").get_attribute("value") == "Stryd y Môr"


def test_answers_that_the_device_cannot_keep_are_still_there_and_can_be_sent_again(
    kiosks: Site, device: Chrome
):
    begin(kiosks, device, "short")
    before = len(kiosks.responses("short"))
    open_survey(device, "en")
    device.find_element(By.CSS_SELECTOR, "input[value=yes]").send_keys(Keys.SPACE)
    press(device)
    press(device)
    device.execute_script(
        "window.put = IDBObjectStore.prototype.put;"
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    press(device)
    walk.wait_for(device, lambda: bool(errors(device)))
    assert heading(device) == "Send your answers"
    assert errors(device)[0].startswith("Your answers could not be kept on this device")
    assert faults(device, "not kept") == []
    device.execute_script("IDBObjectStore.prototype.put = window.put")
    press(device)
    walk.wait_for(device, lambda: heading(device) == SENT["en"])
    assert len(kiosks.responses("short")) == before + 1


def test_a_device_that_lets_nothing_be_kept_leads_to_the_ordinary_pages(kiosks: Site, device: Chrome):
    begin(kiosks, device, "short")
    device.execute_script("CacheStorage.prototype.match = () => Promise.reject(new Error('not allowed'))")
    press(device, "a[hreflang=en]")
    assert "/survey" not in device.current_url
    assert device.find_elements(By.CSS_SELECTOR, "main .govuk-button")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_people_answer_in_another_way_also_without_a_network(kiosks: Site, device: Chrome, language: str):
    begin(kiosks, device, "ways")
    kiosks.network.is_down = True
    device.get(f"{kiosks.network.address}/cy/ciosg/croeso")
    before = len(kiosks.responses("ways"))
    press(device, f"a[hreflang={language}]")
    walk.wait_for(device, lambda: bool(device.find_elements(By.CSS_SELECTOR, "[data-go=way]")))
    assert faults(device, "other ways") == []
    press(device, "[data-frame$=easy_read]")
    walk.wait_for(device, lambda: bool(device.find_elements(By.CLASS_NAME, "engage-way--easy_read")))
    assert faults(device, "Easy Read") == []
    press(device, "#kiosk-switch")
    press(device, "#kiosk-switch")
    assert device.find_elements(By.CLASS_NAME, "engage-way--easy_read")
    press(device)
    device.find_element(By.CSS_SELECTOR, "input[value=yes]").send_keys(Keys.SPACE)
    press(device)
    press(device)
    press(device)
    walk.wait_for(device, lambda: heading(device) == KEPT[language])
    kiosks.network.is_down = False
    device.get(f"{kiosks.network.address}/kiosk")
    walk.wait_for(device, lambda: len(kiosks.responses("ways")) == before + 1)
    assert {(each.variant) for each in kiosks.responses("ways")} == {"easy_read"}


def test_finishing_without_sending_clears_everything_and_going_back_shows_nothing(
    kiosks: Site, device: Chrome
):
    begin(kiosks, device, "every")
    before = len(kiosks.responses("every"))
    open_survey(device, "en")
    press(device)
    device.find_element(By.ID, "street").send_keys("Stryd y Môr")
    device.find_element(By.ID, "kiosk-clear").send_keys(Keys.ENTER)
    press(device, "#clear-now")
    ready(device)
    device.back()
    assert "Stryd y Môr" not in device.page_source
    assert len(kiosks.responses("every")) == before


def test_going_back_or_loading_anew_is_warned_about_until_answers_are_sent(kiosks: Site, device: Chrome):
    begin(kiosks, device, "short")
    open_survey(device, "en")
    assert not device.execute_script(UNLOAD)
    device.find_element(By.CSS_SELECTOR, "input[value=yes]").send_keys(Keys.SPACE)
    assert device.execute_script(UNLOAD)
    press(device)
    assert device.execute_script(UNLOAD)
    press(device)
    press(device)
    walk.wait_for(device, lambda: heading(device) == SENT["en"])
    assert not device.execute_script(UNLOAD)


@pytest.mark.parametrize("way", ["by a button", "by itself"])
def test_whoever_finishes_or_has_gone_is_not_warned(kiosks: Site, device: Chrome, way: str):
    begin(kiosks, device, "every")
    open_survey(device, "en")
    press(device)
    device.find_element(By.ID, "street").send_keys("Stryd y Môr")
    device.execute_script(WATCHED)
    assert device.execute_script(UNLOAD)
    assert device.execute_script(WARNED) == "true"
    if way == "by a button":
        device.find_element(By.ID, "kiosk-clear").send_keys(Keys.ENTER)
        press(device, "#clear-now")
    else:
        device.execute_script(f"Object.assign({IDLE}, {{ idle: 0.2, warning: 1 }})")
        device.find_element(By.TAG_NAME, "h1").send_keys(Keys.SHIFT)
    ready(device)
    assert device.execute_script(WARNED) == "false"


def test_whoever_does_nothing_is_asked_and_can_have_more_time(kiosks: Site, device: Chrome):
    begin(kiosks, device, "every")
    open_survey(device, "en")
    dialog = device.find_element(By.ID, "kiosk-idle")
    assert int(dialog.get_attribute("data-idle")) + int(dialog.get_attribute("data-warning")) >= 120
    device.execute_script(f"{IDLE}.idle = 0.2")
    device.find_element(By.TAG_NAME, "h1").send_keys(Keys.SHIFT)
    walk.wait_for(device, dialog.is_displayed)
    assert "It starts again in" in device.find_element(By.ID, "idle-said").get_attribute("textContent")
    assert device.switch_to.active_element.get_attribute("id") == "idle-more"
    assert faults(device, "the warning") == []
    device.execute_script(f"{IDLE}.idle = 100")
    device.switch_to.active_element.send_keys(Keys.ENTER)
    assert not dialog.is_displayed()
    device.execute_script(f"Object.assign({IDLE}, {{ idle: 0.2, warning: 1 }})")
    device.find_element(By.TAG_NAME, "h1").send_keys(Keys.SHIFT)
    ready(device)


def test_without_a_script_more_time_is_offered_and_keeps_what_is_typed(
    kiosks: Site, without_javascript: Chrome
):
    driver = without_javascript
    driver.get(f"{kiosks.network.address}/en/kiosk/start")
    driver.find_element(By.ID, "code").send_keys(kiosks.start_code("every"))
    walk.press(driver)
    driver.get(f"{kiosks.network.address}/en/kiosk/begin?go=1")
    more_time(driver, "a.govuk-button")
    walk.press(driver, "main .govuk-button")
    driver.find_element(By.ID, "street").send_keys("Stryd y Môr")
    more_time(driver, "button")
    assert driver.find_element(By.ID, "street").get_attribute("value") == "Stryd y Môr"


def more_time(driver: Chrome, button: str) -> None:
    """Ask for it as if three minutes had passed."""
    notice = driver.find_element(By.CLASS_NAME, "engage-kiosk-notice")
    assert not notice.is_displayed()
    driver.execute_script("arguments[0].style.animationDelay = '0s'", notice)
    walk.wait_for(driver, notice.is_displayed)
    walk.press(driver, f".engage-kiosk-notice {button}")


@pytest.mark.parametrize(("language", "width", "height"), SIZES)
def test_what_is_asked_without_a_script_is_good_for_everybody(
    kiosks: Site, device: Chrome, language: str, width: int, height: int
):
    begin(kiosks, device, "every")
    size(device, width, height)
    device.get(
        kiosks.network.address + {"en": "/en/kiosk/begin?go=1", "cy": "/cy/ciosg/dechrau?go=1"}[language]
    )
    walk.press(device, "main .govuk-button")
    device.execute_script(
        "const asked = document.querySelector('body noscript');"
        "asked.outerHTML = asked.textContent;"
        "document.querySelector('.engage-kiosk-notice').style.animationDelay = '0s'"
    )
    walk.wait_for(device, device.find_element(By.CLASS_NAME, "engage-kiosk-notice").is_displayed)
    assert faults(device, "more time") == []
