"""Customers are told by mail, where their store wants it."""

from collections.abc import Iterator

import pytest

from backhaul.core.channels import ChannelKind
from backhaul.core.notices import Recipient
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.flows.channels import ChannelWish, add_channel
from backhaul.flows.clock import now
from backhaul.flows.notices import Telling, tell
from backhaul.models import Channel, NoticeSending, SalesOrder, Store
from tests.flows.test_send_notice import run_all
from tests.support.contract_rows import contract_row
from tests.support.mail import Mailbox, mail_server, text_of
from tests.support.rows import order_row, store_row

# Apprise loads a module of Python that is going away, only to look whether it is there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def store(transactional_db: None) -> Store:
    return store_row()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def office(store: Store, mailbox: Mailbox) -> Channel:
    """The people of the store, told by mail of everything at once."""
    return add_channel(store, ChannelKind.MAIL, "office@example.com", ChannelWish())


@pytest.fixture
def customer_order(store: Store) -> SalesOrder:
    """An order of Ada's."""
    order = order_row(store)
    order.facts = {"email": "ada@example.com"}
    order.customer_gid = "gid://shopify/Customer/1"
    order.save()
    return order


def tell_ada(store: Store, order: SalesOrder | None) -> None:
    words = "Your subscription was cancelled; you will not be charged again."
    contract = contract_row(store)
    contract.customer_gid = "gid://shopify/Customer/1"
    contract.save()
    telling = Telling("contract_cancelled", contract.gid, "1", words, Recipient.CUSTOMER)
    tell(store, order, telling, contract=contract)


def test_customers_hear_nothing_unless_the_store_wants_it(
    store: Store, office: Channel, customer_order: SalesOrder
) -> None:
    tell_ada(store, customer_order)

    assert not NoticeSending.objects.exists()


@pytest.mark.parametrize("by_contract", [True, False])
def test_a_customer_is_written_to_in_the_stores_language(
    store: Store, office: Channel, mailbox: Mailbox, customer_order: SalesOrder, by_contract: bool
) -> None:
    Store.objects.update(mail_customers=True, customer_language="de")
    store.refresh_from_db()

    tell_ada(store, None if by_contract else customer_order)
    run_all()

    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("ada@example.com", "Ihr Abonnement wurde gekündigt")
    assert "es wird nichts mehr abgebucht" in text_of(mail)


def test_each_sentence_to_a_customer_is_translated_with_its_numbers(
    store: Store, mailbox: Mailbox, customer_order: SalesOrder
) -> None:
    Store.objects.update(mail_customers=True, customer_language="de")
    store.refresh_from_db()
    contract = contract_row(store)
    link = f"https://pay.example/{contract}?a=1&b=2"
    words = f"Please confirm the payment for your subscription {contract}: {link}"

    telling = Telling("payment_challenge", "bil_1", "1", words, Recipient.CUSTOMER)
    tell(store, customer_order, telling, contract=contract)
    run_all()

    (mail,) = mailbox.mails
    assert mail["Subject"] == "Bitte bestätigen Sie Ihre Zahlung"
    assert f"die Zahlung für Ihr Abonnement {contract}: {link}" in text_of(mail)
    assert '<a href="https://pay.example/' in text_of(mail, "html")


def test_a_customer_without_an_address_is_said_on_the_notice(store: Store, mailbox: Mailbox) -> None:
    Store.objects.update(mail_customers=True)
    store.refresh_from_db()

    tell_ada(store, None)
    (task,) = run_all()

    assert (task.state, task.outcome) == (TaskState.SUCCEEDED, OutcomeName.NOT_TOLD)
    assert NoticeSending.objects.get().words == "No mail address of the customer is known."


def test_a_customer_whose_data_was_deleted_is_not_written_to(
    store: Store, mailbox: Mailbox, customer_order: SalesOrder
) -> None:
    Store.objects.update(mail_customers=True)
    store.refresh_from_db()
    tell_ada(store, customer_order)
    SalesOrder.objects.update(redacted_at=now())

    run_all()

    assert not mailbox.mails
