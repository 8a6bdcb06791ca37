"""Reads the raw body of a request, never more than is taken."""

import asyncio

from asgiref.typing import ASGIReceiveCallable, HTTPScope

from backhaul.core.intake import check_length
from backhaul.core.intake_errors import WebhookTooSlow

MOST_DISCARDED = 32 << 20
READ_SECONDS = 10
"""Twice what Shopify takes for a whole delivery."""


class ClientGone(Exception):
    """Nobody is there any more to be answered, and the body did not come to its end."""


class Body:
    """The body of one request."""

    __slots__ = ("_has_more", "_receive")

    def __init__(self, receive: ASGIReceiveCallable) -> None:
        self._receive = receive
        self._has_more = True

    async def read(self, *, longest: int) -> bytes:
        """The body as it came, byte for byte. Raises WebhookTooLarge, WebhookTooSlow, ClientGone."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await self._whole(longest)
        except TimeoutError:
            self._has_more = False
            raise WebhookTooSlow(READ_SECONDS) from None

    async def _whole(self, longest: int) -> bytes:
        pieces: list[bytes] = []
        length = 0
        while self._has_more:
            piece = await self._next()
            pieces.append(piece)
            length += len(piece)
            check_length(length, longest=longest)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    async def discard_rest(self) -> None:
        """Read on without keeping anything, so that a client that still sends gets to hear the answer; only so far.

        Closing the connection on it would look to it like no answer at all. Raises ClientGone.
        """
        left = MOST_DISCARDED
        while self._has_more and left > 0:
            left -= len(await self._next())

    async def _next(self) -> bytes:
        event = await self._receive()
        if event["type"] != "http.request":
            raise ClientGone
        self._has_more = event["more_body"]
        return event["body"]


def announced_length(scope: HTTPScope) -> int | None:
    """The Content-Length, None where there is none: the body then comes in chunks, or not at all."""
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(text) if text.isdigit() else None
