"""Where goods are, and the fulfillment services that keep some of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.state.entities import Entity


@dataclass(eq=False, kw_only=True)
class FulfillmentService(Entity):
    """Who fulfils for the merchant; every one has a location of its own. The app may have made it itself."""

    typename: ClassVar[str] = "FulfillmentService"
    name: str
    handle: str
    location: Location
    tracking_support: bool = False
    inventory_management: bool = False
    requires_shipping_method: bool = True
    callback_url: str | None = None
    made_by_app: bool = False

    @property
    def gid(self) -> str:
        """Fulfillment services carry a query string in their ids."""
        return f"{super().gid}?id=true"


@dataclass(eq=False, kw_only=True)
class Location(Entity):
    """A place to fulfil from; `service` is set for third-party locations."""

    typename: ClassVar[str] = "Location"
    name: str
    created_at: datetime
    updated_at: datetime
    is_active: bool = True
    fulfills_online_orders: bool = True
    is_primary: bool = False
    address: dict[str, str | None] = field(default_factory=dict)
    service: FulfillmentService | None = None

    @property
    def is_third_party(self) -> bool:
        """Whether a fulfillment service, not the merchant, works here."""
        return self.service is not None
