"""Remembers: the tables, one file per subject, constraints included."""

from backhaul.models.backfills import Backfill
from backhaul.models.billing import Bill, BillingPolicies, Charge
from backhaul.models.budget import BudgetBucket, BudgetReservation
from backhaul.models.changes import MissedChange, OrderDifference, OrderSnapshot
from backhaul.models.channels import Channel, NoticeSending, NoticeWords
from backhaul.models.contract_changes import Change, ChangeStep
from backhaul.models.contracts import (
    BillingAttempt,
    BillingCycle,
    Contract,
    ContractDifference,
    ContractLine,
    ContractOrder,
    Delivery,
    DeliveryLine,
    Drift,
)
from backhaul.models.credit_memos import CreditMemoRefund, PostedCreditMemo, PostedCreditMemoLine
from backhaul.models.endpoints import Endpoint, EventDelivery, OutgoingEvent
from backhaul.models.intents import Intent
from backhaul.models.invoices import InvoiceTask, PostedInvoice, PostedInvoiceLine
from backhaul.models.job_queue import JobQueueEntry
from backhaul.models.notices import Notice
from backhaul.models.orders import (
    Fulfillment,
    FulfillmentLine,
    FulfillmentOrder,
    FulfillmentOrderLine,
    SalesOrder,
    SalesOrderLine,
)
from backhaul.models.payments import Capture, OrderTransaction, PaymentLine
from backhaul.models.portal import (
    PortalAllowance,
    PortalLinkRequest,
    PortalPolicy,
    PortalProxyCall,
    PortalSession,
    PortalTicket,
)
from backhaul.models.privacy import PrivacyRequest
from backhaul.models.refunds import OrderRefund, OrderRefundLine, OrderReturn
from backhaul.models.requests import IdempotentRequest
from backhaul.models.shipments import (
    PostedShipment,
    PostedShipmentLine,
    ShipmentFulfillment,
    ShipmentFulfillmentLine,
    ShipmentUndo,
    TrackingChange,
)
from backhaul.models.stores import (
    CarrierMapping,
    GatewayMapping,
    LocationMapping,
    PlanPolicies,
    Store,
    StoreCredential,
)
from backhaul.models.tags import OrderTag
from backhaul.models.tasks import Task, TaskAttempt
from backhaul.models.time import ClockOffset
from backhaul.models.webhooks import WebhookDelivery, WebhookSecret, WebhookSubscription

__all__ = [
    "Backfill",
    "Bill",
    "BillingAttempt",
    "BillingCycle",
    "BillingPolicies",
    "BudgetBucket",
    "BudgetReservation",
    "Capture",
    "CarrierMapping",
    "Change",
    "ChangeStep",
    "Channel",
    "Charge",
    "ClockOffset",
    "Contract",
    "ContractDifference",
    "ContractLine",
    "ContractOrder",
    "CreditMemoRefund",
    "Delivery",
    "DeliveryLine",
    "Drift",
    "Endpoint",
    "EventDelivery",
    "Fulfillment",
    "FulfillmentLine",
    "FulfillmentOrder",
    "FulfillmentOrderLine",
    "GatewayMapping",
    "IdempotentRequest",
    "Intent",
    "InvoiceTask",
    "JobQueueEntry",
    "LocationMapping",
    "MissedChange",
    "Notice",
    "NoticeSending",
    "NoticeWords",
    "OrderDifference",
    "OrderRefund",
    "OrderRefundLine",
    "OrderReturn",
    "OrderSnapshot",
    "OrderTag",
    "OrderTransaction",
    "OutgoingEvent",
    "PaymentLine",
    "PlanPolicies",
    "PortalAllowance",
    "PortalLinkRequest",
    "PortalPolicy",
    "PortalProxyCall",
    "PortalSession",
    "PortalTicket",
    "PostedCreditMemo",
    "PostedCreditMemoLine",
    "PostedInvoice",
    "PostedInvoiceLine",
    "PostedShipment",
    "PostedShipmentLine",
    "PrivacyRequest",
    "SalesOrder",
    "SalesOrderLine",
    "ShipmentFulfillment",
    "ShipmentFulfillmentLine",
    "ShipmentUndo",
    "Store",
    "StoreCredential",
    "Task",
    "TaskAttempt",
    "TrackingChange",
    "WebhookDelivery",
    "WebhookSecret",
    "WebhookSubscription",
]
