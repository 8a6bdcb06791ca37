"""Whether Shopify shows what a change that is done has asked for, on the contract and on its orders."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.deliveries import DeliveryState
from backhaul.core.wanted_changes import (
    Cancel,
    ChangeAddress,
    ChangeNote,
    ChangePrice,
    ChangeQuantity,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)
from backhaul.models import Change, Contract, DeliveryLine
from tests.simulation.subscriptions_truth import Shown, Truth, counted

_UNSHIPPED = (DeliveryState.BILLED_UNSHIPPED, DeliveryState.REMOVED)
"""Which of its deliveries an order loses units from, Shopify decides: all that have not left count together."""


def not_so(change: Change, wanted: WantedChange, truth: Truth) -> list[str]:
    """What Shopify shows otherwise, right after the change was done and before anybody does anything else.

    What another app was to do is that app's, and a person's word for it.
    """
    looked_at = _LOOKS.get(type(wanted))
    if looked_at is None or change.steps.filter(side=Side.APP).exists():
        return []
    steps = " ".join(f"{one.words} ({one.task and one.task.outcome})" for one in change.steps.select_related("task"))
    said = f"{change} of {change.contract.gid} is done: {wanted}; {steps} {' '.join(change.notes)}"
    return [f"{said}; {words}" for words in looked_at(change, wanted, truth)]


def _contract(change: Change, truth: Truth) -> Shown:
    return truth.contracts[change.contract.gid]


def _line(change: Change, gid: str, truth: Truth) -> Shown | None:
    return next((one for one in _contract(change, truth)["lines"] if one["id"] == gid), None)


def _unshipped_orders(contract: Contract, truth: Truth) -> Iterator[Shown]:
    """The orders with deliveries that are paid, and neither shipped nor handed over."""
    found = contract.deliveries.filter(state=DeliveryState.BILLED_UNSHIPPED).values_list("order__gid", flat=True)
    for gid in sorted(set(found) - {None}):
        yield truth.orders[str(gid)]


def _address(change: Change, wanted: ChangeAddress, truth: Truth) -> Iterator[str]:
    street = wanted.address.address1
    if street is None:
        return
    method = _contract(change, truth)["method"]
    if method and method["address"] and method["address"]["address1"] != street:
        yield f"the contract goes to {method['address']['address1']}"
    for order in _unshipped_orders(change.contract, truth):
        if (order["shipping_address"] or {}).get("address1") != street:
            yield f"{order['name']} goes to {order['shipping_address']}"


def _quantity(change: Change, wanted: ChangeQuantity, truth: Truth) -> Iterator[str]:
    line = _line(change, wanted.line_gid, truth)
    if (line["quantity"] if line else 0) != wanted.quantity:
        yield f"the contract's line is {line}"
    if line is None:
        return
    for order in _unshipped_orders(change.contract, truth):
        rows = DeliveryLine.objects.filter(delivery__contract=change.contract, delivery__order__gid=order["id"])
        rows = rows.filter(order_line__variant_gid=line["variant"], delivery__state__in=_UNSHIPPED)
        left = sum(rows.values_list("remaining", flat=True))
        if left > wanted.quantity * len(rows):
            yield f"{order['name']} still has {left} in {len(rows)} deliveries"


def _swap(change: Change, wanted: SwapVariant, truth: Truth) -> Iterator[str]:
    line = _line(change, wanted.line_gid, truth)
    if line is None or line["variant"] != wanted.variant_gid:
        yield f"the contract's line is {line}"


def _price(change: Change, wanted: ChangePrice, truth: Truth) -> Iterator[str]:
    line = _line(change, wanted.line_gid, truth)
    if line is None or Decimal(line["current_price"]) != wanted.price.amount:
        yield f"the contract's line is {line}"


def _date(change: Change, wanted: MoveDate, truth: Truth) -> Iterator[str]:
    """The delivery is due then, to the hour that Shopify cuts dates to, and of one that is not paid Shopify says so."""
    if change.steps.filter(kind=StepKind.HOLD).exists():
        return
    delivery = change.contract.deliveries.get(number=wanted.delivery_number)
    if delivery.due_at is None or abs(delivery.due_at - wanted.to) > timedelta(hours=1):
        yield f"{delivery} is {delivery.state} and due at {delivery.due_at}"
    cycles = {one["index"]: one for one in _contract(change, truth)["cycles"]}
    shown = cycles.get(delivery.cycle_index) if delivery.order_id is None else None
    if shown is None:
        return
    date = datetime.fromisoformat(shown["billing_date"]) if shown["billing_date"] else wanted.to
    if shown["skipped"] or abs(date - wanted.to) > timedelta(seconds=1):
        yield f"{delivery} is of billing cycle {shown}"


def _skip(change: Change, wanted: SkipDelivery, _truth: Truth) -> Iterator[str]:
    delivery = change.contract.deliveries.get(number=wanted.delivery_number)
    if delivery.order_id is None and delivery.state != DeliveryState.SKIPPED:
        yield f"{delivery} is {delivery.state}"


def _unskip(change: Change, wanted: UnskipDelivery, _truth: Truth) -> Iterator[str]:
    delivery = change.contract.deliveries.get(number=wanted.delivery_number)
    if delivery.state == DeliveryState.SKIPPED:
        yield f"{delivery} is {delivery.state}"


def _note(change: Change, wanted: ChangeNote, truth: Truth) -> Iterator[str]:
    contract = _contract(change, truth)
    if wanted.note is not None and (contract["note"] or "") != wanted.note:
        yield f"the contract's note is {contract['note']}"
    for key, value in wanted.attributes:
        if contract["attributes"].get(key, "") != value:
            yield f"the contract's attributes are {contract['attributes']}"


def _in_status(status: str) -> Callable[[Change, WantedChange, Truth], Iterator[str]]:
    def look(change: Change, _wanted: WantedChange, truth: Truth) -> Iterator[str]:
        if _contract(change, truth)["status"] != status:
            yield f"the contract is {_contract(change, truth)['status']}"

    return look


def _cancel(change: Change, wanted: Cancel, truth: Truth) -> Iterator[str]:
    yield from _in_status("CANCELLED")(change, wanted, truth)
    for step in change.steps.filter(kind__in=(StepKind.GIVE_BACK, StepKind.CANCEL_ORDER)):
        order = truth.orders[step.subject_gid]
        for line in order["lines"]:
            left = counted(order, line).remaining if line["contract"] == change.contract.gid else 0
            if left:
                yield f"{order['name']} still has {left} of {line['id']} to ship"


_LOOKS: Mapping[type, Callable[..., Iterator[str]]] = {
    ChangeAddress: _address,
    ChangeQuantity: _quantity,
    SwapVariant: _swap,
    ChangePrice: _price,
    MoveDate: _date,
    SkipDelivery: _skip,
    UnskipDelivery: _unskip,
    ChangeNote: _note,
    Pause: _in_status("PAUSED"),
    Resume: _in_status("ACTIVE"),
    Cancel: _cancel,
}
