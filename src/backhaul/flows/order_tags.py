"""Keeps what is known of the tags of orders: those that are there, and those that were taken off again."""

from collections.abc import Iterable

from backhaul.core.tags import TagState, fold
from backhaul.flows.clock import real_now
from backhaul.models import OrderTag, SalesOrder


def note_shown(order: SalesOrder) -> None:
    """Note which of its tags the order shows, and which it showed once and does not any more.

    In the transaction that mirrors a reading, under the order's row lock. A reading that began before a tag was added
    says nothing about it.
    """
    shown = {fold(tag) for tag in order.tags}
    for row in OrderTag.objects.filter(order=order):
        is_there, was_there = row.folded in shown, row.state == TagState.THERE
        if is_there and (row.seen_at is None or row.seen_at < order.read_started_at):
            row.state, row.seen_at = TagState.THERE, order.read_started_at
        elif not is_there and was_there and row.seen_at is not None and row.seen_at < order.read_started_at:
            row.state = TagState.TAKEN_OFF
        else:
            continue
        row.save(update_fields=["state", "seen_at"])


def note_added(store_id: str, order_gid: str, *, added: Iterable[str], shown: Iterable[str]) -> None:
    """Note what became of tags that were added, by all that the order shows after it; in the caller's transaction."""
    there = {fold(tag) for tag in shown}
    rows = OrderTag.objects.filter(order__store=store_id, order__gid=order_gid, folded__in=[fold(tag) for tag in added])
    rows.filter(folded__in=there).update(state=TagState.THERE, seen_at=real_now())
    rows.exclude(folded__in=there).update(state=TagState.NOT_KEPT)
