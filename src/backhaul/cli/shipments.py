"""Commands of posted shipments: post, undo, change the tracking."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show
from backhaul.cli.options import StoreOption
from backhaul.cli.orders import Order
from backhaul.cli.reading import read_moment
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.find import find_order, find_shipment
from backhaul.flows.post_shipment import ShipmentRequest, post_shipment
from backhaul.flows.show.plain import plain
from backhaul.flows.show.shipments import read_shipment, tracking_change_view, undo_view
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.flows.written import read_lines, read_tracking

Shipment = Annotated[str, typer.Argument(help="The shipment's id, shp_….")]
Tracking = Annotated[
    list[str] | None,
    typer.Option("--tracking", metavar="COMPANY:NUMBER[:URL]", help="A tracking number; may be given several times."),
]
Notify = Annotated[
    bool | None,
    typer.Option(
        "--notify-customer/--no-notify-customer",
        "--notify/--no-notify",
        help="Whether Shopify writes to the customer; as the store does unless given.",
    ),
]


def ship(
    ctx: typer.Context,
    order: Order,
    external_number: Annotated[
        str, typer.Option("--external-number", "--number", help="Your number of the shipment; repeating it is safe.")
    ],
    line: Annotated[
        list[str] | None,
        typer.Option("--line", metavar="SKU=QUANTITY", help="What left; a line id or gid may stand for the SKU."),
    ] = None,
    tracking: Tracking = None,
    location: Annotated[str | None, typer.Option(help="Code or gid of where it left from.")] = None,
    posted_at: Annotated[str | None, typer.Option(help="When it left, like 2026-10-01T12:00:00Z; else now.")] = None,
    notify_customer: Notify = None,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Post a shipment of an order: these quantities left, with this tracking."""
    request = ShipmentRequest(
        external_number=external_number,
        lines=read_lines(line or []),
        tracking=read_tracking(tracking or []),
        posted_at=read_moment(posted_at),
        location=location,
        notify_customer=notify_customer,
    )
    with installation_of(ctx).database():
        posted = post_shipment(find_order(order, store_slug=store), request)
        shown = read_shipment(posted.shipment.pk)
    verb = "Posted" if posted.is_new else "Was posted before:"
    words = f"{verb} {shown.external_number} of {shown.order_name} as {shown.id}; task {shown.task.id}"
    show(plain(shown), [f"{words} is {shown.task.state}."], as_json=as_json)


def undo(
    ctx: typer.Context,
    shipment: Shipment,
    reason: Annotated[str, typer.Option(help="Stays with the undo.")] = "",
    as_json: AsJson = False,
) -> None:
    """Undo a shipment: what it has created in Shopify is cancelled."""
    with installation_of(ctx).database():
        undone = undo_shipment(find_shipment(shipment), reason=reason)
        shown = undo_view(undone.undo)
    verb = "Undone" if undone.is_new else "Was undone before"
    words = f"{verb}: {shown.id}; task {shown.task.id} is {shown.task.state}."
    show(plain(shown), [words], as_json=as_json)


def tracking(
    ctx: typer.Context,
    shipment: Shipment,
    tracking: Tracking = None,
    notify_customer: Notify = None,
    as_json: AsJson = False,
) -> None:
    """Give a shipment other tracking numbers; they replace those it has."""
    with installation_of(ctx).database():
        changed = change_tracking(
            find_shipment(shipment), read_tracking(tracking or []), notify_customer=notify_customer
        )
        shown = tracking_change_view(changed.change)
    verb = "Changed" if changed.is_new else "Has it already"
    words = f"{verb}: {shown.id}; task {shown.task.id} is {shown.task.state}."
    show(plain(shown), [words], as_json=as_json)
