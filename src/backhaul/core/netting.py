"""Nets the transactions of an order, as Shopify shows them at one moment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from backhaul.core import gids
from backhaul.core.errors import IncompletePayments
from backhaul.core.ledger import Authorisation, Failed, Holding, Ledger, Receipt, Undecided
from backhaul.core.money import Money, total, zero
from backhaul.core.payments import RemotePayments, RemoteTransaction, TransactionKind

BUILT_IN_LIFETIMES: Mapping[str, timedelta] = {"shopify_payments": timedelta(days=7)}
"""How long an authorisation lives where neither Shopify nor the store says so (Shopify Payments: 7 days by default)."""

_AUTHORISING = frozenset({TransactionKind.AUTHORIZATION, TransactionKind.EMV_AUTHORIZATION})
_RECEIVING = frozenset({TransactionKind.SALE, TransactionKind.CAPTURE})
_PAYING = _AUTHORISING | _RECEIVING
_EXPIRED = "EXPIRED"
"""The financial status of an order whose authorisation ran out before it was captured."""


def net(payments: RemotePayments, *, now: datetime, lifetimes: Mapping[str, timedelta]) -> Ledger:
    """What the order's authorisations still hold, what was received, and what is owed.

    `lifetimes` says by gateway how long an authorisation lives where Shopify does not say. Raises IncompletePayments
    when Shopify has more transactions than were read: nothing may be decided on a part.
    """
    if len(payments.transactions) < payments.transaction_count:
        raise IncompletePayments(payments.gid, read=len(payments.transactions), of=payments.transaction_count)
    transactions = sorted(payments.transactions, key=lambda one: (one.created_at, gids.sort_key(one.gid)))
    receipts = _receipts(transactions)
    undecided = tuple(_undecided(one) for one in transactions if one.kind in _PAYING and one.is_undecided)
    currency = payments.presentment_currency
    received = total((one.kept for one in receipts), currency)
    coming = total((one.amount for one in undecided if not one.is_manual and not one.sets_aside), currency)
    worth = payments.current_total
    return Ledger(
        currency=currency,
        authorisations=_authorisations(transactions, payments, now=now, lifetimes={**BUILT_IN_LIFETIMES, **lifetimes}),
        receipts=receipts,
        undecided=undecided,
        failed=tuple(_failed(one) for one in transactions if one.kind in _PAYING and one.failed),
        net_received=received,
        owed=None if worth is None else worth - received - coming,
        order_gid=payments.gid,
    )


def _authorisations(
    transactions: Sequence[RemoteTransaction],
    payments: RemotePayments,
    *,
    now: datetime,
    lifetimes: Mapping[str, timedelta],
) -> tuple[Authorisation, ...]:
    return tuple(
        _authorisation(
            one,
            [child for child in transactions if child.parent_gid == one.gid and not child.failed],
            lifetime=lifetimes.get(one.gateway),
            has_expired=_has_expired(one, payments, now),
        )
        for one in transactions
        if one.kind in _AUTHORISING and one.succeeded
    )


def _authorisation(
    one: RemoteTransaction, children: Sequence[RemoteTransaction], *, lifetime: timedelta | None, has_expired: bool
) -> Authorisation:
    currency = one.amount.currency
    captures = [child for child in children if child.kind == TransactionKind.CAPTURE]
    captured = total((child.amount for child in captures if child.succeeded), currency)
    pending = total((child.amount for child in captures if child.is_undecided), currency)
    voids = [child for child in children if child.kind == TransactionKind.VOID]
    left = max(one.amount - captured - pending, zero(currency))
    voided = min(total((child.amount for child in voids), currency), left)
    takes_one_capture = not one.is_manual_gateway and not one.is_multi_capturable
    is_being_used = takes_one_capture and pending > zero(currency)
    free = zero(currency) if is_being_used else left - voided
    capturable = _capturable(one, free, pending=pending, has_expired=has_expired)
    holds = {
        Holding.OPEN: capturable > zero(currency),
        Holding.CAPTURED: captured >= one.amount,
        Holding.VOIDED: bool(voids),
        Holding.GONE: takes_one_capture and captured > zero(currency),
        Holding.EXPIRED: has_expired,
    }
    undecided = Holding.OPEN if pending > zero(currency) else Holding.GONE
    estimate = one.created_at + lifetime if lifetime else None
    return Authorisation(
        gid=one.gid,
        gateway=one.gateway,
        gateway_name=one.gateway_name,
        created_at=one.created_at,
        authorised=one.amount,
        captured=captured,
        pending=pending,
        voided=voided,
        capturable=capturable,
        holding=next((holding for holding, applies in holds.items() if applies), undecided),
        takes_one_capture=takes_one_capture,
        expires_at=one.expires_at or estimate,
        expiry_is_estimated=one.expires_at is None and estimate is not None,
    )


def _capturable(one: RemoteTransaction, left: Money, *, pending: Money, has_expired: bool) -> Money:
    """What is left, unless Shopify says that it is less or nothing.

    Its own figure includes what is pending (Shopify: OrderTransaction.totalUnsettledSet). That it gives none proves
    nothing by itself, and neither does our clock as long as Shopify lets the authorisation be captured.
    """
    nothing = zero(left.currency)
    gives_none = one.unsettled is None or one.unsettled <= nothing
    if not one.is_capturable and (gives_none or has_expired):
        return nothing
    return left if one.unsettled is None else max(min(left, one.unsettled - pending), nothing)


def _has_expired(one: RemoteTransaction, payments: RemotePayments, now: datetime) -> bool:
    """Whether Shopify's own word is that it has run out; an estimate of ours is not enough."""
    return payments.financial_status == _EXPIRED or (one.expires_at is not None and now >= one.expires_at)


def _receipts(transactions: Sequence[RemoteTransaction]) -> tuple[Receipt, ...]:
    received = [one for one in transactions if one.kind in _RECEIVING and one.succeeded]
    refunded = {one.gid: zero(one.amount.currency) for one in received}
    for refund in transactions:
        if refund.kind == TransactionKind.REFUND and not refund.failed:
            left = refund.amount
            for one in _refundable(refund, received):
                part = min(left, one.amount - refunded[one.gid])
                refunded[one.gid] += part
                left -= part
    return tuple(_receipt(one, refunded[one.gid]) for one in received)


def _refundable(refund: RemoteTransaction, received: Iterable[RemoteTransaction]) -> list[RemoteTransaction]:
    """What a refund may be of, likeliest first: its parent or a capture of it, the same gateway, whatever there is.

    Shopify does not name the parent of every refund.
    """
    return sorted(
        received,
        key=lambda one: (refund.parent_gid not in (one.gid, one.parent_gid), one.gateway != refund.gateway),
    )


def _receipt(one: RemoteTransaction, refunded: Money) -> Receipt:
    return Receipt(
        gid=one.gid,
        gateway=one.gateway,
        gateway_name=one.gateway_name,
        created_at=one.created_at,
        amount=one.amount,
        refunded=refunded,
        authorisation_gid=one.parent_gid if one.kind == TransactionKind.CAPTURE else None,
        is_manual=one.is_manual_gateway,
    )


def _undecided(one: RemoteTransaction) -> Undecided:
    return Undecided(
        gid=one.gid,
        gateway=one.gateway,
        gateway_name=one.gateway_name,
        amount=one.amount,
        is_manual=one.is_manual_gateway,
        authorisation_gid=one.parent_gid if one.kind == TransactionKind.CAPTURE else None,
        sets_aside=one.kind in _AUTHORISING,
    )


def _failed(one: RemoteTransaction) -> Failed:
    return Failed(
        gid=one.gid,
        gateway_name=one.gateway_name or one.gateway,
        amount=one.amount,
        error_code=one.error_code or "",
        authorisation_gid=one.parent_gid if one.kind == TransactionKind.CAPTURE else None,
    )
