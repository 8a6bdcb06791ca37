"""The lines of a draft: adding, changing, removing. The sentences are those of the schema's error codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import (
    Adjustment,
    ContractLine,
    CycleDiscount,
    Discount,
    ManualDiscount,
    PricingPolicy,
)
from shopify_sandbox.state.draft_content import attributes, price
from shopify_sandbox.state.draft_policies import positive
from shopify_sandbox.state.entities import numeric_id
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, mapping, mappings, optional_text
from shopify_sandbox.state.money import Money
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.selling_plan_groups import SellingPlan
from shopify_sandbox.world import World

# Assumed; the schema names the error alone.
MOST_LINES = 250
_INVALID = "The input value is invalid."
Path = tuple[str, ...]


def add(world: World, draft: Draft, given: Given, *, path: Path = ("input",)) -> ContractLine:
    """A new line of the draft. Raises Refused."""
    if len(draft.content.lines) >= MOST_LINES:
        raise refused("The contract draft has too many lines.", *path, code="TOO_MANY_LINES")
    line = new_line(world, given, draft.currency, path=path)
    draft.content = replace(draft.content, lines=(*draft.content.lines, line))
    return line


def new_line(world: World, given: Given, currency: str, *, path: Path) -> ContractLine:
    """A line from a SubscriptionLineInput. Raises Refused."""
    variant = _variant(world, given["productVariantId"], path)
    blank = ContractLine(
        uuid=world.new_uuid(),
        title=variant.product.title,
        quantity=positive(given["quantity"], (*path, "quantity")),
        current_price=price(given["currentPrice"], currency, (*path, "currentPrice")),
    )
    return _with_plan(world, _described(_of_variant(blank, variant), given, path), given, path)


def change(
    world: World, draft: Draft, gid: object, given: Given, *, path: Path = ("input",), named: Path = ("lineId",)
) -> ContractLine:
    """Change what is given of a line. Another variant keeps the price unless one is given (assumed). Raises Refused."""
    line = existing(draft, gid, named)
    if given.get("productVariantId") is not None:
        line = _of_variant(line, _variant(world, given["productVariantId"], path))
    if given.get("quantity") is not None:
        line = replace(line, quantity=positive(given["quantity"], (*path, "quantity")))
    if given.get("currentPrice") is not None:
        line = replace(line, current_price=price(given["currentPrice"], draft.currency, (*path, "currentPrice")))
    line = _with_plan(world, _described(line, given, path), given, path)
    lines = tuple(line if each.uuid == line.uuid else each for each in draft.content.lines)
    draft.content = replace(draft.content, lines=lines)
    return line


def remove(draft: Draft, gid: object) -> tuple[ContractLine, list[ManualDiscount]]:
    """Take the line out, and out of the discounts that name it, which are returned too.

    A discount that then names no line goes as well (assumed). Raises Refused.
    """
    line = existing(draft, gid, ("lineId",))
    touched: list[ManualDiscount] = []
    kept: list[Discount] = []
    for discount in draft.content.discounts:
        if not isinstance(discount, ManualDiscount) or line.uuid not in discount.lines:
            kept.append(discount)
            continue
        touched.append(replace(discount, lines=discount.lines - {line.uuid}))
        if touched[-1].lines:
            kept.append(touched[-1])
    lines = tuple(each for each in draft.content.lines if each.uuid != line.uuid)
    draft.content = replace(draft.content, lines=lines, discounts=tuple(kept))
    return line, touched


def existing(draft: Draft, gid: object, path: Path) -> ContractLine:
    """The draft's line. Raises Refused with ALREADY_REMOVED for one that the draft removed, else with INVALID."""
    found = draft.content.line(str(gid))
    if found is None and draft.base is not None and draft.base.line(str(gid)) is not None:
        raise refused("This line has already been removed.", *path, code="ALREADY_REMOVED")
    if found is None:
        raise refused("Subscription line does not exist.", *path, code="INVALID")
    return found


def _variant(world: World, gid: object, path: Path) -> Variant:
    found = world.find(Variant, str(gid))
    if found is None:
        raise refused("Product variant does not exist.", *path, "productVariantId", code="INVALID")
    return found


def _of_variant(line: ContractLine, variant: Variant) -> ContractLine:
    return replace(
        line,
        variant=variant,
        title=variant.product.title,
        variant_title=variant.title,
        sku=variant.sku,
        requires_shipping=variant.requires_shipping,
        taxable=variant.taxable,
    )


def _described(line: ContractLine, given: Given, path: Path) -> ContractLine:
    if given.get("customAttributes") is not None:
        line = replace(line, custom_attributes=attributes(given["customAttributes"]))
    if "pricingPolicy" in given:
        policy = given["pricingPolicy"]
        line = replace(
            line,
            pricing_policy=None
            if policy is None
            else _pricing(mapping(policy), line.current_price.currency, (*path, "pricingPolicy")),
        )
    return line


def _with_plan(world: World, line: ContractLine, given: Given, path: Path) -> ContractLine:
    name = optional_text(given.get("sellingPlanName"))
    gid = given.get("sellingPlanId")
    if gid is not None:
        plan = world.find(SellingPlan, str(gid))
        number = numeric_id(str(gid), SellingPlan.typename)
        if plan is None and number != line.selling_plan_id:
            raise refused("Selling plan does not exist.", *path, "sellingPlanId", code="INVALID")
        line = replace(line, selling_plan_id=number, selling_plan_name=plan.name if plan else line.selling_plan_name)
    return line if name is None else replace(line, selling_plan_name=name)


def _pricing(given: Given, currency: str, path: Path) -> PricingPolicy:
    discounts = mappings(given.get("cycleDiscounts"))
    _check_unique([int(str(each["afterCycle"])) for each in discounts], path)
    return PricingPolicy(
        base_price=price(given["basePrice"], currency, (*path, "basePrice")),
        cycle_discounts=tuple(
            _cycle_discount(each, currency, (*path, "cycleDiscounts", str(number)))
            for number, each in enumerate(discounts)
        ),
    )


def _check_unique(cycles: Sequence[int], path: Path) -> None:
    if len(set(cycles)) < len(cycles):
        message = "The after cycle attribute must be unique between cycle discounts."
        raise refused(message, *path, "cycleDiscounts", code="CYCLE_DISCOUNTS_UNIQUE_AFTER_CYCLE")


def _cycle_discount(given: Given, currency: str, path: Path) -> CycleDiscount:
    after = int(str(given["afterCycle"]))
    if after < 0:
        message = "The input value should be greater than or equal to the minimum value allowed."
        raise refused(message, *path, "afterCycle", code="GREATER_THAN_OR_EQUAL_TO")
    adjustment = _adjustment(str(given["adjustmentType"]), mapping(given["adjustmentValue"]), currency, path)
    return CycleDiscount(after, adjustment, price(given["computedPrice"], currency, (*path, "computedPrice")))


def _adjustment(kind: str, value: Given, currency: str, path: Path) -> Adjustment:
    percentage, fixed = value.get("percentage"), value.get("fixedValue")
    if (percentage is None) == (fixed is None):
        message = "The adjustment value must be either fixed_value or percentage."
        raise refused(message, *path, "adjustmentValue", code="INVALID_ADJUSTMENT_VALUE")
    if (kind == "PERCENTAGE") != (percentage is not None):
        message = "The adjustment value must the same type as the adjustment type."
        raise refused(message, *path, "adjustmentType", code="INVALID_ADJUSTMENT_TYPE")
    if percentage is not None:
        return Adjustment(kind, percentage=float(str(percentage)))
    amount: Money = price(fixed, currency, (*path, "adjustmentValue", "fixedValue"))
    return Adjustment(kind, amount=amount)
