"""draftOrderCreate, Update, Delete, Complete."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import drafting
from shopify_sandbox.state.draft_orders import DraftOrder
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, mapping, mappings

# Parts of the inputs that the sandbox has no notion of.
_UNKNOWN_PARTS = ("appliedDiscount", "deposit", "discountCodes", "metafields", "paymentTerms")
_UNKNOWN_LINE_PARTS = ("appliedDiscount", "bundleComponents", "components")


@mutation("draftOrder")
def _create(info: Info, **args: object) -> dict[str, object]:
    return {"draftOrder": drafting.create(world_of(info), _checked(args["input"]))}


@mutation("draftOrder")
def _update(info: Info, **args: object) -> dict[str, object]:
    draft, given = _known(info, args["id"]), _checked(args["input"])
    drafting.update(world_of(info), draft, given)
    return {"draftOrder": draft}


@mutation("deletedId")
def _delete(info: Info, **args: object) -> dict[str, object]:
    draft = _known(info, mapping(args["input"])["id"])
    drafting.delete(world_of(info), draft)
    return {"deletedId": draft.gid}


@mutation("draftOrder")
def _complete(info: Info, **args: object) -> dict[str, object]:
    draft = _known(info, args["id"])
    if args.get("paymentGatewayId"):
        raise NotImplementedInSandbox("draftOrderComplete(paymentGatewayId:)")
    source = args.get("sourceName")
    drafting.complete(
        world_of(info), draft, pending=bool(args.get("paymentPending")), source=str(source) if source else None
    )
    return {"draftOrder": draft}


def _checked(value: object) -> Given:
    given = mapping(value)
    unknown = [name for name in _UNKNOWN_PARTS if given.get(name)]
    lines = mappings(given.get("lineItems"))
    unknown += [f"lineItems.{name}" for line in lines for name in _UNKNOWN_LINE_PARTS if line.get(name)]
    if unknown:
        raise NotImplementedInSandbox(f"DraftOrderInput.{unknown[0]}")
    return given


def _known(info: Info, gid: object) -> DraftOrder:
    draft = visible(info, DraftOrder, gid)
    if draft is None:
        raise refused("Draft order not found", "id")
    return draft


FIELDS = fields_of(
    "Mutation",
    {
        "draftOrderComplete": _complete,
        "draftOrderCreate": _create,
        "draftOrderDelete": _delete,
        "draftOrderUpdate": _update,
    },
)
