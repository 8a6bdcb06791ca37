"""A receiver of webhooks."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Received:
    """One webhook as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def topic(self) -> str:
        """What it is about."""
        return self.headers["X-Shopify-Topic"]

    @property
    def told(self) -> dict[str, Any]:
        """Its body, read."""
        read: dict[str, Any] = json.loads(self.body)
        return read


@dataclass
class Receiver:
    """Takes webhooks and answers with `status`."""

    url: str = ""
    status: int = 200
    received: list[Received] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Note a webhook and answer."""
        self.received.append(Received(dict(request.headers), await request.read()))
        return web.Response(status=self.status)

    def topics(self) -> list[str]:
        """Topics in the order of arrival."""
        return [each.topic for each in self.received]
