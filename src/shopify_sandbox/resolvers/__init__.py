"""GraphQL over the world: the table of resolvers, the resolver of all fields, the types of unions and interfaces."""

from shopify_sandbox.resolvers import (
    billing_attempts,
    billing_cycles,
    bulk_operations,
    catalog_parts,
    contract_content,
    discounts,
    draft_orders,
    fulfillment_orders,
    fulfillments,
    line_items,
    lists,
    money,
    order_edits,
    orders,
    payment_methods,
    payments,
    people_and_places,
    queries,
    returns,
    segments,
    selling_plans,
    subscription_contracts,
    subscription_drafts,
    suggested_refunds,
)
from shopify_sandbox.resolvers.context import NotImplementedInSandbox, RequestContext, Resolver
from shopify_sandbox.resolvers.default import FieldResolver, resolve_type
from shopify_sandbox.resolvers.mutations import billing_attempts as billing_attempt_mutations
from shopify_sandbox.resolvers.mutations import billing_cycles as billing_cycle_mutations
from shopify_sandbox.resolvers.mutations import (
    catalog,
    deleting,
    fulfillment_requests,
    manual_payments,
    order_create,
    product_media,
    product_variants,
    refunds,
    return_processing,
    staged_uploads,
    tags,
)
from shopify_sandbox.resolvers.mutations import draft_orders as draft_order_mutations
from shopify_sandbox.resolvers.mutations import fulfillment_orders as fulfillment_order_mutations
from shopify_sandbox.resolvers.mutations import fulfillments as fulfillment_mutations
from shopify_sandbox.resolvers.mutations import order_edits as order_edit_mutations
from shopify_sandbox.resolvers.mutations import orders as order_mutations
from shopify_sandbox.resolvers.mutations import payment_methods as payment_method_mutations
from shopify_sandbox.resolvers.mutations import payments as payment_mutations
from shopify_sandbox.resolvers.mutations import returns as return_mutations
from shopify_sandbox.resolvers.mutations import selling_plans as selling_plan_mutations
from shopify_sandbox.resolvers.mutations import subscription_contracts as subscription_contract_mutations
from shopify_sandbox.resolvers.mutations import subscription_drafts as subscription_draft_mutations
from shopify_sandbox.resolvers.registry import merged

FIELDS: dict[tuple[str, str], Resolver] = merged(
    draft_orders.FIELDS,
    bulk_operations.FIELDS,
    catalog_parts.FIELDS,
    product_media.FIELDS,
    product_variants.FIELDS,
    staged_uploads.FIELDS,
    fulfillment_orders.FIELDS,
    fulfillments.FIELDS,
    line_items.FIELDS,
    lists.FIELDS,
    money.FIELDS,
    discounts.FIELDS,
    order_edits.FIELDS,
    orders.FIELDS,
    payments.FIELDS,
    people_and_places.FIELDS,
    queries.FIELDS,
    returns.FIELDS,
    segments.FIELDS,
    selling_plans.FIELDS,
    suggested_refunds.FIELDS,
    contract_content.FIELDS,
    payment_methods.FIELDS,
    subscription_contracts.FIELDS,
    subscription_drafts.FIELDS,
    payment_method_mutations.FIELDS,
    billing_attempts.FIELDS,
    billing_cycles.FIELDS,
    billing_attempt_mutations.FIELDS,
    billing_cycle_mutations.FIELDS,
    subscription_contract_mutations.FIELDS,
    subscription_draft_mutations.FIELDS,
    draft_order_mutations.FIELDS,
    fulfillment_mutations.FIELDS,
    fulfillment_order_mutations.FIELDS,
    fulfillment_requests.FIELDS,
    order_mutations.FIELDS,
    order_edit_mutations.FIELDS,
    payment_mutations.FIELDS,
    refunds.FIELDS,
    return_mutations.FIELDS,
    return_processing.FIELDS,
    manual_payments.FIELDS,
    selling_plan_mutations.FIELDS,
    catalog.FIELDS,
    deleting.FIELDS,
    tags.FIELDS,
    order_create.FIELDS,
)

resolve_field = FieldResolver(FIELDS)

__all__ = ["FIELDS", "NotImplementedInSandbox", "RequestContext", "Resolver", "resolve_field", "resolve_type"]
