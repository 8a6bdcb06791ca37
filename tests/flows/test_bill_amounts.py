"""What was charged before bills said so: the total that the mirrored order was made with, as the customer pays it."""

from decimal import Decimal
from importlib import import_module

from django.db import connection

from backhaul.core.money import Money
from backhaul.models import Bill, SalesOrder, Store
from tests.support.contract_rows import bill_row, contract_row
from tests.support.rows import LONG_AGO, order_row

FILL = import_module("backhaul.models.migrations.0022_charged_amounts").FILL


def charged_of(store: Store, **mirrored: object) -> dict[int, Money | None]:
    """What the bills say when they are filled: of the mirrored order, of one that is not, and of none."""
    order = order_row(store, apple=1)
    SalesOrder.objects.update(**mirrored)
    contract = contract_row(store)
    bill_row(contract, 1, state="charged", settled_at=LONG_AGO, order_gid=order.gid)
    bill_row(contract, 2, state="charged", settled_at=LONG_AGO, order_gid="gid://shopify/Order/404")
    bill_row(contract, 3)
    with connection.cursor() as cursor:
        cursor.execute(FILL)
    return {bill.cycle_index: bill.charged for bill in Bill.objects.all()}


def test_a_bill_gets_what_its_mirrored_order_was_made_with_whatever_was_edited_since(store: Store) -> None:
    money = {"original_total": ["14.20", "16.00"], "total": ["17.75", "20.00"]}

    charged = charged_of(store, money=money, total_presentment=Decimal(20), presentment_currency="USDC")

    assert charged == {1: Money(Decimal(16), "USDC"), 2: None, 3: None}


def test_a_bill_stays_empty_where_the_original_total_is_not_known(store: Store) -> None:
    charged = charged_of(store, money={"total": ["20.00", "20.00"]}, total_presentment=Decimal(20))

    assert charged == {1: None, 2: None, 3: None}


def test_what_a_bill_says_already_stays(store: Store) -> None:
    order = order_row(store, apple=1)
    SalesOrder.objects.update(money={"original_total": ["16.00", "16.00"]})
    settled = {"state": "charged", "settled_at": LONG_AGO, "order_gid": order.gid}
    bill_row(contract_row(store), 1, **settled, amount=Decimal(15), currency="EUR")

    with connection.cursor() as cursor:
        cursor.execute(FILL)

    assert Bill.objects.get().charged == Money(Decimal(15), "EUR")
