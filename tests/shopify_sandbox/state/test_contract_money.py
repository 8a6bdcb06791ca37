"""What contracts cost: discounts never take more than there is, and what they take adds up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shopify_sandbox.state import contract_money
from shopify_sandbox.state.contracts import Content, ContractLine, Interval, ManualDiscount, Rhythm
from shopify_sandbox.state.money import Money


def cad(amount: str | Decimal) -> Money:
    """An amount in Canadian dollars."""
    return Money(Decimal(amount), "CAD")


def a_content(*lines: tuple[str, int], deliveries: int = 1, discounts: tuple[ManualDiscount, ...] = ()) -> Content:
    """Lines with these prices and quantities, delivered monthly, so many deliveries for one payment."""
    return Content(
        billing=Rhythm(Interval.MONTH, deliveries),
        delivery=Rhythm(Interval.MONTH, 1),
        delivery_price=cad("5.00"),
        lines=tuple(
            ContractLine(uuid=str(number), title="Tea", quantity=quantity, current_price=cad(price))
            for number, (price, quantity) in enumerate(lines)
        ),
        discounts=discounts,
    )


def test_a_payment_for_several_deliveries_has_the_units_of_all() -> None:
    content = a_content(("10.00", 2), deliveries=3)

    total = contract_money.line_total(content, content.lines[0])

    assert total == cad("60.00")


def test_free_shipping_ends_when_it_was_applied_as_often_as_it_may_be() -> None:
    free = ManualDiscount(uuid="free", for_shipping=True, percentage=100, cycle_limit=2, usage_count=1)
    content = a_content(("10.00", 1), discounts=(free,))

    before = contract_money.shipping_total(content)
    after = contract_money.shipping_total(contract_money.after_billing(content, content, billings=2))

    assert (before, after) == (cad("0.00"), cad("5.00"))


_PRICES = st.decimals(min_value=0, max_value=500, places=2).map(str)
_LINES = st.lists(st.tuples(_PRICES, st.integers(1, 9)), min_size=1, max_size=5)
_VALUES = st.one_of(
    st.integers(0, 100).map(lambda percentage: {"percentage": percentage}),
    st.tuples(st.decimals(min_value=0, max_value=2000, places=2), st.booleans()).map(
        lambda given: {"amount": cad(given[0]), "on_each_item": given[1]}
    ),
)


@given(lines=_LINES, deliveries=st.integers(1, 4), values=st.lists(_VALUES, max_size=4), data=st.data())
def test_discounts_take_whole_cents_and_never_more_than_a_line_costs(
    lines: list[tuple[str, int]], deliveries: int, values: list[dict[str, object]], data: st.DataObject
) -> None:
    uuids = [str(number) for number in range(len(lines))]
    entitled = [data.draw(st.sets(st.sampled_from(uuids))) for _ in values]
    discounts = tuple(
        ManualDiscount(uuid=f"d{number}", all_lines=not chosen, lines=frozenset(chosen), **value)  # type: ignore[arg-type]
        for number, (value, chosen) in enumerate(zip(values, entitled, strict=True))
    )
    content = a_content(*lines, deliveries=deliveries, discounts=discounts)

    taken = contract_money.allocations(content)

    for line in content.lines:
        whole = line.current_price.amount * line.quantity * deliveries
        off = sum((each.amount.amount for each in taken[line.uuid]), Decimal(0))
        assert contract_money.line_total(content, line).amount == whole - off
        assert 0 <= off <= whole
        assert off % Decimal("0.01") == 0
        assert all(each.discount.all_lines or line.uuid in each.discount.lines for each in taken[line.uuid])
