"""A store connected to the sandbox, and what tests of flows do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from backhaul.core.outstanding import LineRequest
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import real_now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.post_shipment import Posted, ShipmentRequest, TrackingRequest, post_shipment
from backhaul.flows.read_order import import_order
from backhaul.flows.stores import StoreRequest, connect_store
from backhaul.flows.tag_policy import TagChoices, set_tag_policy
from backhaul.flows.task_list import wake
from backhaul.jobs.runner import run_task
from backhaul.models import Intent, SalesOrder, Store, Task
from tests.support.sandbox import TOKEN, Sandbox

FULFILLMENTS = """query Fulfillments($id: ID!) { order(id: $id) { displayFulfillmentStatus
 fulfillments(first: 50) { id status location { id } trackingInfo(first: 10) { company number url }
 fulfillmentLineItems(first: 50) { nodes { quantity lineItem { id sku } } } } } }"""


@dataclass(frozen=True)
class Shop:
    """A store of ours and the sandbox behind it."""

    store: Store
    sandbox: Sandbox

    def order(self, **checkout: Any) -> SalesOrder:
        """An order that a customer has just placed, read into the mirror."""
        placed = self.sandbox.checkout(**{"payment": "paid", **checkout})
        return import_order(self.store, placed["order"])

    def ship(
        self,
        order: SalesOrder,
        number: str,
        *,
        tracking: str = "",
        location: str | None = None,
        units: Mapping[str, int] | None = None,
        **lines: int,
    ) -> Posted:
        """Post a shipment of so many units per SKU."""
        request = ShipmentRequest(
            external_number=number,
            location=location,
            lines=[LineRequest(sku=sku, quantity=quantity) for sku, quantity in {**(units or {}), **lines}.items()],
            tracking=[TrackingRequest(tracking)] if tracking else [],
        )
        return post_shipment(order, request)

    def fulfillments(self, order: SalesOrder) -> list[dict[str, Any]]:
        """The fulfillments that Shopify shows, as another client sees them."""
        found = self.sandbox.graphql(FULFILLMENTS, id=order.gid)["order"]["fulfillments"]
        return list(found)

    def fulfilled(self, order: SalesOrder) -> dict[str, int]:
        """Units per SKU in fulfillments that stand."""
        units: dict[str, int] = {}
        for fulfillment in self.fulfillments(order):
            if fulfillment["status"] != "CANCELLED":
                for line in fulfillment["fulfillmentLineItems"]["nodes"]:
                    sku = line["lineItem"]["sku"]
                    units[sku] = units.get(sku, 0) + line["quantity"]
        return units


CREATE = """mutation Elsewhere($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
 fulfillment { id } userErrors { field message } } }"""
OPEN_LINES = """query OpenLines($id: ID!) { order(id: $id) { fulfillmentOrders(first: 50) { nodes { id status
 lineItems(first: 50) { nodes { id remainingQuantity lineItem { sku } } } } } } }"""


def fulfil_elsewhere(shop: Shop, order: SalesOrder, *, tracking: str = "", at: str | None = None, **lines: int) -> str:
    """Someone else fulfils so many units per SKU in Shopify, of one fulfillment order if given; returns the gid."""
    entries = []
    for found in shop.sandbox.graphql(OPEN_LINES, id=order.gid)["order"]["fulfillmentOrders"]["nodes"]:
        wanted = {line["id"]: lines.get(line["lineItem"]["sku"], 0) for line in found["lineItems"]["nodes"]}
        items = [{"id": gid, "quantity": quantity} for gid, quantity in wanted.items() if quantity]
        if items and found["status"] in ("OPEN", "IN_PROGRESS") and at in (None, found["id"]):
            entries.append({"fulfillmentOrderId": found["id"], "fulfillmentOrderLineItems": items})
    fulfillment: dict[str, Any] = {"lineItemsByFulfillmentOrder": entries}
    if tracking:
        fulfillment["trackingInfo"] = {"number": tracking}
    made = shop.sandbox.graphql(CREATE, fulfillment=fulfillment)["fulfillmentCreate"]
    assert not made["userErrors"], made["userErrors"]
    return str(made["fulfillment"]["id"])


def connected(sandbox: Sandbox, slug: str = "shop") -> Shop:
    """Connect a new store to the sandbox; its orders are not tagged unless a test wants it."""
    request = StoreRequest(slug=slug, shop_domain=f"{slug}.myshopify.com", token=TOKEN, api_url=sandbox.url)
    store = connect_store(request)
    set_tag_policy(store, TagChoices(templates=[]))
    store.refresh_from_db()
    return Shop(store, sandbox)


def run_pending() -> None:
    """Run every pending task, and what follows from it, as the Job Queue would, in this process."""
    for _ in range(50):
        mend_tasks()
        pending = Task.objects.filter(state=TaskState.PENDING).order_by("created_at")
        if not pending:
            return
        for task in pending:
            run_task(task.pk)
    raise AssertionError("tasks keep becoming pending")


def state_of(task: Task) -> tuple[str, str]:
    """The task's state and outcome as they are now."""
    task.refresh_from_db()
    return task.state, task.outcome


def forget_jobs() -> None:
    """Throw the jobs away that `run_pending` has made unnecessary."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def wake_all() -> None:
    """Let every waiting task run now, as if its time had come."""
    wake(Task.objects.filter(state=TaskState.WAITING))


def let_lost_replies_be_old(*, jobs: bool = False) -> None:
    """As if the time had passed after which Shopify can be asked what came of a call; or its job is over as well."""
    open_ones = Intent.objects.filter(state=Intent.State.OPEN)
    open_ones.update(readable_after=real_now())
    if jobs:
        open_ones.update(send_before=real_now() - timedelta(days=1))
