"""What is shown of the work of a warehouse: fulfillment orders with what can be shipped of them, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.core import gids
from backhaul.core.ready import Due, can_be_opened
from backhaul.flows.mirrored_order import work_order
from backhaul.flows.ready_work import Work, WorkFilter, load_work, matching_work
from backhaul.flows.show.pages import Page, Paging, oldest_first


@dataclass(frozen=True)
class ReadyLineView:
    """A line of a fulfillment order: `remaining` in Shopify, `fulfillable` of these by you now.

    It is less where units were posted already and Shopify does not show it yet, or are being given back.
    """

    line: str
    sku: str
    title: str
    remaining: int
    fulfillable: int


@dataclass(frozen=True)
class ReadyView:
    """A fulfillment order, named by `number` within its store. `due` says when it can be shipped, `means` in words.

    `fulfil_at` is Shopify's; `location` our code; `delivery` is like “2 of 6” for what is paid in advance.
    `can_open`: it is scheduled, and can be shipped early or be given another date.
    """

    number: str
    gid: str
    store: str
    order_id: str
    order: str
    due: str
    means: str
    status: str
    fulfil_at: datetime | None
    location: str
    location_name: str
    delivery: str
    can_open: bool
    lines: Sequence[ReadyLineView]

    @property
    def units(self) -> str:
        """What can be shipped of it now, as one would say it; of what cannot be shipped now, what is left."""
        if self.due == Due.NOW:
            said = (f"{line.fulfillable} {line.sku or line.title}" for line in self.lines if line.fulfillable)
        else:
            said = (f"{line.remaining} {line.sku or line.title}" for line in self.lines if line.remaining)
        return ", ".join(said) or "nothing at the moment"


def ready_page(wanted: WorkFilter, paging: Paging) -> Page[ReadyView]:
    """The work that matches, what has been due for longest first. Raises what `matching_work` raises, BadReference."""
    rows = matching_work(wanted).only("pk", "fulfill_at", "order__shopify_created_at")
    return oldest_first(
        rows,
        lambda shown: [ready_view(work) for work in load_work([row.pk for row in shown])],
        by="due_at",
        paging=paging,
    )


def ready_view(work: Work) -> ReadyView:
    """The fulfillment order as last read."""
    row = work.row
    return ReadyView(
        number=gids.short_id(row.gid),
        gid=row.gid,
        store=row.order.store.slug,
        order_id=row.order_id,
        order=row.order.name,
        due=work.due,
        means=work.due.words,
        status=row.status,
        fulfil_at=row.fulfill_at,
        location=work.location,
        location_name=row.location_name,
        delivery=work.delivery,
        can_open=can_be_opened(work_order(row)),
        lines=[
            ReadyLineView(
                line.order_line_id,
                line.order_line.sku,
                line.order_line.title,
                line.remaining_quantity,
                work.units.get(line.gid, 0),
            )
            for line in row.lines.all()
            if line.remaining_quantity
        ],
    )
