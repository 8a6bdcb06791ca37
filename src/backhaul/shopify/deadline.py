"""Gives a call one hard limit in total: connecting, writing and each read share what is left of it."""

import time
from collections.abc import Callable, Iterable
from functools import cache
from ssl import SSLContext
from typing import Any, Self

import httpcore2
import httpx2

PIECE = 16 * 1024


class Deadline(float):
    """A number of seconds that knows when it began; passed wherever httpx2 takes a time-out."""

    _ends: float

    def __new__(cls, seconds: float) -> Self:
        """Start now."""
        self = super().__new__(cls, seconds)
        self._ends = time.monotonic() + seconds
        return self

    @property
    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self._ends - time.monotonic())

    def extension(self) -> dict[str, "Deadline"]:
        """The value of httpx2's request extension `timeout`."""
        return {"connect": self, "read": self, "write": self, "pool": self}


class DeadlineTransport(httpx2.HTTPTransport):
    """httpx2's transport over sockets that obey a Deadline; without one it behaves as usual.

    `backend` opens the connections, where something else has to be seen to as well.
    """

    def __init__(
        self, *, most_connections: int, keep_idle_seconds: float, backend: "DeadlineBackend | None" = None
    ) -> None:
        super().__init__(verify=_authorities(), trust_env=False)
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_authorities(),
            max_connections=most_connections,
            max_keepalive_connections=most_connections,
            keepalive_expiry=keep_idle_seconds,
            network_backend=backend or DeadlineBackend(),
        )


@cache
def _authorities() -> SSLContext:
    """Whose certificates are believed; read once in a process, because that takes longer than many a call."""
    return httpx2.create_ssl_context(trust_env=False)


class DeadlineBackend(httpcore2.SyncBackend):
    """Opens connections that obey a Deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        seconds = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, seconds, local_address, socket_options))


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], _left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        seconds = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, too_late: Callable[[str], Exception]) -> float | None:
    if not isinstance(timeout, Deadline):
        return timeout
    if timeout.left <= 0:
        raise too_late(f"not done within {float(timeout):g} seconds")
    return timeout.left
