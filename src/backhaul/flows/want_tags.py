"""Finds the tags that orders of subscriptions lack, and writes the tasks that add them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backhaul.core.tags import Filled, LeftOut, TagState, Template, fold, tags_for, usable_templates
from backhaul.core.tasks import TaskState
from backhaul.flows.notices import Telling, tell
from backhaul.flows.order_tags import note_shown
from backhaul.flows.tag_facts import BoughtBy, bought_with
from backhaul.flows.task_list import TaskOrder, want_again, write_task
from backhaul.models import Contract, OrderDifference, OrderTag, SalesOrder, Store

CLOCKS_DIFFER = timedelta(minutes=1)
"""Shopify's dates have whole seconds, and its clock is not ours."""
TAG_ORDER = "tag_order"
TAG_LEFT_OUT = "tag_left_out"
TAGS = "tags"
"""The path of an order's tags among its differences."""


@dataclass(frozen=True)
class Lacking:
    """How many tags were found missing, on how many orders."""

    tags: int = 0
    orders: int = 0


def follow_tags(order: SalesOrder) -> None:
    """Note what the order shows of its tags, and have added what it lacks; the caller holds its row, in a transaction.

    Done again it changes nothing.
    """
    note_shown(order)
    want_tags(order.store, [order.pk])


def want_tags_of(contract: Contract) -> None:
    """Have tags added to the mirrored orders of a contract; the caller holds its row, in a transaction."""
    orders = contract.orders.exclude(order=None).order_by("order_id").values_list("order_id", flat=True)
    want_tags(contract.store, [str(pk) for pk in orders])


def want_tags(store: Store, order_ids: Sequence[str]) -> Lacking:
    """Write one task for each of the orders that lacks tags, in the caller's transaction; returns what was missing.

    Which tags: core.tags. One that the order has had once and has not now was taken off by somebody: it stays off.
    A tag that Shopify would not keep as it stands is told of once, and left out. Orders that were placed before the
    store's tags begin are left alone, as are deleted ones and those whose customer's data was deleted.
    """
    templates = usable_templates(store.order_tags)
    if not templates or not order_ids:
        return Lacking()
    bought = bought_with(store, order_ids)
    orders = SalesOrder.objects.filter(pk__in=bought).select_related("store").order_by("pk")
    found = [_want(order, templates, bought[order.pk]) for order in orders if is_tagged(order)]
    return Lacking(sum(found), sum(1 for number in found if number))


def is_tagged(order: SalesOrder) -> bool:
    """Whether tags are added to the order at all, if subscriptions have brought it about."""
    is_gone = order.deleted_at is not None or order.redacted_at is not None
    return not is_gone and order.shopify_created_at >= tagged_from(order.store)


def tagged_from(store: Store) -> datetime:
    """Since when an order must have been placed to be tagged."""
    return store.tagged_from or store.created_at - CLOCKS_DIFFER


def tags_of_order(
    order: SalesOrder, templates: Sequence[Template], bought: Iterable[BoughtBy], known: Iterable[OrderTag]
) -> tuple[list[tuple[str, Filled]], list[LeftOut]]:
    """The tags that the order is to have beside those known already, each with its contract, and what is left out.

    A template that was filled for a contract once is never filled anew: numbers of deliveries may change later.
    """
    rows = list(known)
    filled, there = {(row.contract_id, row.template) for row in rows}, {row.folded for row in rows}
    wanted: list[tuple[str, Filled]] = []
    left_out: dict[LeftOut, None] = {}
    for one in bought:
        new = [template for template in templates if (one.contract_id, template.text) not in filled]
        tags = tags_for(new, [one.bought])
        left_out |= dict.fromkeys(tags.left_out)
        for tag in tags.wanted:
            if fold(tag.tag) not in there:
                there.add(fold(tag.tag))
                wanted.append((one.contract_id, tag))
    return wanted, list(left_out)


def _want(order: SalesOrder, templates: Sequence[Template], bought: Sequence[BoughtBy]) -> int:
    wanted, left_out = tags_of_order(order, templates, bought, OrderTag.objects.filter(order=order))
    if wanted:
        _keep(order, wanted)
    for one in left_out:
        if one.is_told:
            _tell(order, one)
    owed = _owed(order, templates)
    if owed:
        _write_task(order, owed)
    return len(owed)


def _keep(order: SalesOrder, wanted: Iterable[tuple[str, Filled]]) -> None:
    """Another transaction may keep the same at this moment: each is there once."""
    shown, ever = {fold(tag) for tag in order.tags}, _ever_shown(order)
    rows = []
    for contract_id, filled in wanted:
        folded = fold(filled.tag)
        state = TagState.THERE if folded in shown else TagState.TAKEN_OFF if folded in ever else TagState.WANTED
        rows.append(
            OrderTag(
                order=order,
                contract_id=contract_id,
                template=filled.template,
                tag=filled.tag,
                folded=folded,
                state=state,
                seen_at=order.read_started_at if state is TagState.THERE else None,
            )
        )
    OrderTag.objects.bulk_create(sorted(rows, key=lambda row: row.folded), ignore_conflicts=True)


def _ever_shown(order: SalesOrder) -> set[str]:
    """The tags that a reading has shown, and a later one has not, whoever had added them."""
    before = OrderDifference.objects.filter(order=order, path=TAGS).values_list("before", flat=True)
    return {fold(tag) for text in before for tag in (text or "").split(",") if tag.strip()}


def _owed(order: SalesOrder, templates: Sequence[Template]) -> list[OrderTag]:
    """Tags that no task is to add: nobody was asked, or the task came to its end while the template was not in use."""
    rows = OrderTag.objects.filter(order=order, state=TagState.WANTED, template__in=[one.text for one in templates])
    return [row for row in rows.select_related("task") if row.task is None or row.task.state == TaskState.SUCCEEDED]


def _write_task(order: SalesOrder, owed: Sequence[OrderTag]) -> None:
    """One task for an order and a set of tags: the same set wanted once more is the same task."""
    digest = hashlib.sha256("\n".join(sorted(row.folded for row in owed)).encode()).hexdigest()[:16]
    wanted = TaskOrder(TAG_ORDER, f"{TAG_ORDER}:{order.pk}:{digest}", order.store, order)
    task = write_task(wanted)
    if task.state == TaskState.SUCCEEDED:
        task = want_again(wanted)
    OrderTag.objects.filter(pk__in=[row.pk for row in owed]).update(task=task)


def _tell(order: SalesOrder, left_out: LeftOut) -> None:
    digest = hashlib.sha256(f"{left_out.template}\n{left_out.because}".encode()).hexdigest()[:16]
    words = (
        f"Order {order.name}, and any other order of which the same is true, goes without the tag of "
        f"“{left_out.template}”: {left_out.because} Change the tags of the store, or the name of the plan."
    )
    tell(order.store, order, Telling(TAG_LEFT_OUT, order.gid, f"{TAG_LEFT_OUT}:{order.store_id}:{digest}", words))
