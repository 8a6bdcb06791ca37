"""Every page of the console; called once by the site."""

from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group, User
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.console.bills import BillAdmin
from backhaul.console.changes import ChangeAdmin
from backhaul.console.channels import ChannelAdmin, NoticeWordsAdmin
from backhaul.console.contracts import ContractAdmin
from backhaul.console.credit_memos import CreditMemoAdmin
from backhaul.console.differences import DifferenceAdmin
from backhaul.console.drifts import DriftAdmin
from backhaul.console.endpoints import EndpointAdmin, EventDeliveryAdmin
from backhaul.console.invoices import InvoiceAdmin
from backhaul.console.keeping_true import BackfillAdmin, MissedChangeAdmin
from backhaul.console.menu import NAMES
from backhaul.console.notices import NoticeAdmin
from backhaul.console.orders import OrderAdmin
from backhaul.console.payments import PaymentLineAdmin
from backhaul.console.people import GroupAdmin, UserAdmin
from backhaul.console.privacy import PrivacyAdmin
from backhaul.console.read_only import ReadOnlyAdmin
from backhaul.console.ready import ReadyAdmin
from backhaul.console.shipments import ShipmentAdmin
from backhaul.console.stores import StoreAdmin
from backhaul.console.task_list import TaskAdmin
from backhaul.console.webhooks import WebhookDeliveryAdmin
from backhaul.console.work import IntentAdmin, JobQueueAdmin
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

PAGES: dict[type[Model], type[ReadOnlyAdmin]] = {
    Store: StoreAdmin,
    SalesOrder: OrderAdmin,
    FulfillmentOrder: ReadyAdmin,
    PostedShipment: ShipmentAdmin,
    PostedInvoice: InvoiceAdmin,
    PaymentLine: PaymentLineAdmin,
    PostedCreditMemo: CreditMemoAdmin,
    OrderDifference: DifferenceAdmin,
    Contract: ContractAdmin,
    Change: ChangeAdmin,
    Bill: BillAdmin,
    Drift: DriftAdmin,
    Notice: NoticeAdmin,
    Channel: ChannelAdmin,
    NoticeWords: NoticeWordsAdmin,
    Endpoint: EndpointAdmin,
    EventDelivery: EventDeliveryAdmin,
    PrivacyRequest: PrivacyAdmin,
    Task: TaskAdmin,
    WebhookDelivery: WebhookDeliveryAdmin,
    JobQueueEntry: JobQueueAdmin,
    Backfill: BackfillAdmin,
    MissedChange: MissedChangeAdmin,
    Intent: IntentAdmin,
}
REPLACED: tuple[type[Model], ...] = (User, Group, ProcrastinateJob)


def register(site: AdminSite) -> None:
    """Give a site the console's pages, and none but those; a second time changes nothing."""
    for model in [model for model in REPLACED if site.is_registered(model)]:
        site.unregister(model)
    for model, page in PAGES.items():
        if not site.is_registered(model):
            site.register(model, page)
    site.register(User, UserAdmin)
    site.register(Group, GroupAdmin)
    for model, name in NAMES.items():
        model._meta.verbose_name_plural = name
    site.site_header = site.site_title = "Backhaul"
