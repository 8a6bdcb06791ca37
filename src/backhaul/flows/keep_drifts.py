"""Keeps what was found not to agree: the same drift is the same row, and one that is gone is settled by itself."""

from collections.abc import Iterable

from backhaul.core.drift import DriftKind, Evidence, FoundDrift, is_undecidable, why_settled
from backhaul.flows.clock import now
from backhaul.models import Contract, Drift, SalesOrder

MENDED = "Reading it again has put it right."
_KINDS = frozenset(kind.value for kind in DriftKind)


def keep_drifts(contract: Contract, evidence: Evidence, found: Iterable[FoundDrift]) -> list[Drift]:
    """Write what was found and settle what is gone, in the caller's transaction, under the contract's row lock.

    Returns what is open now. Done again it changes only when each was last seen.
    """
    rows = {row.subject_key: row for row in Drift.objects.filter(contract=contract, settled_at=None)}
    orders = dict(SalesOrder.objects.filter(contracts__contract=contract).values_list("gid", "pk"))
    kept = [_keep(contract, one, rows.get(one.subject_key), orders.get(one.order_gid or "")) for one in found]
    seen = {row.subject_key for row in kept}
    gone = [row for row in rows.values() if row.subject_key not in seen]
    undecided = [row for row in gone if row.kind in _KINDS and is_undecidable(DriftKind(row.kind), evidence)]
    for row in gone:
        if row not in undecided:
            _settle(row, _why(row, evidence))
    return [row for row in (*kept, *undecided) if row.settled_at is None]


def settle_overdue(contract: Contract) -> None:
    """Its charge was made: that nobody had tried to is none any more. In the caller's transaction."""
    kind = DriftKind.BILLING_OVERDUE
    rows = Drift.objects.filter(contract=contract, kind=kind, settled_at=None)
    rows.update(settled_at=now(), settled_because=kind.settled)


def _why(row: Drift, evidence: Evidence) -> str:
    """An earlier version may have found what is not looked for any more."""
    if row.kind not in _KINDS:
        return "It is not looked for any more."
    return why_settled(DriftKind(row.kind), evidence, row.order.gid if row.order else None)


def _keep(contract: Contract, found: FoundDrift, row: Drift | None, order_id: str | None) -> Drift:
    moment = now()
    if row is None:
        row = Drift(store=contract.store, contract=contract, subject_key=found.subject_key, found_at=moment)
    row.kind, row.order_id, row.seen_at = found.kind, order_id, moment
    row.words, row.remedy = found.words, found.remedy
    if found.is_mended:
        row.settled_at, row.settled_because = moment, MENDED
    row.save()
    return row


def _settle(row: Drift, because: str) -> None:
    row.settled_at, row.settled_because = now(), because[:1000]
    row.save(update_fields=["settled_at", "settled_because"])
