"""Invoices in the console: posted from the page of their order, shown on pages of their own."""

from decimal import Decimal

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission, User
from django.test import Client

from backhaul.models import PostedInvoice
from tests.console.conftest import Things


def _fields(things: Things, **changed: str) -> dict[str, str]:
    line = things.order.lines.get().pk
    amounts = {"tax_included": "included", "total": "6.00", "shipping": "1.00"}
    return {"external_number": "I-2", **amounts, line: "2", f"{line}_amount": "5.00", **changed}


def _page(things: Things) -> str:
    return f"/console/backhaul/salesorder/{things.order.pk}/invoice/"


def test_an_invoice_is_posted_from_the_page_of_its_order(staff: Client, things: Things) -> None:
    form = staff.get(_page(things)).content.decode()
    answer = staff.post(_page(things), _fields(things, final="on"))

    posted = PostedInvoice.objects.get(external_number="I-2")
    assert "apple: how many of 4 left to invoice" in form
    assert "10.00 EUR are left to invoice" in form
    assert answer.status_code == 302
    assert (posted.total, posted.shipping, posted.tax, posted.final) == (Decimal(6), Decimal(1), None, True)
    assert (posted.lines.get().quantity, posted.lines.get().amount) == (2, Decimal(5))


def test_net_amounts_come_with_their_tax(staff: Client, things: Things) -> None:
    staff.post(_page(things), _fields(things, tax_included="excluded", tax="1.14", total="7.14"))

    assert PostedInvoice.objects.get(external_number="I-2").tax == Decimal("1.14")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"external_number": "I-1"}, "posted before with other content"),
        ({"total": "6.01"}, "the difference is 0.01 EUR"),
        ({"total": "6,00"}, "not an amount"),
        ({"tax": "1.00"}, "a tax is given"),
        ({"posted_at": "yesterday"}, "valid date"),
        ({"LINE": "9"}, "4 are left; 1 has been invoiced"),
        ({"LINE": ""}, "not a quantity"),
        ({"LINE_amount": ""}, "not an amount"),
        ({"LINE": "", "LINE_amount": ""}, "no lines"),
    ],
)
def test_what_a_flow_refuses_stands_above_the_form(
    staff: Client, things: Things, changed: dict[str, str], words: str
) -> None:
    line = things.order.lines.get().pk
    fields = {name.replace("LINE", line): value for name, value in changed.items()}

    answer = staff.post(_page(things), {**_fields(things), **fields})

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert PostedInvoice.objects.count() == 1


def test_an_invoice_shows_its_amounts_its_lines_and_what_is_left(staff: Client, things: Things) -> None:
    shown = staff.get(f"/console/backhaul/postedinvoice/{things.invoice.pk}/change/").content.decode()

    assert "2.50 EUR" in shown
    assert "in the amounts" in shown
    assert "10.00 EUR: 4 apple" in shown


def test_an_order_shows_its_invoices_and_what_is_left_of_each_line(staff: Client, things: Things) -> None:
    shown = staff.get(f"/console/backhaul/salesorder/{things.order.pk}/change/").content.decode()

    assert "Left to invoice" in shown
    assert "2.50 EUR" in shown
    assert f"/console/backhaul/postedinvoice/{quote(things.invoice.pk)}/change/" in shown


def test_posting_an_invoice_is_a_permission_of_its_own(things: Things) -> None:
    clerk, client = User.objects.create_user("clerk", is_staff=True), Client()
    client.force_login(clerk)
    wanted = ["view_salesorder", "add_postedshipment"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=wanted))

    without = client.post(_page(things), _fields(things))
    clerk.user_permissions.add(Permission.objects.get(codename="add_postedinvoice"))
    with_it = client.post(_page(things), _fields(things))

    assert (without.status_code, with_it.status_code) == (403, 302)
