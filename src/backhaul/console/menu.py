"""What the console's pages are called, and the menu that leads to them: grouped by who needs them for what."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from backhaul.models import (
    Backfill,
    Bill,
    Change,
    Channel,
    Contract,
    Drift,
    Endpoint,
    EventDelivery,
    FulfillmentOrder,
    Intent,
    JobQueueEntry,
    MissedChange,
    Notice,
    NoticeWords,
    OrderDifference,
    PaymentLine,
    PostedCreditMemo,
    PostedInvoice,
    PostedShipment,
    PrivacyRequest,
    SalesOrder,
    Store,
    Task,
    WebhookDelivery,
)

NAMES: Mapping[type[Model], str] = {
    Notice: "Notices",
    Task: "Task List",
    OrderDifference: "Changed orders",
    Drift: "Drift",
    SalesOrder: "Orders",
    FulfillmentOrder: "Ready to ship",
    PostedShipment: "Posted shipments",
    PostedInvoice: "Posted invoices",
    PaymentLine: "Payment Line List",
    PostedCreditMemo: "Credit memos",
    Contract: "Contracts",
    Change: "Changes",
    Bill: "Bills",
    Channel: "Channels",
    NoticeWords: "Own words",
    Endpoint: "Endpoints",
    EventDelivery: "Events sent",
    Store: "Stores",
    WebhookDelivery: "Webhook inbox",
    Backfill: "Backfill",
    MissedChange: "Missed changes",
    PrivacyRequest: "Privacy requests",
    JobQueueEntry: "Job Queue",
    Intent: "Calls to Shopify",
    User: "Users",
    Group: "Groups",
}
CALENDAR = "Calendar of deliveries"
GROUPS: Mapping[str, tuple[type[Model] | str, ...]] = {
    "To be seen to": (Notice, Task, OrderDifference, Drift),
    "Orders": (SalesOrder, FulfillmentOrder, PostedShipment, PostedInvoice, PaymentLine, PostedCreditMemo),
    "Subscriptions": (Contract, CALENDAR, Change, Bill),
    "Who is told": (Channel, NoticeWords, Endpoint, EventDelivery),
    "Shopify": (Store, WebhookDelivery, Backfill, MissedChange, PrivacyRequest, JobQueueEntry, Intent),
    "Staff": (User, Group),
}


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with what the member of staff may look at; the page that is shown is marked."""
    groups = [(title, [one for one in items if _may_view(request, one)]) for title, items in GROUPS.items()]
    links = {item: _link(item) for _, items in groups for item in items}
    here = max((link for link in links.values() if request.path.startswith(link)), key=len, default="")
    return [
        {
            "title": title,
            "items": [{"title": _name(one), "link": links[one], "active": links[one] == here} for one in items],
        }
        for title, items in groups
        if items
    ]


def styles(_request: HttpRequest) -> str:
    """The address of what the console changes of its theme's looks."""
    return static("console/console.css")


def scripts(_request: HttpRequest) -> str:
    """The address of what the console changes of how its theme behaves."""
    return static("console/console.js")


def _name(item: type[Model] | str) -> str:
    return item if isinstance(item, str) else NAMES[item]


def _may_view(request: HttpRequest, item: type[Model] | str) -> bool:
    options = Contract._meta if isinstance(item, str) else item._meta
    return any(request.user.has_perm(f"{options.app_label}.{may}_{options.model_name}") for may in ("view", "change"))


def _link(item: type[Model] | str) -> str:
    if isinstance(item, str):
        return reverse("admin:backhaul_contract_calendar")
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_changelist")
