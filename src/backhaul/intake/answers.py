"""What a webhook is answered: 200 without a word, or a problem document (RFC 9457) that says what is wrong."""

import json
from http import HTTPStatus
from typing import Final

from asgiref.typing import ASGISendCallable, HTTPResponseBodyEvent, HTTPResponseStartEvent

from backhaul.core.errors import BackhaulError

STATUS = {
    "webhook-header-missing": HTTPStatus.BAD_REQUEST,
    "webhook-header-unusable": HTTPStatus.BAD_REQUEST,
    "webhook-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "webhook-too-slow": HTTPStatus.REQUEST_TIMEOUT,
    "unknown-shop": HTTPStatus.NOT_FOUND,
    "webhook-signature-missing": HTTPStatus.UNAUTHORIZED,
    "webhook-signature-wrong": HTTPStatus.UNAUTHORIZED,
    "inbox-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "webhook-method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
}
"""The status of every refusal by its code."""
RETRY_AFTER_SECONDS = b"5"


class OnlyPost(BackhaulError):
    """Webhooks are sent by POST."""

    code = "webhook-method-not-allowed"
    default_hint = "Send POST."

    def __init__(self, method: str) -> None:
        super().__init__(f"{method[:20]} is not possible here.", data={"allowed": ["POST"]})


_TAKEN_IN: Final = HTTPResponseStartEvent(
    type="http.response.start", status=200, headers=[(b"content-length", b"0")], trailers=False
)
_NOTHING_MORE: Final = HTTPResponseBodyEvent(type="http.response.body", body=b"", more_body=False)


async def taken_in(send: ASGISendCallable) -> None:
    """It is on the disk."""
    await send(_TAKEN_IN)
    await send(_NOTHING_MORE)


async def refused(error: BackhaulError, send: ASGISendCallable) -> None:
    """It is not."""
    status = STATUS[error.code]
    document = {
        "type": f"urn:backhaul:problem:{error.code}",
        "title": error.code.replace("-", " ").capitalize(),
        "status": status.value,
        "detail": error.message,
        "code": error.code,
        "hint": error.hint,
        "data": error.data,
    }
    content = json.dumps(document).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(content)).encode())]
    if error.can_retry:
        headers.append((b"retry-after", RETRY_AFTER_SECONDS))
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append((b"allow", b"POST"))
    await send(HTTPResponseStartEvent(type="http.response.start", status=status.value, headers=headers, trailers=False))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=content, more_body=False))
