"""Taking webhooks in, in this process: whose secrets count, and what one bad delivery does to the others."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from backhaul.core.intake import announced
from backhaul.core.intake_errors import SignatureWrong, UnknownShop
from backhaul.flows.inbox_batch import write_batch
from backhaul.flows.inbox_connection import OwnConnection
from backhaul.flows.inbox_ticket import Group, Ticket
from backhaul.flows.receive_webhook import Inbox
from backhaul.flows.webhook_secrets import fingerprint_of, remember_secret, retire_secret
from backhaul.models import Notice, Store, StoreCredential, WebhookDelivery, WebhookSecret
from backhaul.models.inbox import InboxRow
from backhaul.models.queue import defer_deliveries
from backhaul.shopify.vault import seal
from tests.conftest import OwnDatabase
from tests.intake.rows import jobs, the_delivery
from tests.support.commands import wait_until
from tests.support.rows import store_row
from tests.support.taking_in import Receipt, receive
from tests.support.webhooks import SECRET, headers_of

NEW_SECRET = "a-new-secret"


@pytest.fixture
def store(own_database: OwnDatabase) -> Iterator[Store]:
    """A store whose webhooks are signed with SECRET."""
    store = store_row("one")
    remember_secret(store, SECRET)
    yield store
    connections["default"].close()


@pytest.fixture
def inbox(store: Store) -> Iterator[Inbox]:
    """The inbox of this process."""
    inbox = Inbox()
    yield inbox
    inbox.close()


@pytest.fixture
def own_connection(store: Store) -> Iterator[OwnConnection]:
    connection = OwnConnection()
    yield connection
    connection.drop()


def take_in(inbox: Inbox, **headers: str) -> Receipt:
    """One webhook."""
    names = {name.lower(): value for name, value in headers_of(b"{}", **headers).items()}
    return receive(inbox, announced(names), lambda: b"{}")


def takes(inbox: Inbox, **headers: str) -> bool:
    """Whether the inbox takes such a webhook."""
    try:
        return take_in(inbox, **headers).is_new
    except SignatureWrong:
        return False


def test_it_says_whether_the_delivery_is_new(store: Store, inbox: Inbox) -> None:
    receipts = [take_in(inbox, event_id="event-1") for _ in range(2)]

    assert receipts == [Receipt("one", is_new=True), Receipt("one", is_new=False)]


def test_the_body_of_an_unknown_shop_is_not_read(store: Store, inbox: Inbox) -> None:
    webhook = announced({"x-shopify-topic": "orders/create", "x-shopify-shop-domain": "other.myshopify.com"})

    with pytest.raises(UnknownShop):
        receive(inbox, webhook, lambda: pytest.fail("it was read"))


def test_a_new_secret_counts_within_five_seconds_and_a_retired_one_no_longer(store: Store, inbox: Inbox) -> None:
    assert takes(inbox)
    assert not takes(inbox, secret=NEW_SECRET)

    remember_secret(store, NEW_SECRET)
    retire_secret(store, fingerprint_of(SECRET))

    wait_until(lambda: takes(inbox, secret=NEW_SECRET), seconds=5)
    assert not takes(inbox)


def test_secrets_are_never_older_than_five_seconds_without_traffic_either(store: Store, inbox: Inbox) -> None:
    assert takes(inbox)
    remember_secret(store, NEW_SECRET)
    retire_secret(store, fingerprint_of(SECRET))

    time.sleep(5)

    assert not takes(inbox)
    assert takes(inbox, secret=NEW_SECRET)


def test_the_secret_that_matched_is_kept_and_told_while_it_is_not_the_newest(store: Store, inbox: Inbox) -> None:
    remember_secret(store, NEW_SECRET)

    take_in(inbox)

    assert the_delivery().secret == WebhookSecret.objects.get(fingerprint=fingerprint_of(SECRET))
    wait_until(lambda: Notice.objects.filter(kind="old_webhook_secret").count() == 1)


def test_the_client_secret_of_a_store_connected_long_ago_counts(store: Store, inbox: Inbox) -> None:
    StoreCredential.objects.filter(store=store).update(
        kind="client_credentials", client_id="client", client_secret_encrypted=seal(NEW_SECRET), token_encrypted=""
    )

    assert takes(inbox, secret=NEW_SECRET)


def test_a_client_secret_that_was_retired_stays_retired(store: Store, inbox: Inbox) -> None:
    retire_secret(store, remember_secret(store, NEW_SECRET).pk)
    StoreCredential.objects.filter(store=store).update(
        kind="client_credentials", client_id="client", client_secret_encrypted=seal(NEW_SECRET), token_encrypted=""
    )

    assert not takes(inbox, secret=NEW_SECRET)


def test_a_secret_that_no_key_opens_keeps_the_others_working(store: Store, inbox: Inbox) -> None:
    broken = remember_secret(store, NEW_SECRET)
    WebhookSecret.objects.filter(pk=broken.pk).update(secret_encrypted="not encrypted with any of our keys")

    assert takes(inbox)


def test_one_delivery_that_cannot_be_written_keeps_no_other_back(store: Store, own_connection: OwnConnection) -> None:
    good, of_nobody = _row(store.pk, "good"), _row("sto_gone", "of nobody")
    told: list[Ticket] = []
    tickets = [Ticket(row, told.append) for row in (good, of_nobody)]

    write_batch([Group(ticket.row, [ticket]) for ticket in tickets if ticket.row], own_connection)

    assert [ticket.is_new for ticket in tickets] == [True, None]
    assert sorted(map(id, told)) == sorted(map(id, tickets))
    assert jobs() == [[good.id]]


def test_a_batch_whose_commit_was_not_heard_of_is_not_written_twice(
    store: Store, own_connection: OwnConnection
) -> None:
    row = _row(store.pk, "event-1")
    told: list[Ticket] = []
    first, second = Ticket(row, told.append), Ticket(row, told.append)
    write_batch([Group(row, [first])], own_connection)
    own_connection.get().execute("set idle_session_timeout = 1")
    time.sleep(0.1)

    write_batch([Group(row, [second])], own_connection)

    assert (told, second.is_new) == ([first, second], True)
    assert (the_delivery().duplicates, jobs()) == (0, [[row.id]])


def test_a_forked_process_writes_over_a_connection_of_its_own(store: Store, inbox: Inbox) -> None:
    take_in(inbox, event_id="before")
    connections["default"].close()

    child = multiprocessing.get_context("fork").Process(target=take_in, args=[inbox], kwargs={"event_id": "child"})
    child.start()
    child.join(timeout=30)
    take_in(inbox, event_id="after")

    assert child.exitcode == 0
    assert set(WebhookDelivery.objects.values_list("event_id", flat=True)) == {"before", "child", "after"}


def test_threads_at_once_share_commits(store: Store, inbox: Inbox) -> None:
    with ThreadPoolExecutor(20) as pool:
        receipts = list(pool.map(lambda number: take_in(inbox, event_id=f"event-{number}"), range(200)))

    assert all(receipt.is_new for receipt in receipts)
    assert len(jobs()) < 200
    assert sum(len(ids) for ids in jobs()) == 200


def test_deliveries_can_be_queued_again(store: Store) -> None:
    defer_deliveries(["whd_1", "whd_2"])

    assert jobs() == [["whd_1", "whd_2"]]


def _row(store_id: str, event_id: str) -> InboxRow:
    secret = WebhookSecret.objects.get()
    identifier = WebhookDelivery._meta.pk.get_default()
    return InboxRow(identifier, store_id, "orders/create", "", event_id, event_id, "2026-10", None, b"{}", secret.pk)
