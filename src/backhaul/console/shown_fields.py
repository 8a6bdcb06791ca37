"""How the console says what a table holds: instants in the store's zone, states in words, and no bare identifiers."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Field, ForeignKey, JSONField, Model
from django.urls import reverse
from django.utils.html import format_html

from backhaul.core.moments import in_zone
from backhaul.core.notice_kinds import TITLES
from backhaul.flows.payment_facts import kept_money
from backhaul.models import Bill, Change, EventDelivery, FulfillmentOrder, JobQueueEntry, NoticeWords, Store, Task

NOTHING = "-"
GID = "gid://shopify/"
LABELS: Mapping[str, str] = {
    "actor": "By whom",
    "attempt_gid": "Billing attempt in Shopify",
    "attempts": "Tries",
    "interval_seconds": "Every so many seconds",
    "is_origin": "First order",
    "last_ok": "Went well",
    "layout_unknown": "Why its deliveries are not known",
    "cycle_index": "Billing cycle",
    "digest_hour": "Hour of the digest",
    "gid": "Number in Shopify",
    "id": "Our id",
    "is_sandbox": "Local Shopify",
    "outcome_detail": "What came of it",
    "read_started_at": "Last read",
    "seen_at": "Last seen",
    "shop_domain": "Domain",
    "shopify_created_at": "Created in Shopify",
    "shopify_updated_at": "Changed in Shopify",
    "shown": "Goes to",
    "sku": "SKU",
    "slug": "Short name",
    "timezone": "Time zone",
    "topic": "About",
    "wake_at": "Goes on at the latest",
    "wish": "Asked for",
    "wished_by": "Asked for by",
    "words": "What it says",
}
WORDED = frozenset({"kind", "state", "status", "financial_status", "fulfillment_status", "return_status"}) | {
    "request_status", "outcome", "wait_reason", "phase", "step", "last_payment_status",
    "hold_reasons", "kinds", "found_by", "decision", "restock_type",
}  # fmt: skip
"""Fields whose values are names of states and the like, though no list of them is kept with the field."""
OWNERS = ("store", "order", "contract", "task", "notice", "bill", "change", "invoice", "line", "event", "shipment")
"""Through which relations a row's store is found, the nearest first."""


class ShownField:
    """A field of a table as a column or line of a page; called with a row, it says the row's value."""

    def __init__(self, field: "Field[Any, Any]") -> None:
        self.__name__ = self.admin_order_field = field.name
        self.short_description = label_of(field)
        self._field = field

    def __call__(self, row: Model) -> str:
        value = getattr(row, self.__name__)
        if isinstance(value, Task):
            return format_html('<a class="text-link" href="{}">{}</a>', _page_of(value), task_words(value))
        if isinstance(value, datetime):
            return in_zone(value, zone_of(row))
        if isinstance(self._field, DecimalField) and isinstance(value, Decimal) and hasattr(row, "currency"):
            return str(kept_money(value, row.currency))
        return say(value, is_worded=bool(self._field.choices) or self.__name__ in WORDED)


def shown_field(model: type[Model], name: Any) -> Any:
    """What shows this field of a table in words; the name itself where it is no field, or is shown well as it is."""
    field = next((one for one in model._meta.fields if one.name == name), None)
    if field is None or (isinstance(field, JSONField) and name not in ("tracking", "hold_reasons", "notes")):
        return name
    if isinstance(field, ForeignKey) and field.related_model is not Task:
        return name
    if isinstance(field, DecimalField) and name == "revision":
        return name
    return ShownField(field)


def label_of(field: "Field[Any, Any]") -> str:
    """What a field is called: by our words, or by its name without what says how it is kept."""
    if field.name in LABELS:
        return LABELS[field.name]
    words = field.name.removesuffix("_at").removeprefix("is_").replace("_gids", " in Shopify")
    return words.replace("_gid", " in Shopify").replace("_", " ").capitalize().replace("shopify", "Shopify")


def say(value: Any, *, is_worded: bool = False) -> str:
    """A value as a person reads it."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(say(one, is_worded=is_worded) for one in value)
    if isinstance(value, Mapping):
        return " ".join(str(one) for one in value.values() if one)
    return value.isoformat() if isinstance(value, date) else _say_text(str(value), is_worded=is_worded)


def _say_text(text: str, *, is_worded: bool) -> str:
    if text.startswith(GID):
        return text.rpartition("/")[2].partition("?")[0]
    return (TITLES.get(text) or text.replace("_", " ").lower()) if is_worded else text


def title_of_row(row: object) -> str:
    """What the page of a row is headed by."""
    match row:
        case Bill():
            title = f"cycle {row.cycle_index} of subscription {row.contract}"
        case FulfillmentOrder():
            title = f"what is left of {row.order}"
        case Task() | Change():
            title = f"{say(row.kind, is_worded=True)} {row.pk}"
        case JobQueueEntry():
            title = f"{say(row.kind, is_worded=True)} of {row.store}"
        case EventDelivery():
            title = f"{row.event.type} to {row.endpoint}"
        case NoticeWords():
            title = f"{say(row.kind, is_worded=True)} ({row.language})"
        case _:
            title = say(str(row))
    return title


def task_words(task: Task) -> str:
    """What a task does and how it stands, for a link to it."""
    return f"{say(task.kind, is_worded=True)}: {say(task.state, is_worded=True)}"


def store_of_row(row: Any) -> Store | None:
    """The store that a row belongs to, itself or through what it belongs to."""
    if isinstance(row, Store):
        return row
    for name in OWNERS:
        owner = getattr(row, name, None)
        if isinstance(owner, Model) and (store := store_of_row(owner)) is not None:
            return store
    return None


def zone_of(row: Any) -> str:
    """The time zone in which a row's instants are shown: that of its store."""
    store = store_of_row(row)
    return store.timezone if store is not None else "UTC"


def _page_of(task: Task) -> str:
    return reverse("admin:backhaul_task_change", args=(task.pk,))
