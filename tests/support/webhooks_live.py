"""The webhooks' door on a port of its own, and the local Shopify delivering to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from backhaul.core.intake import PATH
from backhaul.flows.receive_webhook import Inbox
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.intake.door import WebhookDoor
from backhaul.jobs.worker import run_worker
from tests.support.inbox import subscribe_all
from tests.support.shop import Shop

SANDBOX_SECRET = "sandbox-secret"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@contextmanager
def delivering(shop: Shop) -> Iterator[None]:
    """While it lasts, the local Shopify delivers all that stores are sent, and it is taken in.

    The store's domain has to be the one that the local Shopify has.
    """
    remember_secret(shop.store, SANDBOX_SECRET)
    door = WebhookDoor(Inbox(), longest=1_000_000)
    with make_server("127.0.0.1", 0, door, server_class=_Server, handler_class=_Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        subscribe_all(shop, f"http://127.0.0.1:{server.server_port}{PATH}")
        yield
        server.shutdown()


@contextmanager
def working() -> Iterator[None]:
    """While it lasts, a worker carries out what is queued."""
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, kwargs={"concurrency": 2, "stop": stop})
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join(60)
