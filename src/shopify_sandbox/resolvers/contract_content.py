"""What contracts, drafts and edits of single cycles have in common: lines, discounts, policies, delivery method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from shopify_sandbox.resolvers.connections import Connection, listed
from shopify_sandbox.resolvers.context import Info, Resolver, world_of
from shopify_sandbox.resolvers.registry import Fields, derived, fields_of
from shopify_sandbox.state import contract_money
from shopify_sandbox.state.contracts import (
    CodeDiscount,
    Content,
    Contract,
    ContractLine,
    CycleDiscount,
    DeliveryKind,
    DeliveryMethod,
    DeliveryOption,
    Discount,
    ManualDiscount,
    Rhythm,
)
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.products import Product, Variant

ContentOf = Callable[[object], Content]
Shown = dict[str, object]


@dataclass(frozen=True)
class ShownLine:
    """A line with the content that its discounts are found in."""

    content: Content
    line: ContractLine
    typename: ClassVar[str] = "SubscriptionLine"


@dataclass(frozen=True)
class ShownDiscount:
    """A manual discount with the content that its lines are found in."""

    content: Content
    discount: ManualDiscount
    typename: ClassVar[str] = "SubscriptionManualDiscount"


def shown_discount(content: Content, discount: Discount) -> ShownDiscount | CodeDiscount:
    """A member of the union SubscriptionDiscount."""
    return discount if isinstance(discount, CodeDiscount) else ShownDiscount(content, discount)


def shown_lines(content: Content, lines: Sequence[ContractLine], args: dict[str, object]) -> Connection:
    """A page of lines."""
    return listed([ShownLine(content, line) for line in lines], args)


def shown_discounts(content: Content, discounts: Sequence[Discount], args: dict[str, object]) -> Connection:
    """A page of discounts."""
    return listed([shown_discount(content, each) for each in discounts], args)


def pairs(attributes: Sequence[tuple[str, str | None]]) -> list[Shown]:
    """Custom attributes."""
    return [{"key": key, "value": value} for key, value in attributes]


def policy(rhythm: Rhythm) -> Shown:
    """SubscriptionBillingPolicy or SubscriptionDeliveryPolicy, which shows less of it."""
    anchors = [
        {"type": each.type.value, "day": each.day, "month": each.month, "cutoffDay": each.cutoff_day}
        for each in rhythm.anchors
    ]
    return {
        "interval": rhythm.interval.value,
        "intervalCount": rhythm.count,
        "anchors": anchors,
        "minCycles": rhythm.min_cycles,
        "maxCycles": rhythm.max_cycles,
    }


def _method(method: DeliveryMethod | None) -> Shown | None:
    if method is None:
        return None
    option = _option(method.option)
    match method.kind:
        case DeliveryKind.SHIPPING:
            shown: Shown = {"address": method.address, "shippingOption": {**option, "carrierService": None}}
        case DeliveryKind.LOCAL_DELIVERY:
            local = {**option, "phone": method.phone or "", "instructions": method.instructions}
            shown = {"address": method.address, "localDeliveryOption": local}
        case DeliveryKind.PICKUP:
            shown = {"pickupOption": {**option, "location": method.location}}
    return {"__typename": method.kind.value, **shown}


def _option(option: DeliveryOption) -> Shown:
    return {
        "title": option.title,
        "presentmentTitle": option.presentment_title,
        "code": option.code,
        "description": option.description,
    }


def _payment_method(content_of: ContentOf) -> Resolver:
    def resolve(source: object, _info: Info, **args: object) -> object:
        method = content_of(source).payment_method
        return None if method is None or (method.revoked_at is not None and not args.get("showRevoked")) else method

    return resolve


def content_fields(typename: str, content_of: ContentOf) -> Fields:
    """The fields of a type that are read from its content; discounts and policies are for each type to add."""
    own: dict[str, Callable[[Content], object]] = {
        "customAttributes": lambda content: pairs(content.custom_attributes),
        "deliveryMethod": lambda content: _method(content.method),
        "deliveryPrice": lambda content: content.delivery_price,
        "note": lambda content: content.note,
    }
    return fields_of(
        typename,
        {
            **{name: _read(content_of, function) for name, function in own.items()},
            "customerPaymentMethod": _payment_method(content_of),
            "lines": lambda source, _info, **args: shown_lines(content_of(source), content_of(source).lines, args),
        },
    )


def counted_fields(typename: str, content_of: ContentOf) -> Fields:
    """Numbers of lines and the manual discounts, which contracts and edited contracts have, but no drafts."""

    def manual(source: object, _info: Info, **args: object) -> object:
        content = content_of(source)
        return shown_discounts(content, [each for each in content.discounts if isinstance(each, ManualDiscount)], args)

    return fields_of(
        typename,
        {
            "discounts": manual,
            "lineCount": _read(content_of, lambda content: len(content.lines)),
            "linesCount": _read(content_of, lambda content: {"count": len(content.lines), "precision": "EXACT"}),
        },
    )


def policy_fields(typename: str, content_of: ContentOf) -> Fields:
    """The two policies, which contracts and drafts have."""
    return fields_of(
        typename,
        {
            "billingPolicy": _read(content_of, lambda content: policy(content.billing)),
            "deliveryPolicy": _read(content_of, lambda content: policy(content.delivery)),
        },
    )


def _read(content_of: ContentOf, function: Callable[[Content], object]) -> Resolver:
    return lambda source, _info, **_args: function(content_of(source))


def _gid(thing: Entity | None) -> str | None:
    return thing.gid if thing is not None else None


def _product(variant: Variant | None) -> Product | None:
    return variant.product if variant is not None else None


def _allocations(source: ShownLine) -> list[Shown]:
    return [
        {"amount": each.amount, "discount": ShownDiscount(source.content, each.discount)}
        for each in contract_money.allocations(source.content).get(source.line.uuid, [])
    ]


def _discounted(source: ShownLine) -> object:
    return contract_money.line_total(source.content, source.line)


def _pricing(line: ContractLine) -> Shown | None:
    given = line.pricing_policy
    if given is None:
        return None
    return {"basePrice": given.base_price, "cycleDiscounts": [_cycle_discount(each) for each in given.cycle_discounts]}


def _cycle_discount(given: CycleDiscount) -> Shown:
    adjustment = given.adjustment
    percentage = {"__typename": "SellingPlanPricingPolicyPercentageValue", "percentage": adjustment.percentage}
    amount = adjustment.amount
    return {
        "afterCycle": given.after_cycle,
        "adjustmentType": adjustment.type,
        "adjustmentValue": percentage
        if amount is None
        else {"__typename": "MoneyV2", "amount": amount.amount, "currencyCode": amount.currency},
        "computedPrice": given.computed_price,
    }


def _origin(source: ShownLine, info: Info, **_args: object) -> object:
    number = source.line.concatenated_origin_id
    return None if number is None else world_of(info).get(Contract, number)


_LINE: dict[str, Callable[[ContractLine], object]] = {
    "currentPrice": lambda line: line.current_price,
    "customAttributes": lambda line: pairs(line.custom_attributes),
    "id": lambda line: line.gid,
    "pricingPolicy": _pricing,
    "productId": lambda line: _gid(_product(line.variant)),
    "quantity": lambda line: line.quantity,
    "requiresShipping": lambda line: line.requires_shipping,
    "sellingPlanId": lambda line: (
        None if line.selling_plan_id is None else f"gid://shopify/SellingPlan/{line.selling_plan_id}"
    ),
    "sellingPlanName": lambda line: line.selling_plan_name,
    "sku": lambda line: line.sku,
    "taxable": lambda line: line.taxable,
    "title": lambda line: line.title,
    "variantId": lambda line: _gid(line.variant),
    "variantImage": lambda line: None,
    "variantTitle": lambda line: line.variant_title,
}


def _of_line(function: Callable[[ContractLine], object]) -> Resolver:
    return lambda source, _info, **_args: function(source.line)


def _of_discount(function: Callable[[ManualDiscount], object]) -> Resolver:
    return lambda source, _info, **_args: function(source.discount)


def _value(discount: ManualDiscount) -> Shown:
    if discount.percentage is not None:
        return {"__typename": "SubscriptionDiscountPercentageValue", "percentage": discount.percentage}
    return {
        "__typename": "SubscriptionDiscountFixedAmountValue",
        "amount": discount.amount,
        "appliesOnEachItem": discount.on_each_item,
    }


def _entitled(source: ShownDiscount, _info: Info, **_args: object) -> ShownDiscount:
    return source


def _entitled_lines(source: ShownDiscount, _info: Info, **args: object) -> object:
    named = [line for line in source.content.lines if line.uuid in source.discount.lines]
    return shown_lines(source.content, named, args)


_DISCOUNT: dict[str, Callable[[ManualDiscount], object]] = {
    "id": lambda discount: discount.gid,
    "recurringCycleLimit": lambda discount: discount.cycle_limit,
    "rejectionReason": lambda discount: None,
    "targetType": lambda discount: "SHIPPING_LINE" if discount.for_shipping else "LINE_ITEM",
    "title": lambda discount: discount.title,
    "type": lambda discount: discount.kind,
    "usageCount": lambda discount: discount.usage_count,
    "value": _value,
}

FIELDS = {
    **fields_of("SubscriptionLine", {name: _of_line(function) for name, function in _LINE.items()}),
    **fields_of(
        "SubscriptionLine",
        {
            "concatenatedOriginContract": _origin,
            "discountAllocations": derived(_allocations),
            "lineDiscountedPrice": derived(_discounted),
        },
    ),
    **fields_of("SubscriptionManualDiscount", {name: _of_discount(function) for name, function in _DISCOUNT.items()}),
    **fields_of("SubscriptionManualDiscount", {"entitledLines": _entitled}),
    **fields_of(
        "SubscriptionDiscountEntitledLines",
        {"all": _of_discount(lambda discount: discount.all_lines), "lines": _entitled_lines},
    ),
    **fields_of("SubscriptionAppliedCodeDiscount", {"id": derived(lambda discount: discount.gid)}),
}
