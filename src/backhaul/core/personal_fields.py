"""Which fields of our tables can hold a customer's personal data, and what a redaction does with them.

A test compares this with the tables: a field of text, JSON or bytes that is missing here fails it.
"""

from collections.abc import Mapping
from enum import StrEnum


class Personal(StrEnum):
    """What a field can say about a customer."""

    NO = "no"
    """Ids, codes, dates, states, amounts, the merchant's own settings, sentences of ours that name nobody."""
    ERASED = "erased"
    """Personal by its nature: a redaction deletes it, or reduces it to ids and what the books need."""
    SEARCHED = "searched"
    """Somebody may have been named in it: a redaction replaces what is known of the customer."""


def _fields(*, erased: str = "", searched: str = "", no: str = "") -> Mapping[str, Personal]:
    by_kind = {Personal.ERASED: erased, Personal.SEARCHED: searched, Personal.NO: no}
    return {name: kind for kind, names in by_kind.items() for name in names.split()}


FIELDS: Mapping[str, Mapping[str, Personal]] = {
    "Store": _fields(
        no="id slug shop_domain api_url name currency timezone state pause_reason paused_by other_location scheduled"
        " partial_capture expiry_notice_hours order_cancelled fully_refunded prepaid_cancelled last_order"
        " paused_contract order_tags tagged_contracts"
        " paused_contract customer_language"
    ),
    "PlanPolicies": _fields(
        no="selling_plan_gid name order_cancelled fully_refunded prepaid_cancelled last_order paused_contract"
    ),
    "StoreCredential": _fields(no="kind client_id client_secret_encrypted token_encrypted granted_scopes"),
    "LocationMapping": _fields(no="code location_gid name"),
    "CarrierMapping": _fields(no="code company url_template"),
    "GatewayMapping": _fields(no="gateway payment_method"),
    "SalesOrder": _fields(
        erased="facts customer_gid",
        searched="tags",
        no="id gid name currency presentment_currency financial_status fulfillment_status work_digest payments_digest"
        " cancel_reason return_status money totals_words snapshot_sha256",
    ),
    "SalesOrderLine": _fields(
        searched="title", no="id gid sku variant_gid contract_gid selling_plan_gid selling_plan_name"
    ),
    "FulfillmentOrder": _fields(
        no="gid status request_status location_gid location_name supported_actions hold_reasons"
    ),
    "FulfillmentOrderLine": _fields(no="gid"),
    "Fulfillment": _fields(searched="tracking", no="gid status location_gid"),
    "Task": _fields(
        searched="outcome_detail choices",
        no="id kind unique_key serial_key state wait_reason outcome lease_owner",
    ),
    "TaskAttempt": _fields(searched="message hint evidence", no="worker result error_code request_id"),
    "Backfill": _fields(no="id operation_gid phase cursor"),
    "WebhookSecret": _fields(no="id secret_encrypted fingerprint"),
    "WebhookDelivery": _fields(
        erased="body",
        searched="result",
        no="id topic name event_id webhook_id api_version state subject_gid",
    ),
    "WebhookSubscription": _fields(no="gid topic address"),
    "OrderSnapshot": _fields(erased="body", no="sha256"),
    "OrderTag": _fields(no="template tag folded state"),
    "OrderDifference": _fields(
        erased="before after", searched="words resolution", no="id path learned_by topic state resolved_by"
    ),
    "MissedChange": _fields(searched="words", no="found_by"),
    "Intent": _fields(
        searched="variables evidence",
        no="id subject_gid step operation seen_gids state effect_gids idempotency_key settled_by",
    ),
    "PostedInvoice": _fields(no="id external_number content_hash currency"),
    "PostedCreditMemo": _fields(searched="reason", no="id external_number content_hash currency reference"),
    "PostedCreditMemoLine": _fields(no="id restock"),
    "CreditMemoRefund": _fields(no="id transaction_gid receipt_gid status error_code"),
    "PostedShipment": _fields(searched="tracking", no="id external_number content_hash location_gid"),
    "ShipmentUndo": _fields(searched="reason", no="id"),
    "TrackingChange": _fields(searched="tracking", no="id content_hash"),
    "ShipmentFulfillment": _fields(no="fulfillment_gid kind location_gid"),
    "JobQueueEntry": _fields(no="id kind last_result cursor"),
    "Channel": _fields(no="id kind target_encrypted shown kinds rhythm language"),
    "NoticeSending": _fields(no="id state words"),
    "NoticeWords": _fields(no="id kind language subject body"),
    "Endpoint": _fields(no="id name url_encrypted shown events secret_encrypted old_secret_encrypted off_because"),
    "OutgoingEvent": _fields(no="id type unique_key data"),
    "EventDelivery": _fields(no="id state words"),
    "Notice": _fields(
        searched="words options result", no="id kind subject_id unique_key recipient decision decided_by"
    ),
    "Contract": _fields(
        erased="content customer_gid payment_method_words",
        no="id gid status ownership app_gid app_title currency billing delivery plan plan_missing origin_order_gid"
        " payment_method_gid last_payment_status last_billing_error snapshot_sha256",
    ),
    "ContractLine": _fields(searched="title", no="id gid sku variant_gid selling_plan_gid selling_plan_name"),
    "BillingCycle": _fields(no="status"),
    "BillingAttempt": _fields(
        erased="next_action_url", searched="error_message", no="gid idempotency_key state order_gid error_code"
    ),
    "BillingPolicies": _fields(no="selling_plan_gid retry_days pay_days at_end stock several_due"),
    "Bill": _fields(no="id state words error_code order_gid currency wish wished_by"),
    "Charge": _fields(no="id idempotency_key state attempt_gid error_code method"),
    "ContractOrder": _fields(no="order_gid layout_unknown"),
    "Delivery": _fields(no="id state fulfillment_order_gid former_gids"),
    "DeliveryLine": _fields(no="contract_line_gid"),
    "ContractDifference": _fields(erased="before after", no="id path learned_by topic"),
    "Drift": _fields(searched="words remedy settled_because", no="id kind subject_key"),
    "Change": _fields(
        erased="wanted", searched="impossible notes words", no="id kind actor requested_by fingerprint state"
    ),
    "ChangeStep": _fields(erased="params", searched="words", no="id key side kind subject_gid depends_on ticked_by"),
    "PortalPolicy": _fields(no="allowed"),
    "PortalLinkRequest": _fields(erased="address_sealed address_key", no="id network_key language requested_by"),
    "PortalTicket": _fields(erased="customer_gid", no="token_sha256"),
    "PortalSession": _fields(erased="customer_gid", no="token_sha256"),
    "PortalAllowance": _fields(erased="customer_gid"),
    "PortalProxyCall": _fields(no="signature_sha256"),
    "OrderTransaction": _fields(no="gid kind status currency gateway gateway_name parent_gid error_code"),
    "PaymentLine": _fields(searched="detail", no="id transaction_gid kind gateway gateway_name currency state"),
    "Capture": _fields(no="id transaction_gid taken_by status error_code"),
    "OrderRefund": _fields(erased="note", no="gid return_gid transaction_gids"),
    "OrderRefundLine": _fields(no="gid restock_type location_gid"),
    "OrderReturn": _fields(no="gid name status units"),
    "IdempotentRequest": _fields(searched="answer", no="key body_hash"),
    "PrivacyRequest": _fields(
        erased="export_encrypted",
        no="id shop_domain topic event_id customer_gid order_gids state result counts",
    ),
}
"""By model and field. What invoices, shipments and credit memos say in quantities and amounts is no text and stays."""

OTHERS_TABLES: Mapping[str, str] = {
    "admin": "what members of staff did in the console; rows are named by our ids",
    "auth": "members of staff",
    "contenttypes": "names of tables",
    "sessions": "members of staff who are logged in",
    "procrastinate": "jobs, which name tasks, deliveries and entries by our ids alone",
}
"""Tables of the libraries, and why a customer's redaction has nothing to do there."""
