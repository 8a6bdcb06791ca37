"""The page that says how a store charges its subscriptions: switched on and off, hour, further tries, their end."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from backhaul.console.forms import choice, switch, text, whole_number
from backhaul.console.pages import CAPTURE, FormPage, require, serve_form
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.console.store_access import page_of, store_of
from backhaul.core.billing_policy import EndOfDunning, LackingStock, SeveralDue, parse_days
from backhaul.flows.billing_policies import BillingChoices, PolicyBook, set_billing, switch_billing

EXPLANATION = (
    "While billing is on, the customers of this store's own subscriptions are charged when a billing cycle is due. "
    "What was due before it was switched on is never charged by itself."
)


class BillingForm(forms.Form):
    """How subscriptions are charged."""

    is_on = switch("Charge due billing cycles")
    hour = whole_number("Hour of the day, in the store's zone", help_text="0 to 23.", least=0, most=23)
    retry_days = text("Days of further tries", required=False, help_text="After the first failed try, like 3, 7, 14.")
    pay_days = text(
        "Pay days",
        required=False,
        help_text="Days of the month on which missing money is tried again, like 1, 15; 31 is the last day.",
    )
    at_end = choice(
        "When the last try has failed",
        [
            (EndOfDunning.TELL_ONLY, "you are told"),
            (EndOfDunning.SKIP_CYCLE, "the cycle is skipped; you are told"),
            (EndOfDunning.PAUSE, "the subscription is paused; you are told"),
            (EndOfDunning.CANCEL, "the subscription is cancelled; you are told"),
        ],
    )
    stock = choice(
        "When there is not enough stock",
        [
            (LackingStock.WAIT, "it is tried again every day"),
            (LackingStock.SKIP, "the cycle is skipped"),
            (LackingStock.OVERSELL, "it is sold all the same"),
        ],
    )
    overdue_days = whole_number(
        "Days after which you decide about a missed charge", help_text="1 to 90.", least=1, most=90
    )
    several_due = choice(
        "When several cycles have fallen due",
        [
            (SeveralDue.OLDEST_FIRST, "the oldest first, one a day"),
            (SeveralDue.NEWEST_ONLY, "the newest only; the others are left"),
        ],
    )
    asks_for_card = switch("Shopify asks the customer for another card when one can't be used any more")


class StoreBillingPages(ReadOnlyAdmin):
    """How a store's subscriptions are charged."""

    @button("Billing", "billing")
    def billing(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Switch billing on or off, and change its policies."""
        require(request, CAPTURE)
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, Any]) -> str:
            set_billing(store, _choices(data))
            policy = switch_billing(store, on=data["is_on"])
            return "Billing is on." if policy.is_on else "Billing is off."

        policy = PolicyBook(store).store_policy
        initial = {
            **vars(policy),
            "retry_days": ", ".join(map(str, policy.retry_days)),
            "pay_days": ", ".join(map(str, policy.pay_days)),
        }
        title = f"Billing of {store}"
        page = FormPage(title, BillingForm, carry_out, page_of(store), "Save", EXPLANATION, initial=initial)
        return serve_form(request, page)


def _choices(data: dict[str, Any]) -> BillingChoices:
    return BillingChoices(
        hour=data["hour"],
        retry_days=parse_days(data["retry_days"]),
        pay_days=parse_days(data["pay_days"]),
        at_end=EndOfDunning(data["at_end"]),
        stock=LackingStock(data["stock"]),
        overdue_days=data["overdue_days"],
        several_due=SeveralDue(data["several_due"]),
        asks_for_card=data["asks_for_card"],
    )
