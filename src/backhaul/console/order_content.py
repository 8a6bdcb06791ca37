"""What the page of an order shows of Shopify's side of it: totals in both moneys, refunds, returns, states read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backhaul.console.pages import may_see_personal_data
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline
from backhaul.console.shown_fields import say
from backhaul.core.erasing import is_personal_path
from backhaul.core.moments import in_zone
from backhaul.core.order_facts import words_of
from backhaul.core.redaction import HIDDEN
from backhaul.flows.show.order_money import amount_view, totals_of
from backhaul.flows.show.tags import tags_shown
from backhaul.models import OrderRefund, OrderReturn, OrderSnapshot, SalesOrder

HEAD = (
    "name",
    "store",
    "state",
    "financial_status",
    "fulfillment_status",
    "return_status",
    "tags",
    "wanted_tags",
    "gid",
)
MONEY = ("totals", "totals_check")
PERSON = ("customer_gid", "personal")
READ = (
    "shopify_created_at",
    "shopify_updated_at",
    "closed_at",
    "read_started_at",
    "payments_read_started_at",
)


class Refunds(ReadOnlyInline):
    """Shopify's refunds."""

    model = OrderRefund
    verbose_name_plural = "Refunds"
    fields = ("gid", "total", "units", "return_gid", "shopify_created_at", "shopify_updated_at")
    readonly_fields = ("total", "units")

    @admin.display(description="Total")
    def total(self, refund: OrderRefund) -> str:
        """What was given back, in both moneys."""
        order = refund.order
        amount = amount_view(order, refund.total_shop, refund.total_presentment)
        if amount is None:
            return "not known"
        return _both(order, amount.shop, amount.presentment)

    @admin.display(description="Units")
    def units(self, refund: OrderRefund) -> str:
        """How many units of what it covers, and what becomes of them."""
        lines = refund.lines.select_related("order_line")
        return (
            ", ".join(
                f"{line.quantity} x {line.order_line} ({say(line.restock_type, is_worded=True)})" for line in lines
            )
            or "none"
        )


class Returns(ReadOnlyInline):
    """Shopify's returns, in brief."""

    model = OrderReturn
    verbose_name_plural = "Returns"
    fields = ("name", "status", "total_quantity", "shopify_created_at", "shopify_closed_at")


class Snapshots(ReadOnlyInline):
    """Every state that the order was read in."""

    model = OrderSnapshot
    verbose_name_plural = "States it was read in"
    fields = ("first_read_at", "last_read_at", "sha256")


class OrderContent(ReadOnlyAdmin):
    """The part of an order's page that says what Shopify knows of it. Facts are shown without personal data."""

    fieldsets = (
        (None, {"fields": HEAD}),
        ("Money", {"fields": MONEY}),
        ("For", {"fields": PERSON}),
        ("Read from Shopify", {"fields": READ}),
    )
    readonly_fields = ("state", "wanted_tags", "totals", "totals_check", "personal")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The order, which knows whether whoever looks at it may see personal data."""
        order: Any = super().get_object(request, object_id, from_field)
        if order is not None:
            order.shows_personal_data = may_see_personal_data(request)
        return order

    @admin.display(description="State")
    def state(self, order: SalesOrder) -> str:
        """Whether it is cancelled or deleted."""
        found, zone = [], order.store.timezone
        if order.cancelled_at:
            reason = say(order.cancel_reason, is_worded=True) if order.cancel_reason else "not given"
            found.append(f"Cancelled {in_zone(order.cancelled_at, zone)}, reason {reason}.")
        if order.deleted_at:
            found.append(f"Deleted: Shopify does not show it any more since {in_zone(order.deleted_at, zone)}.")
        return " ".join(found) or "Neither cancelled nor deleted."

    @admin.display(description="Tags of its subscription")
    def wanted_tags(self, order: SalesOrder) -> SafeString | str:
        """What became of each tag that the store's templates come to, or why there is none."""
        rows = [(f"“{one.tag or one.template}”", one.words) for one in tags_shown(order)]
        return format_html_join("", "<div>{} {}</div>", rows) or "None: no subscription has brought it about."

    @admin.display(description="Totals")
    def totals(self, order: SalesOrder) -> SafeString | str:
        """Every total, in the customer's money and the shop's."""
        rows = [
            (name.replace("_", " "), _both(order, amount.shop, amount.presentment))
            for name, amount in totals_of(order).items()
        ]
        if not rows:
            return "Not read yet."
        cells = format_html_join("", "<tr><td>{}</td><td>{}</td></tr>", rows)
        return format_html("<table>{}</table>", cells)

    @admin.display(description="Do they add up?")
    def totals_check(self, order: SalesOrder) -> str:
        """Where they do not: by how much, and why."""
        tax = "Prices contain the tax." if order.taxes_included else "Tax is added to the prices."
        return f"{order.totals_words or 'To the cent.'} {tax}"

    @admin.display(description="Person")
    def personal(self, order: SalesOrder) -> SafeString | str:
        """Where it goes and what was written on it, hidden from those who may not see personal data."""
        rows = [(words_of(path, {}), value) for path, value in sorted(order.facts.items()) if is_personal_path(path)]
        if not any(value for _, value in rows):
            return "Nothing is known, or shown to us."
        is_shown = getattr(order, "shows_personal_data", False)
        shown = [(words, value if is_shown else HIDDEN) for words, value in rows if value]
        return format_html_join("", "<div>{}: {}</div>", shown)


def _both(order: SalesOrder, shop: str, presentment: str) -> str:
    customers = f"{presentment} {order.presentment_currency}"
    return customers if order.currency == order.presentment_currency else f"{customers} ({shop} {order.currency})"
