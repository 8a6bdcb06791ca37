"""Finds out from an order as read now whether a refund of units or several payments was made whose answer was lost.

Read only when the call can no longer arrive. A refund is ours when it has the very units, ways and payments that were
sent, was not there before the call, and belongs to no other call of ours. Its status does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.errors import BadReference
from backhaul.core.money import Money
from backhaul.core.payments import FAILED, RemotePayments, RemoteTransaction
from backhaul.core.readback import Absent, Finding, Found, Unsure
from backhaul.core.remote_refunds import RemoteRefund
from backhaul.core.stored_call import list_of, money_of, object_of, text_of
from backhaul.core.units import add_up


@dataclass(frozen=True)
class MadeRefund:
    """A REFUND transaction that a call has made: of which receipt, how much, and Shopify's own status."""

    gid: str
    receipt_gid: str
    amount: Money
    status: str
    error_code: str = ""

    @property
    def facts(self) -> dict[str, object]:
        """As it is kept with the intent."""
        return {
            "gid": self.gid,
            "receipt": self.receipt_gid,
            "amount": self.amount.text,
            "currency": self.amount.currency,
            "status": self.status,
            "error_code": self.error_code,
        }


def facts_of_refund(refund_gid: str, made: Sequence[MadeRefund]) -> dict[str, object]:
    """What is kept of a refund that a call has made; of several transactions a failed one says how it went."""
    told = next((one for one in made if one.status in FAILED), made[0] if made else None)
    facts: dict[str, object] = {"refund": refund_gid, "transactions": [one.facts for one in made]}
    return facts | ({"status": told.status, "error_code": told.error_code} if told else {})


def made_refunds(facts: Mapping[str, object]) -> list[MadeRefund]:
    """The transactions that the facts of an effect name. Raises BadReference for facts of another form."""
    return [_made(object_of(one)) for one in list_of(facts.get("transactions"))]


def is_of_one_payment(variables: Mapping[str, object]) -> bool:
    """Whether a stored refundCreate gives back money of one payment, and nothing else: its transaction tells all."""
    given = object_of(variables.get("input"))
    return (
        not given.get("refundLineItems") and not given.get("shipping") and len(list_of(given.get("transactions"))) == 1
    )


def read_back_units(
    variables: Mapping[str, object],
    refunds: Sequence[RemoteRefund] | None,
    payments: RemotePayments | None,
    *,
    seen: frozenset[str],
    owned: frozenset[str],
) -> Finding:
    """Find the effect of a stored refundCreate of units among the order's refunds as read now."""
    if refunds is None or payments is None or len(payments.transactions) < payments.transaction_count:
        return Unsure((), "Shopify does not show all of the order's refunds and transactions.")
    try:
        units, money = _sought(variables)
    except BadReference as error:
        return Unsure((), error.message)
    by_refund = {one.gid: _transactions(one, payments) for one in refunds}
    found = [
        one
        for one in refunds
        if not {one.gid, *one.transaction_gids} & (seen | owned)
        and _units(one) == units
        and _money((each.parent_gid or "", each.amount) for each in by_refund[one.gid]) == money
    ]
    if len(found) > 1:
        return Unsure(tuple(one.gid for one in found), "Several new refunds have the very content that was sent.")
    if not found:
        return Absent()
    made = [
        MadeRefund(one.gid, one.parent_gid or "", one.amount, one.status, one.error_code or "")
        for one in by_refund[found[0].gid]
    ]
    return Found(tuple(one.gid for one in made) or (found[0].gid,), facts_of_refund(found[0].gid, made))


def _sought(variables: Mapping[str, object]) -> tuple[dict[str, int], list[str]]:
    given = object_of(variables.get("input"))
    lines = [object_of(one) for one in list_of(given.get("refundLineItems"))]
    units = add_up((_key(text_of(one.get("lineItemId")), one.get("restockType")), _count(one)) for one in lines)
    payments = [object_of(one) for one in list_of(given.get("transactions"))]
    money = _money(
        (text_of(one.get("parentId")), money_of(one.get("amount"), given.get("currency"))) for one in payments
    )
    return units, money


def _units(refund: RemoteRefund) -> dict[str, int]:
    return add_up((_key(line.line_gid, line.restock_type), line.quantity) for line in refund.lines)


def _key(line_gid: str, restock_type: object) -> str:
    return f"{line_gid} {restock_type}"


def _count(line: Mapping[str, object]) -> int:
    quantity = line.get("quantity")
    if not isinstance(quantity, int):
        raise BadReference("The stored refund has a line without a quantity.")
    return quantity


def _money(pairs: Iterable[tuple[str, Money]]) -> list[str]:
    return sorted(f"{receipt_gid} {amount}" for receipt_gid, amount in pairs)


def _transactions(refund: RemoteRefund, payments: RemotePayments) -> list[RemoteTransaction]:
    return [one for gid in refund.transaction_gids if (one := payments.transaction(gid)) is not None]


def _made(one: Mapping[str, object]) -> MadeRefund:
    return MadeRefund(
        gid=text_of(one.get("gid")),
        receipt_gid=str(one.get("receipt") or ""),
        amount=money_of(one.get("amount"), one.get("currency")),
        status=text_of(one.get("status")),
        error_code=str(one.get("error_code") or ""),
    )
