"""Who an alert may reach: a web address and a mail server, both real and on this machine."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Webhook:
    """What was posted; `answers` are the statuses to give in turn, after them 200."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?token=geheim"


@dataclass
class Mailbox:
    """Mails as they came over the wire: sender, receivers, text."""

    port: int = 0
    mails: list[tuple[str, list[str], str]] = field(default_factory=list)


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def webhook() -> Iterator[Webhook]:
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(hook.answers.pop(0) if hook.answers else 200)
            self.send_header("Location", hook.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as hook.port:
        yield hook


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            sender, receivers = "", []
            self._say("220 here")
            while line := self.rfile.readline().decode().strip():
                verb, _, rest = line.partition(" ")
                match verb.upper():
                    case "MAIL":
                        sender = rest.partition("<")[2].partition(">")[0]
                    case "RCPT":
                        receivers.append(rest.partition("<")[2].partition(">")[0])
                    case "DATA":
                        self._say("354 go on")
                        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                        box.mails.append((sender, receivers, "".join(lines)))
                    case "QUIT":
                        return self._say("221 bye")
                self._say("250 ok")
            return None

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as box.port:
        yield box
