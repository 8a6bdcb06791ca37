"""The address that Shopify sends webhooks to: an ASGI application beside Django, without its middleware.

Nothing of what the console needs, sessions, templates, hosts, forms, is needed for a webhook, and a delivery that finds
no connection left in Django's pool would be lost for the moment.
"""

import time
from contextlib import suppress

import structlog
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from backhaul.core.errors import BackhaulError
from backhaul.core.intake import HEADERS, announced, check_length
from backhaul.core.intake_errors import WebhookRefused
from backhaul.flows.receive_webhook import Inbox
from backhaul.intake import metrics
from backhaul.intake.answers import OnlyPost, refused, taken_in
from backhaul.intake.body import Body, ClientGone, announced_length
from backhaul.intake.line import Line

log = structlog.get_logger()

_NAMES = {name.encode(): name for name in HEADERS}


class WebhookDoor:
    """Takes webhooks in, in one event loop. `longest` is the most bytes that a body may have."""

    def __init__(self, inbox: Inbox, *, longest: int) -> None:
        self._inbox = inbox
        self._longest = longest
        self._line: Line | None = None

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answers 200 once the webhook is on the disk, else the reason why it is not."""
        begun = time.perf_counter()
        body = Body(receive)
        try:
            store, is_new = await self._receive(scope, body)
        except (WebhookRefused, OnlyPost) as error:
            _count_refusal(error)
            await _refuse(error, body, send)
        except ClientGone:
            log.info("webhook.broken_off")
        else:
            (metrics.RECEIVED if is_new else metrics.DUPLICATES).labels(store).inc()
            metrics.SECONDS.observe(time.perf_counter() - begun)
            await taken_in(send)

    async def _receive(self, scope: HTTPScope, body: Body) -> tuple[str, bool]:
        """The store it is of, and whether it had not come before."""
        if scope["method"] != "POST":
            raise OnlyPost(scope["method"])
        check_length(announced_length(scope) or 0, longest=self._longest)
        webhook = announced(_headers(scope))
        line = self._line = self._line or Line(self._inbox)
        if not self._inbox.knows_senders:
            await line.wait(None)
        sender = self._inbox.sender_of(webhook)
        row = self._inbox.row_of(sender, webhook, await body.read(longest=self._longest))
        return sender.slug, await line.wait(row)


def _headers(scope: HTTPScope) -> dict[str, str]:
    """Those that count; one that comes twice counts as joined, as everywhere in HTTP."""
    found: dict[str, str] = {}
    for raw_name, value in scope["headers"]:
        name = _NAMES.get(raw_name)
        if name is not None:
            text = value.decode("latin-1")
            found[name] = f"{found[name]},{text}" if name in found else text
    return found


async def _refuse(error: BackhaulError, body: Body, send: ASGISendCallable) -> None:
    with suppress(ClientGone):
        await body.discard_rest()
        await refused(error, send)


def _count_refusal(error: BackhaulError) -> None:
    metrics.REFUSED.labels(error.code).inc()
    log.warning("webhook.refused", reason=error.code, **{name: error.data[name] for name in error.data})
