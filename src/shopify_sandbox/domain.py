"""What the server needs of the shop's domain, gathered in one place."""

from collections.abc import Callable
from dataclasses import dataclass

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.engine.envelopes import Json
from shopify_sandbox.engine.execute import Caller, FieldResolver, TypeResolver
from shopify_sandbox.options import Profile
from shopify_sandbox.snapshot import Chosen
from shopify_sandbox.world import World


@dataclass(frozen=True)
class Domain:
    """The world and the functions over it: resolvers, the view of one caller, and what control endpoints do."""

    make_world: Callable[[Profile, SandboxClock], World]
    resolve_field: FieldResolver
    resolve_type: TypeResolver
    # Names of the mutations that resolve_field knows.
    mutations: frozenset[str]
    # (world, scopes, app id, API version, address of the sandbox) -> what resolvers find in info.context
    context: Callable[[World, frozenset[str], str, str, str], Caller]
    # (world, which orders are wanted)
    snapshot: Callable[[World, Chosen], Json]
    place_order: Callable[[World, Json], Json]
    # What a person does about payments, and how gateways answer next
    pay: Callable[[World, Json], Json]
    # How billing attempts go next, and what a subscription app does about them
    bill: Callable[[World, Json], Json]
    # What another app, the customer or the merchant does to a contract or an order
    change_contract: Callable[[World, Json], Json]
    # (world, topic, subject) -> the body of a webhook
    webhook_body: Callable[[World, str, object], Json]
