"""Posts to an address that a person has given, and never by accident into our own network."""

import socket
from collections.abc import Iterable, Mapping
from typing import Any

import httpcore2
import httpx2
from django.conf import settings
from django.db import connection

from backhaul.core.channel_errors import PrivateTarget
from backhaul.core.outgoing import Answer, read_retry_after
from backhaul.core.targets import Target, first_public, is_public, is_this_machine
from backhaul.models import Store
from backhaul.shopify.deadline import Deadline, DeadlineBackend, DeadlineTransport

WITHIN_SECONDS = 15
LARGEST_ANSWER_BYTES = 64 * 1024
PIECE = 8 * 1024


class PrivateAddress(httpcore2.ConnectError):
    """The name leads to an address that is not public; nothing was connected to."""


class PublicBackend(DeadlineBackend):
    """Connects to the very address that was looked at: a name that is read again could lead elsewhere by then."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        address = first_public(addresses_of(host, port))
        if address is None:
            raise PrivateAddress("not a public address")
        return super().connect_tcp(address, port, timeout, local_address, socket_options)


def post(target: Target, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> Answer:
    """Send a body and say how it was answered, within 15 seconds in total; redirects are not followed.

    What cannot be reached is an answer without a status. Not inside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("nothing may be posted inside a transaction")
    deadline = Deadline(WITHIN_SECONDS)
    try:
        with (
            _client(allow_private=allow_private) as client,
            client.stream(
                "POST",
                target.url,
                content=body,
                headers={**headers, "Connection": "close"},
                extensions={"timeout": deadline.extension()},
            ) as response,
        ):
            _read_some(response)
            return Answer(
                response.status_code,
                f"HTTP {response.status_code}",
                read_retry_after(response.headers.get("retry-after")),
            )
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as exc:
        return Answer(None, _words(exc))


def may_be_private(store: Store) -> bool:
    """Whether a store may write to this machine and to private networks: the setting, or a store for trying out."""
    return bool(settings.BACKHAUL.private_targets) or store.is_sandbox


def require_allowed(store: Store, host: str, port: int) -> None:
    """Raise PrivateTarget when a host is known not to be public, and the store may not write to such ones.

    A name that cannot be found at the moment is let through: each connection is looked at again.
    """
    if may_be_private(store):
        return
    if is_this_machine(host) or any(not is_public(address) for address in addresses_of(host, port)):
        raise PrivateTarget(host)


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of a host, none when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _client(*, allow_private: bool) -> httpx2.Client:
    backend = DeadlineBackend() if allow_private else PublicBackend()
    transport = DeadlineTransport(most_connections=1, keep_idle_seconds=0, backend=backend)
    return httpx2.Client(
        transport=transport, trust_env=False, follow_redirects=False, headers={"User-Agent": "Backhaul"}
    )


def _read_some(response: httpx2.Response) -> None:
    """Read to the end of a short answer, so that the receiver is not cut off; what it says does not matter."""
    size = 0
    for piece in response.iter_raw(PIECE):
        size += len(piece)
        if size > LARGEST_ANSWER_BYTES:
            return


def _words(error: Exception) -> str:
    """Which error it was; its text may hold the address."""
    causes = [error, error.__cause__, error.__context__]
    if any(isinstance(cause, PrivateAddress) for cause in causes):
        return "its name does not lead to a public address"
    return f"no answer ({type(error).__name__})"
