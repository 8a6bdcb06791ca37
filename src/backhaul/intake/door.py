"""The address that Shopify sends webhooks to: a WSGI application beside Django's, without its middleware.

Nothing of what the console needs, sessions, templates, hosts, forms, is needed for a webhook, and a delivery that finds
no connection left in Django's pool would be lost for the moment.
"""

import time
from wsgiref.types import StartResponse, WSGIEnvironment

import structlog

from backhaul.core.errors import BackhaulError
from backhaul.core.intake import HEADERS, announced, check_length
from backhaul.core.intake_errors import WebhookRefused
from backhaul.flows.receive_webhook import Inbox, Receipt
from backhaul.intake import metrics
from backhaul.intake.answers import OnlyPost, refused, taken_in
from backhaul.intake.body import announced_length, discard_rest, read_body

log = structlog.get_logger()

_VARIABLES = {name: f"HTTP_{name.upper().replace('-', '_')}" for name in HEADERS}


class WebhookDoor:
    """Takes webhooks in. `longest` is the most bytes that a body may have."""

    def __init__(self, inbox: Inbox, *, longest: int) -> None:
        self._inbox = inbox
        self._longest = longest

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Answers 200 once the webhook is on the disk, else the reason why it is not."""
        begun = time.perf_counter()
        try:
            receipt = self._receive(environ)
        except (WebhookRefused, OnlyPost) as error:
            _count_refusal(error)
            discard_rest(environ)
            return refused(error, start_response)
        (metrics.RECEIVED if receipt.is_new else metrics.DUPLICATES).labels(receipt.store).inc()
        metrics.SECONDS.observe(time.perf_counter() - begun)
        return taken_in(start_response)

    def _receive(self, environ: WSGIEnvironment) -> Receipt:
        if environ["REQUEST_METHOD"] != "POST":
            raise OnlyPost(environ["REQUEST_METHOD"])
        check_length(announced_length(environ) or 0, longest=self._longest)
        webhook = announced({name: environ.get(variable, "") for name, variable in _VARIABLES.items()})
        return self._inbox.receive(webhook, lambda: read_body(environ, longest=self._longest))


def _count_refusal(error: BackhaulError) -> None:
    metrics.REFUSED.labels(error.code).inc()
    log.warning("webhook.refused", reason=error.code, **{name: error.data[name] for name in error.data})
