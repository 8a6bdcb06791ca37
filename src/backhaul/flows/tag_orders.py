"""Adds to an order in Shopify the tags that it lacks; nothing here takes a tag off or replaces one."""

import hashlib
from collections.abc import Sequence

from backhaul.core.contract_calls import AddTags
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.tags import TagState
from backhaul.core.tasks import OutcomeName
from backhaul.flows import effects
from backhaul.flows.endings import succeeded
from backhaul.flows.leases import Lease
from backhaul.flows.notices import Telling, tell
from backhaul.flows.want_tags import is_tagged
from backhaul.models import Intent, OrderTag, SalesOrder, Task

TAG_NOT_KEPT = "tag_not_kept"


def tag_order(task: Task, lease: Lease) -> Outcome:
    """Add those of the task's tags that are still wanted and that the order was not seen to have since.

    1. settle the order's last call; 2. add; 3. note what the order shows then, which Shopify answers with. A second
    run is harmless: what was added is noted with the reply, and a tag that is there already is not added again.
    """
    effects.settle_unsettled(task, lease)
    order = SalesOrder.objects.select_related("store").get(pk=task.order_id)
    wanted = _still_wanted(task, order)
    if not wanted:
        return _ended(task, order)
    digest = hashlib.sha256("\n".join(wanted).encode()).hexdigest()[:16]
    call = AddTags(f"tags:{digest}", order.gid, wanted)
    verdicts = effects.change_each([call], effects.Subject(order.gid), task=task, lease=lease)
    return unfinished(list(verdicts.values())) or _ended(task, order)


def _still_wanted(task: Task, order: SalesOrder) -> tuple[str, ...]:
    """The merchant may want other tags by now; and an order that is gone, or no customer's any more, gets none."""
    if not is_tagged(order):
        return ()
    rows = OrderTag.objects.filter(task=task, state=TagState.WANTED, template__in=order.store.order_tags)
    return tuple(rows.order_by("pk").values_list("tag", flat=True))


def _ended(task: Task, order: SalesOrder) -> Outcome:
    """What came of all of the task's tags, whichever of its runs has added them."""
    rows = list(OrderTag.objects.filter(task=task).order_by("pk"))
    lost = [row for row in rows if row.state == TagState.NOT_KEPT]
    _tell_of_lost(order, lost)
    said = [f"“{row.tag}” {TagState(row.state).words}" for row in rows]
    if not task.intents.filter(state=Intent.State.DONE).exists():
        return succeeded(OutcomeName.NOTHING_TO_DO, f"Nothing was to be added: {'; '.join(said) or 'no tag is left'}.")
    return succeeded(OutcomeName.TAGGED, f"{'; '.join(said)}.")


def _tell_of_lost(order: SalesOrder, lost: Sequence[OrderTag]) -> None:
    """Once for each tag: what is true of one order is true of the next."""
    for row in lost:
        digest = hashlib.sha256(row.folded.encode()).hexdigest()[:16]
        words = (
            f"Shopify has accepted the tag “{row.tag}” for order {order.name}, and does not show it. It may take it "
            "for another tag that the order has; it is not sent again. Choose another tag for the store."
        )
        tell(order.store, order, Telling(TAG_NOT_KEPT, order.gid, f"{TAG_NOT_KEPT}:{order.store_id}:{digest}", words))
