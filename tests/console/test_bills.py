"""Pages of bills, of what is due, and of how a store charges."""

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.flows.billing_policies import PolicyBook
from backhaul.models import Bill
from tests.console.conftest import Things

LIST = "/console/backhaul/bill/"


@pytest.fixture
def bill(things: Things) -> Bill:
    return Bill.objects.get(contract=things.contract)


def page_of(bill: Bill) -> str:
    return reverse("admin:backhaul_bill_change", args=(quote(bill.pk),))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_bill_shows_where_it_stands_why_and_its_tries(staff: Client, bill: Bill) -> None:
    listed, page = text_of(staff, f"{LIST}?state=not_settled"), text_of(staff, page_of(bill))

    assert "declined; it will be tried again" in listed
    assert "CARD_DECLINED" in page
    assert "Charge now" in page


def test_what_is_charged_has_no_buttons(staff: Client, bill: Bill) -> None:
    Bill.objects.update(state="charged", settled_at=bill.due_at, order_gid="gid://shopify/Order/9")

    assert "Charge now" not in text_of(staff, page_of(bill))


def test_what_was_charged_stands_in_the_list_and_on_its_page(staff: Client, bill: Bill) -> None:
    Bill.objects.update(state="charged", settled_at=bill.due_at, amount="24.9500", currency="EUR")

    assert "24.95 EUR" in text_of(staff, LIST)
    assert "24.95 EUR" in text_of(staff, page_of(bill))


@pytest.mark.parametrize("wish", ["charge", "skip", "leave"])
def test_a_button_asks_first_and_then_has_it_done(staff: Client, bill: Bill, wish: str) -> None:
    address = f"{LIST}{quote(bill.pk)}/{wish}/"

    asked = text_of(staff, address)
    staff.post(address)

    bill.refresh_from_db()
    assert "Cycle 2 of subscription" in asked
    assert (bill.wish, bill.wished_by) == (wish, "boss")


def test_another_card_is_asked_for(staff: Client, bill: Bill) -> None:
    answer = staff.post(f"{LIST}{quote(bill.pk)}/card/", follow=True)

    assert "will be asked to write to the customer" in answer.content.decode()


def test_what_is_due_is_shown_of_every_store(staff: Client, things: Things) -> None:
    page = text_of(staff, f"{LIST}due/")

    assert things.contract.gid.rsplit("/", 1)[-1] in page


def test_billing_is_switched_on_and_off_on_the_stores_page(staff: Client, things: Things) -> None:
    Bill.objects.all().delete()
    things.store.billing_policies.all().delete()
    address = f"/console/backhaul/store/{quote(things.store.pk)}/billing/"
    wanted = {
        "is_on": "on",
        "hour": "7",
        "retry_days": "2, 4",
        "pay_days": "",
        "at_end": "pause",
        "stock": "skip",
        "overdue_days": "5",
        "several_due": "oldest_first",
        "asks_for_card": "on",
    }

    assert "never charged by itself" in text_of(staff, address)
    staff.post(address, wanted)
    on = PolicyBook(things.store).store_policy
    staff.post(address, {**wanted, "is_on": "", "hour": "99"})
    still = PolicyBook(things.store).store_policy
    staff.post(address, {key: value for key, value in wanted.items() if key != "is_on"})

    assert (on.is_on, on.hour, on.retry_days, on.at_end) == (True, 7, (2, 4), "pause")
    assert still == on
    assert not PolicyBook(things.store).store_policy.is_on


def test_who_may_not_move_money_may_not_charge(things: Things, bill: Bill) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_bill", "view_store"]))
    client = Client()
    client.force_login(looker)

    assert client.get(page_of(bill)).status_code == 200
    assert client.post(f"{LIST}{quote(bill.pk)}/charge/").status_code == 403
    assert client.post(f"/console/backhaul/store/{quote(things.store.pk)}/billing/").status_code == 403
