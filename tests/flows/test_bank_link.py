"""The address at which a payment is confirmed reaches the customer by mail, and stands in no notice."""

from collections.abc import Iterator

import pytest

from backhaul.core.notices import Recipient
from backhaul.flows.bank_link import BANK_LINK
from backhaul.flows.notices import Telling, tell
from backhaul.jobs.runner import run_task
from backhaul.models import Contract, NoticeSending, Store
from tests.support.contract_rows import attempt_row, bill_row, contract_row, order_of_contract
from tests.support.mail import Mailbox, mail_server, text_of
from tests.support.rows import order_row, store_row

LINK = "https://pay.example/7?a=1&b=2"


@pytest.fixture
def store(transactional_db: None) -> Store:
    found = store_row()
    Store.objects.update(mail_customers=True, customer_language="de")
    found.refresh_from_db()
    return found


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


def challenged(store: Store) -> Contract:
    """A contract whose customer was told to confirm a payment with the bank."""
    contract = contract_row(store)
    order = order_row(store)
    order.facts = {"email": "ada@example.com"}
    order.save()
    order_of_contract(contract, order)
    bill = bill_row(contract)
    bill.charges.update(attempt_gid=attempt_row(contract, state="action_required", next_action_url=LINK).gid)
    words = f"Please confirm the payment for your subscription {contract}: {BANK_LINK}"
    tell(store, None, Telling("payment_challenge", bill.pk, "1", words, Recipient.CUSTOMER), contract=contract)
    return contract


def send() -> NoticeSending:
    """Carry out the one sending."""
    sending = NoticeSending.objects.get()
    assert sending.task_id is not None
    run_task(sending.task_id)
    sending.refresh_from_db()
    return sending


def test_the_mail_has_the_address_and_the_notice_has_not(store: Store, mailbox: Mailbox) -> None:
    contract = challenged(store)

    sending = send()

    (mail,) = mailbox.mails
    assert f"die Zahlung für Ihr Abonnement {contract}: {LINK}" in text_of(mail)
    assert '<a href="https://pay.example/' in text_of(mail, "html")
    assert "pay.example" not in sending.notice.words


def test_a_payment_that_is_confirmed_meanwhile_is_not_asked_for(store: Store, mailbox: Mailbox) -> None:
    challenged(store).attempts.update(state="succeeded")

    sending = send()

    assert mailbox.mails == []
    assert sending.words == "The payment does not have to be confirmed any more."
