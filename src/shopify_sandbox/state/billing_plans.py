"""What is wanted of the billing attempts that come next: how long they take, and how they end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt ends; a challenged one waits for the customer, a refused one is not even made."""

    SUCCESS = "success"
    FAILURE = "failure"
    CHALLENGED = "challenged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Ending:
    """An outcome: with its code for a failure or a refusal.

    A challenge is met after `met_after`, or by hand when that is None, and then ends as `ends_as`.
    """

    outcome: Outcome = Outcome.SUCCESS
    error_code: str | None = None
    error_message: str | None = None
    met_after: timedelta | None = None
    ends_as: Outcome = Outcome.SUCCESS


AS_USUAL = Ending()
"""The customer is charged."""


@dataclass(eq=False)
class BillingPlan:
    """The ending of attempts of one contract, or of any: of so many of them, of all for None."""

    ending: Ending
    contract_id: int | None = None
    times: int | None = 1


@dataclass
class BillingDesk:
    """How billing goes in this shop. Attempts end after `delay`: without one, before the next request."""

    delay: timedelta = timedelta(0)
    plans: list[BillingPlan] = field(default_factory=list)
    # The attempts' ids by their idempotency keys.
    keys: dict[str, int] = field(default_factory=dict)
    # Off, as in the schema: a contract's next billing date is its app's own note, and no cycle depends on it.
    next_billing_date_leads: bool = False

    def ending_for(self, contract_id: int) -> Ending:
        """How the contract's next attempt ends; uses up one time of the first plan that fits."""
        for plan in self.plans:
            if plan.contract_id in (None, contract_id):
                if plan.times is not None:
                    plan.times -= 1
                self.plans = [each for each in self.plans if each.times != 0]
                return plan.ending
        return AS_USUAL
