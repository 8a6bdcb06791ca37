"""Every address of the API, and what stands behind it; called once by the site."""

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja.constants import NOT_SET
from ninja.renderers import BaseRenderer

from backhaul.api import (
    billing,
    changes,
    channels,
    contracts,
    credit_memos,
    deliveries,
    differences,
    drifts,
    endpoints,
    invoices,
    keeping_true,
    notices,
    orders,
    payments,
    portal,
    privacy,
    ready,
    shipments,
    stores,
    tasks,
    webhooks,
)
from backhaul.api.bearer import BearerToken
from backhaul.api.handlers import answer_error
from backhaul.api.once import Endpoint, checked
from backhaul.api.openapi import DocumentedApi, csv_in, csv_out, show_document
from backhaul.api.parsing import StrictParser
from backhaul.api.problems import problem
from backhaul.api.refusals import MethodNotAllowed, UnknownAddress
from backhaul.flows.import_shipments import ImportReport
from backhaul.flows.show.backfills import BackfillView
from backhaul.flows.show.bills import BillDetail, BillingView, BillView
from backhaul.flows.show.calendar import CalendarDelivery, CalendarView
from backhaul.flows.show.changes import ChangeView, PreviewView
from backhaul.flows.show.channels import ChannelView, WordsView
from backhaul.flows.show.contracts import ContractDetail, ContractView
from backhaul.flows.show.credit_memos import CreditMemosView, CreditMemoView
from backhaul.flows.show.differences import DifferenceDetail, DifferenceView
from backhaul.flows.show.drifts import DriftView
from backhaul.flows.show.endpoints import EndpointView, EventDeliveryView, SecretOnce
from backhaul.flows.show.invoices import InvoiceView
from backhaul.flows.show.missed_changes import MissedChangeView
from backhaul.flows.show.notices import NoticeView
from backhaul.flows.show.orders import OrderDetail, OrderView
from backhaul.flows.show.pages import Page
from backhaul.flows.show.payments import PaymentLineView
from backhaul.flows.show.plain import plain
from backhaul.flows.show.portal import PortalView
from backhaul.flows.show.privacy import PrivacyView
from backhaul.flows.show.ready import ReadyView
from backhaul.flows.show.shipments import ShipmentView, TrackingChangeView, UndoView
from backhaul.flows.show.stores import StoreView
from backhaul.flows.show.tasks import IntentView, TaskDetail, TaskView
from backhaul.flows.show.webhooks import DeliveryDetail, DeliveryView
from backhaul.flows.store_access import Access

PREFIX = "api/v1"
POSTED = (200, 201)


@dataclass(frozen=True)
class Route:
    """One operation: where, how, what carries it out, and what it answers under which statuses.

    `documented` adds to its description what does not follow from the endpoint: bodies that are no JSON.
    """

    method: str
    address: str
    endpoint: Endpoint
    answers: object
    statuses: tuple[int, ...] = (200,)
    documented: Mapping[str, object] = field(default_factory=dict)


# The longer of two addresses that begin alike comes first: an order's gid and name may contain slashes.
ROUTES = (
    Route("GET", "/stores", stores.list_stores, stores.Stores),
    Route("POST", "/stores", stores.connect, StoreView, (201,)),
    Route("GET", "/stores/{slug}", stores.get_store, StoreView),
    Route("PATCH", "/stores/{slug}", stores.change_policies, StoreView),
    Route("PATCH", "/stores/{slug}/subscription-policies", stores.change_subscription_policies, StoreView),
    Route("PATCH", "/stores/{slug}/tag-policy", stores.change_tag_policy, StoreView),
    Route("GET", "/stores/{slug}/billing", billing.get_billing, BillingView),
    Route("PATCH", "/stores/{slug}/billing", billing.change_billing, BillingView),
    Route("GET", "/stores/{slug}/due-cycles", billing.list_due_cycles, billing.DueCycles),
    Route("POST", "/stores/{slug}/check", stores.check, Access),
    Route("POST", "/stores/{slug}/access", stores.put_access, StoreView),
    Route("POST", "/stores/{slug}/pause", stores.pause, StoreView),
    Route("POST", "/stores/{slug}/resume", stores.resume, StoreView),
    Route("POST", "/stores/{slug}/uninstall", stores.uninstall, StoreView),
    Route("GET", "/stores/{slug}/portal", portal.get_portal, PortalView),
    Route("PATCH", "/stores/{slug}/portal", portal.change_portal, PortalView),
    Route("POST", "/stores/{slug}/locations", stores.put_location, StoreView),
    Route("POST", "/stores/{slug}/carriers", stores.put_carrier, StoreView),
    Route("POST", "/stores/{slug}/gateways", stores.put_gateway, StoreView),
    Route("GET", "/orders", orders.list_orders, Page[OrderView]),
    Route("POST", "/orders/import", orders.import_one, OrderDetail),
    Route("GET", "/orders/{path:order}/shipments", shipments.list_shipments, shipments.Shipments),
    Route("POST", "/orders/{path:order}/shipments", shipments.post, ShipmentView, POSTED),
    Route("GET", "/orders/{path:order}/invoices", invoices.list_invoices_of, invoices.Invoices),
    Route("POST", "/orders/{path:order}/invoices", invoices.post_one_invoice, InvoiceView, POSTED),
    Route("GET", "/orders/{path:order}/credit-memos", credit_memos.list_credit_memos_of_order, CreditMemosView),
    Route("POST", "/orders/{path:order}/credit-memos", credit_memos.post_units_credit_memo, CreditMemoView, POSTED),
    Route("POST", "/orders/{path:order}/postings", invoices.post_shipment_and_invoice, invoices.Posting, POSTED),
    Route("GET", "/orders/{path:order}", orders.get_order, OrderDetail),
    Route("GET", "/ready-to-fulfil", ready.list_ready, Page[ReadyView]),
    Route("POST", "/fulfillment-orders/{path:fulfillment_order}/open", ready.open_work, TaskView, POSTED),
    Route("POST", "/fulfillment-orders/{path:fulfillment_order}/reschedule", ready.reschedule_work, TaskView, POSTED),
    Route("GET", "/exports/orders.csv", ready.export_orders_csv, NOT_SET, documented=csv_out()),
    Route("POST", "/imports/shipments", ready.import_shipments_csv, ImportReport, POSTED, csv_in()),
    Route("GET", "/deliveries", deliveries.list_deliveries, Page[CalendarDelivery]),
    Route("GET", "/deliveries/days", deliveries.list_days, CalendarView),
    Route("GET", "/shipments/{shipment}", shipments.get_shipment, ShipmentView),
    Route("POST", "/shipments/{shipment}/tracking", shipments.put_tracking, TrackingChangeView, POSTED),
    Route("POST", "/shipments/{shipment}/undo", shipments.undo, UndoView, POSTED),
    Route("GET", "/invoices", invoices.list_invoices, Page[InvoiceView]),
    Route("GET", "/invoices/{invoice}", invoices.get_invoice, InvoiceView),
    Route("GET", "/invoices/{invoice}/payment-lines", payments.list_lines_of_invoice, payments.PaymentLines),
    Route("POST", "/invoices/{invoice}/retrieve", payments.retrieve, TaskView, POSTED),
    Route("POST", "/invoices/{invoice}/void-leftover", payments.void_leftover, TaskView, POSTED),
    Route("GET", "/invoices/{invoice}/credit-memos", credit_memos.list_credit_memos, CreditMemosView),
    Route("POST", "/invoices/{invoice}/credit-memos", credit_memos.post_one_credit_memo, CreditMemoView, POSTED),
    Route("GET", "/credit-memos/{memo}", credit_memos.get_credit_memo, CreditMemoView),
    Route("GET", "/payment-lines", payments.list_payment_lines, Page[PaymentLineView]),
    Route("GET", "/payment-lines/{line}", payments.get_payment_line, PaymentLineView),
    Route("POST", "/payment-lines/{line}/capture", payments.capture, TaskView, POSTED),
    Route("GET", "/order-differences", differences.list_differences, Page[DifferenceView]),
    Route("GET", "/order-differences/{difference}", differences.get_difference, DifferenceDetail),
    Route("POST", "/order-differences/{difference}/resolve", differences.resolve_difference, differences.Resolved),
    Route("GET", "/notices", notices.list_notices, Page[NoticeView]),
    Route("GET", "/notices/{notice}", notices.get_notice, NoticeView),
    Route("POST", "/notices/{notice}/read", notices.mark_notice_read, NoticeView),
    Route("POST", "/notices/{notice}/decide", notices.decide, NoticeView),
    Route("GET", "/channels", channels.list_channels, channels.Channels),
    Route("POST", "/channels", channels.post_channel, ChannelView, (201,)),
    Route("GET", "/channels/{channel}", channels.get_channel, ChannelView),
    Route("PATCH", "/channels/{channel}", channels.patch_channel, ChannelView),
    Route("POST", "/channels/{channel}/remove", channels.post_channel_removal, channels.Removed),
    Route("POST", "/channels/{channel}/test", channels.post_channel_test, ChannelView),
    Route("GET", "/notice-words", channels.list_own_words, channels.OwnWordsList),
    Route("POST", "/notice-words", channels.post_own_words, WordsView),
    Route("POST", "/notice-words/remove", channels.post_own_words_removal, channels.Removed),
    Route("GET", "/event-types", endpoints.list_events, endpoints.Events),
    Route("GET", "/endpoints", endpoints.list_endpoints, endpoints.Endpoints),
    Route("POST", "/endpoints", endpoints.post_endpoint, SecretOnce, (201,)),
    Route("GET", "/endpoints/{endpoint}", endpoints.get_endpoint, EndpointView),
    Route("PATCH", "/endpoints/{endpoint}", endpoints.patch_endpoint, EndpointView),
    Route("POST", "/endpoints/{endpoint}/rotate", endpoints.post_endpoint_rotation, SecretOnce),
    Route("POST", "/endpoints/{endpoint}/remove", endpoints.post_endpoint_removal, channels.Removed),
    Route("POST", "/endpoints/{endpoint}/test", endpoints.post_endpoint_test, endpoints.Taken),
    Route("POST", "/endpoints/{endpoint}/replay-missed", endpoints.post_endpoint_replay, endpoints.Replayed),
    Route("GET", "/event-deliveries", endpoints.list_event_deliveries, Page[EventDeliveryView]),
    Route("GET", "/event-deliveries/{delivery}", endpoints.get_event_delivery, EventDeliveryView),
    Route("POST", "/event-deliveries/{delivery}/replay", endpoints.post_event_delivery_replay, EventDeliveryView),
    Route("GET", "/contracts", contracts.list_contracts, Page[ContractView]),
    Route("POST", "/contracts/import", contracts.import_one_contract, ContractDetail),
    Route("POST", "/contracts/{path:contract}/changes", changes.change_contract, ChangeView | PreviewView, POSTED),
    Route("POST", "/contracts/{path:contract}/charge", billing.charge_contract, BillDetail),
    Route("POST", "/contracts/{path:contract}/drift-check", drifts.check_drift, drifts.Checked),
    Route("POST", "/contracts/{path:contract}/portal-links", portal.send_link, TaskView, (201,)),
    Route("GET", "/contracts/{path:contract}", contracts.get_contract, ContractDetail),
    Route("GET", "/bills", billing.list_bills, Page[BillView]),
    Route("GET", "/bills/{bill}", billing.get_bill, BillDetail),
    Route("POST", "/bills/{bill}/charge", billing.charge_bill, BillDetail),
    Route("POST", "/bills/{bill}/skip", billing.skip_bill, BillDetail),
    Route("POST", "/bills/{bill}/leave", billing.leave_bill, BillDetail),
    Route("POST", "/bills/{bill}/ask-for-card", billing.ask_for_another_card, TaskView),
    Route("GET", "/drifts", drifts.list_drifts, Page[DriftView]),
    Route("GET", "/drifts/{drift}", drifts.get_drift, DriftView),
    Route("GET", "/contract-changes", changes.list_changes, Page[ChangeView]),
    Route("GET", "/contract-changes/{change}", changes.get_change, ChangeView),
    Route("POST", "/change-steps/{step}/tick", changes.tick_one_step, ChangeView),
    Route("GET", "/privacy-requests", privacy.list_privacy_requests, Page[PrivacyView]),
    Route("GET", "/privacy-requests/{privacy_request}", privacy.get_privacy_request, PrivacyView),
    Route("GET", "/tasks", tasks.list_tasks, Page[TaskView]),
    Route("GET", "/tasks/{task}", tasks.get_task, TaskDetail),
    Route("POST", "/tasks/{task}/retry", tasks.retry, TaskView),
    Route("POST", "/tasks/{task}/postpone", tasks.postpone, TaskView),
    Route("POST", "/tasks/{task}/cancel", tasks.cancel, TaskView),
    Route("POST", "/tasks/{task}/choose", tasks.choose, TaskView),
    Route("POST", "/intents/{intent}/resolve", tasks.resolve, IntentView),
    Route("GET", "/backfills", keeping_true.list_backfills, Page[BackfillView]),
    Route("POST", "/backfills", keeping_true.begin_backfill, BackfillView, POSTED),
    Route("GET", "/backfills/{backfill}", keeping_true.get_backfill, BackfillView),
    Route("POST", "/backfills/{backfill}/cancel", keeping_true.cancel_backfill, BackfillView),
    Route("GET", "/missed-changes", keeping_true.list_missed_changes, Page[MissedChangeView]),
    Route("GET", "/webhooks", webhooks.list_webhooks, Page[DeliveryView]),
    Route("GET", "/webhooks/topics", webhooks.list_webhook_topics, webhooks.Topics),
    Route("GET", "/webhooks/{webhook}", webhooks.get_webhook, DeliveryDetail),
    Route("POST", "/webhooks/{webhook}/replay", webhooks.replay_webhook, DeliveryView),
    Route("GET", "/jobs", tasks.list_jobs, tasks.Jobs),
)


class PlainRenderer(BaseRenderer):
    """Writes answers in the same plain JSON as the command line."""

    media_type = "application/json"

    def render(self, _request: HttpRequest, data: object, *, response_status: int) -> str:
        """The JSON text."""
        return json.dumps(plain(data))


def make_api() -> DocumentedApi:
    """The API with all its operations."""
    api = DocumentedApi(
        title="Backhaul",
        version="1",
        description="Posts what left the building and what was invoiced, and shows what became of it in Shopify.",
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        auth=BearerToken(),
        renderer=PlainRenderer(),
        parser=StrictParser(),
    )
    api.add_exception_handler(Exception, answer_error)
    for framework_handled in list(api._exception_handlers):
        api.add_exception_handler(framework_handled, answer_error)
    for route in ROUTES:
        api.default_router.add_api_operation(
            route.address,
            [route.method],
            checked(route.endpoint),
            response=NOT_SET if route.answers is NOT_SET else dict.fromkeys(route.statuses, route.answers),
            operation_id=route.endpoint.__name__,
            summary=(route.endpoint.__doc__ or "").partition("\n")[0],
            tags=[route.address.split("/")[1]],
            openapi_extra=dict(route.documented),
        )
    return api


def addresses() -> list[URLPattern | URLResolver]:
    """What the site adds to its addresses."""
    api = make_api()
    patterns, app_name, namespace = api.urls
    document = path("openapi.json", only_get(functools.partial(show_document, api)), name="openapi")
    operations = [pattern for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    wrapped = [_with_problems(pattern) for pattern in operations]
    return [
        path(f"{PREFIX}/", ([document, *wrapped], app_name, namespace)),
        re_path(rf"^{PREFIX}(/[\s\S]*)?\Z", csrf_exempt(unknown_address)),
    ]


def unknown_address(request: HttpRequest, *_parts: object) -> HttpResponse:
    """404 as a problem document."""
    return problem(UnknownAddress(request.path))


def only_get(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse every other method with a problem document."""

    def wrapped(request: HttpRequest) -> HttpResponse:
        return view(request) if request.method == "GET" else _not_allowed(request, ["GET"])

    return csrf_exempt(wrapped)


def _with_problems(pattern: URLPattern) -> URLPattern:
    """Ninja answers a method that an address does not have in plain text."""
    view = pattern.callback

    def wrapped(request: HttpRequest, *parts: object, **values: object) -> HttpResponse:
        response: HttpResponse = view(request, *parts, **values)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        return _not_allowed(request, sorted(response["Allow"].split(", ")))

    return URLPattern(pattern.pattern, csrf_exempt(wrapped), pattern.default_args, pattern.name)


def _not_allowed(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    response = problem(MethodNotAllowed(request.method or "", allowed))
    response["Allow"] = ", ".join(allowed)
    return response
