"""What follows when Shopify refuses to make a billing attempt, by BillingAttemptUserErrorCode (schema).

Nothing was charged then, and the key is not used up. INVALID is left out: its message alone says what is wrong.
"""

from collections.abc import Mapping

from backhaul.core.billing_readback import CHARGE
from backhaul.core.contract_rejections import CONTRACT_CHANGED
from backhaul.core.decisions import Later, Person
from backhaul.core.rejection_rules import DEFECT, Answer, Rule, by_code

_OUT_OF_REACH = Person("Shopify does not show this billing cycle any more. See the subscription in Shopify.")
BILLING_ANSWERS: Mapping[str, Answer] = {
    "BILLING_CYCLE_CHARGE_BEFORE_EXPECTED_DATE": CONTRACT_CHANGED,
    "BILLING_CYCLE_SKIPPED": CONTRACT_CHANGED,
    "CONTRACT_PAUSED": CONTRACT_CHANGED,
    "CONTRACT_TERMINATED": CONTRACT_CHANGED,
    "ORIGIN_TIME_OUT_OF_RANGE": CONTRACT_CHANGED,
    "CONTRACT_UNDER_REVIEW": Person(
        "Shopify reviews the subscription: its first order is risky and not fulfilled. Fulfil that order, or cancel "
        "the subscription; then retry."
    ),
    "CONTRACT_NOT_FOUND": Person("Shopify no longer has this subscription. See Shopify, then cancel this task."),
    "CYCLE_INDEX_OUT_OF_RANGE": _OUT_OF_REACH,
    "CYCLE_START_DATE_OUT_OF_RANGE": _OUT_OF_REACH,
    "UPCOMING_CYCLE_LIMIT_EXCEEDED": _OUT_OF_REACH,
    "THROTTLED": Later("Shopify charges no more subscriptions of the shop for the moment."),
    "PROCESSING_FAILED": Later("Shopify could not begin the payment."),
    "ORIGIN_TIME_BEFORE_CONTRACT_CREATION": DEFECT,
    "BLANK": DEFECT,
}

BILLING_RULES: dict[str, tuple[Rule, ...]] = {CHARGE: by_code(dict(BILLING_ANSWERS))}
