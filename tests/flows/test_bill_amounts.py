"""What was charged before bills said so: the total of the order that was mirrored, in the customer's currency."""

from decimal import Decimal
from importlib import import_module

from django.apps import apps

from backhaul.core.money import Money
from backhaul.models import Bill, SalesOrder, Store
from tests.support.contract_rows import bill_row, contract_row
from tests.support.rows import LONG_AGO, order_row

MIGRATION = import_module("backhaul.models.migrations.0018_bill_amounts")


def test_a_bill_gets_the_total_of_its_mirrored_order(store: Store) -> None:
    order = order_row(store, apple=1)
    SalesOrder.objects.update(total_presentment=Decimal(1600), presentment_currency="JPY")
    contract = contract_row(store)
    bill_row(contract, 1, state="charged", settled_at=LONG_AGO, order_gid=order.gid)
    bill_row(contract, 2, state="charged", settled_at=LONG_AGO, order_gid="gid://shopify/Order/404")
    bill_row(contract, 3)

    MIGRATION.fill(apps, None)

    charged = {bill.cycle_index: bill.charged for bill in Bill.objects.all()}
    assert charged == {1: Money(Decimal(1600), "JPY"), 2: None, 3: None}
