"""How true the sandbox is: for every operation and topic, what is proven, what is documented and what is assumed."""

from shopify_sandbox.truth.billing import BILLING_MUTATIONS, BILLING_QUERIES, BILLING_WEBHOOKS
from shopify_sandbox.truth.claims import Claim, Claims, Status
from shopify_sandbox.truth.contracts import CONTRACT_MUTATIONS, CONTRACT_QUERIES, CONTRACT_WEBHOOKS
from shopify_sandbox.truth.differences import DIFFERENCES, LEFT_OUT, MEASURED, Difference
from shopify_sandbox.truth.edit_mutations import EDIT_MUTATIONS
from shopify_sandbox.truth.fulfillment_mutations import FULFILLMENT_MUTATIONS
from shopify_sandbox.truth.order_mutations import ORDER_MUTATIONS
from shopify_sandbox.truth.other_mutations import OTHER_MUTATIONS
from shopify_sandbox.truth.queries import QUERIES as SHOP_QUERIES
from shopify_sandbox.truth.requests import REQUESTS
from shopify_sandbox.truth.webhooks import WEBHOOKS as SHOP_WEBHOOKS

MUTATIONS: Claims = dict(
    sorted(
        {
            **ORDER_MUTATIONS,
            **EDIT_MUTATIONS,
            **FULFILLMENT_MUTATIONS,
            **CONTRACT_MUTATIONS,
            **BILLING_MUTATIONS,
            **OTHER_MUTATIONS,
        }.items()
    )
)
QUERIES: Claims = dict(sorted({**SHOP_QUERIES, **CONTRACT_QUERIES, **BILLING_QUERIES}.items()))
WEBHOOKS: Claims = {**SHOP_WEBHOOKS, **CONTRACT_WEBHOOKS, **BILLING_WEBHOOKS}
TABLES: dict[str, Claims] = {
    "Queries": QUERIES,
    "Mutations": MUTATIONS,
    "Webhooks": dict(sorted(WEBHOOKS.items())),
    "Requests and errors": REQUESTS,
}

__all__ = [
    "DIFFERENCES",
    "LEFT_OUT",
    "MEASURED",
    "MUTATIONS",
    "QUERIES",
    "REQUESTS",
    "TABLES",
    "WEBHOOKS",
    "Claim",
    "Claims",
    "Difference",
    "Status",
]
