"""Rows of subscription contracts; a test states only what matters to it."""

from datetime import UTC, datetime
from decimal import Decimal

from backhaul.core.contracts import Ownership
from backhaul.models import Contract, ContractLine, Store

READ_AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
PLAN_GID = "gid://shopify/SellingPlan/5"


def contract_row(store: Store, **given: object) -> Contract:
    """An active contract of ours, read on 1 November."""
    number = int(str(given.pop("shopify_id", 77)))
    values: dict[str, object] = {
        "gid": f"gid://shopify/SubscriptionContract/{number}",
        "shopify_id": number,
        "revision": Decimal(1),
        "status": "ACTIVE",
        "ownership": Ownership.OURS,
        "currency": "CAD",
        "delivery_price": Decimal(0),
        "next_billing_at": datetime(2026, 12, 15, 9, tzinfo=UTC),
        "shopify_created_at": READ_AT,
        "shopify_updated_at": READ_AT,
        "read_started_at": READ_AT,
    }
    return Contract.objects.create(store=store, **{**values, **given})


def contract_line_row(contract: Contract, **given: object) -> ContractLine:
    """A line of one unit bought with a selling plan."""
    position = contract.lines.count()
    values: dict[str, object] = {
        "gid": f"gid://shopify/SubscriptionLine/{position}",
        "position": position,
        "title": "Box",
        "quantity": 1,
        "current_price": Decimal(10),
        "selling_plan_gid": PLAN_GID,
    }
    return ContractLine.objects.create(contract=contract, **{**values, **given})
