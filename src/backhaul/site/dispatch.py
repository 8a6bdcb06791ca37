"""Gives each request to its application: webhooks have one of their own, outside Django's middleware."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from backhaul.flows.receive_webhook import Inbox
from backhaul.intake.door import PATH, WebhookDoor


def beside_webhooks(django: WSGIApplication) -> WSGIApplication:
    """Django's application, with the webhooks' door beside it."""
    webhooks = WebhookDoor(Inbox(), longest=settings.BACKHAUL.webhook_max_bytes)

    def dispatch(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH:
            return webhooks(environ, start_response)
        return django(environ, start_response)

    return dispatch
