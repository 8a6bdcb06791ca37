"""A subscription contract as core knows it, from the mirror alone."""

from backhaul.core.contract_facts import attributes_in, discounts_in, hidden_in, line_field, method_in
from backhaul.core.contracts import (
    Ownership,
    PlanTerms,
    RemoteAttempt,
    RemoteContract,
    RemoteContractLine,
)
from backhaul.core.money import Money
from backhaul.flows.contract_json import plan_in
from backhaul.flows.deliveries import cycles_of, rhythm_of
from backhaul.models import BillingAttempt, Contract, ContractLine


def contract_of(row: Contract) -> RemoteContract:
    """The contract as it was read last; no call. All cycles and attempts that are kept are in it."""
    is_ours = row.ownership == Ownership.OURS
    return RemoteContract(
        gid=row.gid,
        revision=int(row.revision),
        status=row.status,
        currency=row.currency,
        created_at=row.shopify_created_at,
        updated_at=row.shopify_updated_at,
        lines=tuple(_line(row, line) for line in row.lines.all()),
        billing=rhythm_of(row.billing),
        delivery=rhythm_of(row.delivery),
        delivery_price=Money(row.delivery_price, row.currency),
        method=method_in(row.content),
        discounts=discounts_in(row.content),
        app_gid=row.app_gid or None,
        app_title=row.app_title or None,
        customer_gid=row.customer_gid or None,
        next_billing_at=row.next_billing_at,
        note=row.content.get("note"),
        attributes=attributes_in(row.content),
        origin_order_gid=row.origin_order_gid or None,
        order_gids=tuple(one.order_gid for one in row.orders.all()),
        payment_method_gid=row.payment_method_gid or None,
        payment_method_words=row.payment_method_words,
        payment_method_revoked=row.payment_method_revoked,
        last_payment_status=row.last_payment_status or None,
        last_billing_error=row.last_billing_error or None,
        cycles=cycles_of(row),
        attempts=tuple(_attempt(one) for one in row.attempts.all()),
        hidden=hidden_in(row.content),
        own_app_gid=row.app_gid if is_ours else None,
    )


def plan_terms_of(row: Contract) -> PlanTerms | None:
    """The terms of its selling plan as they were when the contract was first seen."""
    return plan_in(row.plan)


def _line(row: Contract, line: ContractLine) -> RemoteContractLine:
    return RemoteContractLine(
        gid=line.gid,
        title=line.title,
        quantity=line.quantity,
        current_price=Money(line.current_price, row.currency),
        sku=line.sku or None,
        variant_title=line_field(row.content, line.gid, "variant_title"),
        variant_gid=line.variant_gid or None,
        product_gid=line_field(row.content, line.gid, "product_gid"),
        selling_plan_gid=line.selling_plan_gid or None,
        selling_plan_name=line.selling_plan_name or None,
        requires_shipping=line.requires_shipping,
        attributes=attributes_in(row.content, f"lines/{line.gid}/"),
    )


def _attempt(one: BillingAttempt) -> RemoteAttempt:
    return RemoteAttempt(
        gid=one.gid,
        idempotency_key=one.idempotency_key,
        state=one.state,
        created_at=one.shopify_created_at,
        completed_at=one.completed_at,
        order_gid=one.order_gid or None,
        error_code=one.error_code or None,
        error_message=one.error_message or None,
        next_action_url=one.next_action_url or None,
    )
