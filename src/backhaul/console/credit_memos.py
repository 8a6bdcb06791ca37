"""Pages of posted credit memos, and the button of an invoice that posts one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import text
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.flows.credit_facts import left_to_give_back, received_for
from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.show.credit_memos import credit_memo_view, whole_memos
from backhaul.models import CreditMemoRefund, PostedCreditMemo, PostedCreditMemoLine, PostedInvoice


class CreditMemoForm(forms.Form):
    """A credit memo over one invoice, in its currency."""

    external_number = text("Your number of the credit memo", most=64)
    total = text("How much is given back", most=40)
    reason = text("Reason", required=False, help_text="Noted with the refund in Shopify as well.")


class CreditColumns:
    """What lists of credit memos show of each."""

    COLUMNS = ("gives_back", "given_back", "being_given_back", "state", "outcome")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Together with everything that is shown of a credit memo."""
        return whole_memos(super().get_queryset(request))  # type: ignore[misc]  # of the page that this is mixed into

    @admin.display(description="Total")
    def gives_back(self, memo: PostedCreditMemo) -> str:
        """What it gives back in all."""
        return f"{credit_memo_view(memo).total} {memo.currency}"

    @admin.display(description="Given back")
    def given_back(self, memo: PostedCreditMemo) -> str:
        """What of it has been given back."""
        return credit_memo_view(memo).given_back

    @admin.display(description="Being processed")
    def being_given_back(self, memo: PostedCreditMemo) -> str:
        """What of it is on its way."""
        return credit_memo_view(memo).pending

    @admin.display(description="State")
    def state(self, memo: PostedCreditMemo) -> str:
        """The state of its task."""
        return memo.task.state

    @admin.display(description="Outcome")
    def outcome(self, memo: PostedCreditMemo) -> str:
        """How its task ended, or for what it stopped."""
        return memo.task.outcome_detail or memo.task.outcome


class CreditMemos(CreditColumns, ReadOnlyInline):
    """The credit memos of an invoice, or of an order."""

    model = PostedCreditMemo
    verbose_name_plural = "credit memos"
    fields = ("external_number", *CreditColumns.COLUMNS, "reason", "task")
    readonly_fields = CreditColumns.COLUMNS
    show_change_link = True


class Units(ReadOnlyInline):
    """The units that it gives back; none of one over an invoice."""

    model = PostedCreditMemoLine
    verbose_name_plural = "units"
    fields = ("order_line", "quantity", "amount", "restock")


class Refunds(ReadOnlyInline):
    """What it became in Shopify."""

    model = CreditMemoRefund
    fields = ("amount", "status", "error_code", "transaction_gid", "receipt_gid", "created_at", "settled_at", "intent")


class CreditMemoAdmin(CreditColumns, ReadOnlyAdmin):
    """Posted credit memos."""

    list_display = ("external_number", "invoice", "order", "store", *CreditColumns.COLUMNS, "created_at")
    list_filter = ("store",)
    search_fields = ("=external_number", "=invoice__external_number", "=order__name", "=id")
    fields = (
        "external_number",
        "store",
        "order",
        "invoice",
        "gives_back",
        "shipping",
        "reference",
        "reason",
        "given_back",
        "being_given_back",
        "task",
        "state",
        "outcome",
        "created_at",
    )
    readonly_fields = CreditColumns.COLUMNS
    inlines = (Units, Refunds)


class GivesBack:
    """The button of an invoice's page that posts a credit memo over it."""

    @button("Give money back", "credit")
    def credit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give back a part of the invoice, or all of it."""
        require(request, "add_postedcreditmemo")
        invoice = shown(self, request, object_id, PostedInvoice)  # type: ignore[arg-type]  # mixed into a page

        def carry_out(data: dict[str, Any]) -> str:
            asked = CreditRequest(data["external_number"], data["total"], invoice.currency, data["reason"])
            posted = post_credit_memo(invoice, asked)
            return f"{posted.memo} is {'posted' if posted.is_new else 'posted already'}; its task is {posted.task}."

        back = reverse("admin:backhaul_postedinvoice_change", args=(invoice.pk,))
        words = f"{left_to_give_back(invoice)} of {received_for(invoice)} received can be given back."
        page = FormPage(f"Give back of {invoice}", CreditMemoForm, carry_out, back, "Give back", explanation=words)
        return serve_form(request, page)
