"""Endpoints of charging subscriptions: how a store charges, what is due, bills, and what a person wants of them."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from backhaul.api.paging import PageQuery
from backhaul.core.billing_policy import EndOfDunning, LackingStock, SeveralDue
from backhaul.core.bills import BillWish
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.find import find_contract, find_store
from backhaul.flows.posting_bodies import Body, Text
from backhaul.flows.show.bills import (
    BillDetail,
    BillFilter,
    BillingView,
    BillView,
    bill_detail,
    bill_page,
    billing_view,
)
from backhaul.flows.show.due import DueView, due_view
from backhaul.flows.show.pages import Page
from backhaul.flows.show.tasks import TaskView, task_view
from backhaul.flows.steer_bills import ask_for_card, wish_bill, wish_cycle

Days = Annotated[list[Annotated[StrictInt, Field(ge=1, le=366)]], Field(max_length=40)]
Cycle = Annotated[StrictInt, Field(ge=1, le=100_000)]
Number = Annotated[StrictInt, Field(ge=0, le=1000)]


class BillingBody(Body):
    """What changes of how a store, or one of its selling plans, charges; what is left out stays."""

    plan: Text | None = None
    is_on: StrictBool | None = None
    hour: Number | None = None
    retry_days: Days | None = None
    pay_days: Days | None = None
    at_end: EndOfDunning | None = None
    stock: LackingStock | None = None
    overdue_days: Number | None = None
    several_due: SeveralDue | None = None
    asks_for_card: StrictBool | None = None

    def to_choices(self) -> BillingChoices:
        """As the flow wants it."""
        return BillingChoices(**self.model_dump(exclude={"plan", "is_on"}))


class WishBody(Body):
    """Who wants it."""

    by: Text = "API"


class ChargeBody(WishBody):
    """Which billing cycle of a contract is charged."""

    cycle: Cycle


class BillsQuery(PageQuery):
    """Which bills, and which page of them."""

    store: str = ""
    state: str = ""
    contract: str = ""

    def to_filter(self) -> BillFilter:
        """As the read wants it."""
        return BillFilter(self.store, self.state, self.contract)


class DueQuery(BaseModel):
    """How many days ahead."""

    model_config = ConfigDict(extra="forbid")

    days: Annotated[int, Field(ge=0, le=366)] = 7


@dataclass(frozen=True)
class DueCycles:
    """Cycles to be charged, by their date."""

    items: list[DueView]


def get_billing(request: HttpRequest, slug: str) -> BillingView:
    """How a store charges its subscriptions, and how many bills are in which state."""
    return billing_view(find_store(slug))


def change_billing(request: HttpRequest, slug: str, body: BillingBody) -> BillingView:
    """Switch billing on or off, and change its policies, for a store or one selling plan; what is left out stays."""
    set_billing(find_store(slug), body.to_choices(), plan=body.plan or "")
    if body.is_on is not None:
        switch_billing(find_store(slug), on=body.is_on, plan=body.plan or "")
    return billing_view(find_store(slug))


def list_due_cycles(request: HttpRequest, slug: str, query: Annotated[DueQuery, Query()]) -> DueCycles:
    """The cycles that are due, and those of the next days, with what comes of each."""
    return DueCycles(due_view(find_store(slug), days=query.days))


def list_bills(request: HttpRequest, query: Annotated[BillsQuery, Query()]) -> Page[BillView]:
    """The cycles that were or are being charged, those due last first; `state` may be `open`, `contract` is our id."""
    return bill_page(query.to_filter(), query.paging())


def get_bill(request: HttpRequest, bill: str) -> BillDetail:
    """One bill with every try."""
    return bill_detail(bill)


def charge_contract(request: HttpRequest, contract: str, body: ChargeBody, store: str | None = None) -> BillDetail:
    """Have a billing cycle of a contract charged now, whether it is due or was missed."""
    found = find_contract(contract, store_slug=store)
    return bill_detail(wish_cycle(found, body.cycle, BillWish.CHARGE, by=body.by).pk)


def charge_bill(request: HttpRequest, bill: str, body: WishBody) -> BillDetail:
    """Have a bill charged now, before the date of its next try."""
    return bill_detail(wish_bill(bill, BillWish.CHARGE, by=body.by).pk)


def skip_bill(request: HttpRequest, bill: str, body: WishBody) -> BillDetail:
    """Have the cycle of a bill skipped in Shopify."""
    return bill_detail(wish_bill(bill, BillWish.SKIP, by=body.by).pk)


def leave_bill(request: HttpRequest, bill: str, body: WishBody) -> BillDetail:
    """Leave the cycle of a bill uncharged."""
    return bill_detail(wish_bill(bill, BillWish.LEAVE, by=body.by).pk)


def ask_for_another_card(request: HttpRequest, bill: str, body: WishBody) -> TaskView:
    """Have Shopify write to the customer, who can give another way to pay; the task that sees to it."""
    return task_view(ask_for_card(bill, by=body.by))
