"""A real HTTP host on the loopback that behaves as hosts of the web do, well and badly."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"<html><head><script>var a = %d;</script></head><body><h1>Card</h1> <p>The weights are open.</p></body></html>"


class Host(ThreadingHTTPServer):
    """Serves what tests put under a path, and counts who asked for what and when."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), Handler)
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: Counter[str] = Counter()
        self.headers: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        self.moments: list[float] = []
        self.together = self.most_together = 0
        self.lock = threading.Lock()

    @property
    def root(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_address[1]}"

    def put(self, path: str, body: bytes = b"text", status: int = 200, **headers: str) -> str:
        """Serve a body under a path; return the address."""
        told = {key.replace("_", "-"): value for key, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": "text/html; charset=utf-8", **told}, body)
        return self.root + path

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients break off on purpose here."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        host, path = self.server, self.path
        with host.lock:
            host.asked[path] += 1
            host.headers[path].append(dict(self.headers))
            host.moments.append(time.monotonic())
            host.together += 1
            host.most_together = max(host.most_together, host.together)
            turn = host.asked[path]
        try:
            self._answer(path, turn)
        finally:
            with host.lock:
                host.together -= 1

    def _answer(self, path: str, turn: int) -> None:
        if path == "/busy" and turn == 1:
            self._send(429, {"Retry-After": "1"}, b"later")
        elif path == "/ill" and turn == 1:
            self._send(500, {}, b"oh")
        elif path == "/each-time":
            self._send(200, {"Content-Type": "text/html"}, PAGE % turn)
        elif path == "/cached" and self.headers.get("If-None-Match") == '"one"':
            self._send(304, {"ETag": '"one"'}, b"")
        elif path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"not a hundred")
            self.close_connection = True
        elif path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Connection", "close")
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        elif path == "/slow":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            for _ in range(600):
                self.wfile.write(b"x")
                time.sleep(0.05)
        elif path == "/silent":
            time.sleep(30)
        else:
            status, headers, body = self.server.pages.get(path, (404, {}, b"nothing"))
            self._send(status, headers, body)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the output of tests clean."""


@contextmanager
def serving(address: str = "127.0.0.1") -> Iterator[Host]:
    """Run a host in a thread of its own."""
    host = Host(address)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
