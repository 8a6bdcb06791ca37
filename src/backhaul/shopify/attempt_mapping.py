"""Turns billing attempts into core's values: what came of one is a union, one member for each state."""

from backhaul.core.contracts import AttemptState, RemoteAttempt
from backhaul.shopify.money_mapping import presentment_money
from backhaul.shopify.operations.queries.fragments import (
    BillingAttemptFields,
    BillingAttemptFieldsStateSubscriptionBillingAttemptFailedState,
)

_FailedState = BillingAttemptFieldsStateSubscriptionBillingAttemptFailedState
_STATES = {
    "SubscriptionBillingAttemptPendingState": AttemptState.PENDING,
    "SubscriptionBillingAttemptActionRequiredState": AttemptState.ACTION_REQUIRED,
    "SubscriptionBillingAttemptFailedState": AttemptState.FAILED,
    "SubscriptionBillingAttemptSuccessState": AttemptState.SUCCEEDED,
}


def attempt_of(one: BillingAttemptFields) -> RemoteAttempt:
    """One try at billing, with what its state brings along."""
    state = one.state
    order_gid, charged, url, code, message = None, None, None, None, None
    if state.typename__ == "SubscriptionBillingAttemptSuccessState" and state.order:
        order_gid, charged = state.order.id, presentment_money(state.order.original_total_price_set)
    if state.typename__ == "SubscriptionBillingAttemptActionRequiredState":
        url = state.action.next_action_url
    if state.typename__ == "SubscriptionBillingAttemptFailedState":
        code, message = _error_of(state)
    return RemoteAttempt(
        gid=one.id,
        idempotency_key=one.idempotency_key,
        state=_STATES[state.typename__],
        created_at=one.created_at,
        completed_at=one.completed_at,
        order_gid=order_gid,
        charged=charged,
        error_code=code,
        error_message=message,
        next_action_url=url,
    )


def _error_of(state: _FailedState) -> tuple[str, str | None]:
    """The code and, where there is one, the message; an unexpected error has no code."""
    error = state.error
    if error.typename__ == "SubscriptionBillingAttemptGeneralError":
        return error.general_code.value, None
    if error.typename__ == "SubscriptionBillingAttemptInventoryError":
        return error.inventory_code.value, None
    if error.typename__ == "SubscriptionBillingAttemptPaymentError":
        return error.payment_code.value, None
    return "UNEXPECTED_ERROR", error.message
