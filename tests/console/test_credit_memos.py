"""Credit memos in the console: posted from the page of their invoice, shown there and on pages of their own."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.models import PostedCreditMemo, PostedInvoice
from tests.console.conftest import Things
from tests.support.payment_rows import paid_row


@pytest.fixture
def invoice(things: Things) -> PostedInvoice:
    """An invoice of which 3.50 EUR were received, and 0.40 is given back already."""
    paid_row(things.invoice, "2.50", gid="gid://shopify/OrderTransaction/9")
    return things.invoice


def _page(invoice: PostedInvoice) -> str:
    return f"/console/backhaul/postedinvoice/{invoice.pk}/credit/"


FIELDS = {"external_number": "CM-2", "total": "1.50", "reason": "Bruised"}


def test_money_is_given_back_from_the_page_of_its_invoice(staff: Client, invoice: PostedInvoice) -> None:
    form = staff.get(_page(invoice)).content.decode()
    answer = staff.post(_page(invoice), FIELDS)

    posted = PostedCreditMemo.objects.get(external_number="CM-2")
    shown = staff.get(reverse("admin:backhaul_postedinvoice_change", args=(invoice.pk,))).content.decode()
    assert "3.10 EUR of 3.50 EUR received can be given back" in form
    assert answer.status_code == 302
    assert (posted.invoice, f"{posted.total:.2f}", posted.reason) == (invoice, "1.50", "Bruised")
    assert "CM-2" in shown
    assert "1.50 EUR" in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"total": "3.11"}, "Give back 3.10 EUR at most."),
        ({"total": "1,50"}, "not an amount"),
        ({"total": "0"}, "more than nothing"),
        ({"external_number": "x" * 65}, "at most 64 characters"),
    ],
)
def test_what_a_flow_refuses_stands_above_the_form(
    staff: Client, invoice: PostedInvoice, changed: dict[str, str], words: str
) -> None:
    answer = staff.post(_page(invoice), {**FIELDS, **changed})

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not PostedCreditMemo.objects.filter(external_number="CM-2").exists()


def test_who_may_not_post_a_credit_memo_is_refused(onlooker: Client, invoice: PostedInvoice) -> None:
    seer = User.objects.get(username="onlooker")
    seer.user_permissions.add(Permission.objects.get(codename="view_postedinvoice"))

    answer = onlooker.post(_page(invoice), FIELDS)

    assert answer.status_code == 403
    assert not PostedCreditMemo.objects.filter(external_number="CM-2").exists()


def test_who_may_post_one_needs_nothing_else(onlooker: Client, invoice: PostedInvoice) -> None:
    clerk = User.objects.get(username="onlooker")
    names = ("view_postedinvoice", "add_postedcreditmemo")
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=names))

    answer = onlooker.post(_page(invoice), FIELDS)

    assert answer.status_code == 302
    assert PostedCreditMemo.objects.filter(external_number="CM-2").exists()
