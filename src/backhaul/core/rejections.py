"""What follows when Shopify refuses a mutation, told from the shape of its userErrors, never from an exact sentence.

Shopify's plain userErrors have no code, and their wording changes; field and pattern are what lasts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.shopify_errors import UserError

Answer = Done | Replan | Person

MOST_REFUSALS = 3


@dataclass(frozen=True)
class Rule:
    """An error of this shape means `answer`. `field` is the first part of the error's path, None for any or none."""

    pattern: re.Pattern[str]
    answer: Answer
    field: str | None = None
    code: str | None = None


def classify(operation: str, errors: Sequence[UserError]) -> Answer:
    """What follows from the userErrors of a mutation; of several, the gravest: a person, then planning anew.

    An error that no rule knows is for a person: it is never retried blindly.
    """
    answers = [_classify_one(operation, error) for error in errors]
    persons = [answer for answer in answers if isinstance(answer, Person)]
    if persons:
        return Person(" ".join(dict.fromkeys(person.words for person in persons)))
    replans = [answer for answer in answers if isinstance(answer, Replan)]
    if replans:
        return replans[0]
    return answers[0] if answers else Person(f"Shopify refused {operation} and gave no reason.")


def classify_again(verdict: Answer, message: str, *, times: int) -> Answer:
    """What follows when Shopify has refused the very same call `times` times in one task.

    What it shows of the order still allowed the call each time, so reading once more will not tell anything new.
    """
    if not isinstance(verdict, Replan) or times < MOST_REFUSALS:
        return verdict
    return Person(
        f"Shopify has refused this {times} times, though what it shows of the order allows it: “{message}” "
        "See the order in Shopify, then retry or cancel this task."
    )


def classify_missing(operation: str) -> Answer:
    """What follows when Shopify answers RESOURCE_NOT_FOUND to a mutation.

    Fulfillment orders come and go (split, merge, move), and Shopify removes subscriptions by itself: what was planned
    on them is planned anew.
    """
    if operation in _COME_AND_GO:
        return _CHANGED
    return Person(f"Shopify no longer has what {operation} was for. See the order in Shopify, then retry or cancel.")


def _classify_one(operation: str, error: UserError) -> Answer:
    for rule in _RULES.get(operation, ()):
        if _fits(rule, error):
            return rule.answer
    return Person(f"Shopify refused: “{error.message}” See the order in Shopify, then retry, or cancel this task.")


def _fits(rule: Rule, error: UserError) -> bool:
    if rule.code is not None and error.code != rule.code:
        return False
    if rule.field is not None and rule.field not in error.field:
        return False
    return rule.pattern.search(error.message) is not None


def _rule(pattern: str, answer: Answer, *, field: str | None = None, code: str | None = None) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), answer, field, code)


_CHANGED = Replan("The order has changed in Shopify since it was read; it is read and planned anew.")
_UNDER_WAY = Replan("Shopify is still at the same refund; the order is read once more.")
_ALREADY = Done("It was so in Shopify already.")
_DEFECT = Person("Backhaul asked Shopify for something impossible: report it with the evidence below.")
_TRACKING = Person("Shopify does not accept the shipment's tracking. Change the tracking, then retry.")
_GONE = Person("Shopify no longer has this fulfillment. See the order in Shopify, then retry or cancel this task.")

_NO_PAYMENT = Person("Shopify no longer has this payment. See the order's payments in Shopify, then retry or cancel.")
_NO_ORDER = Person("Shopify no longer has this order, or hides it. See Shopify, then retry or cancel this task.")

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
        "webhookSubscriptionUpdate",
    }
)

_RULES: dict[str, tuple[Rule, ...]] = {
    "fulfillmentCreate": (
        _rule(r"", _TRACKING, field="trackingInfo"),
        _rule(r"tracking", _TRACKING),
        _rule(r"unfulfillable status", _CHANGED, field="fulfillment"),
        _rule(r"invalid .*quantity", _CHANGED, field="fulfillment"),
        _rule(r"does not exist|not found", _CHANGED, field="fulfillment"),
        _rule(r"single location", _CHANGED, field="fulfillment"),
        _rule(r"on hold", _CHANGED, field="fulfillment"),
        _rule(r"same order", _DEFECT, field="fulfillment"),
        _rule(r"greater than 0", _DEFECT, field="quantity"),
    ),
    "fulfillmentCancel": (
        _rule(r"already.* cancel|has been cancel|is cancel", _ALREADY),
        _rule(r"not found|does not exist", _GONE, field="id"),
    ),
    "fulfillmentTrackingInfoUpdate": (
        _rule(r"", _TRACKING, field="trackingInfoInput"),
        _rule(r"not found|does not exist", _GONE, field="fulfillmentId"),
    ),
    "fulfillmentOrderOpen": (
        _rule(r"status .* (it )?(was|is) open", _ALREADY),
        _rule(r"status .* (it )?(was|is) ", _CHANGED),
        _rule(r"not found|does not exist", _CHANGED),
    ),
    "fulfillmentOrderMove": (
        _rule(
            r"",
            Person("Work on these goods has been reported in Shopify. Mark it as open there, then retry."),
            code="CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS",
        ),
        _rule(r"location not found", Person("Shopify no longer has the location that the goods left from.")),
        _rule(r"already .*(location|assigned)", _CHANGED),
        _rule(r"fulfillment service|3pl", Person("These goods are at a fulfillment service; see them in Shopify.")),
        _rule(r"invalid .*quantity", _CHANGED),
        _rule(r"does not exist|order not found", _CHANGED),
    ),
    "fulfillmentOrderReleaseHold": (
        _rule(r"", _CHANGED, code="FULFILLMENT_ORDER_NOT_FOUND"),
        _rule(r"", Person("The hold is another app's, and Shopify does not let us release it."), code="INVALID_ACCESS"),
        _rule(r"not on hold|no hold", _ALREADY),
    ),
    "orderCapture": (
        _rule(r"", _DEFECT, field="currency"),
        _rule(r"currency .*must match|greater than zero|final capture", _DEFECT),
        _rule(r"more than .*authori[sz]ed", _CHANGED),
        _rule(r"successful authori[sz]ation", _CHANGED),
        _rule(r"parent transaction|transaction .*(not found|does not exist)", _NO_PAYMENT),
        _rule(r"does not exist|not found", _NO_ORDER, field="id"),
    ),
    "transactionVoid": (
        _rule(r"", _CHANGED, code="AUTH_NOT_VOIDABLE"),
        _rule(r"", _CHANGED, code="AUTH_NOT_SUCCESSFUL"),
        _rule(r"", _NO_PAYMENT, code="TRANSACTION_NOT_FOUND"),
    ),
    "refundCreate": (
        _rule(r"idempoten.*(concurrent|in progress|being processed)", _UNDER_WAY),
        _rule(r"idempoten", _DEFECT),
        _rule(r"", _DEFECT, field="currency"),
        _rule(r"greater than (the )?net payment|cannot refund more than", _CHANGED),
        _rule(r"not a valid transaction|greater than zero", _DEFECT),
        _rule(r"parent_id|parent transaction", _NO_PAYMENT),
        _rule(r"more items than", _CHANGED),
        _rule(r"does not exist|not found", _NO_ORDER),
    ),
    "webhookSubscriptionCreate": (
        _rule(r"already been taken", _CHANGED),
        _rule(r"protected customer data|permission", _NOT_APPROVED),
        _rule(r"address|callback|uri|protocol", _ADDRESS),
    ),
    "webhookSubscriptionUpdate": (
        _rule(r"already been taken", _CHANGED),
        _rule(r"does not exist|not found", _CHANGED, field="id"),
        _rule(r"protected customer data|permission", _NOT_APPROVED),
        _rule(r"address|callback|uri|protocol", _ADDRESS),
    ),
    "bulkOperationRunQuery": (
        _rule(r"", _OCCUPIED, code="OPERATION_IN_PROGRESS"),
        _rule(r"", _OCCUPIED, code="LIMIT_REACHED"),
        _rule(r"already in progress|limit reached", _OCCUPIED),
        _rule(r"", _DEFECT, code="INVALID"),
        _rule(r"bulk quer", _DEFECT),
    ),
    "tagsAdd": (_rule(r"does not exist|not found", Person("Shopify no longer has the order to tag."), field="id"),),
}
