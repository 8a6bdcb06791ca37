"""`backhaul drift`."""

from collections.abc import Iterator

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.models import Contract, Store
from backhaul.shopify.transport import close_transports
from tests.cli.command_line import CommandLine
from tests.conftest import OwnDatabase
from tests.support.contract_rows import contract_row, drift_row
from tests.support.rows import LONG_AGO
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected
from tests.support.subscriptions import subscribe


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    yield connected(sandbox)
    close_transports()


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


def test_what_is_open_is_listed_unless_more_is_asked_for(backhaul: CommandLine, contract: Contract) -> None:
    drift_row(contract)
    drift_row(contract, "billing_failed", settled_at=LONG_AGO)

    opened = backhaul("drift", "list")
    everything = backhaul("drift", "list", "--state", "all", "--contract", "5001", "--json").json["items"]

    assert "address_differs" in opened.out
    assert "billing_failed" not in opened.out
    assert sorted(one["state"] for one in everything) == ["open", "settled"]
    assert backhaul("drift", "list", "--kind", "work_overdue").out == "Nothing was found.\n"


def test_a_worker_checks_whole_stores_unless_one_waits_for_it(backhaul: CommandLine, contract: Contract) -> None:
    result = backhaul("drift", "check", "--store", "shop")

    assert result.out == "shop: a worker will do it as soon as one is free\n"
    assert ProcrastinateJob.objects.exists()


def test_a_subscription_and_a_whole_store_are_checked_in_this_process(backhaul: CommandLine, shop: Shop) -> None:
    contract = subscribe(shop)

    one = backhaul("drift", "check", contract.pk)
    everything = backhaul("drift", "check", "--now", "--json").json
    Contract.objects.filter(pk=contract.pk).update(payment_method_revoked=True)
    wrong = backhaul("drift", "check", contract.pk)

    assert one.out.splitlines()[-1] == "Everything agrees."
    assert everything == {"shop": "1 subscription checked: 0 new drifts, 0 open"}
    assert "payment_method_revoked: The payment method of the subscription is revoked" in wrong.out
    assert backhaul("drift", "check", "con_none").code == 1
