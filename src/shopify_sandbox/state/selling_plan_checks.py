"""What is checked of a SellingPlanGroupInput, in the order in which the recordings show it."""

from __future__ import annotations

from shopify_sandbox.state.errors import Refused, UserError
from shopify_sandbox.state.given import Given, mapping, mappings, texts
from shopify_sandbox.state.rhythms import Interval, Rhythm, divides

_MOST_OPTIONS = 3
_MOST_PRICING_POLICIES = 2
_LARGEST = 2_147_483_647
_DAYS_OF_WEEK, _DAYS_OF_MONTH, _MONTHS = 7, 31, 12
_FIELDS = {"Day": "day", "Month": "month", "Cutoff day": "cutoffDay"}

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
    if words == "create" and (blank := _blank_errors(recurring_billing, recurring_delivery, path)):
        return blank
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
    return errors or _rhythm_errors(recurring_billing, recurring_delivery, path)


def _blank_errors(billing: Given, delivery: Given, path: Path) -> list[UserError]:
    """How often has to be said; field, code and sentence are assumed."""
    return [
        UserError((*path, policy, "recurring", key), f"{name} can't be blank", "BLANK")
        for policy, given in (("billingPolicy", billing), ("deliveryPolicy", delivery))
        for key, name in (("interval", "Interval"), ("intervalCount", "Interval count"))
        if given and given.get(key) is None
    ]


def _rhythm_errors(billing: Given, delivery: Given, path: Path) -> list[UserError]:
    """The schema's codes with its sentences for them; nothing of it was recorded."""
    errors = []
    rhythms = [rhythm for rhythm in (_rhythm(billing), _rhythm(delivery)) if rhythm is not None]
    if len(rhythms) > 1 and not divides(*rhythms):
        message = "Selling plan's billing cycle must be a multiple of delivery cycle."
        code = "SELLING_PLAN_BILLING_CYCLE_MUST_BE_A_MULTIPLE_OF_DELIVERY_CYCLE"
        errors.append(UserError(path, message, code))
    least, most = billing.get("minCycles"), billing.get("maxCycles")
    if least is not None and most is not None and int(str(most)) < int(str(least)):
        message = "Selling plan's billing policy max cycles must be greater than min cycles."
        code = "SELLING_PLAN_MAX_CYCLES_MUST_BE_GREATER_THAN_MIN_CYCLES"
        errors.append(UserError((*path, "billingPolicy", "recurring", "maxCycles"), message, code))
    return errors + _anchor_errors(delivery, (*path, "deliveryPolicy", "recurring"))


def _rhythm(policy: Given) -> Rhythm | None:
    if policy.get("interval") is None or policy.get("intervalCount") is None:
        return None
    return Rhythm(Interval(str(policy["interval"])), int(str(policy["intervalCount"])))


def _anchor_errors(delivery: Given, path: Path) -> list[UserError]:
    """The ranges are the schema's; that a value outside of them is INVALID, and the sentence, are assumed."""
    errors = []
    for number, anchor in enumerate(mappings(delivery.get("anchors"))):
        yearly = anchor.get("type") == "YEARDAY"
        largest = _DAYS_OF_WEEK if anchor.get("type") == "WEEKDAY" else _DAYS_OF_MONTH
        fits = {
            "Day": _within(anchor.get("day"), largest),
            "Month": _within(anchor.get("month"), _MONTHS) or (not yearly and anchor.get("month") is None),
            "Cutoff day": anchor.get("cutoffDay") is None or (not yearly and _within(anchor["cutoffDay"], largest)),
        }
        wrong = [name for name, right in fits.items() if not right]
        errors += [
            UserError((*path, "anchors", str(number), _FIELDS[name]), f"{name} is invalid", "INVALID") for name in wrong
        ]
    return errors


def _within(value: object, largest: int) -> bool:
    return value is not None and 1 <= int(str(value)) <= largest


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
