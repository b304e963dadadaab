"""People who answer while things break: they try again, as somebody does who wants to be heard."""

from __future__ import annotations

import http.client
import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from lxml import html

from bench.people import FORM, REFERENCE
from chaos.account import MARK, Claim
from chaos.survey import EQUALITY_KEYS

PATIENCE = 60.0  # seconds for one request
PAUSE = 0.1  # seconds before it is tried again
WAIT = 20.0  # seconds for one reply
OUTAGE = (500, 502, 503, 504)
CLOSED = (">This consultation has closed</h1>", ">Mae'r ymgynghoriad hwn wedi cau</h1>")
MOST_PAGES = 20  # of a journey
TYPED = "Mae'n “bwysig”, Siân;\nthe 2nd line, ŵyr & <b>co</b>"
Fields = list[tuple[str, str]]

_number = itertools.count(1)


class Broken(Exception):
    """A page was not what it should be, although the server answered."""


class GivenUp(Exception):
    """Nobody answered for as long as people wait."""


class Refused(Exception):
    """The consultation is closed."""


@dataclass
class Happened:
    """What people have met, all together."""

    claims: list[Claim] = field(default_factory=list)
    outages: Counter[str] = field(default_factory=Counter)  # by status, or kind of broken connection
    broken: list[str] = field(default_factory=list)
    refused: int = 0
    given_up: int = 0
    switches: int = 0


class Person:
    """One browser: a connection, its cookies, and the page that it shows."""

    def __init__(self, port: int, happened: Happened, *, switching: float = 0.1) -> None:
        self.happened, self.switching = happened, switching
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
        self.cookies: dict[str, str] = {}
        self.cells: dict[str, str] = {}
        self.equality: dict[str, Any] = {}
        self.address = self.text = ""

    def journey(self, start: str) -> Claim:
        """Answer a whole survey, from the start to the reference."""
        self.begin(start)
        for _ in range(MOST_PAGES):
            if REFERENCE.search(self.text):
                break
            self.go_on()
        return self.claim()

    def claim(self) -> Claim:
        """What this person has in hand at the end. Raises Broken without a reference."""
        found = REFERENCE.search(self.text)
        if not found:
            raise Broken(f"no reference at {self.address}: {_words(self.text)}")
        return Claim(found[1], dict(self.cells), dict(self.equality))

    def again(self, port: int) -> Person:
        """The same browser once more, over another connection."""
        other = Person(port, self.happened, switching=0)
        other.cookies = dict(self.cookies)
        return other

    def fill(self) -> Fields:
        """Answer the form of the page that is shown."""
        return self._fill(self._page().xpath("//form[@id='page-form']")[0])

    def begin(self, start: str) -> None:
        """Come with a fresh code, and something to say that nobody else says."""
        self.cookies.clear()
        self.cells = {MARK: f"mark-{next(_number)}-{random.getrandbits(32):08x}"}
        self.equality = {}
        self.open(start)
        if not self._page().xpath("//form[@id='page-form']"):
            raise Refused

    def go_on(self) -> None:
        """Do what the page asks for, and get the next."""
        page = self._page()
        if forms := page.xpath("//form[@id='page-form']"):
            fields = self._fill(forms[0])
            if random.random() < self.switching:
                fields = self._switch(page, fields)
            self.open(self.address, fields)
        elif self.may_send:
            self.open(self.address, self.sending())
        else:
            self._follow(page)

    @property
    def may_send(self) -> bool:
        return 'id="send"' in self.text

    def sending(self) -> Fields:
        """What the form says with which everything is sent."""
        token = self._page().xpath("//form//input[@name='csrf_token']/@value")
        return [("csrf_token", str(token[0])), ("website", "")]

    def open(self, address: str, fields: Fields | None = None) -> None:
        """Fetch a page, or send a form, until somebody answers; follow where it leads."""
        end = time.monotonic() + PATIENCE
        while True:
            status, location, text = self._tried(address, fields, end)
            if status in (301, 302, 303):
                address, fields = urlsplit(location)._replace(scheme="", netloc="").geturl(), None
            elif any(words in text for words in CLOSED):
                raise Refused
            elif status == 200:
                self.address, self.text = address, text
                return
            else:
                raise Broken(f"{status} at {address.rpartition('/')[2]}: {_words(text)}")

    def _tried(self, address: str, fields: Fields | None, end: float) -> tuple[int, str, str]:
        while time.monotonic() < end:
            try:
                status, location, text = self._asked(address, fields)
            except (OSError, http.client.HTTPException) as gone:
                self.happened.outages[type(gone).__name__] += 1
                self.connection.close()
            else:
                if status not in OUTAGE:
                    return status, location, text
                self.happened.outages[str(status)] += 1
            time.sleep(PAUSE * (0.5 + random.random()))
        raise GivenUp(f"nobody answered at {address}")

    def _asked(self, address: str, fields: Fields | None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        method, body = ("GET", None) if fields is None else ("POST", urlencode(fields))
        self.connection.request(method, address, body, headers | (FORM if body else {}))
        response = self.connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", ""), text

    def _page(self) -> Any:
        return html.fromstring(self.text)

    def _follow(self, page: Any) -> None:
        links = page.xpath("//a[contains(@class, 'govuk-button')]/@href")
        if not links:
            raise Broken(f"no way onward at {self.address}: {_words(self.text)}")
        self.open(str(links[0]))

    def _fill(self, form: Any) -> Fields:
        """Answer every question of the form, and remember what was answered."""
        fields: Fields = []
        for name in dict.fromkeys(form.xpath(".//*[self::input or self::textarea]/@name")):
            inputs = form.xpath(f".//*[@name='{name}']")
            kind = inputs[0].get("type", inputs[0].tag)
            if kind == "hidden":
                fields.append((name, inputs[0].get("value", "")))
            elif kind in ("radio", "checkbox"):
                fields += [(name, code) for code in self._choose(name, kind, inputs)]
            elif text := self._write(name):
                fields.append((name, text))
        return fields

    def _choose(self, name: str, kind: str, inputs: list[Any]) -> list[str]:
        codes = [each.get("value") for each in inputs]
        number = random.randint(1, len(codes)) if name == "several" else 1
        chosen = sorted(random.sample(codes, number), key=codes.index)
        if name in EQUALITY_KEYS:
            self.equality[name] = chosen if kind == "checkbox" else chosen[0]
        elif kind == "checkbox":
            self.cells |= {f"{name}.{code}": str(int(code in chosen)) for code in codes}
        else:
            self.cells[name] = chosen[0]
        return chosen

    def _write(self, name: str) -> str:
        text = {MARK: self.cells[MARK], "number": str(random.randint(0, 999)), "words": TYPED}.get(name, "")
        if text:
            self.cells[name] = text
        return text.replace("\n", "\r\n")  # as browsers send it

    def _switch(self, page: Any, fields: Fields) -> Fields:
        """Press the language switch: the page comes back in the other language, with all that was typed."""
        button = page.xpath("//button[@name='switch']")[0]
        lang = page.get("lang")
        self.open(button.get("formaction"), [*fields, ("switch", button.get("value"))])
        self.happened.switches += 1
        other = self._page()
        if other.get("lang") == lang:
            raise Broken(f"the language is still {lang} at {self.address}")
        form = other.xpath("//form[@id='page-form']")[0]
        shown = [(name, _plain(value)) for name, value in form.form_values()]
        typed = [(name, _plain(value)) for name, value in fields if name not in HIDDEN]
        if lost := [field for field in typed if field not in shown]:
            raise Broken(f"lost in the language switch: {lost}")
        kept = [(name, value) for name, value in fields if name not in HIDDEN]
        return [*kept, *((name, value) for name, value in shown if name in HIDDEN)]


HIDDEN = ("csrf_token", "seen")


def _plain(value: str) -> str:
    """A field's value as a browser has it: the line break with which a text area begins is none."""
    return value.replace("\r\n", "\n").removeprefix("\n")


def _words(text: str) -> str:
    main = html.fromstring(text).xpath("//main") if text else []
    return " ".join(main[0].text_content().split())[:200] if main else text[:200]


class Crowd:
    """People who answer one survey after the other until they are told to stop; a context."""

    def __init__(self, port: int, start: str, people: int, *, switching: float = 0.1) -> None:
        self.happened, self.start = Happened(), start
        self._stop = threading.Event()
        self._people = [Person(port, self.happened, switching=switching) for _ in range(people)]
        self._threads = [threading.Thread(target=self._answer, args=(each,)) for each in self._people]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Let everybody finish what they have begun."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int, seconds: float = PATIENCE) -> float | None:
        """Wait until so many more have a reference; return the seconds, None if it takes longer."""
        return _wait(lambda: len(self.happened.claims), more, seconds)

    def wait_for_refusals(self, more: int, seconds: float = PATIENCE) -> float | None:
        """The same until so many more were told that the consultation is closed."""
        return _wait(lambda: self.happened.refused, more, seconds)

    def _answer(self, person: Person) -> None:
        while not self._stop.is_set():
            try:
                self.happened.claims.append(person.journey(self.start))
            except Refused:
                self.happened.refused += 1
                self._stop.wait(PAUSE)
            except GivenUp:
                self.happened.given_up += 1
            except Broken as broken:
                self.happened.broken.append(str(broken))
                self._stop.wait(PAUSE)


def _wait(count: Callable[[], int], more: int, seconds: float) -> float | None:
    begin, before = time.monotonic(), count()
    while count() < before + more:
        if time.monotonic() > begin + seconds:
            return None
        time.sleep(0.02)
    return time.monotonic() - begin


def at_once(people: int, deed: Callable[[int], Any]) -> list[Any]:
    """Let so many do the same at the same moment; return what each of them got."""
    together, got = threading.Barrier(people), [None] * people

    def act(number: int) -> None:
        together.wait()
        got[number] = deed(number)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
