"""Webhook bodies in the form that Shopify documents: whole orders and refunds, with their nulls and floats."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from backhaul.core.intake import announced
from backhaul.flows.process_deliveries import process_delivery
from backhaul.flows.receive_webhook import Inbox
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import Store, WebhookDelivery
from tests.support.shop import Shop, run_pending
from tests.support.taking_in import receive
from tests.support.webhooks import SECRET, headers_of

NOTHING = ("closed_at", "gateway", "cart_token", "referring_site", "user_id", "location_id", "source_url", "device_id")


def order_body(number: int, **given: object) -> dict[str, object]:
    """An order; what a subscription app would have to know, plan and contract, is not in it."""
    price = {"amount": "12.50", "currency_code": "CAD"}
    prices = {"shop_money": price, "presentment_money": price}
    line = {
        "id": number + 1,
        "variant_id": 808950810,
        "quantity": 1,
        "sku": "coffee",
        "variant_title": None,
        "fulfillable_quantity": 1,
        "grams": 567,
        "properties": [],
        "price_set": prices,
        "duties": [],
        "tax_lines": [],
    }
    return {
        "id": number,
        "admin_graphql_api_id": f"gid://shopify/Order/{number}",
        **dict.fromkeys(NOTHING),
        "total_price": "12.50",
        "total_tip_received": "0.0",
        "original_total_duties_set": None,
        "payment_terms": None,
        "discount_applications": [{"type": "manual", "value": "5.0", "description": "Discount"}],
        "line_items": [line],
        "fulfillments": [],
        "refunds": [],
        "shipping_address": {"first_name": "Steve", "latitude": None, "longitude": None, "zip": "40003"},
        "customer": {"id": 115310627314723954, "created_at": None, "state": "disabled", "tags": ""},
        **given,
    }


def refund_body(number: int, order_number: int) -> dict[str, object]:
    """A refund whose amounts are floats, without transactions: that money has moved it does not say."""
    line = {"id": number + 1, "quantity": 1, "location_id": None, "restock_type": "no_restock", "subtotal": 10.0}
    return {
        "id": number,
        "admin_graphql_api_id": f"gid://shopify/Refund/{number}",
        "order_id": order_number,
        "created_at": None,
        "note": "Things were damaged",
        "processed_at": None,
        "restock": False,
        "refund_line_items": [{**line, "total_tax": 0.0}],
        "transactions": [],
        "order_adjustments": [],
    }


def deliver(shop: Shop, topic: str, body: Mapping[str, object]) -> WebhookDelivery:
    """The body comes in signed, is looked at, and everything that follows from it is done."""
    remember_secret(shop.store, SECRET)
    raw = json.dumps(body).encode()
    event_id = str(uuid.uuid4())
    sent = headers_of(raw, shop=Store.objects.get(pk=shop.store.pk).shop_domain, event_id=event_id, Topic=topic)
    headers: dict[str, Any] = {name.lower(): value for name, value in sent.items()}
    inbox = Inbox()
    try:
        receive(inbox, announced(headers), lambda: raw)
    finally:
        inbox.close()
    delivery = WebhookDelivery.objects.get(event_id=event_id)
    process_delivery(delivery.pk)
    run_pending()
    delivery.refresh_from_db()
    return delivery
