"""Pages of drift between subscriptions and their orders."""

import pytest
from django.test import Client
from django.urls import reverse

from backhaul.models import Contract, Drift
from tests.console.conftest import Things
from tests.support.contract_rows import drift_row
from tests.support.rows import LONG_AGO

LIST = "/console/backhaul/drift/"


@pytest.fixture
def drift(things: Things) -> Drift:
    return things.drift


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_begins_with_what_is_open(staff: Client, drift: Drift) -> None:
    contract = Contract.objects.get()
    drift_row(contract, "billing_failed", settled_at=LONG_AGO)

    first, everything = text_of(staff, LIST), text_of(staff, f"{LIST}?state=all")
    of_kind = text_of(staff, f"{LIST}?state=all&kind=work_overdue")

    assert drift.pk in first
    assert first.count("/change/") < everything.count("/change/")
    assert drift.pk not in of_kind


def test_a_drift_says_what_to_do_and_leads_to_its_order(staff: Client, things: Things, drift: Drift) -> None:
    page = text_of(staff, reverse("admin:backhaul_drift_change", args=(drift.pk,)))

    assert "Find out which one is right." in page
    assert reverse("admin:backhaul_salesorder_change", args=(things.order.pk,)) in page
    assert "Check again" in page


def test_what_is_settled_is_not_checked_again(staff: Client, drift: Drift) -> None:
    Drift.objects.update(settled_at=LONG_AGO, settled_because="They are the same now.")

    page = text_of(staff, reverse("admin:backhaul_drift_change", args=(drift.pk,)))

    assert "They are the same now." in page
    assert "Check again" not in page


def test_checking_needs_that_drift_may_be_seen(onlooker: Client, drift: Drift) -> None:
    assert onlooker.post(f"{LIST}{drift.pk}/check/").status_code in (403, 404)
