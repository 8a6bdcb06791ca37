"""Gives each request to its application: webhooks have one of their own, outside Django's middleware."""

import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from backhaul.core.intake import PATH
from backhaul.flows.receive_webhook import Inbox
from backhaul.intake.door import WebhookDoor


def beside_webhooks(django: WSGIApplication) -> WSGIApplication:
    """Django's application, with the webhooks' door beside it.

    Django answers as many requests at once as it has connections for; the server has more threads than that, for
    webhooks that wait for the disk.
    """
    places = threading.BoundedSemaphore(settings.BACKHAUL.web_threads)
    webhooks = WebhookDoor(Inbox(), longest=settings.BACKHAUL.webhook_max_bytes)

    def dispatch(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH:
            return webhooks(environ, start_response)
        with places:
            return django(environ, start_response)

    return dispatch
