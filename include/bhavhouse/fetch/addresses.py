"""Which addresses may be asked: what a URL may look like, and which machines its name may stand for.

A name is resolved once for each connection; every address it has is checked, and one of those is connected
to, so that a name cannot point elsewhere between the check and the connection.
"""

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from bhavhouse.errors import BhavhouseError

Resolve = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
_PRINTABLE = re.compile(r"[!-~]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Forbidden(BhavhouseError):
    """An address that is not asked, whoever names it."""


@dataclass(frozen=True)
class Target:
    """A URL that may be asked, taken apart."""

    url: str
    scheme: str
    host: str
    port: int


def target(url: str) -> Target:
    """Takes `url` apart.

    Raises Forbidden where it is not http(s)://host[:port]/..., in printable ASCII and without a user.
    """
    if not _PRINTABLE.fullmatch(url):
        raise Forbidden(f"{url!r} is no address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(f"{url} is no address: {error}") from None
    if parts.scheme not in _PORTS:
        raise Forbidden(f"{url} is neither http nor https")
    if "@" in parts.netloc or not parts.hostname:
        raise Forbidden(f"{parts.scheme}://{parts.hostname or ''} names a user or no host")
    return Target(url, parts.scheme, parts.hostname, _PORTS[parts.scheme] if port is None else port)


def redirected(asked: Target, location: str) -> Target:
    """Where `location` leads. Raises Forbidden as `target` does, and where it leaves https."""
    try:
        to = target(urljoin(asked.url, location))
    except ValueError as error:
        raise Forbidden(f"{location!r} is no address: {error}") from None
    if asked.scheme == "https" and to.scheme != "https":
        raise Forbidden(f"{asked.url} leads from https to {to.url}")
    return to


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system's resolver; a number is its own address."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Whether this is an address of the open internet, also where IPv6 wraps an IPv4 one."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses alone, and ends whatever is under way at `deadline`.

    `own` is the host and port that the user named: the one place that may lie in a private network. The
    resolver itself cannot be interrupted: its own limit (some seconds a name server) comes on top.
    """

    def __init__(self, own: tuple[str, int] | None, resolve: Resolve) -> None:
        self._own = own
        self._resolve = resolve
        self.deadline = float("inf")  # of time.monotonic()
        self.is_private = False  # what was last connected to

    def left(self, timeout: float | None) -> float:
        """Seconds that the next step may take. Raises ReadTimeout where none are left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long in all")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers.

        Raises Forbidden where any of its addresses may not be asked.
        """
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from None
        private = [address for address in addresses if not is_public(address)]
        if private and (host, port) != self._own:
            raise Forbidden(f"{host}:{port} is {private[0]}, which is no address of the open internet")
        self.is_private = bool(private)
        refused: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _Stream(stream, self)
        raise refused


class _Stream(httpcore.NetworkStream):
    """A connection on which no step outlasts the deadline, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, network: GuardedNetwork) -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._network.left(timeout))
        return _Stream(inner, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
