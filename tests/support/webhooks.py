"""Webhooks as Shopify sends them, and a web server that takes them in."""

import base64
import hmac
import http.client
import signal
import socket
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backhaul.site.serving import answers
from tests.support.commands import COMMAND, wait_until

SECRET = "hush-hush-hush"
PATH = "/webhooks/shopify"


def signed(body: bytes, secret: str = SECRET) -> str:
    """Shopify's signature of a body, made without the product's code."""
    return base64.b64encode(hmac.new(secret.encode(), body, "sha256").digest()).decode()


def headers_of(
    body: bytes, *, shop: str = "one.myshopify.com", secret: str = SECRET, event_id: str = "", **other: str
) -> dict[str, str]:
    """The headers of a webhook; `other` replaces or adds (`Topic` for X-Shopify-Topic), an empty one is left out."""
    ours = {
        "Topic": "orders/updated",
        "Shop-Domain": shop,
        "Hmac-Sha256": signed(body, secret),
        "Webhook-Id": str(uuid.uuid4()),
        "Event-Id": event_id or str(uuid.uuid4()),
        "Triggered-At": "2026-11-22T07:00:00.123456789Z",
        "API-Version": "2026-10",
        **{name.replace("_", "-"): value for name, value in other.items()},
    }
    return {"Content-Type": "application/json"} | {f"X-Shopify-{name}": value for name, value in ours.items() if value}


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Web:
    """A running web server."""

    process: "subprocess.Popen[bytes]"
    port: int

    def get(self, path: str) -> Answer:
        """What is at another address."""
        return self.request("GET", None, {}, path=path)

    def request(self, method: str, body: object, headers: Mapping[str, str], *, path: str = PATH) -> Answer:
        """One request on a connection of its own; an iterator as its body is sent in chunks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers))  # type: ignore[arg-type]
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def deliver(self, body: bytes = b'{"id":1}', **headers: str) -> Answer:
        """A webhook, see `headers_of`."""
        return self.request("POST", body, headers_of(body, **headers))

    def workers(self) -> list[int]:
        """The processes that serve: several ones have a parent, a single one is its own."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        serving = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return [int(pid) for pid in serving] or [self.process.pid]


@contextmanager
def running_web(environment: Mapping[str, str], log: Path) -> Iterator[Web]:
    """`backhaul web`, ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*COMMAND, "web", "--port", str(port)], env=dict(environment), stdout=output, stderr=output
        )
    try:
        wait_until(lambda: answers("127.0.0.1", port) or _ended(process, log), seconds=60)
        yield Web(process, port)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _ended(process: "subprocess.Popen[bytes]", log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    return False
