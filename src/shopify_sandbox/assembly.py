"""Gathers the whole domain for the server: the resolvers of the shop and those of the webhook subscriptions."""

from shopify_sandbox import billing_control, contract_control, many_checkouts, payment_control, resolvers
from shopify_sandbox.domain import Domain
from shopify_sandbox.resolvers.context import RequestContext
from shopify_sandbox.resolvers.default import FieldResolver
from shopify_sandbox.resolvers.registry import merged
from shopify_sandbox.snapshot import snapshot
from shopify_sandbox.webhooks import payloads, subscriptions
from shopify_sandbox.world import World


def shopify_domain() -> Domain:
    """The domain that `python -m shopify_sandbox` serves."""
    fields = merged(resolvers.FIELDS, subscriptions.FIELDS)
    return Domain(
        make_world=World,
        resolve_field=FieldResolver(fields),
        resolve_type=resolvers.resolve_type,
        mutations=frozenset(name for typename, name in fields if typename == "Mutation"),
        context=RequestContext,
        snapshot=snapshot,
        place_order=many_checkouts.place,
        pay=payment_control.act,
        bill=billing_control.act,
        change_contract=contract_control.act,
        webhook_body=payloads.body_for,
    )
