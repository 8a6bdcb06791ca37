"""What is kept about a customer is gathered, kept encrypted, handed over, and forgotten."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from backhaul.core.errors import NotFound
from backhaul.core.portal_access import Language
from backhaul.flows.clock import now
from backhaul.flows.portal_allowance import wait_before_planning
from backhaul.flows.portal_links import Asking, ask_for_link, send_link_by_hand
from backhaul.flows.privacy import ExportGone, find_request, watch_requests
from backhaul.flows.privacy_export import read_export
from backhaul.flows.reseal_secrets import reseal_secrets
from backhaul.jobs.round import go_round
from backhaul.jobs.runner import run_task
from backhaul.models import Notice, PortalLinkRequest, PortalTicket, PrivacyRequest, Store, StoreCredential
from tests.support.inbox import delivery_row, processed
from tests.support.personal_contracts import personal_contract
from tests.support.personal_rows import TELLTALE, personal_order
from tests.support.portal import PUBLIC_URL, customer_row, entered, open_store
from tests.support.rows import order_row, store_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reachable(settings: Settings) -> None:
    """The installation has a public address."""
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"public_url": PUBLIC_URL})


def asked(store: Store, payload: object = None) -> PrivacyRequest:
    """The request that came of such a webhook, its task not run yet."""
    payload = payload or {"customer": {"id": 9000}, "orders_requested": [1001], "data_request": {"id": 1}}
    delivery = processed(delivery_row(store, "customers/data_request", payload))
    return PrivacyRequest.objects.get(event_id=delivery.event_id, store=store)


def exported(request: PrivacyRequest) -> dict[str, Any]:
    """What its task has gathered."""
    assert request.task_id is not None
    run_task(request.task_id)
    request.refresh_from_db()
    return dict(json.loads(read_export(request, by="boss")))


def test_everything_that_belongs_to_the_customer_is_in_it() -> None:
    order = personal_order(store_row())
    personal_contract(order)

    request = asked(order.store)
    document = exported(request)

    text = json.dumps(document)
    assert [word for word in (*TELLTALE, "Old Street 1") if word not in text] == []
    kept = document["kept"]
    for table in ("Contract", "ContractDifference", "Change", "ChangeStep", "Delivery", "BillingAttempt"):
        assert kept[table], table
    for table in ("SalesOrder", "SalesOrderLine", "OrderRefund", "OrderSnapshot", "OrderDifference", "Notice"):
        assert kept[table], table
    assert {body["topic"] for body in kept["WebhookDelivery"]} >= {"orders/updated", "customers/update"}
    assert kept["PostedShipment"][0]["external_number"].startswith("S-")
    assert (request.state, request.counts["SalesOrder"]) == ("done", 1)


def test_visits_of_the_portal_are_in_it_without_what_opens_it() -> None:
    store = open_store()
    ada, bob = customer_row(store, 1, "ada@example.com"), customer_row(store, 2, "bob@example.com")
    for customer in (ada, bob):
        entered(customer)
        wait_before_planning(customer.contract, most=1)
    send_link_by_hand(ada.contract, requested_by="boss", language=Language.ENGLISH)
    ask_for_link(store, Asking(ada.email, "203.0.113.7", Language.ENGLISH))
    typed = PortalLinkRequest.objects.get(contract=None)
    PortalTicket.objects.filter(customer_gid=ada.gid).update(request=typed)

    kept = exported(asked(store, {"customer": {"id": 1}, "orders_requested": [], "data_request": {"id": 2}}))["kept"]

    for table in ("PortalTicket", "PortalSession", "PortalAllowance"):
        assert [row["customer_gid"] for row in kept[table]] == [ada.gid]
        assert "token_sha256" not in kept[table][0]
    assert sorted(row["address_sealed"] for row in kept["PortalLinkRequest"]) == ["", ada.email]
    assert "address_key" not in kept["PortalLinkRequest"][0]


def test_it_is_kept_encrypted() -> None:
    order = personal_order(store_row())
    request = asked(order.store)

    exported(request)

    assert "Anna" not in request.export_encrypted
    assert request.export_encrypted.startswith("gAAAA")


def test_nothing_of_the_other_store_or_of_other_customers_is_in_it() -> None:
    shop, other = store_row(), store_row("other")
    personal_order(shop)
    theirs = personal_order(other)
    bystander = order_row(shop, 2002)

    text = json.dumps(exported(asked(shop)))

    assert theirs.pk not in text
    assert other.pk not in text
    assert bystander.pk not in text


def test_an_export_is_gone_after_thirty_days() -> None:
    order = personal_order(store_row())
    request = asked(order.store)
    exported(request)
    PrivacyRequest.objects.update(done_at=now() - timedelta(days=31))

    deleted = watch_requests()

    assert (deleted, watch_requests()) == (1, 0)
    with pytest.raises(ExportGone):
        read_export(find_request(request.pk), by="boss")


def test_a_request_that_is_overdue_is_told_of_once() -> None:
    request = asked(store_row())
    before = watch_requests(), Notice.objects.filter(kind="privacy_overdue").count()
    PrivacyRequest.objects.update(due_at=now() - timedelta(minutes=1))

    go_round()
    go_round()

    assert before == (0, 0)
    assert request.pk in Notice.objects.get(kind="privacy_overdue").words
    assert request.due_at - request.received_at == timedelta(days=30)


def test_exports_are_encrypted_anew_with_the_newest_key() -> None:
    order = personal_order(store_row())
    request = asked(order.store)
    document = exported(request)
    StoreCredential.objects.all().delete()  # a row without a real secret in it

    reseal_secrets()

    assert find_request(request.pk).export_encrypted != request.export_encrypted
    assert json.loads(read_export(find_request(request.pk), by="boss")) == document


def test_a_request_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        find_request("prv_nothing")


def test_equal_events_of_two_shops_are_two_requests() -> None:
    first, second = store_row(), store_row("other")
    for store in (first, second):
        processed(delivery_row(store, "customers/data_request", {"customer": {"id": 9000}}, event_id="same"))

    assert set(PrivacyRequest.objects.values_list("store__slug", flat=True)) == {"shop", "other"}
