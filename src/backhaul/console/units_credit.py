"""The button of an order that gives back units of it, and its form."""

import functools
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import choice, switch, text
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import button
from backhaul.core.crediting import SHARE, CreditLineRequest, UnitsRequest
from backhaul.core.outstanding import LineRequest
from backhaul.core.restock import Restock
from backhaul.flows.credit_facts import left_to_give_back_of
from backhaul.flows.post_credit_memo import post_units_memo
from backhaul.flows.show.orders import OrderLineView, order_lines
from backhaul.flows.stock import remaining_of
from backhaul.models import SalesOrder

BECOMES = [
    (Restock.CANCEL.value, "not shipped yet, and not to be shipped any more"),
    (Restock.RETURN.value, "shipped, and come back"),
    (Restock.NO_RESTOCK.value, "the money alone: unshipped goods are still shipped"),
]


class UnitsCreditForm(forms.Form):
    """A credit memo over units of one order, in the currency of its customer."""

    external_number = text("Your number of the credit memo", most=64)
    restock = choice("The goods are", BECOMES)
    total = text("How much is given back", required=False, most=40, help_text="With tax. Empty: it is computed.")
    shipping = text(
        "Shipping that is given back", required=False, most=40, help_text=f"An amount, or {SHARE}: that of the units."
    )
    reason = text("Reason", required=False, help_text="Noted with the refund in Shopify as well.")
    booked_only = switch("It was given back in Shopify already: note it, send nothing")

    def __init__(self, *args: Any, lines: Sequence[OrderLineView], remaining: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            unshipped = remaining.get(line.line_item_id, 0)
            label = f"{line.sku or line.title}: how many ({unshipped} are not shipped and can be given back)"
            self.fields[line.line] = text(label, required=False, most=20)


class GivesBackUnits:
    """The button of an order's page that posts a credit memo over units of it."""

    @button("Give units back", "credit-units")
    def credit_units(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give back units of the order, with their money."""
        require(request, "add_postedcreditmemo")
        order = shown(self, request, object_id, SalesOrder)  # type: ignore[arg-type]  # mixed into a page
        lines = order_lines(order)

        def carry_out(data: dict[str, Any]) -> str:
            posted = post_units_memo(order, _request(data, lines))
            return f"{posted.memo} is {'posted' if posted.is_new else 'posted already'}; its task is {posted.task}."

        form = functools.partial(UnitsCreditForm, lines=lines, remaining=remaining_of(order))
        back = reverse("admin:backhaul_salesorder_change", args=(order.pk,))
        words = (
            f"{left_to_give_back_of(order)} can be given back. Shopify computes the refund as well, and a person is "
            "asked when the two figures differ. Units that are given back before they are shipped cannot be posted as "
            "shipped from now on."
        )
        page = FormPage(f"Give back units of {order}", form, carry_out, back, "Give back", explanation=words)
        return serve_form(request, page)


def _request(data: dict[str, Any], lines: Sequence[OrderLineView]) -> UnitsRequest:
    return UnitsRequest(
        external_number=data["external_number"],
        lines=[
            CreditLineRequest(LineRequest(data[line.line].strip(), line=line.line))
            for line in lines
            if data[line.line].strip()
        ],
        total=data["total"] or None,
        shipping=data["shipping"].strip() or None,
        restock=data["restock"],
        reason=data["reason"],
        booked_only=data["booked_only"],
    )
