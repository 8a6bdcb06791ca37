"""What is wrong with a request about charging subscriptions."""

from datetime import datetime

from backhaul.core.billing_dates import TAKEN_BEFORE
from backhaul.core.errors import Conflict, InputError
from backhaul.core.moments import in_zone
from backhaul.core.subscription_calendar import day_of


class BadBillingPolicy(InputError):
    code = "bad-billing-policy"


class BillingNotAllowed(InputError):
    """The app lacks the scope that charging subscriptions needs."""

    code = "billing-not-allowed"

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"The app may not charge subscriptions: it lacks the scope {scope}.",
            hint="Have Shopify approve the scope, let the shop grant it, then switch billing on.",
            data={"scope": scope},
        )


class BillingIsOff(Conflict):
    """Nothing is charged for this subscription before billing is switched on."""

    code = "billing-is-off"

    def __init__(self, store: str) -> None:
        super().__init__(
            "Billing is switched off for this subscription.",
            hint=f"Switch it on first: `backhaul billing on --store {store}`.",
            data={"store": store},
        )


class NotOurContract(Conflict):
    """Another app's subscription is charged by that app alone."""

    code = "not-our-contract"

    def __init__(self, contract: str, app: str) -> None:
        super().__init__(
            f"The subscription {contract} belongs to {app or 'no app that we know'}: only that app can charge it.",
            data={"contract": contract},
        )


class CycleNotOpen(Conflict):
    """The billing cycle is charged, or not one that can be charged."""

    code = "cycle-not-open"

    def __init__(self, contract: str, index: int, why: str) -> None:
        super().__init__(
            f"Cycle {index} of subscription {contract} can't be charged: {why}",
            data={"contract": contract, "cycle": index},
        )


class CycleTooEarly(InputError):
    """The date of the billing cycle is so far ahead that Shopify would refuse the charge (schema)."""

    code = "cycle-too-early"

    def __init__(self, index: int, expected_at: datetime, timezone: str) -> None:
        day, first = day_of(expected_at, timezone), in_zone(expected_at - TAKEN_BEFORE, timezone)
        super().__init__(
            f"Cycle {index} is expected on {day}; Shopify charges at most 24 hours before that.",
            hint=f"Charge it from {first} on, or give the delivery another date.",
            data={"cycle": index, "expected_at": expected_at.isoformat()},
        )


def check_not_too_early(index: int, expected_at: datetime, *, now: datetime, timezone: str) -> None:
    """That Shopify would take a charge of the cycle at this moment. Raises CycleTooEarly."""
    if now < expected_at - TAKEN_BEFORE:
        raise CycleTooEarly(index, expected_at, timezone)
