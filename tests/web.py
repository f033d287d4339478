"""A real HTTP server on this machine, that behaves or misbehaves as a test wants."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Handler(BaseHTTPRequestHandler):
    """Keeps connections open as exchanges do."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are sent apart
    site: "Site"

    def setup(self) -> None:
        super().setup()
        self.site.connections += 1

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        self.site.headers.append({name.lower(): value for name, value in self.headers.items()})
        try:
            self.site.behaviour(self.path)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


Behaviour = Callable[[Handler], None]


@dataclass
class Site:
    """What is served under each path: behaviours in turn, of which the last stays. The rest is 404."""

    port: int = 0
    pages: dict[str, list[Behaviour]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, *behaviours: Behaviour) -> str:
        self.pages[path] = list(behaviours)
        return f"{self.url}{path}"

    def behaviour(self, path: str) -> Behaviour:
        turns = self.pages.get(path) or [reply(404, b"<html>not found</html>")]
        return turns.pop(0) if len(turns) > 1 else turns[0]

    def times(self, path: str) -> int:
        return self.asked.count(path)


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()
    handler = type("OneSite", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that has hung up is what many tests want
    site.port = server.server_address[1]
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.socket.close()


def reply(status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Behaviour:
    """An honest answer, whole."""

    def answer(to: Handler) -> None:
        to.send_response(status)
        for name, value in (headers or {}).items():
            to.send_header(name, value)
        if status != 304:
            to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        if status != 304:
            to.wfile.write(body)

    return answer


def tagged(body: bytes, etag: str, last_modified: str = "") -> Behaviour:
    """The file, or 304 for who has it."""

    def answer(to: Handler) -> None:
        said = {"ETag": etag, **({"Last-Modified": last_modified} if last_modified else {})}
        is_known = to.headers.get("If-None-Match") == etag
        reply(304 if is_known else 200, body, said)(to)

    return answer


def redirect(location: str, status: int = 302) -> Behaviour:
    return reply(status, b"moved", {"Location": location})


def raw(*pieces: bytes, every_seconds: float = 0.0, forever: bool = False) -> Behaviour:
    """Bytes as they are, and the end of the connection; `forever` repeats the last piece."""

    def answer(to: Handler) -> None:
        to.close_connection = True
        for piece in pieces:
            to.wfile.write(piece)
            to.wfile.flush()
            time.sleep(every_seconds)
        while forever:
            to.wfile.write(pieces[-1])
            to.wfile.flush()
            time.sleep(every_seconds)

    return answer
