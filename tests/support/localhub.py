"""A Hugging Face Hub on localhost, which goes wrong where a test wants it to."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.hubroutes import ROUTES, WRITING, Answer, Asked, Repository, Store, refuse

TOKEN = "hf_aTokenThatNobodyMaySee"
# Instead of an answer: a status; or the line is cut before the Hub has done what it was asked ("before"), when it has
# ("after"), or when half of the answer is sent ("half").
Fault = int | str | None


class Hub(ThreadingHTTPServer):
    """The server. At each request that a route serves, `fault` is given its number from 1 on, and its first line."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = Store()
        self.store.url = self.url = f"http://127.0.0.1:{self.server_port}"
        self.lock = threading.RLock()
        self.message = "the Hub says so"
        self.begin()

    def begin(self, fault: Callable[[int, str], Fault] = lambda number, line: None) -> None:
        """Count requests anew, and go wrong from now on as this function says."""
        self.calls: list[str] = []
        self.fault = fault
        self.cut: Callable[[], object] = lambda: None  # called when a line is to be cut

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is no fault of the server."""


class Handler(BaseHTTPRequestHandler):
    """Finds the route, sees who asks, and goes wrong where the Hub is told to."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one packet: in two it waits 40 ms for the client's word on the first
    server: Hub

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def handle_any(self) -> None:
        hub, asked = self.server, urlsplit(self.path)
        line = f"{self.command} {unquote(asked.path)}"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        routes = ((serve, re.fullmatch(pattern, line)) for pattern, serve in ROUTES.items())
        serve, found = next(((serve, found) for serve, found in routes if found), (None, None))
        if not serve or not found:
            return self.send(refuse(404, f"no route: {line}"))
        with hub.lock:
            hub.calls.append(line)
            fault = hub.fault(len(hub.calls), line)
            if isinstance(fault, int):
                return self.send(refuse(fault, hub.message))
            answer = (
                Answer(b"")
                if fault == "before"
                else self.answer(serve, found.groupdict() | dict(parse_qsl(asked.query)), body)
            )
        if fault is None:
            return self.send(answer)
        if fault == "half":
            self.send(answer, len(answer.body) // 2)
        hub.cut()
        self.close_connection = True
        return None

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    def answer(self, serve: Callable[[Asked], Answer], found: dict[str, str | None], body: bytes) -> Answer:
        """What the route answers to somebody with this token, or with none."""
        store, words = self.server.store, {name: word for name, word in found.items() if word}
        token = self.headers.get("Authorization")
        if token not in (None, f"Bearer {TOKEN}"):
            return refuse(401, "Invalid credentials in Authorization header")
        if serve in WRITING and not token:
            return refuse(401, "Invalid username or password.")
        repository = store.repositories.get(words.get("repo", ""))
        if "repo" in words and (repository is None or (repository.private and not token)):
            return refuse(404 if token else 401, "Repository not found", "RepoNotFound")
        repository = repository or Repository()
        commit = repository.resolve(words.get("revision", "main"))
        if commit is None:
            return refuse(404, "Revision not found", "RevisionNotFound")
        return serve(Asked(store, repository, commit, words, body, self.headers))

    def send(self, answer: Answer, most: int | None = None) -> None:
        self.send_response(answer.status)
        for name, value in (("Content-Length", str(len(answer.body))), *answer.headers):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[:most])
        self.wfile.flush()


@contextmanager
def serving() -> Iterator[Hub]:
    """A Hub that runs beside."""
    with Hub() as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()
