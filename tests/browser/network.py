"""How is the network between a browser and the site cut: for a while, or within one reply?"""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random
from time import sleep

BEFORE = -1  # the request does not arrive


class Network:
    """Passes on what a browser asks of the site; `is_down` cuts all of it, `cut` one reply at one byte.

    While it `hangs`, nothing is cut and nothing arrives.
    """

    def __init__(self, site: int, port: int) -> None:
        self.is_down = self.hangs = False
        self.cut: Callable[[str, bytes, Callable[[], int]], int | None] = lambda *_: None
        self._site, self._listening = site, socket.create_server(("127.0.0.1", port), backlog=100)
        self.address = f"http://127.0.0.1:{port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        with browser, suppress(OSError), browser.makefile("rb") as asked:
            browser.settimeout(30)
            line = asked.readline().decode("latin-1").split()
            while self.hangs:
                sleep(0.1)
            if self.is_down or len(line) != 3:
                return
            headers = http.client.parse_headers(asked)
            body = asked.read(int(headers.get("Content-Length") or 0))
            reply = b""

            def whole() -> int:
                """Let the site answer; tell how long its reply is."""
                nonlocal reply
                reply = self._reply(line[0], line[1], dict(headers.items()), body)
                return len(reply)

            at = self.cut(line[1], body, whole)
            if at == BEFORE:
                return
            if at is None and not reply:
                whole()
            browser.sendall(reply if at is None else reply[:at])

    def _reply(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        site = http.client.HTTPConnection("127.0.0.1", self._site, timeout=30)
        site.request(method, path, body, {**headers, "Connection": "close"})
        got = site.getresponse()
        content = got.read()
        kept = [(k, v) for k, v in got.getheaders() if k.lower() not in ("transfer-encoding", "connection")]
        if not any(name.lower() == "content-length" for name, _ in kept):
            kept.append(("Content-Length", str(len(content))))
        head = [f"HTTP/1.1 {got.status} {got.reason}", *(f"{k}: {v}" for k, v in kept), "Connection: close"]
        site.close()
        return "\r\n".join([*head, "", ""]).encode("latin-1") + content


class CutOnce:
    """Cuts the network once for everything that is sent to one path, at a random moment."""

    def __init__(self, path: str, seed: int) -> None:
        self.path, self.seen, self.random = path, set[bytes](), Random(seed)
        self.lost, self.unanswered = 0, 0  # cut before the site stored it, and after

    def __call__(self, path: str, body: bytes, whole: Callable[[], int]) -> int | None:
        if not path.startswith(self.path) or body in self.seen:
            return None
        self.seen.add(body)
        if self.random.random() < 0.25:
            self.lost += 1
            return BEFORE
        self.unanswered += 1
        return self.random.randrange(whole())
