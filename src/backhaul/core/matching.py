"""Matches what someone else has captured to the payment lines that wanted it, so that it is not captured twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backhaul.core import gids
from backhaul.core.ledger import Ledger, Receipt, Undecided
from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import Line, LineKind, was_replaced
from backhaul.core.payments import RemotePayments


@dataclass(frozen=True)
class Match:
    """So much of someone else's capture belongs to a payment line; `status` is Shopify's own."""

    line_id: str
    capture_gid: str
    amount: Money
    status: str


def match_elsewhere(
    ledger: Ledger, payments: RemotePayments, *, lines: Sequence[Line], owned: frozenset[str]
) -> tuple[Match, ...]:
    """Give captures that are nobody's to the oldest open lines of their authorisation, split where need be.

    `owned` are the captures that calls of ours have made; they are never matched, and neither is one that a line has
    already. What an invoice has counted as a payment is not given to a line too. What no line wants stays a receipt.
    """
    seen = {taken.gid for line in lines for taken in line.taken} | owned
    wanted = {line.id: line.open for line in lines if not was_replaced(line, lines)}
    matches: list[Match] = []
    for capture in _captures(ledger):
        found = payments.transaction(capture.gid)
        if capture.gid in seen or found is None:
            continue
        left = capture.amount - _paid_with(capture.gid, lines, capture.amount.currency)
        for line in _oldest_first(lines, capture.authorisation_gid):
            amount = min(left, wanted.get(line.id, zero(left.currency)))
            if amount > zero(left.currency):
                matches.append(Match(line.id, capture.gid, amount, found.status))
                wanted[line.id] -= amount
                left -= amount
    return tuple(matches)


def _captures(ledger: Ledger) -> list[Receipt | Undecided]:
    every: list[Receipt | Undecided] = [*ledger.receipts, *ledger.undecided]
    return sorted((one for one in every if one.authorisation_gid), key=lambda one: gids.sort_key(one.gid))


def _paid_with(capture_gid: str, lines: Iterable[Line], currency: str) -> Money:
    used = (line.amount for line in lines if line.kind is LineKind.PAID and line.transaction_gid == capture_gid)
    return total(used, currency)


def _oldest_first(lines: Iterable[Line], authorisation_gid: str | None) -> Iterator[Line]:
    of_it = (line for line in lines if line.kind is LineKind.AUTHORISED and line.transaction_gid == authorisation_gid)
    return iter(sorted(of_it, key=lambda line: line.position))
