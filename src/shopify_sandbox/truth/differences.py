"""Where the sandbox is known to answer otherwise than real stores that were recorded, and why."""

from dataclasses import dataclass

# How many recorded answers were compared, and how many were equal: of captured requests whose beginnings can be made
# again, of all captured requests, of requests refused as a whole, of costs.
MEASURED = {
    "requests of stores that can be set up again": (618, 631),
    "all requests, those of stores that can not be set up again included": (632, 704),
    "requests refused as a whole": (69, 70),
    "costs asked for": (290, 290),
}


@dataclass(frozen=True)
class Difference:
    """What differs, and the reason; `ours` when the sandbox, and not what the recording began with, is the reason."""

    what: str
    why: str
    ours: bool = False


DIFFERENCES = (
    Difference(
        "The API version that webhook subscriptions show",
        "the recorded app had set its webhooks to the candidate of its day, which is not supported yet; the sandbox has"
        " 2026-10 unless `--webhook-api-version` names another",
    ),
    Difference(
        "`supportedActions` without REPORT_PROGRESS",
        "recorded at 2025-01, which did not know it; asked at that version, the sandbox answers the same",
    ),
    Difference(
        "The text of an internal error",
        "it contains the id of the request, which is new each time; everything else is equal",
    ),
    Difference(
        "`orderEditCommit` refuses a selection of `successMessages`",
        "recorded at 2025-01, which had no such field; 2026-10 has it",
    ),
    Difference("Tags of a product, before they change", "the product was there before the recording began"),
    Difference("Counts and lists of a store's whole catalog", "they show what the recorded store happened to hold"),
    Difference(
        "Fulfillment orders at another service's location, orders fulfilled and fulfillments cancelled before",
        "they were there before the recording began",
    ),
    Difference(
        "How far a bulk operation is",
        "recorded while it ran, at Shopify's pace; the sandbox's ends after a second, or when it is looked at again",
        ours=True,
    ),
    Difference(
        "What a bulk operation had counted when it was cancelled",
        "the recorded store had goods before the recording began",
    ),
    Difference(
        "Bulk mutations over uploaded files", "the files were uploaded before the recording began, and are not known"
    ),
)

LEFT_OUT = (
    "Of selling plans: purchases with fixed policies, such as pre-orders.",
    "Of order editing: sales agreements, notifications, searching a calculated order's lines.",
    "Of returns: restocking fees, shipping fees, exchanges, `removeFromReturn`; of dispositions all but the location.",
    "Of drafts: applied discounts, discount codes, deposits, payment terms, bundles, metafields, another gateway.",
    "Segments are kept; their queries are neither parsed nor carried out.",
    "The order of a type's members in introspection is by name, but for nine types whose order is known.",
)
