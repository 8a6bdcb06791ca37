"""Units given back from the page of their order."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.models import PostedCreditMemo, SalesOrder, Task
from tests.console.conftest import Things
from tests.support.rows import order_row
from tests.support.unit_credits import sale_row


@pytest.fixture
def order(things: Things) -> SalesOrder:
    """Five apples, for which 100 euros were received."""
    order = order_row(things.store, 1002)
    sale_row(order)
    return order


def _page(order: SalesOrder) -> str:
    return f"/console/backhaul/salesorder/{order.pk}/credit-units/"


def _fields(order: SalesOrder, **changed: str) -> dict[str, str]:
    line = order.lines.get().pk
    return {"external_number": "CM-2", "restock": "cancel", line: "2", "total": "20.00", "reason": "Late", **changed}


def test_units_are_given_back_from_the_page_of_their_order(staff: Client, order: SalesOrder) -> None:
    form = staff.get(_page(order)).content.decode()
    answer = staff.post(_page(order), _fields(order))

    posted = PostedCreditMemo.objects.get(external_number="CM-2")
    shown = staff.get(reverse("admin:backhaul_salesorder_change", args=(order.pk,))).content.decode()
    memo = staff.get(reverse("admin:backhaul_postedcreditmemo_change", args=(posted.pk,))).content.decode()
    assert "100.00 EUR can be given back" in form
    assert "5 are not shipped and can be given back" in form
    assert answer.status_code == 302
    assert [(line.quantity, line.restock) for line in posted.lines.all()] == [(2, "cancel")]
    assert "CM-2" in shown
    assert "20.00 EUR" in shown
    assert "apple" in memo


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"total": "100.01"}, "Give back 100.00 EUR at most."),
        ({"total": "1,50"}, "not an amount"),
        ({"restock": "return"}, "only 0 can"),
        ({"shipping": "much"}, "not an amount"),
    ],
)
def test_what_a_flow_refuses_stands_above_the_form(
    staff: Client, order: SalesOrder, changed: dict[str, str], words: str
) -> None:
    answer = staff.post(_page(order), _fields(order, **changed))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not PostedCreditMemo.objects.filter(external_number="CM-2").exists()


def test_who_may_not_post_a_credit_memo_is_refused(onlooker: Client, order: SalesOrder) -> None:
    seer = User.objects.get(username="onlooker")
    seer.user_permissions.add(Permission.objects.get(codename="view_salesorder"))

    answer = onlooker.post(_page(order), _fields(order))

    assert answer.status_code == 403
    assert not PostedCreditMemo.objects.filter(external_number="CM-2").exists()


def test_whose_figure_is_given_back_is_decided_on_the_page_of_its_task(staff: Client, order: SalesOrder) -> None:
    staff.post(_page(order), _fields(order))
    task = Task.objects.get(kind="give_back_units")

    answer = staff.post(f"/console/backhaul/task/{task.pk}/decide/", {"refund_amount": "shopifys"})

    task.refresh_from_db()
    assert answer.status_code == 302
    assert task.choices == {"refund_amount": "shopifys"}
