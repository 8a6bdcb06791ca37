"""Pages of drift between subscriptions and their orders."""

import pytest
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse

from backhaul.models import Contract, Drift, SalesOrder
from tests.console.conftest import Things
from tests.support.contract_rows import drift_row
from tests.support.rows import LONG_AGO

LIST = "/console/backhaul/drift/"


@pytest.fixture
def drift(things: Things) -> Drift:
    return things.drift


def page_of(kind: str, row: Contract | Drift | SalesOrder) -> str:
    return reverse(f"admin:backhaul_{kind}_change", args=(quote(row.pk),))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_begins_with_what_is_open(staff: Client, drift: Drift) -> None:
    contract = Contract.objects.get()
    drift_row(contract, "billing_failed", settled_at=LONG_AGO)

    first, everything = text_of(staff, LIST), text_of(staff, f"{LIST}?state=all")
    of_kind = text_of(staff, f"{LIST}?state=all&kind=work_overdue")

    assert page_of("drift", drift) in first
    assert first.count("/change/") < everything.count("/change/")
    assert page_of("drift", drift) not in of_kind


def test_a_drift_says_what_to_do_and_leads_to_order_and_contract(staff: Client, things: Things, drift: Drift) -> None:
    page = text_of(staff, page_of("drift", drift))

    assert "Find out which one is right." in page
    assert page_of("salesorder", things.order) in page
    assert page_of("contract", things.contract) in page
    assert "Check again" in page


def test_what_is_settled_is_not_checked_again(staff: Client, drift: Drift) -> None:
    Drift.objects.update(settled_at=LONG_AGO, settled_because="They are the same now.")

    page = text_of(staff, page_of("drift", drift))

    assert "They are the same now." in page
    assert "Check again" not in page


def test_checking_needs_that_drift_may_be_seen(onlooker: Client, drift: Drift) -> None:
    assert onlooker.post(f"{LIST}{drift.pk}/check/").status_code in (403, 404)
