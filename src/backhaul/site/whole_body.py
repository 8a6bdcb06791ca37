"""Reads a request's body to its end in the event loop, so that a slow client holds no thread."""

import asyncio
import json
from http import HTTPStatus

import structlog
from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    HTTPRequestEvent,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    HTTPScope,
)

log = structlog.get_logger()


class _TooLargeError(Exception):
    pass


class _ClientGoneError(Exception):
    pass


class WholeBody:
    """An application that is called only when the whole body is there, of at most `longest` bytes within `seconds`.

    A larger one is answered 413, a slower one 408, both without the application.
    """

    def __init__(self, application: ASGI3Application, *, longest: int, seconds: float) -> None:
        self._application = application
        self._longest = longest
        self._seconds = seconds

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answers as the application does, or refuses."""
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(receive, self._longest)
        except _ClientGoneError:
            return
        except _TooLargeError:
            await _refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body has more than {self._longest} bytes.")
        except TimeoutError:
            await _refuse(send, HTTPStatus.REQUEST_TIMEOUT, f"The body did not come within {self._seconds:g} seconds.")
        else:
            await self._application(scope, _again(body, receive), send)


async def _read(receive: ASGIReceiveCallable, longest: int) -> bytes:
    pieces: list[bytes] = []
    length, has_more = 0, True
    while has_more:
        event = await receive()
        if event["type"] != "http.request":
            raise _ClientGoneError
        pieces.append(event["body"])
        length += len(event["body"])
        has_more = event["more_body"]
        if length > longest:
            raise _TooLargeError
    return b"".join(pieces)


def _again(body: bytes, receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """Receives the body in one piece, then what else comes."""
    given = False

    async def again() -> ASGIReceiveEvent:
        nonlocal given
        if given:
            return await receive()
        given = True
        return HTTPRequestEvent(type="http.request", body=body, more_body=False)

    return again


async def _refuse(send: ASGISendCallable, status: HTTPStatus, words: str) -> None:
    """A problem document (RFC 9457); what is left of the body is not waited for, so the connection ends."""
    code = "request-too-large" if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "request-too-slow"
    log.warning("request.refused", reason=code)
    document = {
        "type": f"urn:backhaul:problem:{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status.value,
        "detail": words,
        "code": code,
        "hint": "Send less at once, or raise BACKHAUL_REQUEST_MAX_BYTES." if "large" in code else "Send it again.",
    }
    content = json.dumps(document).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
    ]
    await send(HTTPResponseStartEvent(type="http.response.start", status=status.value, headers=headers, trailers=False))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=content, more_body=False))
