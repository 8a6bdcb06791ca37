"""Records what has changed in an order since the last reading, and sees to what contradicts our postings.

The mirror follows Shopify whatever this finds. Everything here happens under the order's row lock, in the transaction
of what causes it: the reading that shows a change, the undo or the credit memo that takes a contradiction away.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from backhaul.core.differences import Difference, DifferenceState, carried, differences
from backhaul.core.edits import APPLIED, Judgement, judge
from backhaul.core.errors import BadReference, StateConflict
from backhaul.core.learned import Learned
from backhaul.core.order_facts import ADDRESS, DELETED, YES, Facts, facts_of, subject_of
from backhaul.core.posted import Case
from backhaul.core.remote import RemoteOrder
from backhaul.flows.clock import now
from backhaul.flows.find import by_id
from backhaul.flows.notices import Telling, tell
from backhaul.flows.own_changes import has_our_address
from backhaul.flows.posted_facts import posted_of
from backhaul.flows.posting import locked
from backhaul.models import OrderDifference, SalesOrder, WebhookDelivery

ORDER_CONFLICT = "order_conflict"
LONGEST_RESOLUTION = 1000
MOST_TOLD = 12
OVERTAKEN = "The same field was changed once more."
CHANGED_BACK = "The order no longer contradicts what was posted."


def record_differences(order: SalesOrder, remote: RemoteOrder, *, is_new: bool, learned: Learned) -> None:
    """Write down what a reading shows changed since the last one, in the transaction that applies it.

    The caller holds the order's row and has written its lines and payments. The first reading records nothing. The
    facts kept with the order are what the next reading is compared with: applied twice, nothing differs any more.
    """
    known, seen = order.facts, facts_of(remote)
    if is_new or not known:
        _keep(order, seen)
        return
    found = differences(known, seen)
    _keep(order, carried(known, seen))
    if found:
        ours = ADDRESS if any(_is_of_address(one) for one in found) and has_our_address(order, remote) else None
        judged = _write(order, found, known=known, learned=learned, changed_at=remote.updated_at, ours=ours)
        _tell(order, judged)


def record_deletion(order: SalesOrder, *, learned: Learned) -> None:
    """Write down that Shopify has the order no longer; the caller holds its row, and tells the merchant.

    A second time changes nothing.
    """
    known: Facts = order.facts
    if DELETED in known:
        return
    _keep(order, {**known, DELETED: YES})
    found = (Difference(DELETED, None, YES),)
    _write(order, found, known=known, learned=learned, changed_at=order.deleted_at or now())


def review_conflicts(order: SalesOrder, *, because: str) -> None:
    """Settle the conflicts of a locked order that no longer contradict what stands posted, for the reason given."""
    rows = list(order.differences.filter(state=DifferenceState.CONFLICT))
    if rows:
        _review(rows, Case(order.facts, posted_of(order, order.facts)), because=because)


def resolve_conflict(difference_id: str, *, note: str, by: str) -> list[OrderDifference]:
    """Note that a person has seen to a conflict, and how; returns it with those that it settles at the same time.

    Those are what else the same edit changed of the same line, of the address or of the amounts.
    Raises NotFound, StateConflict when it is none (any more), BadReference for a note that cannot be kept.
    """
    words = note.strip()
    if not words or len(words) > LONGEST_RESOLUTION or "\x00" in words:
        raise BadReference(
            "There is no note, or it is too long.",
            hint=f"Say in at most {LONGEST_RESOLUTION} characters how it was settled.",
        )
    with transaction.atomic():
        found = by_id(OrderDifference.objects, difference_id, "difference")
        order = locked(found.order_id)
        rows = [row for row in order.differences.filter(noticed_at=found.noticed_at) if _belongs(row, found)]
        if difference_id not in {row.pk for row in rows}:
            raise StateConflict(f"Difference {difference_id}", _state_of(difference_id), wanted="resolved")
        _settle(rows, by=by, resolution=words)
    return rows


def _belongs(row: OrderDifference, to: OrderDifference) -> bool:
    return row.state == DifferenceState.CONFLICT and subject_of(row.path) == subject_of(to.path)


def _state_of(difference_id: str) -> str:
    return OrderDifference.objects.values_list("state", flat=True).get(pk=difference_id)


def _keep(order: SalesOrder, facts: dict[str, str]) -> None:
    if facts != order.facts:
        order.facts = facts
        order.save(update_fields=["facts"])


def _write(
    order: SalesOrder,
    found: Sequence[Difference],
    *,
    known: Facts,
    learned: Learned,
    changed_at: datetime,
    ours: str | None = None,
) -> list[tuple[OrderDifference, Judgement]]:
    """The rows of a reading, and what follows: older conflicts that are settled or overtaken.

    What lies below the path `ours` contradicts nothing: whoever asked for it was told what it does not reach.
    """
    open_before = list(order.differences.filter(state=DifferenceState.CONFLICT))
    case = Case(order.facts, posted_of(order, known))
    judgements = [APPLIED if ours and one.path.startswith(ours) else judge(one, case) for one in found]
    delivery_id, noticed_at = _delivery_of(learned), now()
    rows = [
        OrderDifference(
            order=order,
            path=one.path,
            before=one.before,
            after=one.after,
            learned_by=learned.by,
            topic=learned.topic,
            delivery_id=delivery_id,
            changed_at=changed_at,
            noticed_at=noticed_at,
            state=judgement.state,
            words=judgement.words,
        )
        for one, judgement in zip(found, judgements, strict=True)
    ]
    OrderDifference.objects.bulk_create(rows)
    _overtake(open_before, (row for row in rows if row.state == DifferenceState.CONFLICT))
    _review([row for row in open_before if row.resolved_at is None], case, because=CHANGED_BACK)
    return list(zip(rows, judgements, strict=True))


def _is_of_address(one: Difference) -> bool:
    return one.path.startswith(ADDRESS)


def _delivery_of(learned: Learned) -> str | None:
    """The delivery that told of it, unless it was deleted meanwhile."""
    if learned.delivery_id is None or not WebhookDelivery.objects.filter(pk=learned.delivery_id).exists():
        return None
    return learned.delivery_id


def _overtake(rows: Iterable[OrderDifference], conflicts: Iterable[OrderDifference]) -> None:
    paths = {row.path for row in conflicts}
    _settle([row for row in rows if row.path in paths], by="", resolution=OVERTAKEN)


def _review(rows: Iterable[OrderDifference], case: Case, *, because: str) -> None:
    """Settle what contradicts nothing any more, and bring the words of the rest up to how it stands now."""
    for row in rows:
        judgement = judge(Difference(row.path, row.before, row.after), case)
        if judgement.state is DifferenceState.APPLIED:
            _settle([row], by="", resolution=because)
        elif judgement.words != row.words:
            row.words = judgement.words
            row.save(update_fields=["words"])


def _settle(rows: Iterable[OrderDifference], *, by: str, resolution: str) -> None:
    for row in rows:
        row.state, row.resolved_at = DifferenceState.RESOLVED, now()
        row.resolved_by, row.resolution = by[:255], resolution
        row.save(update_fields=["state", "resolved_at", "resolved_by", "resolution"])


def _tell(order: SalesOrder, judged: Sequence[tuple[OrderDifference, Judgement]]) -> None:
    """One notice for all the conflicts that one reading shows, each sentence once."""
    first = next((row for row, judgement in judged if judgement.sentences), None)
    if first is None:
        return
    told = list(dict.fromkeys(sentence for _, judgement in judged for sentence in judgement.sentences))
    rest = [f"And {len(told) - MOST_TOLD} sentences more: see the order."] if len(told) > MOST_TOLD else []
    words = " ".join([f"Order {order.name} was changed in Shopify.", *told[:MOST_TOLD], *rest])
    tell(order.store, order, Telling(ORDER_CONFLICT, first.pk, f"{ORDER_CONFLICT}:{first.pk}", words))
