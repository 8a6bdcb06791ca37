"""An application is called only when the whole body is there."""

import asyncio
import json
from typing import cast

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    HTTPRequestEvent,
    HTTPScope,
)

from backhaul.site.whole_body import WholeBody

SCOPE = cast(HTTPScope, {"type": "http"})


def body_of(*pieces: bytes, ends: bool = True) -> ASGIReceiveCallable:
    """A client that sends these pieces, and then nothing more."""
    left = list(enumerate(pieces, start=1))

    async def receive() -> ASGIReceiveEvent:
        if not left:
            await asyncio.Event().wait()
        number, piece = left.pop(0)
        return HTTPRequestEvent(type="http.request", body=piece, more_body=number < len(pieces) or not ends)

    return receive


def answered(receive: ASGIReceiveCallable, *, longest: int = 10) -> tuple[list[bytes], list[ASGISendEvent]]:
    """The bodies that the application was called with, and what was sent."""
    called: list[bytes] = []
    sent: list[ASGISendEvent] = []

    async def application(_scope: object, receive: ASGIReceiveCallable, _send: ASGISendCallable) -> None:
        event = await receive()
        assert event["type"] == "http.request"
        assert not event["more_body"]
        called.append(event["body"])

    async def send(event: ASGISendEvent) -> None:
        sent.append(event)

    whole = WholeBody(cast(ASGI3Application, application), longest=longest, seconds=0.05)
    asyncio.run(whole(SCOPE, receive, send))
    return called, sent


def problem(sent: list[ASGISendEvent]) -> tuple[int, str]:
    start, content = sent
    assert start["type"] == "http.response.start"
    assert content["type"] == "http.response.body"
    return start["status"], json.loads(content["body"])["code"]


def test_the_application_gets_the_body_in_one_piece() -> None:
    called, sent = answered(body_of(b"ab", b"", b"cd"))

    assert (called, sent) == ([b"abcd"], [])


def test_a_body_that_does_not_end_is_answered_without_the_application() -> None:
    called, sent = answered(body_of(b"ab", ends=False))

    assert called == []
    assert problem(sent) == (408, "request-too-slow")


def test_a_body_above_the_limit_is_answered_without_reading_on() -> None:
    called, sent = answered(body_of(b"abcdef", b"ghijkl", ends=False), longest=10)

    assert called == []
    assert problem(sent) == (413, "request-too-large")
