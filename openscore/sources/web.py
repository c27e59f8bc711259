"""One polite look at one address: bounded in time, bytes and steps, whatever the server does."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from openscore import __version__
from openscore.sources.digests import Content

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

AGENT: Final = f"OpenScore/{__version__} (looks again at cited documents)"
TIMEOUT: Final = "timeout"
TLS: Final = "tls"
NO_HOST: Final = "no-host"
BROKEN: Final = "broken"
TOO_LARGE: Final = "too-large"
TOO_MANY_STEPS: Final = "too-many-redirects"
NOT_PUBLIC: Final = "not-public"
NOT_WEB: Final = "not-web"
ROBOTS: Final = "robots"
_AGAIN = (429, 500, 502, 503, 504)
_PERMANENT, _REDIRECTS = (301, 308), (301, 302, 303, 307, 308)


class Limits(NamedTuple):
    """How far one look goes."""

    seconds: float = 60.0
    """For one answer, from the connection to its last byte."""
    silence: float = 15.0
    """Seconds without a byte."""
    bytes: int = 32_000_000
    steps: int = 8
    """Redirects that are followed."""
    tries: int = 3
    patience: float = 120.0
    """The longest wait that a server can ask for before the next try."""


class Answer(NamedTuple):
    """What became of asking for an address."""

    status: int
    """Of HTTP; 0 where there was none."""
    content: Content = Content(b"")
    moved: str = ""
    """Where it is to be found from now on, says the server; empty if it did not move."""
    last: str = ""
    """The address that answered."""
    headers: Mapping[str, str] = {}
    failure: str = ""
    """Why there is no answer, or no whole one."""


class LookError(Exception):
    """A look that came to nothing; its name is one of the constants above."""


class Web:
    """Asks servers, as many threads as there are.

    Args:
        limits: How far one look goes.
        is_local: Whether addresses of this machine and of its networks may be asked: others' registries
            name addresses too.
        wait: Waits so many seconds, or ends early where the whole is to stop.
    """

    def __init__(
        self, limits: Limits, *, is_local: bool = False, wait: Callable[[float], Any] = time.sleep
    ) -> None:
        self._limits = limits
        self._is_local = is_local
        self._wait = wait
        self._proxies = getproxies()
        self._pools: dict[str, PoolManager] = {}

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what an address answers, after as many tries as the limits give; never raises."""
        answer = Answer(0, failure=BROKEN)
        for attempt in range(self._limits.tries):
            answer, pause = self._tried(url, dict(headers or {}), attempt)
            if pause is None or attempt + 1 == self._limits.tries:
                break
            self._wait(pause)
        return answer

    def _tried(self, url: str, headers: dict[str, str], attempt: int) -> tuple[Answer, float | None]:
        """Return the answer and after how many seconds to try again; None if that is of no use."""
        try:
            answer = self._followed(url, headers)
        except LookError as failure:
            kind = str(failure)
            return Answer(0, failure=kind), 2.0**attempt if kind in (TIMEOUT, BROKEN) else None
        if answer.status not in _AGAIN:
            return answer, None
        asked = _seconds(answer.headers.get("retry-after", ""))
        pause = 2.0**attempt if asked is None else asked
        return answer, pause if pause <= self._limits.patience else None

    def _followed(self, url: str, headers: dict[str, str]) -> Answer:
        """Follow redirects to the answer; what moved for good is where the unbroken chain of such ends."""
        deadline = time.monotonic() + self._limits.seconds
        moved, is_for_good = "", True
        for _ in range(self._limits.steps + 1):
            with _sent(self._pool(url), url, headers, self._limits) as response:
                found = response.headers.get("location")
                if response.status not in _REDIRECTS or not found:
                    content = _content(response, deadline, self._limits.bytes)
                    told = {key.lower(): value for key, value in response.headers.items()}
                    return Answer(response.status, content, moved, url, told)
                is_for_good = is_for_good and response.status in _PERMANENT
                url = _joined(url, found)
                moved = url if is_for_good else moved
        raise LookError(TOO_MANY_STEPS)

    def _pool(self, url: str) -> PoolManager:
        """Return what connects to the host of an address.

        Raises:
            LookError: If the address is none of the web, or of this machine and that is not wanted.
        """
        import urllib3

        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            raise LookError(NOT_WEB) from None
        if parts.scheme not in ("http", "https") or not host:
            raise LookError(NOT_WEB)
        proxy = self._proxies.get(parts.scheme, "")
        proxy = "" if not proxy or proxy_bypass(host) else proxy
        if not self._is_local:
            _need_public(host, resolve=not proxy)
        if proxy not in self._pools:
            common: dict[str, Any] = {"num_pools": 64, "maxsize": 4, "retries": False}
            made = urllib3.ProxyManager(proxy, **common) if proxy else urllib3.PoolManager(**common)
            self._pools[proxy] = made
        return self._pools[proxy]


def _joined(url: str, found: str) -> str:
    try:
        return urljoin(url, found).partition("#")[0]
    except ValueError:
        raise LookError(NOT_WEB) from None


@contextmanager
def _sent(
    pool: PoolManager, url: str, headers: Mapping[str, str], limits: Limits
) -> Iterator[BaseHTTPResponse]:
    """Send one request and give what comes back; what fails until the body is read is a `LookError`."""
    import urllib3
    from urllib3 import exceptions

    # Without compression what comes is what is counted.
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
    timeout = urllib3.Timeout(connect=limits.silence, read=limits.silence)
    try:
        response = pool.request(
            "GET", url, headers=headers, redirect=False, preload_content=False, timeout=timeout
        )
        try:
            yield response
        finally:
            response.close()
    except exceptions.SSLError:
        raise LookError(TLS) from None
    except exceptions.NameResolutionError:
        raise LookError(NO_HOST) from None
    except exceptions.NewConnectionError:
        raise LookError(BROKEN) from None
    except exceptions.TimeoutError:
        raise LookError(TIMEOUT) from None
    except exceptions.LocationValueError:
        raise LookError(NOT_WEB) from None
    except (exceptions.HTTPError, OSError, ValueError):
        raise LookError(BROKEN) from None


def _content(response: BaseHTTPResponse, deadline: float, most: int) -> Content:
    """Read a body piece by piece, as far as the limits go.

    Raises:
        LookError: If it is larger, or takes longer.
    """
    body = bytearray()
    while piece := response.read1(65536, decode_content=True):
        body += piece
        if len(body) > most:
            raise LookError(TOO_LARGE)
        if time.monotonic() > deadline:
            raise LookError(TIMEOUT)
    told = Message()
    told["content-type"] = response.headers.get("content-type", "")
    return Content(bytes(body), told.get_content_type(), told.get_content_charset() or "")


def _seconds(told: str) -> float | None:
    """Return how many seconds `Retry-After` asks to wait, also until a day; None if it says nothing."""
    if told.strip().isdigit():
        return float(told[:9])
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _need_public(host: str, *, resolve: bool) -> None:
    """Refuse a host of this machine or of its networks.

    Args:
        host: Its name or number.
        resolve: Whether names are looked up; behind a proxy only the proxy can.

    Raises:
        LookError: If it is one, or nobody knows it.
    """
    try:
        numbers = [host]
        ipaddress.ip_address(host)
    except ValueError:
        if not resolve:
            return
        try:
            numbers = [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
        except (OSError, UnicodeError):
            raise LookError(NO_HOST) from None
    if not all(ipaddress.ip_address(number.partition("%")[0]).is_global for number in numbers):
        raise LookError(NOT_PUBLIC)
