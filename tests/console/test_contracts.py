"""Pages of subscription contracts."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.models import Contract
from tests.console.conftest import Things
from tests.support.contract_rows import contract_row
from tests.support.personal_contracts import personal_contract


@pytest.fixture
def contract(things: Things) -> Contract:
    """Anna's contract, which has brought about the order."""
    return personal_contract(things.order)


@pytest.fixture
def clerk(db: None) -> Client:
    """A member of staff who may look at contracts, and at nobody's personal data."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_contract"))
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, contract: Contract) -> str:
    answer = client.get(reverse("admin:backhaul_contract_change", args=(contract.pk,)))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_whose_each_contract_is(staff: Client, contract: Contract) -> None:
    contract_row(contract.store, 7001, ownership="another_app", app_gid="gid://shopify/App/7", app_title="Refiller")

    page = staff.get(reverse("admin:backhaul_contract_changelist")).content.decode()

    assert f">{contract}</a>" in page
    assert "Refiller" in page


def test_a_contracts_page_shows_all_that_belongs_to_it(staff: Client, contract: Contract) -> None:
    page = text_of(staff, contract)

    for words in ("Nevsky 7", "1 of 1 apple", "unbilled", "billed unshipped", "failed", "Old Street 1"):
        assert words in page


def test_personal_data_is_for_those_who_may_see_it(clerk: Client, contract: Contract) -> None:
    page = text_of(clerk, contract)

    assert "Nevsky" not in page
    assert "Old Street" not in page
    assert "•••" in page


@pytest.mark.parametrize("action", ["read-again", "change-subscription"])
def test_only_who_may_do_so_has_a_contract_read_or_changed(
    staff: Client, clerk: Client, contract: Contract, action: str
) -> None:
    address = f"/console/backhaul/contract/{contract.pk}/{action}/"

    assert clerk.get(address).status_code == 403
    assert staff.get(address).status_code == 200
