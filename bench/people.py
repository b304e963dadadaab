"""People who answer a survey one after the other without a pause, each over a connection of their own."""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode, urlsplit

PROCESSES = 4
PAUSE = 0.1  # seconds after an error
STARTING = 1.0  # seconds for the processes to start
PAGES = 5
TURNS = PAGES + 1  # of a whole journey: the last one sends it
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
QUESTION = re.compile(r'name="(q\d+)"')
ONWARD = re.compile(r'class="govuk-button" href="([^"]+)"')
REFERENCE = re.compile(r'engage-reference">([^<]+)<')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Broken(Exception):
    """A page was not what it should be."""


@dataclass
class Tally:
    """What some people have done: the seconds of each turn of a page, how many of those in time, requests."""

    end: float  # by the clock `time.monotonic`, which all processes share
    seconds: list[float] = field(default_factory=list)
    in_time: int = 0
    requests: int = 0
    errors: list[str] = field(default_factory=list)  # pages that were not what they should be

    def turned(self, start: float) -> None:
        now = time.monotonic()
        self.seconds.append(now - start)
        self.in_time += now <= self.end

    def add(self, other: Tally) -> None:
        self.seconds += other.seconds
        self.in_time += other.in_time
        self.requests += other.requests
        self.errors += other.errors

    @property
    def journeys(self) -> float:
        """Whole journeys in time, those that were cut off by their part."""
        return self.in_time / TURNS


class Person:
    """One browser: a connection, its cookies, and the page that it shows."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.tally = tally
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.address = self.page = ""

    def open(self, address: str, fields: dict[str, str] | None = None) -> None:
        """Fetch a page, or send a form, and follow the redirect."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None if fields is None else urlencode(fields)
        self.connection.request(
            "GET" if body is None else "POST", address, body, headers | (FORM if body else {})
        )
        self.tally.requests += 1
        response = self.connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if response.status in (301, 302, 303):
            self.open(urlsplit(response.headers["Location"]).path)
            return
        if response.status != 200:
            raise Broken(f"{response.status} at {address}: {text[:200]}")
        self.address, self.page = address, text

    def turn(self) -> None:
        """Answer every question of the page, send it, and get the next page."""
        token, questions = TOKEN.search(self.page), set(QUESTION.findall(self.page))
        if not token:
            raise Broken(f"no form at {self.address}")
        answers = {name: f"o{random.randint(1, 5)}" for name in questions}
        start = time.monotonic()
        self.open(self.address, {"csrf_token": token[1], **answers})
        self.tally.turned(start)

    def journey(self, start: str) -> None:
        """Answer a whole survey, from the start to the reference."""
        self.cookies.clear()
        self.open(start)
        for _ in range(PAGES):
            self.turn()
        onward = ONWARD.search(self.page)
        if not onward:
            raise Broken(f"no way onward at {self.address}")
        self.open(onward[1])
        self.turn()
        if not REFERENCE.search(self.page):
            raise Broken(f"no reference at {self.address}")


def answer_until(end: float, port: int, start: str, people: int) -> Tally:
    """Let these people answer until `end`; whoever meets an error begins anew."""
    tallies = [Tally(end) for _ in range(people)]

    def run(tally: Tally) -> None:
        person = Person(port, tally)
        while time.monotonic() < end:
            try:
                person.journey(start)
            except (Broken, OSError, http.client.HTTPException) as problem:
                tally.errors.append(repr(problem)[:300])
                person.connection.close()
                time.sleep(PAUSE)

    threads = [threading.Thread(target=run, args=(tally,)) for tally in tallies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for tally in tallies[1:]:
        tallies[0].add(tally)
    return tallies[0]


def crowd(port: int, start: str, people: int, seconds: float) -> Tally:
    """Let this many people answer at once for so many seconds, out of several processes."""
    begin = time.monotonic() + STARTING
    whole = Tally(begin + seconds)
    words = (sys.executable, "-m", "bench.people", str(begin), str(whole.end), str(port), start)
    shares = [len(range(first, people, PROCESSES)) for first in range(min(people, PROCESSES))]
    commands = ((*words, str(share)) for share in shares)
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    for process in processes:
        found = process.communicate()[0]
        if process.returncode:
            raise Broken("somebody could not finish; see above")
        whole.add(Tally(**json.loads(found)))
    return whole


if __name__ == "__main__":
    begin, end, port, start, people = sys.argv[1:]
    time.sleep(max(0.0, float(begin) - time.monotonic()))
    print(json.dumps(asdict(answer_until(float(end), int(port), start, int(people)))))
