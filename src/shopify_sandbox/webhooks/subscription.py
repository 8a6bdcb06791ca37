"""A webhook subscription: what an app wants to be told, and where."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.schema import load_access
from shopify_sandbox.state.entities import Entity


@dataclass(eq=False, kw_only=True)
class WebhookSubscription(Entity):
    """One subscription. `topic` is the member of the schema's enum; `uri` decides what kind of endpoint it is."""

    typename: ClassVar[str] = "WebhookSubscription"
    topic: str
    uri: str
    created_at: datetime
    updated_at: datetime
    api_version: str
    format: str = "JSON"
    name: str | None = None
    filter: str | None = None
    include_fields: list[str] = field(default_factory=list)
    metafield_namespaces: list[str] = field(default_factory=list)
    metafields: list[dict[str, str]] = field(default_factory=list)

    @property
    def header_topic(self) -> str:
        """The topic as webhook headers have it, `orders/create`."""
        return load_access().topics.get(self.topic, self.topic.lower())

    @property
    def is_http(self) -> bool:
        """Whether deliveries go out over HTTP; those to cloud queues are only remembered."""
        return self.uri.startswith(("http://", "https://"))
