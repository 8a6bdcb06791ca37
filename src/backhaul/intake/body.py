"""Reads the raw body of a request, never more than is taken."""

from asgiref.typing import ASGIReceiveCallable, HTTPScope

from backhaul.core.intake import check_length

MOST_DISCARDED = 32 << 20


async def read_body(receive: ASGIReceiveCallable, *, longest: int) -> bytes:
    """The body as it came, byte for byte. Raises WebhookTooLarge, and ClientGone when it does not come to its end."""
    event = await receive()
    if event["type"] == "http.request" and not event.get("more_body"):
        check_length(len(event["body"]), longest=longest)
        return event["body"]
    pieces: list[bytes] = []
    length = 0
    while event["type"] == "http.request":
        pieces.append(event["body"])
        length += len(event["body"])
        check_length(length, longest=longest)
        if not event.get("more_body"):
            return b"".join(pieces)
        event = await receive()
    raise ClientGone


class ClientGone(Exception):
    """Nobody is there any more to be answered."""


async def discard_rest(receive: ASGIReceiveCallable) -> None:
    """Read on without keeping anything, so that a client that still sends gets to hear the answer; only so far.

    Closing the connection on it would look to it like no answer at all.
    """
    left = MOST_DISCARDED
    while left > 0:
        event = await receive()
        if event["type"] != "http.request" or not event.get("more_body"):
            return
        left -= len(event["body"])


def announced_length(scope: HTTPScope) -> int | None:
    """The Content-Length, None where there is none: the body then comes in chunks, or not at all."""
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(text) if text.isdigit() else None
