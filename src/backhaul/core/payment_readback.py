"""Finds out from an order's payments as read now whether a call that moves money has had its effect.

Read only when the call can no longer arrive. A transaction is ours when it has the right kind, parent and amount, was
not there before the call, and belongs to no other call of ours. Its status does not matter: a capture that has failed
was made all the same, and its call has ended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.decisions import Done, Person
from backhaul.core.errors import BadReference
from backhaul.core.money import Money
from backhaul.core.payment_failures import why_failed
from backhaul.core.payments import FAILED, RemotePayments, RemoteTransaction, TransactionKind
from backhaul.core.readback import Absent, Finding, Found, Unsure
from backhaul.core.stored_call import list_of, money_of, object_of, text_of


@dataclass(frozen=True)
class SoughtTransaction:
    """What a call was to add to the order: a child of that kind, of this amount; None: whatever was left (a void)."""

    kind: TransactionKind
    parent_gid: str
    amount: Money | None = None


def read_back_payment(
    operation: str,
    variables: Mapping[str, object],
    payments: RemotePayments,
    *,
    seen: frozenset[str],
    owned: frozenset[str],
) -> Finding:
    """Find the effect of a stored orderCapture, transactionVoid or refundCreate among the payments as read now.

    `seen`: ids of the transactions that the read before the call showed. `owned`: ids that belong to other calls of
    ours, or that were matched to a payment line as captured elsewhere.

    There is no near match: Shopify takes exactly the amount that a call names, so a new capture of another amount was
    made by somebody else. Absent is right then, for what is planned next is planned on what that one has left.
    """
    try:
        sought = sought_transaction(operation, variables)
    except BadReference as error:
        return Unsure((), error.message)
    if len(payments.transactions) < payments.transaction_count:
        return Unsure((), "Shopify shows only a part of the order's transactions.")
    found = [one for one in payments.transactions if _is_sought(one, sought) and one.gid not in seen | owned]
    if sought.kind is TransactionKind.VOID:
        found = _of_voids(found)
    if len(found) > 1:
        return Unsure(tuple(one.gid for one in found), "Several new transactions have the very content that was sent.")
    return Found((found[0].gid,), facts_of(found[0].status, found[0].error_code)) if found else Absent()


def sought_transaction(operation: str, variables: Mapping[str, object]) -> SoughtTransaction:
    """What the call was to bring about; raises BadReference for an unknown operation or variables of another form."""
    parser = _PARSERS.get(operation)
    if parser is None:
        raise BadReference(f"Nothing is known about how to read back “{operation}”.")
    return parser(variables)


def facts_of(status: str, error_code: str | None) -> dict[str, object]:
    """What is kept of a transaction that a call has made: it says whether any money moved."""
    return {"status": status, "error_code": error_code or ""}


def verdict_on_effect(operation: str, facts: Mapping[str, object]) -> Done | Person:
    """What follows from the transaction that a call has made.

    A capture that has failed shows in its payment line, which says what follows. A void or refund that has failed is
    for a person: Shopify has recorded it, and nothing has happened.
    """
    if operation not in _WITHOUT_LINE or facts.get("status") not in FAILED:
        return Done()
    why = why_failed(str(facts.get("error_code") or ""))
    return Person(f"{_WITHOUT_LINE[operation]} failed at the gateway: {why}. See the order's payments in Shopify.")


def _is_sought(one: RemoteTransaction, sought: SoughtTransaction) -> bool:
    same_child = one.kind == sought.kind and one.parent_gid == sought.parent_gid
    return same_child and (sought.amount is None or one.amount == sought.amount)


def _of_voids(found: Sequence[RemoteTransaction]) -> list[RemoteTransaction]:
    """An authorisation is released once, and it is the same to us by whom; only failed ones can be several."""
    return [one for one in found if not one.failed][:1] or list(found[-1:])


def _capture(variables: Mapping[str, object]) -> SoughtTransaction:
    given = object_of(variables.get("input"))
    amount = money_of(given.get("amount"), given.get("currency"))
    return SoughtTransaction(TransactionKind.CAPTURE, text_of(given.get("parentTransactionId")), amount)


def _void(variables: Mapping[str, object]) -> SoughtTransaction:
    return SoughtTransaction(TransactionKind.VOID, text_of(variables.get("parentTransactionId")))


def _refund(variables: Mapping[str, object]) -> SoughtTransaction:
    """We give back one receipt a call, so that each refund has one transaction."""
    given = object_of(variables.get("input"))
    transactions = list_of(given.get("transactions"))
    if len(transactions) != 1:
        raise BadReference("The stored refund is not of one payment.")
    one = object_of(transactions[0])
    amount = money_of(one.get("amount"), given.get("currency"))
    return SoughtTransaction(TransactionKind.REFUND, text_of(one.get("parentId")), amount)


_PARSERS: dict[str, Callable[[Mapping[str, object]], SoughtTransaction]] = {
    "orderCapture": _capture,
    "transactionVoid": _void,
    "refundCreate": _refund,
}

PAYMENT_OPERATIONS = frozenset(_PARSERS)
"""The mutations that move money; their effect is found among an order's payments."""

_WITHOUT_LINE = {"transactionVoid": "Letting go of the authorisation has", "refundCreate": "The refund has"}
