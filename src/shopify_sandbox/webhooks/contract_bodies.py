"""The REST form of subscription contracts and payment methods, as Shopify's samples of webhooks have it."""

from __future__ import annotations

from shopify_sandbox.state.contracts import Contract, PaymentMethod, Rhythm
from shopify_sandbox.webhooks.rest_values import Body


def contract_body(contract: Contract) -> Body:
    """A contract; status and intervals are written small (documented)."""
    origin = contract.origin_order
    cycles = contract.content.billing
    return {
        "admin_graphql_api_id": contract.gid,
        "id": contract.id,
        "billing_policy": {
            **_rhythm(cycles),
            "min_cycles": cycles.min_cycles,
            "max_cycles": cycles.max_cycles,
        },
        "currency_code": contract.currency,
        "customer_id": contract.customer.id,
        "admin_graphql_api_customer_id": contract.customer.gid,
        "delivery_policy": _rhythm(contract.content.delivery),
        "status": contract.status.value.lower(),
        "admin_graphql_api_origin_order_id": origin.gid if origin else None,
        "origin_order_id": origin.id if origin else None,
        "revision_id": str(contract.revision),
    }


def _rhythm(rhythm: Rhythm) -> Body:
    return {"interval": rhythm.interval.value.lower(), "interval_count": rhythm.count}


def payment_method_body(method: PaymentMethod) -> Body:
    """A customer's payment method."""
    given = method.instrument
    return {
        "admin_graphql_api_id": method.gid,
        "token": method.token,
        "customer_id": method.customer.id,
        "admin_graphql_api_customer_id": method.customer.gid,
        "instrument_type": given.kind,
        "payment_instrument": {
            "last_digits": given.last_digits,
            "month": given.expiry_month,
            "year": given.expiry_year,
            "name": given.name,
            "brand": given.brand,
        },
    }
