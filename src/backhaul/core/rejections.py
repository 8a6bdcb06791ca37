"""What follows when Shopify refuses a mutation, told from the shape of its userErrors, never from an exact sentence.

Shopify's plain userErrors have no code, and their wording changes; field and pattern are what lasts.
"""

from collections.abc import Sequence

from backhaul.core.billing_rejections import BILLING_RULES
from backhaul.core.contract_rejections import CHANGED_WITH_IT, CONTRACT_CHANGED, CONTRACT_RULES
from backhaul.core.decisions import Later, Person, Replan
from backhaul.core.order_rejections import ORDER_RULES
from backhaul.core.rejection_rules import ALREADY_SO, DEFECT, NO_ORDER, ORDER_CHANGED, Answer, Rule, rule
from backhaul.core.shopify_errors import UserError

MOST_REFUSALS = 3


def classify(operation: str, errors: Sequence[UserError]) -> Answer:
    """What follows from the userErrors of a mutation; of several, the gravest: a person, then planning anew
    or coming back later.

    An error that no rule knows is for a person: it is never retried blindly.
    """
    answers = [_classify_one(operation, error) for error in errors]
    persons = [answer for answer in answers if isinstance(answer, Person)]
    if persons:
        return Person(" ".join(dict.fromkeys(person.words for person in persons)))
    changed = [answer for answer in answers if isinstance(answer, Replan | Later)]
    if changed:
        return changed[0]
    return answers[0] if answers else Person(f"Shopify refused {operation} and gave no reason.")


def classify_again(verdict: Answer, message: str, *, times: int) -> Answer:
    """What follows when Shopify has refused the very same call `times` times in one task.

    What it shows still allowed the call each time, so reading once more will not tell anything new.
    """
    if not isinstance(verdict, Replan) or times < MOST_REFUSALS:
        return verdict
    return Person(
        f"Shopify has refused this {times} times, though what it shows allows it: “{message}” "
        "See Shopify, then retry or cancel this task."
    )


def classify_missing(operation: str) -> Answer:
    """What follows when Shopify answers RESOURCE_NOT_FOUND to a mutation.

    Fulfillment orders come and go (split, merge, move), and Shopify removes subscriptions by itself: what was planned
    on them is planned anew.
    """
    if operation in _COME_AND_GO:
        return ORDER_CHANGED
    if operation in CHANGED_WITH_IT:
        return CONTRACT_CHANGED
    return Person(f"Shopify no longer has what {operation} was for. See Shopify, then retry or cancel this task.")


def _classify_one(operation: str, error: UserError) -> Answer:
    for known in _RULES.get(operation, ()):
        if _fits(known, error):
            return known.answer
    return Person(f"Shopify refused: “{error.message}” See it in Shopify, then retry, or cancel this task.")


def _fits(known: Rule, error: UserError) -> bool:
    if known.code is not None and error.code != known.code:
        return False
    if known.field is not None and known.field not in error.field:
        return False
    return known.pattern.search(error.message) is not None


_UNDER_WAY = Replan("Shopify is still at the same refund; the order is read once more.")
_TRACKING = Person("Shopify does not accept the shipment's tracking. Change the tracking, then retry.")
_GONE = Person("Shopify no longer has this fulfillment. See the order in Shopify, then retry or cancel this task.")

_NO_PAYMENT = Person("Shopify no longer has this payment. See the order's payments in Shopify, then retry or cancel.")

_NOT_APPROVED = Person(
    "Shopify does not let the app have this webhook: it holds customer data that the app is not approved for. "
    "Ask for that approval in the app's settings, then retry; until then such changes are found by reconciling."
)
_ADDRESS = Person(
    "Shopify does not accept the address that webhooks are to be sent to. It has to be https, with a name that the "
    "internet knows: correct BACKHAUL_PUBLIC_URL, restart, then retry."
)
_OCCUPIED = Replan("Shopify is at other bulk operations of this app; it is asked again when one of them has ended.")

_COME_AND_GO = frozenset(
    {
        "fulfillmentCreate",
        "fulfillmentOrderOpen",
        "fulfillmentOrderMove",
        "fulfillmentOrderReleaseHold",
        "fulfillmentOrderReschedule",
        "fulfillmentOrderHold",
        "webhookSubscriptionUpdate",
    }
)

_RULES: dict[str, tuple[Rule, ...]] = {
    "fulfillmentCreate": (
        rule(r"", _TRACKING, field="trackingInfo"),
        rule(r"tracking", _TRACKING),
        rule(r"unfulfillable status", ORDER_CHANGED, field="fulfillment"),
        rule(r"invalid .*quantity", ORDER_CHANGED, field="fulfillment"),
        rule(r"does not exist|not found", ORDER_CHANGED, field="fulfillment"),
        rule(r"single location", ORDER_CHANGED, field="fulfillment"),
        rule(r"on hold", ORDER_CHANGED, field="fulfillment"),
        rule(r"same order", DEFECT, field="fulfillment"),
        rule(r"greater than 0", DEFECT, field="quantity"),
    ),
    "fulfillmentCancel": (
        rule(r"already.* cancel|has been cancel|is cancel", ALREADY_SO),
        rule(r"not found|does not exist", _GONE, field="id"),
    ),
    "fulfillmentTrackingInfoUpdate": (
        rule(r"", _TRACKING, field="trackingInfoInput"),
        rule(r"not found|does not exist", _GONE, field="fulfillmentId"),
    ),
    "fulfillmentOrderOpen": (
        rule(r"status .* (it )?(was|is) open", ALREADY_SO),
        rule(r"status .* (it )?(was|is) ", ORDER_CHANGED),
        rule(r"not found|does not exist", ORDER_CHANGED),
    ),
    "fulfillmentOrderMove": (
        rule(
            r"",
            Person("Work on these goods has been reported in Shopify. Mark it as open there, then retry."),
            code="CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS",
        ),
        rule(r"location not found", Person("Shopify no longer has the location that the goods left from.")),
        rule(r"already .*(location|assigned)", ORDER_CHANGED),
        rule(r"fulfillment service|3pl", Person("These goods are at a fulfillment service; see them in Shopify.")),
        rule(r"invalid .*quantity", ORDER_CHANGED),
        rule(r"does not exist|order not found", ORDER_CHANGED),
    ),
    "fulfillmentOrderReleaseHold": (
        rule(r"", ORDER_CHANGED, code="FULFILLMENT_ORDER_NOT_FOUND"),
        rule(r"", Person("The hold is another app's, and Shopify does not let us release it."), code="INVALID_ACCESS"),
        rule(r"not on hold|no hold", ALREADY_SO),
    ),
    "orderCapture": (
        rule(r"", DEFECT, field="currency"),
        rule(r"currency .*must match|greater than zero|final capture", DEFECT),
        rule(r"more than .*authori[sz]ed", ORDER_CHANGED),
        rule(r"successful authori[sz]ation", ORDER_CHANGED),
        rule(r"parent transaction|transaction .*(not found|does not exist)", _NO_PAYMENT),
        rule(r"does not exist|not found", NO_ORDER, field="id"),
    ),
    "transactionVoid": (
        rule(r"", ORDER_CHANGED, code="AUTH_NOT_VOIDABLE"),
        rule(r"", ORDER_CHANGED, code="AUTH_NOT_SUCCESSFUL"),
        rule(r"", _NO_PAYMENT, code="TRANSACTION_NOT_FOUND"),
    ),
    "refundCreate": (
        rule(r"idempoten.*(concurrent|in progress|being processed)", _UNDER_WAY),
        rule(r"idempoten", DEFECT),
        rule(r"", DEFECT, field="currency"),
        rule(r"greater than (the )?net payment|cannot refund more than", ORDER_CHANGED),
        rule(r"not a valid transaction|greater than zero", DEFECT),
        rule(r"parent_id|parent transaction", _NO_PAYMENT),
        rule(r"more items than", ORDER_CHANGED),
        rule(r"does not exist|not found", NO_ORDER),
    ),
    "webhookSubscriptionCreate": (
        rule(r"already been taken", ORDER_CHANGED),
        rule(r"protected customer data|permission", _NOT_APPROVED),
        rule(r"address|callback|uri|protocol", _ADDRESS),
    ),
    "webhookSubscriptionUpdate": (
        rule(r"already been taken", ORDER_CHANGED),
        rule(r"does not exist|not found", ORDER_CHANGED, field="id"),
        rule(r"protected customer data|permission", _NOT_APPROVED),
        rule(r"address|callback|uri|protocol", _ADDRESS),
    ),
    "bulkOperationRunQuery": (
        rule(r"", _OCCUPIED, code="OPERATION_IN_PROGRESS"),
        rule(r"", _OCCUPIED, code="LIMIT_REACHED"),
        rule(r"already in progress|limit reached", _OCCUPIED),
        rule(r"", DEFECT, code="INVALID"),
        rule(r"bulk quer", DEFECT),
    ),
    **BILLING_RULES,
    **CONTRACT_RULES,
    **ORDER_RULES,
    "tagsAdd": (rule(r"does not exist|not found", Person("Shopify no longer has the order to tag."), field="id"),),
}
