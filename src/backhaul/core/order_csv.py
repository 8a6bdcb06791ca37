"""The columns of the file that a warehouse works from: Shopify's own names where it has them, and ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core.csv_text import guarded
from backhaul.core.moments import zone_of

ORDER = ("Name", "Created at", "Financial Status", "Fulfillment Status", "Tags")
PERSONAL: Mapping[str, str] = {
    "Email": "email",
    "Phone": "phone",
    "Shipping Name": "shipping_address/name",
    "Shipping Company": "shipping_address/company",
    "Shipping Address1": "shipping_address/address1",
    "Shipping Address2": "shipping_address/address2",
    "Shipping City": "shipping_address/city",
    "Shipping Zip": "shipping_address/zip",
    "Shipping Province": "shipping_address/province_code",
    "Shipping Country": "shipping_address/country_code",
    "Shipping Phone": "shipping_address/phone",
    "Notes": "note",
}
"""Columns about a person, and where an order's facts have what stands there."""
LINE = ("Lineitem name", "Lineitem sku", "Lineitem quantity", "Lineitem requires shipping")
OURS = (
    "Store",
    "Order ID",
    "Line ID",
    "Fulfillment order ID",
    "Fulfillment order status",
    "Location",
    "Fulfil at",
    "Delivery",
    "Fulfillable quantity",
)
TO_FILL_IN = ("Quantity", "Tracking company", "Tracking number", "Tracking URL", "Shipment number")
"""Empty in the export: the warehouse fills them in, and gives the file back."""


@dataclass(frozen=True)
class OfOrder:
    """What a row says of its order."""

    id: str
    store: str
    zone: str
    name: str
    created_at: datetime
    financial_status: str
    fulfillment_status: str
    tags: Sequence[str]
    facts: Mapping[str, str]


@dataclass(frozen=True)
class PaidDelivery:
    """One of the deliveries that an order has paid for; `number` counts over the contract's life."""

    contract: str
    number: int
    fulfillment_order_gid: str


@dataclass(frozen=True)
class OfLine:
    """What a row says of its line. `delivery` is like “2 of 6”, or empty."""

    id: str
    gid: str
    title: str
    sku: str
    quantity: int
    requires_shipping: bool
    fulfillment_order_gid: str
    status: str
    location: str
    fulfil_at: datetime | None
    delivery: str
    fulfillable: int


def header(*, personal: bool) -> list[str]:
    """The names of the columns; those about a person only for who may see them."""
    return [*ORDER, *(PERSONAL if personal else ()), *LINE, *OURS, *TO_FILL_IN]


def row(order: OfOrder, line: OfLine, *, personal: bool) -> list[str]:
    """One row, its cells in the order of the header, none of which a spreadsheet takes for a formula.

    Instants are in the store's zone, as Shopify writes them: 2026-10-01 09:50:26 +0200.
    """
    variant = order.facts.get(f"lines/{line.gid}/variant_title", "")
    cells = [
        order.name,
        _moment(order.created_at, order.zone),
        order.financial_status.lower(),
        order.fulfillment_status.lower(),
        ", ".join(order.tags),
        *((order.facts.get(path, "") for path in PERSONAL.values()) if personal else ()),
        f"{line.title} - {variant}" if variant else line.title,
        line.sku,
        str(line.quantity),
        str(line.requires_shipping).lower(),
        order.store,
        order.id,
        line.id,
        line.fulfillment_order_gid,
        line.status,
        line.location,
        _moment(line.fulfil_at, order.zone) if line.fulfil_at else "",
        line.delivery,
        str(line.fulfillable),
    ]
    return [*(guarded(cell) for cell in cells), *("" for _ in TO_FILL_IN)]


def delivery_words(deliveries: Iterable[PaidDelivery], fulfillment_order_gid: str) -> str:
    """Which of an order's paid deliveries a fulfillment order carries, like “2 of 6”; "" for an order without any.

    “2, 3 of 6” where Shopify has merged two; each contract counts for itself.
    """
    by_contract: dict[str, list[PaidDelivery]] = {}
    for one in sorted(deliveries, key=lambda delivery: delivery.number):
        by_contract.setdefault(one.contract, []).append(one)
    words = []
    for of_contract in by_contract.values():
        places = [
            str(place)
            for place, one in enumerate(of_contract, start=1)
            if one.fulfillment_order_gid == fulfillment_order_gid
        ]
        if places:
            words.append(f"{', '.join(places)} of {len(of_contract)}")
    return "; ".join(words)


def _moment(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(zone_of(zone)):%Y-%m-%d %H:%M:%S %z}"
