"""The page of an order: both moneys, whether they add up, refunds, returns, what became of it, and whom it is for."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from backhaul.models import SalesOrder
from tests.console.conftest import Things
from tests.support.order_rows import SHA256, TOTALS_WORDS, with_refund_and_return
from tests.support.rows import LONG_AGO


@pytest.fixture
def order(things: Things) -> SalesOrder:
    """An order with a refund, a return, and a customer who pays in US dollars."""
    return with_refund_and_return(things.order)


def page(client: Client, order: SalesOrder) -> str:
    answer = client.get(f"/console/backhaul/salesorder/{order.pk}/change/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_totals_are_shown_in_both_moneys_with_what_does_not_add_up(staff: Client, order: SalesOrder) -> None:
    shown = page(staff, order)

    assert "9.38 USD (12.50 EUR)" in shown
    assert TOTALS_WORDS in shown


def test_totals_that_add_up_are_said_to(staff: Client, things: Things) -> None:
    assert "To the cent. Tax is added to the prices." in page(staff, things.order)


def test_refunds_returns_and_states_are_listed(staff: Client, order: SalesOrder) -> None:
    shown = page(staff, order)

    assert "1.88 USD (2.50 EUR)" in shown
    assert "1 x apple (no restock)" in shown
    assert "pondered" in shown
    assert SHA256 in shown


def test_a_cancelled_and_a_deleted_order_say_so(staff: Client, order: SalesOrder) -> None:
    before = page(staff, order)
    SalesOrder.objects.update(cancelled_at=LONG_AGO, cancel_reason="FRAUD", deleted_at=LONG_AGO)

    after = page(staff, order)

    assert "Neither cancelled nor deleted." in before
    assert "Cancelled 2026-01-01 00:00 (UTC), reason fraud." in after
    assert "Deleted: Shopify does not show it any more since 2026-01-01 00:00 (UTC)." in after


def test_whom_it_is_for_is_hidden_from_those_who_may_not_see_it(staff: Client, order: SalesOrder) -> None:
    clerk = Client()
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    clerk.force_login(user)

    shown, hidden = page(staff, order), page(clerk, order)

    assert "e-mail address: ada@example.com" in shown
    assert "Halifax" in shown
    assert "ada@example.com" not in hidden
    assert "Halifax" not in hidden
    assert "e-mail address: •••" in hidden


def test_an_order_of_which_nothing_personal_is_known_says_so(staff: Client, things: Things) -> None:
    assert "Nothing is known, or shown to us." in page(staff, things.order)
