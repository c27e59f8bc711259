"""A round over many addresses: hosts side by side, each host one request after the other and not too fast."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from openscore.sources import web as causes
from openscore.sources.digests import digests
from openscore.sources.looks import Look, Notes, conditions
from openscore.sources.web import AGENT, Limits, Web

_TICK = 0.5
"""Seconds between looks at whether somebody hangs."""


class Round:
    """Looks at addresses with several threads.

    Args:
        workers: Hosts that are asked at once.
        rate: Requests a second to one host at most; where its robots.txt asks for fewer, that counts.
        limits: How far one look goes.
        is_local: Whether addresses of this machine and its networks may be asked.
        notes: Earlier looks, whose states are not asked for again if they are still the same.
    """

    def __init__(self, *, workers: int, rate: float, limits: Limits, is_local: bool, notes: Notes) -> None:
        self._workers = workers
        self._pause = 1 / rate
        self._limits = limits
        self._notes = notes
        self._stop = threading.Event()
        self._web = Web(limits, is_local=is_local, wait=self._stop.wait)

    def looks(self, addresses: Iterable[str]) -> Iterator[Look]:
        """Yield a look at every address, in the order in which they come in; the hosts with most begin."""
        hosts: dict[str, deque[str]] = {}
        for address in dict.fromkeys(addresses):
            if host := host_of(address):
                hosts.setdefault(host, deque()).append(address)
            else:
                yield Look(address, _now(), 0, failure=causes.NOT_WEB)
        waiting = deque(sorted(hosts.values(), key=len, reverse=True))
        awaited = {address for listed in waiting for address in listed}
        found: queue.Queue[Look | Exception] = queue.Queue()
        crew = [_Worker(self, waiting, found) for _ in range(min(self._workers, len(waiting)))]
        for worker in crew:
            worker.start()
        try:
            while awaited:
                for look in self._next(found) or self._given_up(crew, waiting, found):
                    if look.url in awaited:
                        awaited.remove(look.url)
                        yield look
        finally:
            self._stop.set()

    @staticmethod
    def _next(found: queue.Queue[Look | Exception]) -> list[Look]:
        """Return the next look; nothing if there is none for a while."""
        try:
            one = found.get(timeout=_TICK)
        except queue.Empty:
            return []
        if isinstance(one, Exception):
            raise one
        return [one]

    def _given_up(
        self,
        crew: list[_Worker],
        waiting: deque[deque[str]],
        found: queue.Queue[Look | Exception],
    ) -> list[Look]:
        """Return the looks that hang, of which a server may send a byte now and then; others take over."""
        longest = self._limits.tries * (self._limits.seconds + self._limits.patience)
        looks = []
        for place, worker in enumerate(crew):
            if lost := worker.given_up(longest):
                looks += lost
                crew[place] = _Worker(self, waiting, found)
                crew[place].start()
        return looks

    def host(self, listed: deque[str], worker: _Worker) -> Iterator[Look]:
        """Look at the addresses of one host, one after the other."""
        manners: RobotFileParser | None = None
        pause = self._pause
        while listed and not self._stop.is_set():
            address = worker.begin(listed.popleft())
            if manners is None:
                manners = self._manners(address)
                pause = max(pause, float(manners.crawl_delay(AGENT) or 0))
                self._stop.wait(pause)
            began = time.monotonic()
            if manners.can_fetch(AGENT, address):
                yield self._look(address)
            else:
                yield Look(address, _now(), 0, failure=causes.ROBOTS)
            self._stop.wait(max(0.0, pause - (time.monotonic() - began)))

    def _look(self, address: str) -> Look:
        before = self._notes.get(address)
        answer = self._web.ask(address, conditions(before))
        if answer.status == 304 and before:
            return before._replace(at=_now(), moved=answer.moved, failure="")
        sent = digests(answer.content) if answer.status == 200 else None
        return Look(
            address,
            _now(),
            answer.status,
            sent.bytes if sent else "",
            sent.text if sent else "",
            answer.moved,
            answer.headers.get("etag", "")[:1000],
            answer.headers.get("last-modified", "")[:100],
            answer.failure,
        )

    def _manners(self, address: str) -> RobotFileParser:
        """Return what the host lets programs do (RFC 9309): all if it says nothing, nothing if it fails."""
        parts = urlsplit(address)
        parser = RobotFileParser()
        answer = self._web.ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
        if answer.status == 200:
            parser.parse(answer.content.body[:500_000].decode("utf-8", "replace").splitlines())
        elif answer.status >= 500 or answer.status == 429:
            parser.parse(["User-agent: *", "Disallow: /"])
        else:
            parser.parse([])
        return parser


class _Worker(threading.Thread):
    """Takes host after host; a daemon, so that one that hangs keeps nobody from ending."""

    def __init__(
        self, round: Round, waiting: deque[deque[str]], found: queue.Queue[Look | Exception]
    ) -> None:
        super().__init__(daemon=True)
        self._round, self._waiting, self._found = round, waiting, found
        self._listed: deque[str] = deque()
        self._address, self._began = "", float("inf")

    def run(self) -> None:
        """Look at hosts until none waits."""
        try:
            while self._waiting:
                self._listed = self._waiting.popleft()
                for look in self._round.host(self._listed, self):
                    self._began = float("inf")
                    self._found.put(look)
        except IndexError:
            return  # Another one took the last host in between.
        except Exception as error:  # noqa: BLE001  # Whoever waits for looks has to know.
            self._found.put(error)

    def begin(self, address: str) -> str:
        """Note what is looked at now."""
        self._address, self._began = address, time.monotonic()
        return address

    def given_up(self, longest: float) -> list[Look]:
        """Return looks that nobody will get any more: this one and all others of the host that hangs."""
        if time.monotonic() - self._began < longest:
            return []
        self._began = float("inf")
        left = [self._address, *self._listed]
        self._listed.clear()
        return [Look(address, _now(), 0, failure=causes.TIMEOUT) for address in left]


def host_of(address: str) -> str:
    """Return the host of an address, with its port; empty where it has none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
