"""A body is read to its end, or given up."""

import asyncio

import pytest
from asgiref.typing import ASGIReceiveEvent, HTTPRequestEvent

from backhaul.core.intake_errors import WebhookTooSlow
from backhaul.intake import body


async def never() -> ASGIReceiveEvent:
    await asyncio.Event().wait()
    raise AssertionError


def test_a_body_that_does_not_end_is_given_up_and_not_waited_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "READ_SECONDS", 0.01)
    endless = body.Body(never)

    async def read() -> None:
        try:
            await endless.read(longest=100)
        finally:
            await endless.discard_rest()

    with pytest.raises(WebhookTooSlow):
        asyncio.run(read())


def test_a_body_in_pieces_is_read_to_its_end() -> None:
    pieces = iter([(b"ab", True), (b"", True), (b"c", False)])

    async def receive() -> ASGIReceiveEvent:
        piece, has_more = next(pieces)
        return HTTPRequestEvent(type="http.request", body=piece, more_body=has_more)

    assert asyncio.run(body.Body(receive).read(longest=3)) == b"abc"
