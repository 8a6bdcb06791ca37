"""Billing attempts: their state, and the older fields that say the same."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.resolvers.search import billing_attempt_matches
from shopify_sandbox.state import billing_errors, billing_schedule
from shopify_sandbox.state.contracts import BillingAttempt, Contract
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.transactions import Transaction, TransactionKind

Shown = dict[str, object]
_SORT: dict[str, Callable[[object], object]] = {
    "CREATED_AT": lambda attempt: getattr(attempt, "created_at", None),
    "ID": lambda attempt: getattr(attempt, "id", None),
}
_PREFIX = "SubscriptionBillingAttempt"


def _attempts(_source: object, info: Info, **args: object) -> object:
    now = world_of(info).now()
    everything = world_of(info).all(BillingAttempt)
    found = [each for each in everything if billing_attempt_matches(each, args.get("query"), now=now)]
    return connection(found, args, key=_SORT[str(args.get("sortKey") or "CREATED_AT")])


def _of_contract(contract: Contract, _info: Info, **args: object) -> object:
    return connection(contract.attempts, args)


def _order(attempt: BillingAttempt, info: Info, **_args: object) -> Order | None:
    """Null when the order was deleted (schema) or the app may not see it."""
    return None if attempt.order is None else visible(info, Order, attempt.order.gid)


def _state(attempt: BillingAttempt, info: Info, **_args: object) -> Shown:
    if attempt.completed_at is None:
        return _open_state(attempt)
    if attempt.error_code is None:
        return {"__typename": f"{_PREFIX}SuccessState", "order": _order(attempt, info)}
    return {"__typename": f"{_PREFIX}FailedState", "error": _error(attempt, info)}


def _open_state(attempt: BillingAttempt) -> Shown:
    if attempt.next_action_url is None:
        return {"__typename": f"{_PREFIX}PendingState", "processing": True}
    action = {
        "__typename": f"{_PREFIX}PaymentChallenge",
        "nextActionUrl": attempt.next_action_url,
        "status": attempt.challenge,
    }
    return {"__typename": f"{_PREFIX}ActionRequiredState", "action": action}


def _error(attempt: BillingAttempt, info: Info) -> Shown:
    kind = billing_errors.kind_of(attempt.error_code or "")
    told: Shown = {"__typename": f"{_PREFIX}{kind}Error", "source": attempt}
    if kind == "Unexpected":
        return {**told, "message": attempt.error_message}
    return {**told, "code": attempt.error_code}


def _processing_error(attempt: BillingAttempt, _info: Info, **_args: object) -> Shown | None:
    if attempt.error_code is None:
        return None
    short = attempt.error_code == "INSUFFICIENT_INVENTORY"
    kind = "InsufficientStockProductVariantsError" if short else "GenericError"
    told: Shown = {"code": attempt.error_code, "message": attempt.error_message, "source": attempt}
    return {"__typename": f"{_PREFIX}{kind}", **told}


def _short_variants(source: Shown, info: Info, **args: object) -> object:
    """Those of all lines: which of them ran short is not told to the sandbox."""
    attempt = source["source"]
    assert isinstance(attempt, BillingAttempt)
    cycle = billing_schedule.numbered(world_of(info), attempt.contract, attempt.cycle_index)
    content = cycle.content if cycle else attempt.contract.content
    variants: list[Variant] = [line.variant for line in content.lines if line.variant is not None]
    return connection(variants, args)


def _transactions(attempt: BillingAttempt, info: Info, **args: object) -> object:
    order = _order(attempt, info)
    made: list[Transaction] = order.transactions if order is not None else []
    return connection([each for each in made if each.kind is TransactionKind.SALE], args)


_ATTEMPT: dict[str, Callable[[BillingAttempt], object]] = {
    "idempotencyKey": lambda attempt: attempt.idempotency_key,
    "paymentGroupId": lambda attempt: f"{attempt.contract.id}-{attempt.cycle_index}",
    "paymentSessionId": lambda attempt: str(attempt.id),
    "ready": lambda attempt: attempt.completed_at is not None,
    "subscriptionContract": lambda attempt: attempt.contract,
}

FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "subscriptionBillingAttempt": lambda _source, info, **args: visible(info, BillingAttempt, args["id"]),
            "subscriptionBillingAttempts": _attempts,
        },
    ),
    **fields_of(_PREFIX, {name: derived(function) for name, function in _ATTEMPT.items()}),
    **fields_of(
        _PREFIX,
        {"order": _order, "processingError": _processing_error, "state": _state, "transactions": _transactions},
    ),
    **fields_of(f"{_PREFIX}InventoryError", {"insufficientStockProductVariants": _short_variants}),
    **fields_of(
        f"{_PREFIX}InsufficientStockProductVariantsError", {"insufficientStockProductVariants": _short_variants}
    ),
    **fields_of("SubscriptionContract", {"billingAttempts": _of_contract}),
}
