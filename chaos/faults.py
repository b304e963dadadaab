"""What is broken while people answer? Each fault takes a world and says what people met."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.journeys import free_port
from chaos.clocked import HANDS, set_hands
from chaos.people import Crowd, Happened, Person, at_once
from chaos.servers import Application, Disk, proxy
from chaos.survey import CORRECTED
from chaos.world import Asked, World
from engage import clock
from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.database import db, fetch
from engage.surveys import correction_service

PEOPLE = 8
REPLAYS = 100  # at once
BREATH = (0.0, 0.25)  # seconds between two kills, at random, so that they hit anything


@dataclass
class Outcome:
    """What a fault came to, besides what is stored."""

    asked: Asked
    happened: Happened
    times: int
    wrong: list[str] = field(default_factory=list)  # what must not happen, in words
    more: dict[str, Any] = field(default_factory=dict)


def breath() -> None:
    time.sleep(random.uniform(*BREATH))


# --- what is killed -------------------------------------------------------------------------------------


def workers_killed(world: World, times: int) -> Outcome:
    """Kill one process of the server after the other, at random moments, while people answer."""
    asked = world.consultation()
    with world.server(ready=True) as server, Crowd(server.port, asked.start, PEOPLE) as crowd:
        wrong = _again_and_again(crowd, times, lambda: _kill_worker(server))
    return Outcome(asked, crowd.happened, times, wrong, {"exceptions": server.exceptions()})


def _kill_worker(server: Application) -> None:
    while not (workers := server.workers()):
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.kill(random.choice(workers), signal.SIGKILL)


def servers_killed(world: World, times: int) -> Outcome:
    """Kill the whole server, master and workers, and start it again."""
    asked = world.consultation()
    ready: list[float] = []

    def kill() -> None:
        server.kill()
        server.start()
        ready.append(crowd.wait_for(1) or float("inf"))

    with world.server() as server, Crowd(server.port, asked.start, PEOPLE) as crowd:
        wrong = _again_and_again(crowd, times, kill)
    more = {"exceptions": server.exceptions(), "longest_seconds_away": round(max(ready), 2)}
    return Outcome(asked, crowd.happened, times, wrong, more)


def database_killed(world: World, times: int) -> Outcome:
    """Kill PostgreSQL: in turn one of its processes, so that it recovers by itself, and all of them."""
    asked, postgres, turn = world.consultation(), world.postgres, iter(range(times))
    ready: list[float] = []

    def kill() -> None:
        if next(turn) % 2:
            postgres.kill_connection()
        else:
            postgres.kill()
            postgres.start()
        ready.append(crowd.wait_for(1) or float("inf"))

    with world.server(ready=True) as server, Crowd(server.port, asked.start, PEOPLE) as crowd:
        wrong = _again_and_again(crowd, times, kill)
    more = {"exceptions": server.exceptions(), "longest_seconds_away": round(max(ready), 2)}
    return Outcome(asked, crowd.happened, times, wrong, more)


def one_of_two_killed(world: World, times: int) -> Outcome:
    """Two application servers on one database behind nginx: kill one in turn, and start it again."""
    asked, front = world.consultation(), free_port()
    with ExitStack() as stack:
        more = {"PROXY_HOPS": "1"}
        both = [stack.enter_context(world.server(port=free_port(), **more)) for _ in range(2)]
        stack.enter_context(proxy(world.folder, front, [each.port for each in both]))
        crowd = stack.enter_context(Crowd(front, asked.start, PEOPLE))
        turn = iter(range(times))

        def kill() -> None:
            one = both[next(turn) % 2]
            one.kill()
            crowd.wait_for(PEOPLE)  # by the other one alone
            one.start()
            one.wait()
            crowd.wait_for(PEOPLE)

        wrong = _again_and_again(crowd, times, kill)
    found = {port: each.exceptions() for port, each in zip("ab", both, strict=True)}
    return Outcome(asked, crowd.happened, times, wrong, {"exceptions": found})


def _again_and_again(crowd: Crowd, times: int, fault: Callable[[], None]) -> list[str]:
    """Let people begin, break something so many times, and see that answers are taken afterwards."""
    if crowd.wait_for(PEOPLE) is None:
        return ["nobody could answer before anything was broken"]
    for _ in range(times):
        breath()
        fault()
    return [] if crowd.wait_for(PEOPLE) is not None else ["nobody could answer afterwards"]


# --- what is full, or shows another time ----------------------------------------------------------------


def disk_full(world: World, times: int, disk: Disk) -> Outcome:
    """Fill the disk of the database while people answer, and free it again."""
    asked, by_hand, away = world.consultation(), 0, []
    with world.server(ready=True) as server, Crowd(server.port, asked.start, PEOPLE) as crowd:
        wrong = _again_and_again(crowd, 0, breath)
        for _ in range(times):
            disk.fill()
            time.sleep(2)
            disk.free()
            if world.name == "postgresql" and not world.postgres.runs():
                by_hand += 1
                world.postgres.start()
            away.append(crowd.wait_for(PEOPLE))
    if None in away:
        wrong.append("nobody could answer once there was room again")
    more = {
        "exceptions": server.exceptions(),
        "longest_seconds_until_taken": round(max(each or 0 for each in away), 2),
        "database_started_by_hand": by_hand,
    }
    return Outcome(asked, crowd.happened, times, wrong, more)


OCTOBER = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # clocks went back: it is 01:30 for the second time
MARCH = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # the very moment at which clocks go forward
MINUTE = timedelta(minutes=1)
PHASES = (  # minutes from closing at which the clock is set; are answers taken?
    (-70, True),  # in October: 01:20 for the first time
    (-31, True),
    (-29, True),  # in October: 01:01 for the second time
    (-1, True),
    (+1, False),
    (-20, True),  # the clock is set back
    (+59, False),
    (+180, False),
)


def autumn(world: World, times: int) -> Outcome:
    """Let the clock jump over the closing time, and back, in the night in which summer time ends."""
    return _clock_jumps(world, OCTOBER, times)


def spring(world: World, times: int) -> Outcome:
    """The same in the night in which summer time begins."""
    return _clock_jumps(world, MARCH, times)


def _clock_jumps(world: World, closes_at: datetime, times: int) -> Outcome:
    asked = world.consultation(opens_at=closes_at - timedelta(days=10), closes_at=closes_at)
    hands, wrong = world.folder / "hands", []
    set_hands(hands, closes_at + PHASES[0][0] * MINUTE)
    environ = {HANDS: str(hands)}
    with (
        world.server(name="chaos.clocked:app", ready=True, **environ) as server,
        Crowd(server.port, asked.start, PEOPLE) as crowd,
    ):
        for minutes, is_open in PHASES * times:
            set_hands(hands, closes_at + minutes * MINUTE)
            done = crowd.wait_for(1) if is_open else crowd.wait_for_refusals(PEOPLE)
            if done is None:
                wrong.append(
                    f"{minutes} minutes from closing: nobody was {'taken' if is_open else 'refused'}"
                )
        set_hands(hands, closes_at - 10 * MINUTE)  # so that everybody can finish
    if late := world.sent_after(asked, closes_at):
        wrong.append(f"{late} were taken after closing")
    more = {
        "exceptions": server.exceptions(),
        "closes_at": closes_at.isoformat(),
        "refused": crowd.happened.refused,
    }
    return Outcome(asked, crowd.happened, len(PHASES) * times, wrong, more)


# --- what comes twice, or changes -----------------------------------------------------------------------


def replayed(world: World, times: int) -> Outcome:
    """Send the first page 100 times at once, and the whole 100 times at once: one response, one reference."""
    asked, happened, wrong = world.consultation(), Happened(), []
    with world.server(ready=True) as server:
        for _ in range(times):
            person = Person(server.port, happened, switching=0)
            person.begin(asked.start)
            first = person.fill()
            _replay(person, server.port, happened, person.address, first)
            person.open(person.address, first)
            while not person.may_send:
                person.go_on()
            address, fields = person.address, person.sending()
            texts = _replay(person, server.port, happened, address, fields)
            person.open(address, fields)
            claim = person.claim()
            happened.claims.append(claim)
            others = [text for text in texts if claim.reference not in text]
            if others:
                wrong.append(f"{len(others)} of {REPLAYS} were told something else: {others[0][:100]}")
    if happened.outages:
        wrong.append(f"replays met {dict(happened.outages)}")
    return Outcome(asked, happened, times * 2, wrong, {"exceptions": server.exceptions(), "at_once": REPLAYS})


def _replay(person: Person, port: int, happened: Happened, address: str, fields: Any) -> list[str]:
    """Send the same form from 100 connections of the same browser; return the pages that came."""
    browsers = [person.again(port) for _ in range(REPLAYS)]

    def send(number: int) -> str:
        browsers[number].open(address, fields)
        return browsers[number].text

    return at_once(REPLAYS, send)


def language_switched(world: World, times: int) -> Outcome:
    """Let everybody press the language switch on every page, with what they typed on it."""
    asked = world.consultation()
    with world.server(ready=True) as server, Crowd(server.port, asked.start, PEOPLE, switching=1.0) as crowd:
        wrong = [] if crowd.wait_for(times) is not None else ["nobody could answer"]
    if crowd.happened.outages:
        wrong.append(f"people met {dict(crowd.happened.outages)}")
    more = {"exceptions": server.exceptions()}
    return Outcome(asked, crowd.happened, crowd.happened.switches, wrong, more)


def survey_corrected(world: World, times: int) -> Outcome:
    """Put words of the published survey right, again and again, while people answer."""
    asked = world.consultation()
    with world.server(ready=True) as server, Crowd(server.port, asked.start, PEOPLE) as crowd:
        wrong = _again_and_again(crowd, 0, breath)
        for number in range(times):
            with world.app.app_context():
                after = Bilingual(f"Page 2, corrected {number}", f"Tudalen 2, cywirwyd {number}")
                correction_service.correct(
                    fetch(Officer, asked.officer_id),
                    asked.id,
                    CORRECTED,
                    after,
                    reason="A slip.",
                    sure=True,
                    now=clock.now(),
                )
                db.session.remove()
            crowd.wait_for(PEOPLE)
    if crowd.happened.outages:
        wrong.append(f"people met {dict(crowd.happened.outages)}")
    return Outcome(asked, crowd.happened, times, wrong, {"exceptions": server.exceptions()})
