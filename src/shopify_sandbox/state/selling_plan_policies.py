"""The policies of a selling plan, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from shopify_sandbox.state.given import Given, decimal, instant, mapping, mappings
from shopify_sandbox.state.money import Money

Policy = dict[str, object]


def billing_policy(given: object, created_at: datetime) -> Policy:
    """A SellingPlanBillingPolicy from its input."""
    fixed, recurring = mapping(mapping(given).get("fixed")), mapping(mapping(given).get("recurring"))
    if fixed:
        return _fixed_billing(fixed)
    return {
        "__typename": "SellingPlanRecurringBillingPolicy",
        "interval": recurring.get("interval"),
        "intervalCount": recurring.get("intervalCount"),
        "minCycles": recurring.get("minCycles"),
        "maxCycles": recurring.get("maxCycles"),
        "anchors": mappings(recurring.get("anchors")),
        "createdAt": created_at,
    }


def _fixed_billing(fixed: Given) -> Policy:
    charge = mapping(fixed.get("checkoutCharge"))
    percentage = mapping(charge.get("value")).get("percentage", 100)
    return {
        "__typename": "SellingPlanFixedBillingPolicy",
        "checkoutCharge": {
            "type": charge.get("type") or "PERCENTAGE",
            "value": {"__typename": "SellingPlanCheckoutChargePercentageValue", "percentage": percentage},
        },
        "remainingBalanceChargeTrigger": fixed.get("remainingBalanceChargeTrigger") or "NO_REMAINING_BALANCE",
        "remainingBalanceChargeExactTime": instant(fixed.get("remainingBalanceChargeExactTime")),
        "remainingBalanceChargeTimeAfterCheckout": fixed.get("remainingBalanceChargeTimeAfterCheckout"),
    }


def delivery_policy(given: object, created_at: datetime) -> Policy:
    """A SellingPlanDeliveryPolicy from its input."""
    fixed, recurring = mapping(mapping(given).get("fixed")), mapping(mapping(given).get("recurring"))
    wanted = fixed or recurring
    shared: Policy = {
        "anchors": mappings(wanted.get("anchors")),
        "cutoff": wanted.get("cutoff"),
        "intent": wanted.get("intent") or "FULFILLMENT_BEGIN",
        "preAnchorBehavior": wanted.get("preAnchorBehavior") or "ASAP",
    }
    if fixed:
        return {
            "__typename": "SellingPlanFixedDeliveryPolicy",
            "fulfillmentTrigger": fixed.get("fulfillmentTrigger") or "UNKNOWN",
            "fulfillmentExactTime": instant(fixed.get("fulfillmentExactTime")),
            **shared,
        }
    return {
        "__typename": "SellingPlanRecurringDeliveryPolicy",
        "interval": recurring.get("interval"),
        "intervalCount": recurring.get("intervalCount"),
        "createdAt": created_at,
        **shared,
    }


def merged_policy(policy: Policy, given: object) -> Policy:
    """The input of a changed recurring policy: what is not given stays (assumed); a fixed one is given anew."""
    recurring = mapping(mapping(given).get("recurring"))
    if not recurring or "Recurring" not in str(policy["__typename"]):
        return dict(mapping(given))
    return {"recurring": {**policy, **recurring}}


def pricing_policies(given: Sequence[Given], created_at: datetime, *, currency: str) -> list[Policy]:
    """The SellingPlanPricingPolicies from their inputs."""
    result = []
    for each in given:
        recurring = mapping(each.get("recurring"))
        wanted = recurring or mapping(each.get("fixed"))
        kind = "Recurring" if recurring else "Fixed"
        policy: Policy = {
            "__typename": f"SellingPlan{kind}PricingPolicy",
            "adjustmentType": wanted.get("adjustmentType"),
            "adjustmentValue": _value(mapping(wanted.get("adjustmentValue")), currency),
            "createdAt": created_at,
        }
        if recurring:
            policy["afterCycle"] = recurring.get("afterCycle")
        result.append(policy)
    return result


def _value(given: Given, currency: str) -> Policy:
    if given.get("percentage") is not None:
        percentage = float(str(given["percentage"]))
        return {"__typename": "SellingPlanPricingPolicyPercentageValue", "percentage": percentage}
    money = Money(decimal(given.get("fixedValue") or 0), currency)
    return {"__typename": "MoneyV2", "amount": money.amount, "currencyCode": money.currency}


def percentages(policies: Iterable[Policy]) -> list[float]:
    """The percentages among the adjustments."""
    values = (mapping(policy["adjustmentValue"]).get("percentage") for policy in policies)
    return [float(str(value)) for value in values if value is not None]
