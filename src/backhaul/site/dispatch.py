"""Gives each request to its application: webhooks have one of their own, outside Django."""

from typing import cast
from wsgiref.types import WSGIApplication

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope
from django.conf import settings

from backhaul.core.intake import PATH
from backhaul.flows.receive_webhook import Inbox
from backhaul.intake.door import WebhookDoor
from backhaul.site.whole_body import WholeBody

BODY_SECONDS = 30


def beside_webhooks(django: WSGIApplication) -> ASGI3Application:
    """Django's application in threads of its own, with the webhooks' door beside it in the event loop."""
    # Each library spells the types of the two interfaces out for itself.
    threads = WSGIMiddleware(cast(WSGIApp, django), workers=settings.BACKHAUL.web_threads)
    longest = settings.BACKHAUL.request_max_bytes
    in_threads = WholeBody(cast(ASGI3Application, threads), longest=longest, seconds=BODY_SECONDS)
    webhooks = WebhookDoor(Inbox(), longest=settings.BACKHAUL.webhook_max_bytes)

    async def dispatch(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        if scope["path"] == PATH:
            await webhooks(scope, receive, send)
        else:
            await in_threads(_without_lookalikes(scope), receive, send)

    return dispatch


def _without_lookalikes(scope: HTTPScope) -> HTTPScope:
    """Without headers that WSGI could not tell from others: X_Forwarded_Proto would be taken for X-Forwarded-Proto."""
    return {**scope, "headers": [header for header in scope["headers"] if b"_" not in header[0]]}
