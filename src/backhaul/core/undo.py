"""What an undo cancels in Shopify and what it leaves, and what follows when a shipment's tracking changes."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core import gids
from backhaul.core.decisions import Replan, Verdict
from backhaul.core.errors import BadTracking
from backhaul.core.fulfillment import is_cancelled
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.readback import has_tracking
from backhaul.core.remote import RemoteOrder
from backhaul.core.shipment import SentFulfillment, SentKind
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.core.tracking import Tracking


@dataclass(frozen=True)
class CancelFulfillment:
    """One fulfillmentCancel."""

    step: str
    fulfillment_gid: str


@dataclass(frozen=True)
class UndoPlan:
    """`cancels` are still to be made; `gone` were cancelled before; `left` were adopted and are not ours to cancel."""

    cancels: tuple[CancelFulfillment, ...]
    gone: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class UpdateTracking:
    """One fulfillmentTrackingInfoUpdate."""

    step: str
    fulfillment_gid: str
    tracking: tuple[Tracking, ...]
    notify_customer: bool


@dataclass(frozen=True)
class TrackingPlan:
    """`updates` are to be made; `right` have the new tracking already; `left` were adopted and are not ours to change.

    `sends_later`: units of the shipment are not sent yet, and will be sent with the new tracking.
    """

    updates: tuple[UpdateTracking, ...]
    right: tuple[str, ...]
    left: tuple[str, ...]
    sends_later: bool


def plan_undo(already_sent: Iterable[SentFulfillment], remote: RemoteOrder) -> UndoPlan:
    """Cancel exactly the fulfillments that the shipment created and that still stand.

    fulfillmentCancel works even after delivery, and makes a new fulfillment order for the units.
    """
    cancels, gone, left = [], [], []
    for one in already_sent:
        if is_cancelled(one, remote):
            gone.append(one.fulfillment_gid)
        elif one.kind is SentKind.ADOPTED:
            left.append(one.fulfillment_gid)
        else:
            cancels.append(CancelFulfillment(f"cancel:{gids.short_id(one.fulfillment_gid)}", one.fulfillment_gid))
    return UndoPlan(tuple(cancels), tuple(gone), tuple(left))


def undo_outcome(plan: UndoPlan, results: Mapping[str, Verdict]) -> Outcome:
    """How an undo ends; the shipment's units are outstanding again only when the state is succeeded."""
    verdicts = [results.get(call.step) or Replan("Not all calls were made.") for call in plan.cancels]
    going_on = unfinished(verdicts)
    if going_on is not None:
        return going_on
    if plan.left:
        words = f"{_cancelled(plan)} Made by someone else, and left as they are: {_names(plan.left)}."
        return Outcome(OutcomeName.UNDONE_IN_PART, TaskState.SUCCEEDED, words)
    if not plan.cancels and not plan.gone:
        words = "The posting was undone before anything was sent."
        return Outcome(OutcomeName.UNDONE_BEFORE_SENDING, TaskState.SUCCEEDED, words)
    return Outcome(OutcomeName.UNDONE, TaskState.SUCCEEDED, _cancelled(plan))


def plan_tracking_change(
    tracking: Sequence[Tracking],
    already_sent: Iterable[SentFulfillment],
    remote: RemoteOrder,
    *,
    notify_customer: bool,
    all_sent: bool,
) -> TrackingPlan:
    """Which fulfillments get the new tracking: those that the shipment created, that stand, and that differ.

    The customer is told with the first. Raises BadTracking when `tracking` is empty: whether Shopify can take numbers
    away again is not known.
    """
    if not tracking:
        raise BadTracking("A shipment's tracking can be changed, not removed.", hint="Give at least one number.")
    updates: list[UpdateTracking] = []
    right, left = [], []
    for one in already_sent:
        found = remote.fulfillment(one.fulfillment_gid)
        if is_cancelled(one, remote):
            continue
        if one.kind is SentKind.ADOPTED:
            left.append(one.fulfillment_gid)
        elif found is not None and has_tracking(found, tracking):
            right.append(one.fulfillment_gid)
        else:
            step = f"track:{gids.short_id(one.fulfillment_gid)}:{_digest(tracking)}"
            tells = notify_customer and not updates
            updates.append(UpdateTracking(step, one.fulfillment_gid, tuple(tracking), tells))
    return TrackingPlan(tuple(updates), tuple(right), tuple(left), sends_later=not all_sent)


def tracking_outcome(plan: TrackingPlan, results: Mapping[str, Verdict]) -> Outcome:
    """How a change of tracking ends."""
    verdicts = [results.get(call.step) or Replan("Not all calls were made.") for call in plan.updates]
    going_on = unfinished(verdicts)
    if going_on is not None:
        return going_on
    changed = [update.fulfillment_gid for update in plan.updates] + list(plan.right)
    sentences = [f"The tracking of {_names(changed)} is changed."] if changed else []
    if plan.left:
        sentences.append(f"Made by someone else, and left as they are: {_names(plan.left)}.")
    if plan.sends_later:
        sentences.append("What is not sent yet will be sent with the new tracking.")
    if changed:
        return Outcome(OutcomeName.TRACKING_CHANGED, TaskState.SUCCEEDED, " ".join(sentences))
    name = OutcomeName.TRACKING_WILL_BE_SENT if plan.sends_later else OutcomeName.NOTHING_TO_DO
    return Outcome(name, TaskState.SUCCEEDED, " ".join(sentences) or "No fulfillment of this shipment stands.")


def _cancelled(plan: UndoPlan) -> str:
    gone = [call.fulfillment_gid for call in plan.cancels] + list(plan.gone)
    return f"Cancelled in Shopify: {_names(gone)}." if gone else ""


def _names(fulfillment_gids: Iterable[str]) -> str:
    return ", ".join(f"fulfillment {gids.short_id(one)}" for one in fulfillment_gids)


def _digest(tracking: Iterable[Tracking]) -> str:
    text = "\n".join(f"{entry.company}|{entry.number}|{entry.url}" for entry in tracking)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
