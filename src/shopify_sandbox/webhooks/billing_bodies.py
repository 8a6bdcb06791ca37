"""The REST form of billing attempts and billing cycles, with the members of Shopify's samples of webhooks."""

from __future__ import annotations

from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contracts import BillingAttempt
from shopify_sandbox.webhooks.rest_values import Body, instant
from shopify_sandbox.world import World


def attempt_body(attempt: BillingAttempt) -> Body:
    """An attempt; error codes are written small, as the values of all enums in REST (assumed)."""
    order, contract = attempt.order, attempt.contract
    return {
        "id": attempt.id,
        "admin_graphql_api_id": attempt.gid,
        "idempotency_key": attempt.idempotency_key,
        "order_id": order.id if order else None,
        "admin_graphql_api_order_id": order.gid if order else None,
        "subscription_contract_id": contract.id,
        "admin_graphql_api_subscription_contract_id": contract.gid,
        "ready": attempt.completed_at is not None,
        "error_message": attempt.error_message,
        "error_code": attempt.error_code.lower() if attempt.error_code else None,
    }


def cycle_body(world: World, cycle: Cycle) -> Body:
    """A cycle; `contract_edit` tells of a content of its own (its form is assumed: the samples have null)."""
    state = cycle.state
    edit = None if state.content is None else {"lines": [line.gid for line in state.content.lines]}
    return {
        "subscription_contract_id": cycle.contract.id,
        "cycle_start_at": instant(world, cycle.starts_at),
        "cycle_end_at": instant(world, cycle.ends_at),
        "cycle_index": cycle.index,
        "contract_edit": edit,
        "billing_attempt_expected_date": instant(world, cycle.expected_at),
        "skipped": state.skipped,
        "edited": state.edited,
    }
