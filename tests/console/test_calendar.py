"""The calendar page of deliveries."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from backhaul.models import Contract
from tests.console.conftest import Things
from tests.support.contract_rows import contract_row, due_row
from tests.support.rows import store_row

CALENDAR = "/console/backhaul/contract/calendar/"
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
def contract(things: Things) -> Contract:
    return things.contract


def _page(client: Client, address: str = CALENDAR, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_month_shows_its_deliveries_with_links_to_subscription_and_order(
    staff: Client, things: Things, contract: Contract
) -> None:
    due_row(contract, NOON, state="shipped", order=things.order)

    page = _page(staff, month="2026-02")

    assert "February 2026" in page
    assert reverse("admin:backhaul_salesorder_change", args=(things.order.pk,)) in page
    assert reverse("admin:backhaul_contract_change", args=(contract.pk,)) in page
    assert "2 apple (shipped)" in page
    assert "month=2026-01" in page
    assert "month=2026-03" in page


def test_days_of_the_months_around_it_are_shown_with_their_weeks(staff: Client, contract: Contract) -> None:
    due_row(contract, datetime(2026, 3, 1, 12, tzinfo=UTC))

    assert "(not paid yet)" in _page(staff, month="2026-02")
    assert "No delivery falls on these days." in _page(staff, month="2026-05")


def test_a_full_day_names_the_first_ones_and_leads_to_the_rest(staff: Client, contract: Contract) -> None:
    for _ in range(6):
        due_row(contract, NOON)

    month = _page(staff, month="2026-02")
    day = _page(staff, day="2026-02-03")

    assert "and 3 more" in month
    assert "6 not paid yet" in month
    assert "day=2026-02-03" in month
    assert day.count("(not paid yet)") == 6
    assert "Tuesday 3 February 2026" in day


def test_a_subscription_has_a_calendar_of_its_own(staff: Client, contract: Contract) -> None:
    due_row(contract, NOON)
    due_row(contract_row(contract.store, 7001), NOON)

    page = _page(staff, f"/console/backhaul/contract/{contract.pk}/calendar-of/", month="2026-02")

    assert page.count("(not paid yet)") == 1
    assert "subscription 7001" not in page


def test_each_store_has_its_calendar(staff: Client, contract: Contract) -> None:
    other = store_row("other")
    due_row(contract_row(other, 7001), NOON)

    page = _page(staff, store="other", month="2026-02")

    assert "subscription 7001" in page
    assert "?store=shop" in page
    assert "subscription 7001" not in _page(staff, store="shop", month="2026-02")


@pytest.mark.parametrize(
    "asked",
    [
        {"month": "x"},
        {"month": "9999-12"},
        {"day": "2026-02-30"},
        {"day": "0001-01-01"},
        {"day": "2026-02-03", "cursor": "x"},
        {"store": "nobody"},
        {"store": "\x00"},
        {"month": "\x00"},
        {"day": "\x00"},
        {"day": "2026-02-03", "cursor": "\x00"},
    ],
)
def test_what_cannot_be_is_said_and_no_defect(staff: Client, contract: Contract, asked: dict[str, str]) -> None:
    page = _page(staff, **asked)

    assert "is not a" in page or "There is no" in page or "The cursor" in page


def test_without_a_store_there_is_nothing_to_show(staff: Client) -> None:
    assert "There is no store to show." in _page(staff)


def test_it_is_for_those_who_may_see_subscriptions(onlooker: Client, contract: Contract) -> None:
    assert onlooker.get(CALENDAR).status_code == 403
    assert Client().get(CALENDAR).status_code == 302
