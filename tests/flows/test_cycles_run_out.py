"""The billing cycles that lie ahead are mirrored, however long a subscription was not charged."""

from datetime import timedelta

from backhaul.core.recurring import RecurringJob
from backhaul.flows.clock import now
from backhaul.flows.compare_contracts import want_further_cycles
from backhaul.flows.compare_nightly import compare_nightly
from backhaul.flows.read_contract import read_contract
from backhaul.flows.want_contract import REFRESH_CONTRACT
from backhaul.models import Contract, JobQueueEntry, Store, Task
from tests.support.contract_rows import MONTHLY, contract_row
from tests.support.payments import Calendar
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, edit_elsewhere, offer, subscribe

ENOUGH = 5


def to_come(contract: Contract) -> int:
    return contract.cycles.filter(expected_at__gt=now()).count()


def compare(shop: Shop) -> None:
    compare_nightly(JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.NIGHTLY_COMPARISON))
    run_pending()


def test_what_lies_ahead_is_read_however_many_cycles_have_passed_uncharged(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop, each_time(shop))
    calendar.advance(days=400)

    read_contract(shop.store, contract.gid)

    passed = contract.cycles.filter(expected_at__lte=now()).order_by("index").values_list("index", flat=True)
    assert to_come(contract) >= ENOUGH
    assert list(passed) == list(range(1, 14))


def test_a_month_later_the_same_pages_show_a_cycle_more(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop, each_time(shop))
    calendar.advance(days=400)
    read_contract(shop.store, contract.gid)
    last = contract.cycles.order_by("-index")[0].index
    calendar.advance(days=31)

    read_contract(shop.store, contract.gid)

    assert contract.cycles.order_by("-index")[0].index == last + 1


def test_the_nightly_comparison_reads_on_where_the_mirrored_cycles_run_out(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop, each_time(shop))
    shown = contract.cycles.order_by("-index")[0]
    calendar.advance(seconds=(shown.expected_at - now() - timedelta(days=3)).total_seconds())

    compare(shop)

    assert to_come(contract) >= ENOUGH


def test_a_subscription_whose_last_cycle_is_mirrored_is_not_read_every_night(shop: Shop, calendar: Calendar) -> None:
    contract = subscribe(shop, offer(shop, billing=1))
    calendar.advance(days=1)
    edit_elsewhere(shop, contract.gid, billingPolicy={"interval": "MONTH", "intervalCount": 1, "maxCycles": 3})
    read_contract(shop.store, contract.gid)
    last = contract.cycles.order_by("-index")[0]
    calendar.advance(seconds=(last.expected_at - now() - timedelta(days=3)).total_seconds())
    compare(shop)
    before = reads(shop.sandbox, "Contract")

    compare(shop)

    assert last.index == 3
    assert reads(shop.sandbox, "Contract") == before


def test_a_subscription_that_is_mirrored_without_any_cycle_is_read_on_the_same_night(store: Store) -> None:
    for number in (5001, 5002):
        contract_row(store, number).cycles.all().delete()
    Contract.objects.filter(shopify_id=5002).update(billing=MONTHLY | {"max_cycles": 3})

    found = want_further_cycles(store)

    assert found == 2
    assert Task.objects.filter(kind=REFRESH_CONTRACT).count() == 2
