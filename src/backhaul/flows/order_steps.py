"""The steps of a change that act on an order of the subscription."""

from collections.abc import Callable
from datetime import timedelta

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_calls import (
    CancelOrder,
    HoldFulfillmentOrder,
    ReleaseHold,
    RescheduleFulfillmentOrder,
    UpdateOrder,
)
from backhaul.core.contract_content import complete, is_whole
from backhaul.core.decisions import Done, Person, WaitUntil
from backhaul.core.draft_edits import Attributes, address_from_json, attributes_from_json, merged
from backhaul.core.order_readback import is_at
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.step_basis import moment
from backhaul.core.step_checks import StepVerdict, Superseded, check_order_step
from backhaul.core.stored_call import text_of
from backhaul.core.tasks import WaitReason
from backhaul.core.wanted_changes import GivenAddress
from backhaul.flows.clock import now
from backhaul.flows.give_back_step import give_back
from backhaul.flows.read_order import read_order
from backhaul.flows.rounds import LOOK_AGAIN_SOON
from backhaul.flows.step_run import StepRun
from backhaul.flows.stock import posted_unsent
from backhaul.models import Delivery, SalesOrder

OWN_HOLD = "backhaul-"
"""What the handles of our holds begin with; each change has its own."""
LONGEST_CANCELLING = timedelta(hours=1)
_HIDDEN = Person(
    "Shopify does not show us what is to be kept of this order, so that it cannot be changed in part. Give the app "
    "access to customers' data and retry, or change the order in Shopify and cancel this task."
)
_NOT_SHOWN = Person(
    "Shopify has accepted this and does not show it. See the order in Shopify, then retry or cancel this task."
)


def carry_out_on_order(run: StepRun) -> StepVerdict:
    """Read the order, check that the step still rests on what it was planned on, make it, and read it back.

    Replan: once more from the start. The mirror is brought up to date by each reading.
    """
    return _STEPS[run.kind](run, read_order(run.store, run.subject_gid))


def hold_handle(change_id: str) -> str:
    """The handle of the holds of one change, ≤ 64 characters (schema)."""
    return f"{OWN_HOLD}{change_id}"[:64]


def _update(run: StepRun, order: RemoteOrder) -> StepVerdict:
    if run.made(run.step.key) is None:
        found = check_order_step(run.kind, run.params, order)
        if found is not None:
            return found
        call = _whole_update(run, order)
        if not isinstance(call, UpdateOrder):
            return call
        verdict = run.change(call, order)
        if not isinstance(verdict, Done):
            return verdict
    return _check_destinations(run)


def _whole_update(run: StepRun, order: RemoteOrder) -> UpdateOrder | Person:
    """orderUpdate replaces an address, a note and the attributes as a whole (schema)."""
    params = run.params
    address: GivenAddress | None = None
    if "address" in params:
        given, there = address_from_json(params["address"]), run.shopify.read_order_address(order.gid)
        if there is None and not is_whole(given):
            return _HIDDEN
        address = complete(given, there) if there is not None else given
    note = params.get("note")
    attributes: Attributes | None = None
    if "attributes" in params:
        attributes = merged(order.attributes, attributes_from_json(params["attributes"]))
    if (note is not None and "note" in order.hidden) or (attributes is not None and "attributes" in order.hidden):
        return _HIDDEN
    return UpdateOrder(
        run.step.key, order.gid, address=address, note=note if isinstance(note, str) else None, attributes=attributes
    )


def _check_destinations(run: StepRun) -> StepVerdict:
    """An order's address is that of its goods only while nobody has taken them over: each destination is looked at."""
    order = read_order(run.store, run.subject_gid)
    if "address" not in run.params:
        return Done()
    whole = run.shopify.read_order_address(order.gid)
    elsewhere = [] if whole is None else run.shopify.destinations_elsewhere(order.gid, whole)
    if not elsewhere:
        return Done()
    named = ", ".join(gid.rsplit("/", 1)[-1] for gid in elsewhere)
    if run.task.retried_at is not None:
        return Done(f"Fulfillment orders {named} keep their destination.")
    return Person(
        f"The order has the new address; its fulfillment orders {named} still go to the old one. Ask whoever ships "
        "them; then retry to end this task."
    )


def _reschedule(run: StepRun, order: RemoteOrder) -> StepVerdict:
    """Shopify may merge a delivery into another one of the same date; ours then goes on under that one's id."""
    date = moment(run.params)
    if run.made(run.step.key) is None:
        gid = _present_gid(run, order)
        params = {**run.params, "fulfillment_order": gid}
        found = check_order_step(run.kind, params, order) or _must_be(order, gid, FulfillmentOrderStatus.SCHEDULED)
        if found is not None:
            return found
        verdict = run.change(RescheduleFulfillmentOrder(run.step.key, order.gid, gid, date), order)
        if not isinstance(verdict, Done):
            return verdict
        order = read_order(run.store, run.subject_gid)
    scheduled = [one for one in order.fulfillment_orders if one.status == FulfillmentOrderStatus.SCHEDULED]
    return Done() if any(is_at(one, date) for one in scheduled) else _NOT_SHOWN


def _hold(run: StepRun, order: RemoteOrder) -> StepVerdict:
    handle = hold_handle(run.step.change_id)
    gid = _present_gid(run, order)
    if run.made(run.step.key) is None:
        params = {**run.params, "fulfillment_order": gid}
        if _own_holds(order.fulfillment_order(gid), handle):
            return Done("The delivery is held back already.", was_so=True)
        found = check_order_step(run.kind, params, order) or _must_be(
            order, gid, FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.ON_HOLD
        )
        if found is not None:
            return found
        words = run.params.get("reason")
        call = HoldFulfillmentOrder(run.step.key, order.gid, gid, handle, words if isinstance(words, str) else "")
        verdict = run.change(call, order)
        if not isinstance(verdict, Done):
            return verdict
        order = read_order(run.store, run.subject_gid)
    return Done() if _own_holds(order.fulfillment_order(gid), handle) else _NOT_SHOWN


def _release(run: StepRun, order: RemoteOrder) -> StepVerdict:
    """Our own holds alone; goods that somebody else holds, too, stay on hold for that one."""
    gid = _present_gid(run, order)
    holds = _own_holds(order.fulfillment_order(gid), OWN_HOLD)
    if not holds:
        return Done() if run.made(run.step.key) else Done("None of our holds is left on it.", was_so=True)
    found = check_order_step(run.kind, run.params, order)
    if found is not None:
        return found
    verdict = run.change(ReleaseHold(run.step.key, order.gid, gid, holds), order)
    if not isinstance(verdict, Done):
        return verdict
    order = read_order(run.store, run.subject_gid)
    return _NOT_SHOWN if _own_holds(order.fulfillment_order(gid), OWN_HOLD) else Done()


def _cancel(run: StepRun, order: RemoteOrder) -> StepVerdict:
    """Shopify cancels afterwards: until its job has ended the step waits, and asks for nothing a second time."""
    made = run.made(run.step.key)
    if made is None:
        found = check_order_step(run.kind, run.params, order) or _posted_meanwhile(run, order)
        if found is not None:
            return found
        verdict = run.change(_cancellation(run), order)
        if not isinstance(verdict, Done):
            return verdict
        order, made = read_order(run.store, run.subject_gid), run.made(run.step.key)
    if order.cancelled_at is not None:
        return Done()
    job = made.evidence.get("effect", {}).get("job") if made else None
    state = run.shopify.read_cancellation(job) if isinstance(job, str) else None
    if state is not None and state.errors:
        return Person(
            f"Shopify has not cancelled the order: “{' '.join(state.errors)}” See it in Shopify, and cancel it there, "
            "or cancel this task."
        )
    if made is not None and now() - made.created_at > LONGEST_CANCELLING:
        return _NOT_SHOWN
    return WaitUntil(WaitReason.ORDER_CANCELLING, now() + LOOK_AGAIN_SOON, WaitReason.ORDER_CANCELLING.words)


def _posted_meanwhile(run: StepRun, order: RemoteOrder) -> Superseded | None:
    """What has left the building is not cancelled, though Shopify has not heard of it yet."""
    if posted_unsent(SalesOrder.objects.get(store=run.store, gid=order.gid)):
        return Superseded("A part of the order was posted as shipped meanwhile: it is not cancelled as a whole.")
    return None


def _cancellation(run: StepRun) -> CancelOrder:
    params = run.params
    note = params.get("note")
    return CancelOrder(
        run.step.key,
        run.subject_gid,
        text_of(params.get("reason", "OTHER")),
        refund=params.get("refund") is True,
        restock=params.get("restock", True) is True,
        notify_customer=params.get("notify_customer") is True,
        note=note if isinstance(note, str) else "",
    )


def _present_gid(run: StepRun, order: RemoteOrder) -> str:
    """The fulfillment order that carries the delivery now, should Shopify have merged or split the one it was."""
    gid = text_of(run.params.get("fulfillment_order"))
    if order.fulfillment_order(gid) is not None:
        return gid
    carried = Delivery.objects.filter(contract__store=run.store, order__gid=order.gid, former_gids__contains=[gid])
    found = carried.exclude(fulfillment_order_gid="").first()
    return found.fulfillment_order_gid if found is not None else gid


def _must_be(order: RemoteOrder, gid: str, *statuses: str) -> Superseded | None:
    own = order.fulfillment_order(gid)
    if own is not None and own.status in statuses and any(line.remaining for line in own.lines):
        return None
    return Superseded("The delivery was shipped, opened, or taken up by the warehouse, meanwhile.")


def _own_holds(own: RemoteFulfillmentOrder | None, handle: str) -> tuple[str, ...]:
    holds = own.holds if own is not None else ()
    return tuple(hold.gid for hold in holds if hold.held_by_us and (hold.handle or "").startswith(handle))


_STEPS: dict[StepKind, Callable[[StepRun, RemoteOrder], StepVerdict]] = {
    StepKind.UPDATE_ORDER: _update,
    StepKind.RESCHEDULE: _reschedule,
    StepKind.HOLD: _hold,
    StepKind.RELEASE: _release,
    StepKind.GIVE_BACK: give_back,
    StepKind.CANCEL_ORDER: _cancel,
}
