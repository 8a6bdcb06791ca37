"""Orders that people edit, and what was posted of them, with defaults."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from backhaul.core.differences import Difference, DifferenceState, differences
from backhaul.core.edits import Judgement, judge
from backhaul.core.invoiceable import InvoicedLine
from backhaul.core.money import Money
from backhaul.core.order_facts import Facts, facts_of
from backhaul.core.order_money import BothMoneys, OrderMoney
from backhaul.core.posted import Case, Invoiced, Posted, Shipped
from backhaul.core.remote import RemoteOrder, RemoteOrderLine
from backhaul.core.remote_customer import RemoteAddress
from tests.core.builders import MUG, ORDER, TEA, order

HOME = RemoteAddress("Ada", None, "Old Street 1", None, "1010", "Vienna", None, "AT", None)
NAMES = {MUG: "mug", TEA: "tea"}


def euros(amount: str | int | Decimal) -> Money:
    return Money(Decimal(amount), "EUR")


def both(amount: str | int | Decimal) -> BothMoneys:
    return BothMoneys(euros(amount), euros(amount))


def line(
    gid: str = MUG, *, quantity: int = 3, left: int | None = None, price: str = "10", total: str = ""
) -> RemoteOrderLine:
    """Three mugs at 10 EUR without a discount."""
    return RemoteOrderLine(
        gid=gid,
        title="Mug",
        quantity=quantity,
        current_quantity=quantity if left is None else left,
        sku=NAMES.get(gid),
        presentment_unit_price=euros(price),
        discounted_total=both(total or Decimal(price) * quantity),
    )


def edited(*lines: RemoteOrderLine, worth: str = "30", **changes: object) -> RemoteOrder:
    """An order of three mugs, worth 30 EUR, that goes to Vienna, unless said otherwise."""
    base = replace(
        order(), gid=ORDER, lines=lines or (line(),), shipping_address=HOME, money=OrderMoney(current_total=both(worth))
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # the fields of an order


def shipped(units: int = 3, *, number: str = "S-1", at: RemoteOrder | None = None, is_sending: bool = False) -> Shipped:
    """All three mugs left when the order was as at first."""
    return Shipped(number, {MUG: units}, facts_of(at or edited()), is_sending=is_sending)


def invoiced(units: int = 3, amount: str = "30", *, number: str = "R-1", at: RemoteOrder | None = None) -> Invoiced:
    """All three mugs were invoiced for 30 EUR when the order was as at first."""
    return Invoiced(number, euros(amount), (InvoicedLine(MUG, units, euros(amount)),), facts_of(at or edited()))


def posted(*documents: Shipped | Invoiced, **more: object) -> Posted:
    """Those documents stand."""
    standing = Posted(
        "EUR",
        shipments=tuple(one for one in documents if isinstance(one, Shipped)),
        invoices=tuple(one for one in documents if isinstance(one, Invoiced)),
        names=NAMES,
    )
    return replace(standing, **more)  # type: ignore[arg-type]  # the fields of what is posted


def judged(before: RemoteOrder | Facts, after: RemoteOrder | Facts, what: Posted) -> dict[str, Judgement]:
    """By path, what each difference between two readings is."""
    first = facts_of(before) if isinstance(before, RemoteOrder) else before
    last = facts_of(after) if isinstance(after, RemoteOrder) else after
    return {one.path: judge(one, Case(last, what)) for one in differences(first, last)}


def conflicts(before: RemoteOrder, after: RemoteOrder, what: Posted) -> dict[str, str]:
    """The words of those differences that are conflicts, by path."""
    found = judged(before, after, what)
    return {path: one.words for path, one in found.items() if one.state is DifferenceState.CONFLICT}


def replayed(facts: Facts, found: tuple[Difference, ...]) -> dict[str, str]:
    """The facts after these differences."""
    later: Mapping[str, str | None] = {**facts, **{one.path: one.after for one in found}}
    return {path: value for path, value in later.items() if value is not None}
