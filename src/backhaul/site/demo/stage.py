"""What the story is played with: a connected store, a local Shopify, someone else, and time."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet

from backhaul.core.errors import BackhaulError
from backhaul.core.invoicing import AmountsRequest, InvoiceLineRequest
from backhaul.core.outstanding import LineRequest
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import ENDED, TaskState
from backhaul.flows.clock import now
from backhaul.flows.find import find_order
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.post_invoice import InvoiceRequest, PostedInvoiceResult, post_invoice
from backhaul.flows.post_shipment import Posted, ShipmentRequest, TrackingRequest, post_shipment
from backhaul.models import JobQueueEntry, SalesOrder, Store, Task
from backhaul.site.demo.local_shopify import LocalShopify
from backhaul.site.demo.someone_else import Parcel, Payment, SomeoneElse
from backhaul.site.installation import SiteInstallation

PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.05
AT_WORK = frozenset({TaskState.PENDING, TaskState.RUNNING})
AT_REST = frozenset(TaskState) - AT_WORK
OVER = ENDED | {TaskState.NEEDS_ATTENTION}


class DemoStopped(BackhaulError):
    """Somebody has told the demo to stop before its story was over."""

    code = "demo-stopped"

    def __init__(self) -> None:
        super().__init__("The demo was stopped before its story was over.")


@dataclass
class Stage:
    """Everything a step may use. `names` keeps what Shopify calls the orders, by what the story calls them."""

    store: Store
    shopify: LocalShopify
    someone_else: SomeoneElse
    installation: SiteInstallation
    stop: threading.Event
    names: dict[str, str] = field(default_factory=dict)

    def order(self, role: str) -> SalesOrder:
        """Our mirror of the order that plays this role, as it is now."""
        return find_order(self.names[role], store_slug=self.store.slug)

    def post(
        self, role: str, number: str, units: Mapping[str, int], *, tracking: str, location: str | None = None
    ) -> Posted:
        """Post a shipment, as the command line and the REST API do."""
        request = ShipmentRequest(
            external_number=number,
            lines=[LineRequest(quantity, sku=sku) for sku, quantity in units.items()],
            tracking=[TrackingRequest(tracking, company="UPS")],
            location=location,
        )
        return post_shipment(self.order(role), request)

    def invoice(
        self, role: str, number: str, units: Mapping[str, int], *, prices: Mapping[str, Decimal], final: bool = False
    ) -> PostedInvoiceResult:
        """Post an invoice of so many units per SKU at these prices, as the command line and the REST API do."""
        order = self.order(role)
        amounts = {sku: prices[sku] * quantity for sku, quantity in units.items()}
        request = InvoiceRequest(
            external_number=number,
            amounts=AmountsRequest(order.presentment_currency, str(sum(amounts.values())), tax_included=True),
            lines=[InvoiceLineRequest(LineRequest(units[sku], sku=sku), str(amounts[sku])) for sku in units],
            final=final,
        )
        return post_invoice(order, request)

    def outstanding(self, role: str) -> dict[str, int]:
        """Units per SKU that can still be posted."""
        return {line.label: line.outstanding for line in outstanding_lines(self.order(role))}

    def parcels(self, role: str) -> list[Parcel]:
        """The order's fulfillments as another app sees them."""
        return self.someone_else.parcels(self.order(role).gid)

    def payments(self, role: str) -> list[Payment]:
        """The order's transactions as another app sees them."""
        return self.someone_else.payments(self.order(role).gid)

    def let_pass(self, by: timedelta) -> None:
        """Advance both clocks, as `backhaul sandbox clock advance` does.

        A recurring job that was under way meanwhile would have looked too early, and be due again much later.
        """
        self.wait(lambda: not any(entry.running_until or entry.next_run_at <= now() for entry in self._entries()))
        self.installation.advance_clock(by)

    def _entries(self) -> QuerySet[JobQueueEntry]:
        others = JobQueueEntry.objects.filter(store=self.store)
        return others.exclude(kind=RecurringJob.TASK_LIST_RUNNER)

    def wait_until_over(self, *tasks: Task) -> None:
        """Wait for the worker to end these tasks, or for nothing longer than a while."""
        self.wait(lambda: all(_state(task) in OVER for task in tasks))

    def wait_until_at_rest(self, *tasks: Task) -> None:
        """Wait until the worker has tried these tasks, however that went."""
        self.wait(lambda: all(_state(task) in AT_REST for task in tasks))

    def wait(self, holds: Callable[[], bool]) -> bool:
        """Whether it came to hold within a while. Raises DemoStopped."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if self.stop.wait(LOOK_EVERY_SECONDS):
                raise DemoStopped
            if time.monotonic() > deadline:
                return False
        return True


def _state(task: Task) -> TaskState:
    task.refresh_from_db(fields=["state"])
    return TaskState(task.state)
