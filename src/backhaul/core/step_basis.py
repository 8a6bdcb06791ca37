"""What a step of a change rests on: written with it when it is planned, and made again right before it is carried out.

It holds only what the step itself replaces or depends on, so that the other steps of the same change, and changes that
have nothing to do with it, leave it as it is. Personal data is in it as a digest alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, replace
from datetime import datetime

from backhaul.core.change_steps import Situation, Step, StepKind
from backhaul.core.contracts import RemoteContract, RemoteCycle
from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    DeliverTo,
    DraftEdit,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
    edits_from_json,
)
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.stored_call import object_of, text_of
from backhaul.core.units import Units, minus

RESTS_ON = "rests_on"
"""Where a step's params keep its basis."""

Params = Mapping[str, object]
Basis = dict[str, object]


def with_basis(step: Step, situation: Situation) -> Step:
    """The step with what it rests on, as the situation shows it that it was planned on."""
    side = next((one for one in situation.orders if one.remote.gid == step.subject_gid), None)
    order, posted = (side.remote, side.posted) if side is not None else (None, {})
    found = basis(step.kind, step.params, contract=situation.contract, order=order, posted=posted)
    return replace(step, params={**step.params, RESTS_ON: found}) if found is not None else step


def basis(
    kind: StepKind,
    params: Params,
    *,
    contract: RemoteContract | None = None,
    order: RemoteOrder | None = None,
    posted: Units | None = None,
) -> Basis | None:
    """What a step rests on; None where nothing of it was read, or where it rests on nothing of its own.

    `posted` units of the order are posted as shipped and not yet fulfilled: that they leave changes nothing.
    """
    if kind is StepKind.GIVE_BACK:
        return _of_giving_back(params, order, posted or {}) if order is not None else None
    if kind in _OF_CONTRACT:
        return _OF_CONTRACT[kind](params, contract) if contract is not None else None
    return _OF_ORDER[kind](params, order) if kind in _OF_ORDER and order is not None else None


def still_rests(params: Params, now: Basis | None) -> bool:
    """Whether what a step rests on is as it was; a step without a basis rests on nothing."""
    before = params.get(RESTS_ON)
    return not isinstance(before, Mapping) or now is None or dict(before) == now


def digest(*parts: object) -> str:
    """A short text that is the same for the same values and does not give them away."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def moment(params: Params) -> datetime:
    """The date of a step. Raises ValueError, BadReference."""
    return datetime.fromisoformat(text_of(params.get("date")))


def cycle_of(params: Params, contract: RemoteContract) -> RemoteCycle | None:
    index = params.get("cycle_index")
    return contract.cycle(index) if isinstance(index, int) else None


def _of_status(_: Params, contract: RemoteContract) -> Basis:
    return {"status": contract.status}


def _of_next_billing(_: Params, contract: RemoteContract) -> Basis:
    return {"next_billing": contract.next_billing_at.isoformat() if contract.next_billing_at else None}


def _of_cycle(params: Params, contract: RemoteContract) -> Basis | None:
    """None for a cycle further ahead than was read."""
    cycle = cycle_of(params, contract)
    if cycle is None:
        return None
    return {"expected": cycle.expected_at.isoformat(), "status": cycle.status, "skipped": cycle.skipped}


def _of_payment_method(_: Params, contract: RemoteContract) -> Basis:
    return {"payment_method": contract.payment_method_gid}


def _of_edits(params: Params, contract: RemoteContract) -> Basis:
    return {
        key: value
        for edit in edits_from_json(params.get("edits"))
        for key, value in _PLACES[type(edit)](edit, contract).items()
    }


def _address_place(_: DeliverTo, contract: RemoteContract) -> Basis:
    method = contract.method
    address = method.address if method else None
    kind = method.kind if method else None
    return {"address": digest(kind, astuple(address) if address else None), **_option_place(None, contract)}


def _option_place(_: SetShipping | None, contract: RemoteContract) -> Basis:
    method = contract.method
    return {"option": method.option_code if method else None, "delivery_price": str(contract.delivery_price)}


def _line_place(edit: SetLine | RemoveLine, contract: RemoteContract) -> Basis:
    line = contract.line(edit.line_gid)
    shown = [line.quantity, str(line.current_price), line.variant_gid] if line else None
    return {edit.line_gid: shown}


def _new_line_place(edit: AddLine, contract: RemoteContract) -> Basis:
    return {edit.variant_gid: sum(line.variant_gid == edit.variant_gid for line in contract.lines)}


def _discounts_place(_: AddDiscount | RemoveDiscount, contract: RemoteContract) -> Basis:
    return {"discounts": sorted(discount.gid for discount in contract.discounts)}


def _method_place(_: SetPaymentMethod, contract: RemoteContract) -> Basis:
    return {"payment_method": contract.payment_method_gid}


def _note_place(edit: SetNote, contract: RemoteContract) -> Basis:
    note = {} if edit.note is None else {"note": digest(contract.note or "")}
    attributes = {} if edit.attributes is None else {"attributes": digest(sorted(contract.attributes))}
    return {**note, **attributes}


_PLACES: dict[type[DraftEdit], Callable[..., Basis]] = {
    DeliverTo: _address_place,
    SetShipping: _option_place,
    SetLine: _line_place,
    RemoveLine: _line_place,
    AddLine: _new_line_place,
    AddDiscount: _discounts_place,
    RemoveDiscount: _discounts_place,
    SetPaymentMethod: _method_place,
    SetNote: _note_place,
}


def _of_update(params: Params, order: RemoteOrder) -> Basis:
    shown: Basis = {"shipped": not any(_live(order))}
    if "address" in params:
        shown["address"] = digest(astuple(order.shipping_address) if order.shipping_address else None)
    if "note" in params:
        shown["note"] = digest(order.note or "")
    if "attributes" in params:
        shown["attributes"] = digest(sorted(order.attributes))
    return shown


def _of_fulfillment_order(params: Params, order: RemoteOrder) -> Basis | None:
    """None for one that is gone: Shopify may have merged it, and whoever carries the step out finds the one it became.

    Its date counts for a delivery that is still to come alone: Shopify gives others dates of its own.
    """
    own = order.fulfillment_order(text_of(params.get("fulfillment_order")))
    if own is None:
        return None
    is_scheduled = own.status == FulfillmentOrderStatus.SCHEDULED
    date = own.fulfill_at.isoformat() if is_scheduled and own.fulfill_at else None
    return {"status": own.status, "date": date, "units": sum(line.remaining for line in own.lines)}


def _of_cancellation(_: Params, order: RemoteOrder) -> Basis:
    return {"units": {line.gid: line.current_quantity for line in order.lines}}


def _of_giving_back(params: Params, order: RemoteOrder, posted: Units) -> Basis:
    """What is left of each line that is given back, and not posted as shipped."""
    wanted = object_of(params.get("units"))
    left = _sums((line.line_gid, line.remaining) for one in _live(order) for line in one.lines)
    return {"units": {gid: count for gid, count in minus(left, posted).items() if gid in wanted}}


def _live(order: RemoteOrder) -> list[RemoteFulfillmentOrder]:
    ended = (FulfillmentOrderStatus.CLOSED, FulfillmentOrderStatus.CANCELLED)
    return [one for one in order.fulfillment_orders if one.status not in ended and any(x.remaining for x in one.lines)]


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for gid, count in pairs:
        sums[gid] = sums.get(gid, 0) + count
    return sums


_OF_CONTRACT: dict[StepKind, Callable[[Params, RemoteContract], Basis | None]] = {
    StepKind.EDIT_CONTRACT: _of_edits,
    StepKind.EDIT_CYCLE: _of_cycle,
    StepKind.SET_STATUS: _of_status,
    StepKind.SET_NEXT_BILLING: _of_next_billing,
    StepKind.SCHEDULE_CYCLE: _of_cycle,
    StepKind.SKIP_CYCLE: _of_cycle,
    StepKind.UNSKIP_CYCLE: _of_cycle,
    StepKind.ASK_FOR_PAYMENT_METHOD: _of_payment_method,
}
_OF_ORDER: dict[StepKind, Callable[[Params, RemoteOrder], Basis | None]] = {
    StepKind.UPDATE_ORDER: _of_update,
    StepKind.RESCHEDULE: _of_fulfillment_order,
    StepKind.HOLD: _of_fulfillment_order,
    StepKind.CANCEL_ORDER: _of_cancellation,
}
