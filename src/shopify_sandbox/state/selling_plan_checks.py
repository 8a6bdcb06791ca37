"""What is checked of a SellingPlanGroupInput, in the order in which the recordings show it."""

from __future__ import annotations

from shopify_sandbox.state.errors import Refused, UserError
from shopify_sandbox.state.given import Given, mapping, mappings, texts

_MOST_OPTIONS = 3
_MOST_PRICING_POLICIES = 2
_LARGEST = 2_147_483_647

Path = tuple[str, ...]


def check_group(given: Given) -> None:
    """Raises Refused with what is wrong with the group or the first wrong plan."""
    errors = []
    if len(texts(given.get("options"))) > _MOST_OPTIONS:
        message = f"Too many selling plan group options (maximum {_MOST_OPTIONS} options)"
        errors.append(UserError(("input", "options"), message, "TOO_LONG"))
    errors += _position_errors(given, ("input",))
    for key, words in (("sellingPlansToCreate", "create"), ("sellingPlansToUpdate", "update")):
        for number, plan in enumerate(mappings(given.get(key))):
            errors += _plan_errors(plan, ("input", key, str(number)), words)
    if errors:
        raise Refused(*errors)


def _plan_errors(plan: Given, path: Path, words: str) -> list[UserError]:
    if words == "update" and not plan.get("id"):
        message = "Id must be specificed to update a Selling Plan."
        return [UserError((*path, "id"), message, "PLAN_ID_MUST_BE_SPECIFIED_TO_UPDATE")]
    errors = []
    if len(texts(plan.get("options"))) > _MOST_OPTIONS:
        message = f"Too many selling plan options (maximum {_MOST_OPTIONS} options)"
        errors.append(UserError((*path, "options"), message, "TOO_LONG"))
    errors += _pricing_errors(plan, path, words)
    errors += _position_errors(plan, path)
    return errors + _policy_errors(plan, path, words)


def _pricing_errors(plan: Given, path: Path, words: str) -> list[UserError]:
    policies = mappings(plan.get("pricingPolicies"))
    if len(policies) > _MOST_PRICING_POLICIES:
        message = f"Selling plans to {words} pricing policies can't have more than 2 pricing policies"
        return [UserError((*path, "pricingPolicies"), message, "SELLING_PLAN_PRICING_POLICIES_LIMIT")]
    if policies and not any(policy.get("fixed") for policy in policies):
        message = f"Selling plans to {words} pricing policies must contain one fixed pricing policy"
        code = "SELLING_PLAN_PRICING_POLICIES_MUST_CONTAIN_A_FIXED_PRICING_POLICY"
        return [UserError((*path, "pricingPolicies"), message, code)]
    return []


def _position_errors(given: Given, path: Path) -> list[UserError]:
    position = given.get("position")
    if position is None or abs(int(str(position))) <= _LARGEST:
        return []
    message = "Position must be within the range of -2,147,483,648 to 2,147,483,647"
    return [UserError((*path, "position"), message, "INVALID")]


def _policy_errors(plan: Given, path: Path, words: str) -> list[UserError]:
    billing, delivery = mapping(plan.get("billingPolicy")), mapping(plan.get("deliveryPolicy"))
    if words == "create" and billing and delivery and set(billing) != set(delivery):
        message = "billing and delivery policy types must be the same."
        return [UserError(path, message, "BILLING_AND_DELIVERY_POLICY_TYPES_MUST_BE_THE_SAME")]
    recurring_billing, recurring_delivery = mapping(billing.get("recurring")), mapping(delivery.get("recurring"))
    errors = _interval_errors(recurring_delivery, (*path, "deliveryPolicy", "recurring"))
    errors += _interval_errors(recurring_billing, (*path, "billingPolicy", "recurring"))
    errors += _range_errors(recurring_billing, (*path, "billingPolicy", "recurring"), "minCycles", 1)
    errors += _range_errors(recurring_billing, (*path, "billingPolicy", "recurring"), "maxCycles", 1)
    errors += _range_errors(recurring_delivery, (*path, "deliveryPolicy", "recurring"), "cutoff", 0)
    anchors = [mappings(policy.get("anchors")) for policy in (recurring_billing, recurring_delivery) if policy]
    if len(anchors) > 1 and anchors[0] != anchors[1]:
        message = "Billing and delivery policy anchors must be the same"
        code = "SELLING_PLAN_BILLING_AND_DELIVERY_POLICY_ANCHORS_MUST_BE_EQUAL"
        errors.append(UserError(path, message, code))
    return errors


def _interval_errors(policy: Given, path: Path) -> list[UserError]:
    count = policy.get("intervalCount")
    if count is None or int(str(count)) > 0:
        return []
    return [UserError((*path, "intervalCount"), "Interval count must be greater than 0", "GREATER_THAN")]


def _range_errors(policy: Given, path: Path, key: str, smallest: int) -> list[UserError]:
    value = policy.get(key)
    if value is None or smallest <= int(str(value)) <= _LARGEST:
        return []
    name = {"minCycles": "Min cycles", "maxCycles": "Max cycles", "cutoff": "Cutoff"}[key]
    message = f"{name} must be within the range of {smallest} to 2,147,483,647"
    return [UserError((*path, key), message, "INVALID")]
