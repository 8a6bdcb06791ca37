"""The webhooks' door on a port of its own, and the local Shopify delivering to it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from backhaul.core.intake import PATH
from backhaul.flows.receive_webhook import Inbox
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.intake.door import WebhookDoor
from backhaul.jobs.worker import run_worker
from tests.support.inbox import subscribe_all
from tests.support.shop import Shop

SANDBOX_SECRET = "sandbox-secret"


@contextmanager
def delivering(shop: Shop) -> Iterator[None]:
    """While it lasts, the local Shopify delivers all that stores are sent, and it is taken in.

    The store's domain has to be the one that the local Shopify has.
    """
    remember_secret(shop.store, SANDBOX_SECRET)
    door = WebhookDoor(Inbox(), longest=1_000_000)
    config = uvicorn.Config(door, lifespan="off", ws="none", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        serving.start()
        subscribe_all(shop, f"http://127.0.0.1:{port}{PATH}")
        yield
        server.should_exit = True
        serving.join(30)


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
