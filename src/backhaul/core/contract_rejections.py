"""What follows when Shopify refuses a change to a subscription contract, told by the codes of the schema's enums."""

from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.rejection_rules import ALREADY_SO, DEFECT, Answer, Rule, by_code, rule

CONTRACT_CHANGED = Replan("The subscription has changed in Shopify since it was read; it is read once more.")
FUTURE_EDITS = "HAS_FUTURE_EDITS"
"""A current or upcoming cycle has an edit of its own: no draft of the contract is committed while it has."""

_OTHERWISE = "Change the subscription in another way, or cancel this task."
_ENDED = Done("The subscription had ended already.")
_LOCKED = Replan("A billing attempt of this delivery is under way; the subscription is read once more.")
_OUT_OF_REACH = Person(
    "Shopify does not show this delivery: it is further ahead than Shopify plans, or its cycle is gone. " + _OTHERWISE
)
_VALUE = Person(f"Shopify does not accept one of the values of this change. See the evidence. {_OTHERWISE}")

_DRAFT: dict[str, Answer] = {
    "STALE_CONTRACT": CONTRACT_CHANGED,
    FUTURE_EDITS: Replan("Later deliveries have edits of their own, which are saved and applied again."),
    "COMMITTED": Replan("The draft was committed already; the subscription is read once more."),
    "ALREADY_REMOVED": Replan("The line was removed already; the subscription is read once more."),
    "DELIVERY_METHOD_REQUIRED": Person(
        "The subscription has goods to ship and no way to deliver them. Give it a delivery address, then retry."
    ),
    "MISSING_LOCAL_DELIVERY_OPTIONS": Person(
        "The subscription is delivered locally, and Shopify misses how. Set its local delivery in Shopify, then retry."
    ),
    "TOO_MANY_LINES": Person("A subscription cannot have so many lines. " + _OTHERWISE),
    "TOO_MANY_DISCOUNTS": Person("A subscription cannot have so many discounts. Remove one, then retry."),
    "NO_ENTITLED_LINES": Person("The discount applies to none of the subscription's lines. " + _OTHERWISE),
    "INVALID_LINES": Person("A subscription has at least one line. Cancel the subscription instead."),
    "INVALID_NOTE_LENGTH": Person("The note is longer than Shopify takes. Shorten it, and make the change once more."),
    "CUSTOMER_MISMATCH": Person("This way to pay is another customer's. Choose one of the subscription's customer."),
    "CUSTOMER_DOES_NOT_EXIST": Person("Shopify no longer has this customer. See the subscription in Shopify."),
    "CUSTOMER_REDACTED": Person("The customer's data was erased in Shopify: the subscription can only be cancelled."),
    "MISSING_CUSTOMER_PAYMENT_METHOD": Person(
        "The subscription has no way to pay. Ask the customer for another payment method, then retry."
    ),
    "CURRENCY_NOT_ENABLED": Person("The shop no longer sells in the subscription's currency. See it in Shopify."),
    "INVALID_BILLING_DATE": Person("Shopify does not accept this billing date. " + _OTHERWISE),
    "UPCOMING_CYCLE_LIMIT_EXCEEDED": _OUT_OF_REACH,
    "CYCLE_INDEX_OUT_OF_RANGE": _OUT_OF_REACH,
    "CYCLE_START_DATE_OUT_OF_RANGE": _OUT_OF_REACH,
    **dict.fromkeys(
        (
            "GREATER_THAN",
            "GREATER_THAN_OR_EQUAL_TO",
            "LESS_THAN",
            "LESS_THAN_OR_EQUAL_TO",
            "NOT_AN_INTEGER",
            "NOT_IN_RANGE",
            "TOO_LONG",
            "TOO_SHORT",
            "PRESENCE",
            "BLANK",
        ),
        _VALUE,
    ),
    **dict.fromkeys(
        (
            "BILLING_CYCLE_ABSENT",
            "BILLING_CYCLE_PRESENT",
            "BILLING_CYCLE_CONTRACT_DRAFT_BILLING_POLICY_INVALID",
            "BILLING_CYCLE_CONTRACT_DRAFT_DELIVERY_POLICY_INVALID",
            "CONCATENATION_BILLING_CYCLE_CONTRACT_DRAFT_REQUIRED",
            "CONCATENATION_UNCOMMITTED_CONTRACT_DRAFT",
            "CYCLE_DISCOUNTS_UNIQUE_AFTER_CYCLE",
            "CYCLE_SELECTOR_VALIDATE_ONE_OF",
            "DELIVERY_MUST_BE_MULTIPLE_OF_BILLING",
            "DUPLICATE_CONCATENATED_CONTRACTS",
            "EXCEEDED_MAX_CONCATENATED_CONTRACTS",
            "INVALID_ADJUSTMENT_TYPE",
            "INVALID_ADJUSTMENT_VALUE",
            "SELLING_PLAN_MAX_CYCLES_MUST_BE_GREATER_THAN_MIN_CYCLES",
        ),
        DEFECT,
    ),
}
"""SubscriptionDraftErrorCode, INVALID left out: its message alone says what is wrong."""

_CYCLE: dict[str, Answer] = {
    "INCOMPLETE_BILLING_ATTEMPTS": _LOCKED,
    "BILLING_DATE_SET_ON_SKIPPED": Replan("The delivery was skipped meanwhile; the subscription is read once more."),
    "OUT_OF_BOUNDS": Person(
        "Shopify lets a delivery be billed only within its own period. Choose a date within it, or move the next "
        "billing date of the whole subscription."
    ),
    "NO_CYCLE_EDITS": CONTRACT_CHANGED,
    "INVALID_DATE": _OUT_OF_REACH,
    **dict.fromkeys(
        (
            "CYCLE_NOT_FOUND",
            "CYCLE_INDEX_OUT_OF_RANGE",
            "CYCLE_START_DATE_OUT_OF_RANGE",
            "INVALID_CYCLE_INDEX",
            "UPCOMING_CYCLE_LIMIT_EXCEEDED",
        ),
        _OUT_OF_REACH,
    ),
    "EMPTY_BILLING_CYCLE_EDIT_SCHEDULE_INPUT": DEFECT,
}
"""SubscriptionBillingCycleErrorCode, INVALID left out."""

_DRAFT_RULES = by_code(_DRAFT)
_CYCLE_RULES = by_code(_CYCLE)
_STATUS_RULES = by_code({"CONTRACT_TERMINATED": CONTRACT_CHANGED})
_DATE = Person("Shopify does not accept this date for the next billing. Choose one in the future, and change it anew.")

CONTRACT_RULES: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys(
        (
            "subscriptionContractUpdate",
            "subscriptionBillingCycleContractEdit",
            "subscriptionDraftUpdate",
            "subscriptionDraftLineAdd",
            "subscriptionDraftLineUpdate",
            "subscriptionDraftDiscountAdd",
        ),
        _DRAFT_RULES,
    ),
    "subscriptionDraftLineRemove": (*by_code({"ALREADY_REMOVED": ALREADY_SO}), *_DRAFT_RULES),
    "subscriptionDraftDiscountRemove": (*by_code({"ALREADY_REMOVED": ALREADY_SO}), *_DRAFT_RULES),
    "subscriptionDraftCommit": (*by_code({"COMMITTED": ALREADY_SO}), *_DRAFT_RULES),
    "subscriptionBillingCycleContractDraftCommit": (*by_code({"COMMITTED": ALREADY_SO}), *_DRAFT_RULES),
    "subscriptionContractActivate": _STATUS_RULES,
    "subscriptionContractPause": _STATUS_RULES,
    "subscriptionContractCancel": by_code({"CONTRACT_TERMINATED": _ENDED}),
    "subscriptionContractSetNextBillingDate": (rule(r"date|past|future", _DATE),),
    "subscriptionBillingCycleSkip": (
        rule(r"already .*skip", ALREADY_SO),
        rule(r"billing attempt|in progress", _LOCKED),
        rule(r"already .*billed|has been billed", CONTRACT_CHANGED),
        *_CYCLE_RULES,
    ),
    "subscriptionBillingCycleUnskip": (
        rule(r"not .*skipped", ALREADY_SO),
        rule(r"billing attempt|in progress", _LOCKED),
        *_CYCLE_RULES,
    ),
    "subscriptionBillingCycleScheduleEdit": _CYCLE_RULES,
    "subscriptionBillingCycleEditDelete": (*by_code({"NO_CYCLE_EDITS": ALREADY_SO}), *_CYCLE_RULES),
    "customerPaymentMethodSendUpdateEmail": (
        rule(
            r"does not exist|not found|revoked",
            Person("Shopify no longer has this way to pay, and cannot ask for another. Write to the customer."),
        ),
    ),
}

CHANGED_WITH_IT = frozenset(
    name for name in CONTRACT_RULES if name.startswith("subscriptionDraft") or name.endswith("DraftCommit")
)
"""Calls about a draft, which Shopify may have forgotten: another one is opened."""
