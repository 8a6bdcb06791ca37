"""What a webhook is answered: 200 without a word, or a problem document (RFC 9457) that says what is wrong."""

import json
from http import HTTPStatus
from wsgiref.types import StartResponse

from backhaul.core.errors import BackhaulError

STATUS = {
    "webhook-header-missing": HTTPStatus.BAD_REQUEST,
    "webhook-header-unusable": HTTPStatus.BAD_REQUEST,
    "webhook-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unknown-shop": HTTPStatus.NOT_FOUND,
    "webhook-signature-missing": HTTPStatus.UNAUTHORIZED,
    "webhook-signature-wrong": HTTPStatus.UNAUTHORIZED,
    "inbox-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "webhook-method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
}
"""The status of every refusal by its code."""
RETRY_AFTER_SECONDS = "5"


class OnlyPost(BackhaulError):
    """Webhooks are sent by POST."""

    code = "webhook-method-not-allowed"
    default_hint = "Send POST."

    def __init__(self, method: str) -> None:
        super().__init__(f"{method[:20]} is not possible here.", data={"allowed": ["POST"]})


def taken_in(start_response: StartResponse) -> list[bytes]:
    """It is on the disk."""
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]


def refused(error: BackhaulError, start_response: StartResponse) -> list[bytes]:
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
    headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(content)))]
    if error.can_retry:
        headers.append(("Retry-After", RETRY_AFTER_SECONDS))
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", "POST"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [content]
