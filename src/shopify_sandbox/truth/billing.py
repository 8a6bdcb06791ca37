"""What is known of billing cycles, billing attempts and the orders they make. None was ever recorded."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema

_CODES = by_schema("the codes of its errors, with the enum's sentences")
_FIELDS = assumed(
    "the fields of its errors, and the order of checks; an unknown contract, and another app's, is INVALID"
)
_CHANGEABLE = assumed("a cycle that is billed or being billed, or of a contract that ended, is not changed")
_DATES = (
    by_documentation("cycles count from 1; each ends when it is to be billed, and the next begins then"),
    assumed("a second later, at the same time of day in the shop's zone, as real stores have shown"),
    assumed("when another rhythm moves them: the first cycle to be billed keeps its beginning"),
)
_RENEWAL = (
    by_schema("pending, then an order, a failure with its code, or a challenge"),
    assumed("the order: no taxes, one shipping line, paid at once by card; its source name as real renewals have it"),
    assumed("the last cycle, billed, ends the contract; prices and discounts count payments, the checkout's too"),
)
_BULK = (_CODES, by_schema("cycles by their dates and the filters, in a job"), assumed("own contracts alone"))

BILLING_QUERIES: Claims = {
    "subscriptionBillingAttempt": (by_schema("every field, its state as a union"), assumed("the payment's ids")),
    "subscriptionBillingAttempts": (by_schema("pages, sorting, the fields of the query"), assumed("how it is matched")),
    "subscriptionBillingCycle": (*_DATES, assumed("null for a cycle that is not there or can't be seen")),
    "subscriptionBillingCycleBulkResults": (by_schema("the cycles a job found"), assumed("none before it is done")),
    "subscriptionBillingCycles": (
        *_DATES,
        assumed("those that begin less than three years ahead; by dates those that lie between them in part"),
    ),
}

BILLING_MUTATIONS: Claims = {
    "subscriptionBillingAttemptCreate": (
        by_schema("the same key is the same attempt; without a selector the current cycle is billed"),
        by_schema("not more than 24 hours before the cycle's date"),
        _CODES,
        *_RENEWAL,
        assumed("that limit holds for selected cycles; a key belongs to one contract"),
        assumed("a billed cycle can be billed again under another key: no error is named for it"),
    ),
    "subscriptionBillingCycleBulkCharge": (*_BULK, assumed("what is billed, skipped or being billed is left out")),
    "subscriptionBillingCycleBulkSearch": _BULK,
    "subscriptionBillingCycleCharge": (
        by_schema("the origin time is the cycle's date, or now before it"),
        _CODES,
        *_RENEWAL,
        assumed("INVALID for a cycle that is billed or being billed, which no key protects"),
    ),
    "subscriptionBillingCycleContractDraftCommit": (
        _CODES,
        by_schema("the cycle has a content of its own"),
        _FIELDS,
        assumed("stale when the contract or the cycle's content moved on since the draft was made"),
    ),
    "subscriptionBillingCycleContractDraftConcatenate": (
        by_documentation("one order for the cycles of several contracts, linked to all of them"),
        _CODES,
        _FIELDS,
        assumed("of one customer and one currency, ten at most; discounts stay with their own contract's lines"),
    ),
    "subscriptionBillingCycleContractEdit": (by_schema("a draft of what the cycle bills"), _FIELDS, _CHANGEABLE),
    "subscriptionBillingCycleEditDelete": (
        by_schema("schedule and content are the contract's again"),
        _CODES,
        _FIELDS,
        assumed("so are the contents of cycles combined with it"),
    ),
    "subscriptionBillingCycleEditsDelete": (
        by_schema("those of the current and all upcoming cycles"),
        _CODES,
        _FIELDS,
    ),
    "subscriptionBillingCycleScheduleEdit": (
        by_schema("a date within the cycle, or a skip; none on a skipped one, and not while it is being billed"),
        _CODES,
        _FIELDS,
        _CHANGEABLE,
        assumed("the date may be past; other cycles do not move"),
    ),
    **dict.fromkeys(
        ("subscriptionBillingCycleSkip", "subscriptionBillingCycleUnskip"),
        (by_schema("the flag, INVALID as the only code"), _CHANGEABLE, assumed("a skip alone is no edit")),
    ),
}

BILLING_WEBHOOKS: Claims = {
    **dict.fromkeys(
        tuple(f"subscription_billing_attempts/{name}" for name in ("challenged", "failure", "success")),
        (by_schema("when it is sent"), by_documentation("its body"), assumed("`ready` is false until it is decided")),
    ),
    **dict.fromkeys(
        (
            "subscription_billing_cycles/skip",
            "subscription_billing_cycles/unskip",
            "subscription_billing_cycle_edits/create",
            "subscription_billing_cycle_edits/delete",
            "subscription_billing_cycle_edits/update",
        ),
        (
            by_schema("when it is sent"),
            by_documentation("the members of its body"),
            assumed("the form of `contract_edit`; a skip by the schedule sends both families"),
        ),
    ),
}
