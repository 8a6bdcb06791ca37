"""What is wrong with a request about charging subscriptions."""

from backhaul.core.errors import Conflict, InputError


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
