"""A Shopify of a few lines that knows one order's money: what it lets be captured, voided and refunded, and what not.

It shares nothing with the rules under test but the values they read. Amounts are whole minor units.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from backhaul.core.money import Money, decimals_of
from backhaul.core.payments import RemotePayments, RemoteTransaction

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOVED = ("SUCCESS", "PENDING")


class Refused(Exception):
    """Shopify does not do it."""


@dataclass
class Movement:
    """A transaction. `several`: an authorisation that can be captured more than once."""

    number: int
    kind: str
    amount: int
    status: str
    parent: int | None = None
    several: bool = False
    expired: bool = False

    @property
    def gid(self) -> str:
        return f"gid://shopify/OrderTransaction/{self.number}"


@dataclass
class TinyShopify:
    """One order worth `worth` and its transactions, by number."""

    currency: str
    worth: int
    movements: dict[int, Movement] = field(default_factory=dict)

    def add(self, kind: str, amount: int, *, status: str = "SUCCESS", parent: int | None = None) -> Movement:
        number = len(self.movements) + 1
        self.movements[number] = Movement(number, kind, amount, status, parent)
        return self.movements[number]

    def authorise(self, amount: int, *, several: bool) -> Movement:
        made = self.add("AUTHORIZATION", amount)
        made.several = several
        return made

    def capture(self, number: int, amount: int, *, status: str) -> Movement:
        """Raises Refused when the authorisation does not hold so much, or not any more."""
        if amount <= 0 or amount > self.capturable(number):
            raise Refused(f"{amount} of {self.capturable(number)}")
        return self.add("CAPTURE", amount, status=status, parent=number)

    def void(self, number: int) -> Movement:
        """Raises Refused unless the authorisation is whole."""
        if self.taken(number) or not self.capturable(number):
            raise Refused("not voidable")
        return self.add("VOID", self.movements[number].amount, parent=number)

    def refund(self, number: int, amount: int) -> Movement:
        """Raises Refused when more would be given back than came."""
        if amount <= 0 or amount > self.kept(number):
            raise Refused("more than was received")
        return self.add("REFUND", amount, parent=number)

    def children(self, number: int, kind: str) -> list[Movement]:
        found = [one for one in self.movements.values() if one.parent == number and one.kind == kind]
        return [one for one in found if one.status in MOVED]

    def taken(self, number: int) -> int:
        """What captures have taken or are taking of an authorisation."""
        return sum(one.amount for one in self.children(number, "CAPTURE"))

    def capturable(self, number: int) -> int:
        one = self.movements[number]
        used_up = not one.several and self.taken(number)
        if one.kind != "AUTHORIZATION" or one.expired or used_up or self.children(number, "VOID"):
            return 0
        return one.amount - self.taken(number)

    def kept(self, number: int) -> int:
        one = self.movements[number]
        if one.kind not in ("SALE", "CAPTURE") or one.status != "SUCCESS":
            return 0
        return one.amount - sum(child.amount for child in self.children(number, "REFUND"))

    def of_kind(self, *kinds: str, status: str = "SUCCESS") -> list[Movement]:
        return [one for one in self.movements.values() if one.kind in kinds and one.status == status]

    def owed(self) -> int:
        """What the customer still owes, if all that is being paid arrives."""
        received = sum(self.kept(one.number) for one in self.of_kind("SALE", "CAPTURE"))
        return self.worth - received - sum(one.amount for one in self.of_kind("SALE", "CAPTURE", status="PENDING"))

    def money(self, minor_units: int) -> Money:
        return Money(Decimal(minor_units).scaleb(-decimals_of(self.currency)), self.currency)

    def minor_units(self, amount: Money) -> int:
        assert amount.currency == self.currency
        units = amount.amount.scaleb(decimals_of(self.currency))
        assert units == int(units)
        return int(units)

    def payments(self) -> RemotePayments:
        """The order's payments as Shopify shows them now."""
        return RemotePayments(
            gid="gid://shopify/Order/1",
            updated_at=START,
            currency=self.currency,
            presentment_currency=self.currency,
            transactions=tuple(self._shown(one) for one in self.movements.values()),
            transaction_count=len(self.movements),
            current_total=self.money(self.worth),
        )

    def _shown(self, one: Movement) -> RemoteTransaction:
        capturable = self.capturable(one.number)
        captures = self.children(one.number, "CAPTURE")
        is_pending = any(child.status == "PENDING" for child in captures)
        settled = sum(child.amount for child in captures if child.status == "SUCCESS")
        unsettled = one.amount - settled if capturable or is_pending else 0
        return RemoteTransaction(
            gid=one.gid,
            kind=one.kind,
            status=one.status,
            amount=self.money(one.amount),
            gateway="cards",
            gateway_name="Cards",
            created_at=START + timedelta(seconds=one.number),
            parent_gid=self.movements[one.parent].gid if one.parent else None,
            unsettled=self.money(unsettled) if unsettled else None,
            expires_at=START if one.expired else None,
            is_capturable=capturable > 0,
            is_multi_capturable=one.several,
        )
