"""How requests about billing cycles are refused: each enum's codes, with the schema's sentences as messages.

Which code stands for what is the schema's; where several would do, and the fields, are assumed. A code that the enum of
a mutation lacks is INVALID there, with the same sentence.
"""

from __future__ import annotations

from shopify_sandbox.schema import enum_values
from shopify_sandbox.state.errors import Refused, refused

CYCLE_ERRORS = "SubscriptionBillingCycleErrorCode"
SKIP_ERRORS = "SubscriptionBillingCycleSkipUserErrorCode"
UNSKIP_ERRORS = "SubscriptionBillingCycleUnskipUserErrorCode"
ATTEMPT_ERRORS = "BillingAttemptUserErrorCode"
DRAFT_ERRORS = "SubscriptionDraftErrorCode"
BULK_ERRORS = "SubscriptionBillingCycleBulkUserErrorCode"

_SENTENCES = {
    "ALREADY_BILLED": "Billing cycle is already billed.",
    "BILLING_CYCLE_CHARGE_BEFORE_EXPECTED_DATE": (
        "Billing cycle charge attempt made more than 24 hours before the billing cycle `billingAttemptExpectedDate`."
    ),
    "BILLING_CYCLE_ABSENT": "Cannot commit a contract draft with this mutation. Please use SubscriptionDraftCommit.",
    "BILLING_CYCLE_SKIPPED": "Billing cycle must not be skipped.",
    "BILLING_DATE_SET_ON_SKIPPED": "Billing date cannot be set on skipped billing cycle.",
    "BLANK": "The input value is blank.",
    "CONCATENATION_BILLING_CYCLE_CONTRACT_DRAFT_REQUIRED": (
        "Contract draft must be a billing cycle contract draft for contract concatenation."
    ),
    "CONTRACT_NOT_FOUND": "Subscription contract does not exist.",
    "CONTRACT_PAUSED": "Subscription contract cannot be billed if paused.",
    "CONTRACT_TERMINATED": "Subscription contract cannot be billed once terminated.",
    "CONTRACT_UNDER_REVIEW": "Subscription contract is under review, origin order is high risk and unfulfilled.",
    "CYCLE_INDEX_OUT_OF_RANGE": "Billing cycle selector cannot select billing cycle outside of index range.",
    "CYCLE_SELECTOR_VALIDATE_ONE_OF": "Billing cycle selector requires exactly one of index or date to be provided.",
    "CYCLE_START_DATE_OUT_OF_RANGE": "Billing cycle selector cannot select billing cycle outside of start date range.",
    "DUPLICATE_CONCATENATED_CONTRACTS": "Concatenated contracts cannot contain duplicate subscription contracts.",
    "EMPTY_BILLING_CYCLE_EDIT_SCHEDULE_INPUT": (
        "Billing cycle schedule edit input provided is empty. Must take in parameters to modify schedule."
    ),
    "END_DATE_IN_THE_FUTURE": "End date can't be more than 24 hours in the future.",
    "EXCEEDED_MAX_CONCATENATED_CONTRACTS": (
        "Maximum number of concatenated contracts on a billing cycle contract draft exceeded."
    ),
    "INCOMPLETE_BILLING_ATTEMPTS": "Billing cycle has incomplete billing attempts in progress.",
    "INVALID": "The input value is invalid.",
    "INVALID_DATE_RANGE": "The range between start date and end date shouldn't be more than 1 week.",
    "NO_CYCLE_EDITS": "There's no contract or schedule edit associated with the targeted billing cycle(s).",
    "ORIGIN_TIME_BEFORE_CONTRACT_CREATION": "Origin time cannot be before the contract creation time.",
    "ORIGIN_TIME_OUT_OF_RANGE": ("Origin time needs to be within the selected billing cycle's start and end at date."),
    "OUT_OF_BOUNDS": "Billing date of a cycle cannot be set to a value outside of its billing date range.",
    "PROCESSING_FAILED": "Failed to process the billing attempt.",
    "STALE_CONTRACT": "Another operation updated the contract concurrently as the commit was in progress.",
    "START_DATE_BEFORE_END_DATE": "Start date should be before end date.",
    "THROTTLED": "Billing attempt rate limit exceeded - try later.",
    "UPCOMING_CYCLE_LIMIT_EXCEEDED": "Billing cycle selector cannot select upcoming billing cycle past limit.",
}


def refusal(kind: str, code: str, *field: str) -> Refused:
    """The refusal with that code of the enum `kind`. Raises KeyError for a code without a sentence."""
    return refused(_SENTENCES[code], *field, code=code if code in enum_values(kind) else "INVALID")
