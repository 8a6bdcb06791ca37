"""Selling plan groups, their plans, and the groups of products and variants."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.connections import connection
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import visible
from shopify_sandbox.resolvers.query_language import Term, parse
from shopify_sandbox.resolvers.registry import derived, fields_of
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.state.selling_plan_groups import SellingPlan, SellingPlanGroup
from shopify_sandbox.state.selling_plan_policies import percentages

_SORT: dict[str, Callable[[object], object]] = {
    "NAME": lambda group: getattr(group, "name", None),
    "CREATED_AT": lambda group: getattr(group, "created_at", None),
    "UPDATED_AT": lambda group: getattr(group, "updated_at", None),
}


def _by_id(item: object) -> object:
    return getattr(item, "id", None)


def _groups(_source: object, info: Info, **args: object) -> object:
    found = [each for each in world_of(info).all(SellingPlanGroup) if _matches(each, args.get("query"))]
    return connection(found, args, key=_SORT.get(str(args.get("sortKey")), _by_id))


def _matches(group: SellingPlanGroup, query: object) -> bool:
    """A name must fit as a whole, a text without a field only at the beginning of name or code (recorded)."""

    def decide(term: Term) -> bool:
        wanted = term.value.casefold().rstrip("*")
        if term.field is None:
            return any(text.casefold().startswith(wanted) for text in (group.name, group.merchant_code))
        known = _values(group).get(term.field)
        return known is None or wanted in known

    return parse(query)(decide)


def _values(group: SellingPlanGroup) -> dict[str, set[str]]:
    plans = group.plans
    rates = {f"{rate:g}" for plan in plans for rate in percentages(plan.pricing_policies)}
    return {
        "id": {str(group.id)},
        "name": {group.name.casefold()},
        "category": {(plan.category or "").casefold() for plan in plans},
        "percentage_off": rates,
        "delivery_frequency": {str(plan.delivery_policy.get("interval")).casefold() for plan in plans},
    }


def _groups_of(thing: Product | Variant, info: Info, **args: object) -> object:
    return connection([each for each in world_of(info).all(SellingPlanGroup) if each.applies_to(thing)], args)


def _product_count(product: Product, info: Info, **_args: object) -> dict[str, object]:
    groups = world_of(info).all(SellingPlanGroup)
    return {"count": sum(each.applies_to(product) for each in groups), "precision": "EXACT"}


def _variant_count(variant: Variant, info: Info, **_args: object) -> dict[str, object]:
    """Only groups that name the variant itself count, though the list has those of its product too (recorded)."""
    groups = world_of(info).all(SellingPlanGroup)
    return {"count": sum(variant in each.variants for each in groups), "precision": "EXACT"}


def _applies_to_product(group: SellingPlanGroup, info: Info, **args: object) -> bool:
    return visible(info, Product, args.get("productId")) in group.products


def _applies_to_variant(group: SellingPlanGroup, info: Info, **args: object) -> bool:
    return visible(info, Variant, args.get("productVariantId")) in group.variants


def _applies_to_variants(group: SellingPlanGroup, info: Info, **args: object) -> bool:
    product = visible(info, Product, args.get("productId"))
    return any(variant.product is product for variant in group.variants)


def _inventory(plan: SellingPlan) -> dict[str, object]:
    return {"reserve": plan.reserve}


FIELDS = {
    **fields_of(
        "QueryRoot",
        {
            "sellingPlanGroup": lambda _source, info, **args: visible(info, SellingPlanGroup, args["id"]),
            "sellingPlanGroups": _groups,
        },
    ),
    **fields_of(
        "SellingPlanGroup",
        {
            "appliesToProduct": _applies_to_product,
            "appliesToProductVariant": _applies_to_variant,
            "appliesToProductVariants": _applies_to_variants,
            "productVariants": lambda group, _info, **args: connection(group.variants, args),
            "productVariantsCount": derived(lambda group: {"count": len(group.variants), "precision": "EXACT"}),
            "products": lambda group, _info, **args: connection(group.products, args),
            "productsCount": derived(lambda group: {"count": len(group.products), "precision": "EXACT"}),
            "sellingPlans": lambda group, _info, **args: connection(group.plans, args),
        },
    ),
    **fields_of("SellingPlan", {"inventoryPolicy": derived(_inventory)}),
    **fields_of("Product", {"sellingPlanGroups": _groups_of, "sellingPlanGroupsCount": _product_count}),
    **fields_of("Product", {"requiresSellingPlan": derived(lambda _product: False)}),
    **fields_of("ProductVariant", {"sellingPlanGroups": _groups_of, "sellingPlanGroupsCount": _variant_count}),
}
