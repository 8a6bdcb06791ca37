"""The task that mails a link: to whom, with what in it, and what becomes of it when something is in the way."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backhaul.core.portal_access import Language
from backhaul.core.portal_errors import CustomerUnreachable, PortalClosed
from backhaul.flows.clock import real_now
from backhaul.flows.portal_customers import customer_at
from backhaul.flows.portal_links import Asking, ask_for_link, send_link_by_hand
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.jobs.runner import run_task
from backhaul.models import Contract, PortalLinkRequest, PortalSession, PortalTicket, SalesOrder, Store, Task
from tests.support.mail import Mailbox, mail_server, text_of
from tests.support.portal import PUBLIC_URL, Customer, customer_row, open_store
from tests.support.shop import state_of, wake_all

HOUR = timedelta(hours=1)


@pytest.fixture
def mailbox(transactional_db: None, reachable: None) -> Iterator[Mailbox]:
    """A mail server that runs; nothing is locked while a mail is sent."""
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def ada(mailbox: Mailbox) -> Customer:
    """A customer whose store's portal is open."""
    return customer_row(open_store(), 1, "ada@example.com")


def ask(store: Store, address: str, language: Language = Language.ENGLISH) -> Task:
    """The task, which has run once, of somebody who has typed this address."""
    ask_for_link(store, Asking(address, "203.0.113.7", language))
    return ran(Task.objects.filter(kind="send_portal_link").latest("created_at"))


def ran(task: Task) -> Task:
    """The task, after it has run."""
    run_task(task.pk)
    task.refresh_from_db()
    return task


def path_in(mailbox: Mailbox) -> str:
    """The path of the link in the newest mail."""
    (link,) = re.findall(r"https?://\S+", text_of(mailbox.mails[-1]))
    return str(link).removeprefix(PUBLIC_URL)


def test_the_link_in_the_mail_lets_its_customer_in(mailbox: Mailbox, ada: Customer) -> None:
    task = ask(ada.store, " ADA@example.com ")

    answer = Client().post(path_in(mailbox))

    assert state_of(task) == ("succeeded", "told")
    assert (mailbox.recipients, mailbox.mails[0]["Subject"]) == (["ada@example.com"], "Your subscriptions at A shop")
    assert answer.status_code == 302
    assert PortalSession.objects.get().customer_gid == ada.gid


def test_the_mail_is_in_the_language_of_the_page(mailbox: Mailbox, ada: Customer) -> None:
    ask(ada.store, "ada@example.com", Language.GERMAN)

    assert mailbox.mails[0]["Subject"] == "Ihre Abonnements bei A shop"
    assert "15 Minuten" in text_of(mailbox.mails[0])
    assert "15 Minuten" in text_of(mailbox.mails[0], "html")


def test_an_address_that_nobody_has_gets_nothing_and_is_forgotten(mailbox: Mailbox, ada: Customer) -> None:
    task = ask(ada.store, "nobody@example.com")

    assert state_of(task) == ("succeeded", "nothing_to_do")
    assert "nobody@" not in str(vars(task))
    assert (mailbox.mails, PortalTicket.objects.count()) == ([], 0)
    assert PortalLinkRequest.objects.get().address_sealed == ""


def test_letters_that_look_alike_lead_no_link_away(mailbox: Mailbox, ada: Customer) -> None:
    ask(ada.store, "\u0430da@example.com")  # a Cyrillic letter
    ask(ada.store, "ada@ex\u0251mple.com")

    assert mailbox.recipients == []


def test_an_address_of_an_earlier_order_is_not_the_customers_any_more(mailbox: Mailbox, ada: Customer) -> None:
    later = customer_row(ada.store, 7, "new@example.com").order
    SalesOrder.objects.filter(pk=later.pk).update(customer_gid=ada.gid, shopify_created_at=real_now())

    former, current = ask(ada.store, "ada@example.com"), ask(ada.store, "new@example.com")

    assert (former.outcome, current.outcome) == ("nothing_to_do", "told")
    assert mailbox.recipients == ["new@example.com"]
    assert PortalTicket.objects.get().customer_gid == ada.gid


def test_a_customer_without_a_subscription_gets_nothing(mailbox: Mailbox, ada: Customer) -> None:
    Contract.objects.update(deleted_at=real_now())

    assert ask(ada.store, "ada@example.com").outcome == "nothing_to_do"


def test_the_same_address_in_another_store_is_another_customer(mailbox: Mailbox, ada: Customer) -> None:
    other = customer_row(open_store("other"), 2, "ada@example.com")

    ask(other.store, "ada@example.com")

    assert PortalTicket.objects.get().customer_gid == other.gid
    assert path_in(mailbox).startswith("/portal/other/")


def test_a_server_that_is_away_is_tried_again_and_the_mail_has_the_same_id(mailbox: Mailbox, ada: Customer) -> None:
    mailbox.answer = lambda _address: "451 4.3.0 later"
    task = ask(ada.store, "ada@example.com")
    waited = (task.state, task.wait_reason)
    mailbox.answer = lambda _address: "250 taken"
    wake_all()
    ran(task)

    assert waited == ("waiting", "retry")
    assert state_of(task) == ("succeeded", "told")
    assert PortalLinkRequest.objects.get().pk in str(mailbox.mails[0]["Message-ID"])
    assert ("twice" in task.outcome_detail, PortalTicket.objects.count()) == (False, 1)


def test_a_server_that_hangs_up_may_have_taken_the_mail(mailbox: Mailbox, ada: Customer) -> None:
    mailbox.unanswered = 1
    task = ask(ada.store, "ada@example.com")
    wake_all()
    ran(task)

    assert state_of(task) == ("succeeded", "told")
    assert ("twice" in task.outcome_detail, PortalTicket.objects.count()) == (True, 2)


def test_a_mail_that_went_out_twice_opens_the_portal_once(mailbox: Mailbox, ada: Customer) -> None:
    """The worker died after mailing and before it had noted that."""
    task = ask(ada.store, "ada@example.com")
    first = path_in(mailbox)
    PortalLinkRequest.objects.update(ended_at=None, address_sealed="")
    PortalLinkRequest.objects.update(contract=ada.contract, address_key="")
    Task.objects.filter(pk=task.pk).update(state="pending", outcome="", settled_at=None)
    ran(task)
    second = path_in(mailbox)

    entered = Client().post(second).status_code

    assert first != second
    assert mailbox.mails[0]["Message-ID"] == mailbox.mails[1]["Message-ID"]
    assert (entered, Client().post(first).status_code) == (302, 410)


def test_of_two_browsers_that_press_the_button_at_once_one_enters(mailbox: Mailbox, ada: Customer) -> None:
    ask(ada.store, "ada@example.com")
    path, together = path_in(mailbox), Barrier(2)

    def press(_: int) -> int:
        together.wait()
        try:
            return Client().post(path).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as browsers:
        answers = sorted(browsers.map(press, range(2)))

    assert answers == [302, 410]
    assert PortalSession.objects.count() == 1


def test_a_customer_is_found_by_the_index_over_addresses(ada: Customer) -> None:
    with transaction.atomic(), connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        cursor.execute("SET LOCAL enable_seqscan = off")
        customer_at(ada.store, "ada@example.com")
        looked = next(query["sql"] for query in queries.captured_queries if "LOWER" in query["sql"])
        cursor.execute(f"EXPLAIN {looked}")
        plan = str(cursor.fetchall())

    assert "order_by_email" in plan


def test_a_run_after_the_mail_was_sent_sends_nothing(mailbox: Mailbox, ada: Customer) -> None:
    task = ask(ada.store, "ada@example.com")
    Task.objects.filter(pk=task.pk).update(state="pending", outcome="", settled_at=None)

    ran(task)

    assert (state_of(task), len(mailbox.mails)) == (("succeeded", "nothing_to_do"), 1)


def test_nobody_waits_for_a_link_for_longer_than_an_hour(mailbox: Mailbox, ada: Customer) -> None:
    ask_for_link(ada.store, Asking("ada@example.com", "203.0.113.7", Language.ENGLISH))
    PortalLinkRequest.objects.update(asked_at=real_now() - HOUR - timedelta(seconds=1))

    assert ran(Task.objects.get(kind="send_portal_link")).outcome == "nothing_to_do"
    assert mailbox.mails == []


def test_a_portal_that_was_closed_meanwhile_sends_nothing(mailbox: Mailbox, ada: Customer) -> None:
    ask_for_link(ada.store, Asking("ada@example.com", "203.0.113.7", Language.ENGLISH))
    set_portal(ada.store, PortalChoices(is_open=False))

    assert ran(Task.objects.get(kind="send_portal_link")).outcome == "nothing_to_do"
    assert mailbox.mails == []


def test_staff_send_a_link_that_they_do_not_see(mailbox: Mailbox, ada: Customer) -> None:
    task = ran(send_link_by_hand(ada.contract, requested_by="grace", language=Language.GERMAN))
    token = path_in(mailbox).rpartition("/")[2]

    kept = [str(list(model.objects.values())) for model in (Task, PortalLinkRequest, PortalTicket)]

    assert state_of(task) == ("succeeded", "told")
    assert PortalLinkRequest.objects.get().requested_by == "grace"
    assert [text for text in kept if token in text] == []


def test_staff_are_told_when_nobody_can_be_written_to(mailbox: Mailbox, ada: Customer) -> None:
    SalesOrder.objects.update(facts={})
    with pytest.raises(CustomerUnreachable):
        send_link_by_hand(ada.contract, requested_by="grace", language=Language.ENGLISH)
    set_portal(ada.store, PortalChoices(is_open=False))
    with pytest.raises(PortalClosed):
        send_link_by_hand(ada.contract, requested_by="grace", language=Language.ENGLISH)
