"""What is known of subscription contracts, their drafts, and customers' payment methods. None was ever recorded."""

from shopify_sandbox.truth.claims import Claims, assumed, by_documentation, by_schema

_CODES = by_schema("the codes of its errors, with the enum's sentences")
_FIELDS = assumed("the fields of its errors, and the order of checks; an unknown id, and another app's, is INVALID")
_STATUS = (
    by_schema("the status is set, a terminated contract refuses with CONTRACT_TERMINATED"),
    assumed("the status that it has already can be set again; each change is a new revision"),
)
_DISCOUNT = (_CODES, _FIELDS, assumed("at most 100 discounts; they apply one after the other"))
_LINE = (_CODES, _FIELDS, assumed("at most 250 lines; another variant keeps the price unless one is given"))

CONTRACT_QUERIES: Claims = {
    "customerPaymentMethod": (
        by_schema("a revoked one on request only"),
        assumed("without an instrument once it is revoked; expires soon: in this month or the next"),
    ),
    "subscriptionContract": (
        by_schema("every field"),
        assumed("an app reads the contracts of other apps too; values that nothing in the sandbox stands for are null"),
    ),
    "subscriptionContracts": (by_schema("pages, sorting, the fields of the query"), assumed("how a query is matched")),
    "subscriptionDraft": (
        by_schema("the contract as it would be, and what is added, removed and updated; not readable once committed"),
        by_schema("delivery options are null while they are computed"),
        assumed("how long that takes; the options and texts for an address"),
    ),
}

CONTRACT_MUTATIONS: Claims = {
    "customerPaymentMethodGetUpdateUrl": (by_schema("the codes of its errors"), assumed("Shop Pay alone; the address")),
    "customerPaymentMethodRevoke": (by_schema("nothing can be charged any more"), assumed("its texts")),
    "customerPaymentMethodSendUpdateEmail": (
        by_schema("the customer is asked for new details"),
        assumed("no e-mail is sent: the state counts them; its texts"),
    ),
    **dict.fromkeys(
        (
            "subscriptionContractCancel",
            "subscriptionContractExpire",
            "subscriptionContractFail",
            "subscriptionContractPause",
        ),
        _STATUS,
    ),
    "subscriptionContractActivate": (by_schema("from ACTIVE, PAUSED and FAILED"), *_STATUS),
    "subscriptionContractAtomicCreate": (
        by_schema("lines with discounts, and codes; all of it or nothing"),
        _CODES,
        _FIELDS,
    ),
    "subscriptionContractCreate": (
        by_schema("a draft of a contract that is there with the commit"),
        _CODES,
        _FIELDS,
        assumed("both policies are needed; the shop's currency alone; no billing date in the past"),
    ),
    "subscriptionContractProductChange": (_CODES, _FIELDS, assumed("a revision of its own; refused as a commit is")),
    "subscriptionContractSetNextBillingDate": (
        by_schema("the date is the app's own note, no billing cycle moves with it"),
        assumed("a new revision; refused for a date in the past and for a terminated contract"),
    ),
    "subscriptionContractUpdate": (
        by_schema("a draft of the contract as it is"),
        _FIELDS,
        assumed("refused for a terminated contract"),
    ),
    "subscriptionDraftCommit": (
        by_schema("stale, committed and billing cycle drafts are refused, and contracts with future edits"),
        _CODES,
        _FIELDS,
        assumed("a new contract needs a payment method, a changed one does not"),
    ),
    "subscriptionDraftDiscountAdd": _DISCOUNT,
    "subscriptionDraftDiscountCodeApply": (
        by_schema("why a code is rejected"),
        assumed("codes are options of the sandbox; an accepted one becomes a discount with the commit"),
    ),
    "subscriptionDraftDiscountRemove": _DISCOUNT,
    "subscriptionDraftDiscountUpdate": _DISCOUNT,
    "subscriptionDraftFreeShippingDiscountAdd": _DISCOUNT,
    "subscriptionDraftFreeShippingDiscountUpdate": _DISCOUNT,
    "subscriptionDraftLineAdd": _LINE,
    "subscriptionDraftLineRemove": (
        by_schema("a line is removed once; discounts that named it are updated"),
        _FIELDS,
        assumed("a discount without lines goes too"),
    ),
    "subscriptionDraftLineUpdate": _LINE,
    "subscriptionDraftUpdate": (
        _CODES,
        _FIELDS,
        assumed("what is left out of a delivery method stays; notes up to 5,000 characters; addresses as in orders"),
    ),
}

CONTRACT_WEBHOOKS: Claims = {
    **dict.fromkeys(
        tuple(
            f"subscription_contracts/{name}"
            for name in ("activate", "cancel", "create", "expire", "fail", "pause", "update")
        ),
        (
            by_schema("when it is sent"),
            by_documentation("its body"),
            assumed("a change of status sends `subscription_contracts/update` too"),
        ),
    ),
    **dict.fromkeys(
        tuple(f"customer_payment_methods/{name}" for name in ("create", "revoke", "update")),
        (by_schema("when it is sent"), assumed("its body")),
    ),
}
