"""sellingPlanGroupCreate, Update, Delete; which products and variants a group applies to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shopify_sandbox.resolvers.context import Info, Resolver, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import selling_plan_groups
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import mapping, texts
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup

Thing = TypeVar("Thing", Product, Variant)


@mutation("sellingPlanGroup")
def _create(info: Info, **args: object) -> dict[str, object]:
    resources = mapping(args.get("resources"))
    group = selling_plan_groups.create(
        world_of(info),
        mapping(args["input"]),
        products=_found(info, Product, resources.get("productIds")),
        variants=_found(info, Variant, resources.get("productVariantIds")),
    )
    return {"sellingPlanGroup": group}


@mutation("deletedSellingPlanIds", "sellingPlanGroup")
def _update(info: Info, **args: object) -> dict[str, object]:
    group = _group(info, args["id"])
    deleted = selling_plan_groups.update(world_of(info), group, mapping(args["input"]))
    return {"deletedSellingPlanIds": deleted, "sellingPlanGroup": group}


@mutation("deletedSellingPlanGroupId")
def _delete(info: Info, **args: object) -> dict[str, object]:
    group = _group(info, args["id"])
    selling_plan_groups.delete(world_of(info), group)
    return {"deletedSellingPlanGroupId": group.gid}


def _group(info: Info, gid: object) -> SellingPlanGroup:
    group = visible(info, SellingPlanGroup, gid)
    if group is None:
        raise refused("Selling plan group does not exist.", "id", code="GROUP_DOES_NOT_EXIST")
    return group


def _found(info: Info, kind: type[Thing], gids: object) -> list[Thing]:
    found = [visible(info, kind, gid) for gid in texts(gids)]
    if any(each is None for each in found):
        raise refused(f"{kind.__name__} does not exist.", "id", code="NOT_FOUND")
    return [each for each in found if each is not None]


def _adding(kind: type[Thing], argument: str, members: Callable[[SellingPlanGroup], list[Thing]]) -> Resolver:
    @mutation("sellingPlanGroup")
    def resolve(info: Info, **args: object) -> dict[str, object]:
        group = _group(info, args["id"])
        for thing in _found(info, kind, args[argument]):
            if thing not in members(group):
                members(group).append(thing)
        return {"sellingPlanGroup": group}

    return resolve


def _removing(
    kind: type[Thing], argument: str, members: Callable[[SellingPlanGroup], list[Thing]], answer: str
) -> Resolver:
    @mutation(answer)
    def resolve(info: Info, **args: object) -> dict[str, object]:
        group = _group(info, args["id"])
        gone = [thing for thing in members(group) if thing.gid in texts(args[argument])]
        for thing in gone:
            members(group).remove(thing)
        return {answer: [thing.gid for thing in gone]}

    return resolve


def _joining(
    kind: type[Thing], answer: str, members: Callable[[SellingPlanGroup], list[Thing]], *, join: bool
) -> Resolver:
    @mutation(answer)
    def resolve(info: Info, **args: object) -> dict[str, object]:
        thing = visible(info, kind, args["id"])
        if thing is None:
            raise refused(f"{kind.__name__} does not exist.", "id", code="NOT_FOUND")
        groups = [visible(info, SellingPlanGroup, gid) for gid in texts(args["sellingPlanGroupIds"])]
        if any(group is None for group in groups):
            message = "Selling plan group does not exist."
            raise refused(message, "sellingPlanGroupIds", code="GROUP_DOES_NOT_EXIST")
        for group in groups:
            if group is not None and (thing in members(group)) is not join:
                (members(group).append if join else members(group).remove)(thing)
        return {answer: thing}

    return resolve


def _products(group: SellingPlanGroup) -> list[Product]:
    return group.products


def _variants(group: SellingPlanGroup) -> list[Variant]:
    return group.variants


FIELDS = fields_of(
    "Mutation",
    {
        "productJoinSellingPlanGroups": _joining(Product, "product", _products, join=True),
        "productLeaveSellingPlanGroups": _joining(Product, "product", _products, join=False),
        "productVariantJoinSellingPlanGroups": _joining(Variant, "productVariant", _variants, join=True),
        "productVariantLeaveSellingPlanGroups": _joining(Variant, "productVariant", _variants, join=False),
        "sellingPlanGroupAddProductVariants": _adding(Variant, "productVariantIds", _variants),
        "sellingPlanGroupAddProducts": _adding(Product, "productIds", _products),
        "sellingPlanGroupCreate": _create,
        "sellingPlanGroupDelete": _delete,
        "sellingPlanGroupRemoveProductVariants": _removing(
            Variant, "productVariantIds", _variants, "removedProductVariantIds"
        ),
        "sellingPlanGroupRemoveProducts": _removing(Product, "productIds", _products, "removedProductIds"),
        "sellingPlanGroupUpdate": _update,
    },
)
