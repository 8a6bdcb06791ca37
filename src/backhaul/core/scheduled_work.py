"""A scheduled fulfillment order that is to be shipped before its date, or on another one."""

from datetime import datetime

from backhaul.core import gids
from backhaul.core.contract_calls import RescheduleFulfillmentOrder
from backhaul.core.decisions import Done, Person
from backhaul.core.errors import Conflict, InputError
from backhaul.core.order_readback import is_at
from backhaul.core.plan import OpenFulfillmentOrder
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder

_OPEN = frozenset({FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS})
_GONE = Person(
    "Shopify does not show this fulfillment order any more: it may have been put together with another one, or "
    "refunded. See the order, then cancel this task."
)
_NOT_SHOWN = Person(
    "Shopify has accepted this and does not show it. See the order in Shopify, then retry or cancel this task."
)


class DateIsPast(InputError):
    code = "date-is-past"
    default_hint = "Give a date that is to come. To ship the goods now, open it."

    def __init__(self) -> None:
        super().__init__("A fulfillment order can only be put off to a date that is to come.")


class NotScheduled(Conflict):
    """Only a SCHEDULED fulfillment order can be opened or given another date (Shopify, recorded)."""

    code = "not-scheduled"
    default_hint = "What is open can be shipped now; what is on hold is released in Shopify."

    def __init__(self, gid: str, status: str) -> None:
        super().__init__(
            f"Fulfillment order {gids.short_id(gid)} is {status}, and not scheduled.",
            data={"fulfillment_order": gid, "status": status},
        )


class OtherWishUnderWay(Conflict):
    """Something else was asked for the same fulfillment order, and has not ended."""

    code = "other-wish-under-way"
    default_hint = "Wait until it has ended, or cancel it first."

    def __init__(self, gid: str, task_id: str) -> None:
        super().__init__(
            f"Something else was asked for fulfillment order {gids.short_id(gid)}; its task has not ended.",
            data={"fulfillment_order": gid, "task": task_id},
        )


def plan_opening(gid: str, order: RemoteOrder, *, was_made: bool) -> OpenFulfillmentOrder | Done | Person:
    """The call that opens it, unless nothing is to be done or can be done; `was_made`: it was called before."""
    own = order.fulfillment_order(gid)
    if own is None:
        return _GONE
    if own.status in _OPEN or not _is_left(own):
        words = "It can be shipped now." if own.status in _OPEN else "Nothing is left of it to be shipped."
        return Done(words, was_so=not was_made)
    if own.status != FulfillmentOrderStatus.SCHEDULED:
        return _not_any_more(own)
    return _NOT_SHOWN if was_made else OpenFulfillmentOrder(f"open:{gids.short_id(gid)}", gid, ())


def plan_rescheduling(
    gid: str, to: datetime, order: RemoteOrder, *, was_made: bool, now: datetime
) -> RescheduleFulfillmentOrder | Done | Person:
    """The call that puts it off; Shopify may put it together with another one of that date, which then has it."""
    own = order.fulfillment_order(gid)
    if own is None:
        merged = any(_is_scheduled(one) and is_at(one, to) for one in order.fulfillment_orders)
        return Done("It was put together with another one of that date.") if merged and was_made else _GONE
    if not _is_left(own):
        return Done("Nothing is left of it to be shipped.", was_so=not was_made)
    if not _is_scheduled(own):
        return _not_any_more(own)
    if is_at(own, to):
        return Done("Shopify shows the date.", was_so=not was_made)
    return _NOT_SHOWN if was_made else _reschedule(own, to, order, now)


def _reschedule(
    own: RemoteFulfillmentOrder, to: datetime, order: RemoteOrder, now: datetime
) -> RescheduleFulfillmentOrder | Person:
    if to <= now:
        return Person("The date that was asked for has passed. Cancel this task, and ask for another one.")
    return RescheduleFulfillmentOrder(f"reschedule:{gids.short_id(own.gid)}", order.gid, own.gid, to)


def _is_scheduled(own: RemoteFulfillmentOrder) -> bool:
    return own.status == FulfillmentOrderStatus.SCHEDULED


def _is_left(own: RemoteFulfillmentOrder) -> bool:
    return any(line.remaining for line in own.lines)


def _not_any_more(own: RemoteFulfillmentOrder) -> Person:
    return Person(
        f"It was scheduled, and is {own.status} now: Shopify allows this for scheduled ones alone. See the order, then "
        "cancel this task."
    )
