"""Sends one request to a shop and brings back what came: one connection pool per store and process, one hard limit."""

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2

from backhaul.core.shopify_errors import BrokenReply
from backhaul.shopify.deadline import Deadline, DeadlineTransport
from backhaul.shopify.foreign_errors import FOREIGN, to_ours
from backhaul.shopify.secret import Secret

MOST_CONNECTIONS = 32
KEEP_IDLE_SECONDS = 20.0
LARGEST_REPLY_BYTES = 64 * 1024 * 1024
TOKEN_EXTENSION = "shopify_token"  # noqa: S105 -- the name of an extension
TOKEN_HEADER = "X-Shopify-Access-Token"  # noqa: S105 -- the name of a header

Guard = Callable[[], None]
"""Called right before the headers and right before the body are written; what it raises holds the call back."""


@dataclass(frozen=True)
class RawReply:
    """An HTTP reply as it came. `started_at` is real time, just before the request."""

    status: int
    body: bytes
    started_at: datetime
    request_id: str | None = None
    api_version: str | None = None
    retry_after: str | None = None


@dataclass(frozen=True)
class Post:
    """A request to be sent."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    token: Secret | None = None


class Transport:
    """A shop's connections. Safe to use from several threads; redirects are never followed."""

    def __init__(self) -> None:
        self._client = httpx2.Client(
            transport=_TokenTransport(most_connections=MOST_CONNECTIONS, keep_idle_seconds=KEEP_IDLE_SECONDS),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "Backhaul", "Accept": "application/json"},
        )

    def send(self, post: Post, *, within_seconds: float, guard: Guard | None = None) -> RawReply:
        """Send it, and read the whole reply before `within_seconds` have passed in total.

        Raises what the guard raises, and NetworkFailure when the body was not begun: nothing has happened. Raises
        ReplyLost or BrokenReply when nobody knows. A reply of any status is returned.
        """
        progress = _Progress(guard)
        deadline = Deadline(within_seconds)
        extensions = {"timeout": deadline.extension(), "trace": progress, TOKEN_EXTENSION: post.token}
        started_at = datetime.now(UTC)
        try:
            with self._client.stream(
                "POST", post.url, content=post.body, headers=dict(post.headers), extensions=extensions
            ) as response:
                progress.request_id = response.headers.get("x-request-id")
                body = _read(response)
        except FOREIGN as exc:
            raise to_ours(exc, body_begun=progress.body_begun, request_id=progress.request_id) from exc
        finally:
            self._client.cookies.clear()
        return RawReply(
            status=response.status_code,
            body=body,
            started_at=started_at,
            request_id=progress.request_id,
            api_version=response.headers.get("x-shopify-api-version"),
            retry_after=response.headers.get("retry-after"),
        )

    def close(self) -> None:
        """Close every connection."""
        self._client.close()


class _Progress:
    """Follows how far a request has got, and asks the guard at the two moments that matter."""

    def __init__(self, guard: Guard | None) -> None:
        self._guard = guard
        self.body_begun = False
        self.request_id: str | None = None

    def __call__(self, event: str, _info: Mapping[str, Any]) -> None:
        if event.endswith(".send_request_headers.started"):
            self._ask()
        elif event.endswith(".send_request_body.started"):
            self._ask()
            self.body_begun = True

    def _ask(self) -> None:
        if self._guard is not None:
            self._guard()


class _TokenTransport(DeadlineTransport):
    """Adds the token at the last moment, to a copy: the request that errors and logs can see never has it."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        token = request.extensions.get(TOKEN_EXTENSION)
        if not isinstance(token, Secret):
            return super().handle_request(request)
        headers = httpx2.Headers(request.headers)
        headers[TOKEN_HEADER] = token.reveal()
        return super().handle_request(
            httpx2.Request(
                request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
            )
        )


def _read(response: httpx2.Response) -> bytes:
    received = bytearray()
    for chunk in response.iter_bytes():
        received += chunk
        if len(received) > LARGEST_REPLY_BYTES:
            raise BrokenReply("Shopify's answer is larger than any that could be right.")
    return bytes(received)


_transports: dict[tuple[int, str], Transport] = {}
_lock = threading.Lock()


def close_transports() -> None:
    """Close this process's connections to every store; the next call opens new ones."""
    with _lock:
        for transport in _transports.values():
            transport.close()
        _transports.clear()


def transport_for(store_id: str) -> Transport:
    """The connections of a store in this process; a forked child makes its own."""
    key = (os.getpid(), store_id)
    with _lock:
        if key not in _transports:
            _transports[key] = Transport()
        return _transports[key]
