"""Pages of notices that ask for a decision."""

import pytest
from django.test import Client

from backhaul.models import Notice
from tests.console.conftest import Things
from tests.support.contract_rows import question

LIST = "/console/backhaul/notice/"


@pytest.fixture
def notice(things: Things) -> Notice:
    """A question whether the contract of a cancelled order is to be cancelled."""
    return question(things.contract)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_to_be_decided_is_found_by_a_filter(staff: Client, things: Things, notice: Notice) -> None:
    opened, made = text_of(staff, f"{LIST}?decision=open"), text_of(staff, f"{LIST}?decision=made")

    assert notice.words in opened
    assert things.notice.words not in opened
    assert notice.words not in made


def test_a_notice_is_decided_with_one_of_its_options(staff: Client, notice: Notice) -> None:
    form = text_of(staff, f"{LIST}{notice.pk}/decide/")
    answer = staff.post(f"{LIST}{notice.pk}/decide/", {"option": "keep_contract"}, follow=True)
    again = staff.post(f"{LIST}{notice.pk}/decide/", {"option": "cancel_contract"}).content.decode()

    notice.refresh_from_db()
    assert "Cancel the subscription: No further charge is made." in form
    assert "It goes on, and is charged as before." in answer.content.decode()
    assert (notice.decision, notice.decided_by) == ("keep_contract", "boss")
    assert "decided before: keep_contract" in again


def test_what_is_decided_or_has_no_effect_any_more_has_no_button(staff: Client, things: Things, notice: Notice) -> None:
    page = f"{LIST}{notice.pk}/change/"
    before = text_of(staff, page)
    Notice.objects.filter(pk=notice.pk).update(result="Nothing is left to decide: the subscription has ended.")

    after = text_of(staff, page)

    assert f"{notice.pk}/decide" in before.replace("_5F", "_")
    assert f"{notice.pk}/decide" not in after.replace("_5F", "_")
    assert "Nothing is left to decide: the subscription has ended." in after
    assert "/decide" not in text_of(staff, f"{LIST}{things.notice.pk}/change/")


def test_deciding_needs_its_permission(onlooker: Client, notice: Notice) -> None:
    answer = onlooker.post(f"{LIST}{notice.pk}/decide/", {"option": "cancel_contract"})

    notice.refresh_from_db()
    assert answer.status_code == 403
    assert notice.decision == ""
