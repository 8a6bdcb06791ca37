"""How true the sandbox is: for every operation and topic, what is proven, what is documented and what is assumed."""

from shopify_sandbox.truth.claims import Claim, Claims, Status
from shopify_sandbox.truth.differences import DIFFERENCES, LEFT_OUT, MEASURED, Difference
from shopify_sandbox.truth.edit_mutations import EDIT_MUTATIONS
from shopify_sandbox.truth.fulfillment_mutations import FULFILLMENT_MUTATIONS
from shopify_sandbox.truth.order_mutations import ORDER_MUTATIONS
from shopify_sandbox.truth.other_mutations import OTHER_MUTATIONS
from shopify_sandbox.truth.queries import QUERIES
from shopify_sandbox.truth.requests import REQUESTS
from shopify_sandbox.truth.webhooks import WEBHOOKS

MUTATIONS: Claims = dict(
    sorted({**ORDER_MUTATIONS, **EDIT_MUTATIONS, **FULFILLMENT_MUTATIONS, **OTHER_MUTATIONS}.items())
)
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
