"""What is shown of the charging of subscriptions: bills with their tries, and how a store charges."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery

from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.bills import SETTLED_BILL, BillState, ChargeState
from backhaul.core.declines import decline_of
from backhaul.core.errors import NotFound
from backhaul.core.tasks import TaskState
from backhaul.flows.billing_policies import PolicyBook, may_charge
from backhaul.flows.find import find_store
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Bill, Charge, SalesOrder, Store

OPEN, EVERYTHING = "open", ""


@dataclass(frozen=True)
class BillFilter:
    """Which bills are meant; empty fields match everything. `state` is a bill's state, or `open` for all not settled.

    `contract` is our id of one.
    """

    store: str = ""
    state: str = EVERYTHING
    contract: str = ""


@dataclass(frozen=True)
class BillView:
    """One cycle that is charged: where it stands in words, the next step, and the order that it has made.

    `amount` is what was charged, in the currency that the customer pays in; null where it was not, or is not known.
    """

    id: str
    store: str
    contract_id: str
    contract: str
    cycle: int
    due_at: datetime
    state: str
    says: str
    words: str
    next_try_at: datetime | None
    error_code: str
    tries: int
    amount: str | None
    currency: str
    order_gid: str
    order_id: str | None
    order_name: str | None
    wish: str
    wished_by: str
    task: str
    task_state: str
    settled_at: datetime | None


@dataclass(frozen=True)
class ChargeView:
    """One try: `decline` is the class of why it has failed."""

    number: int
    state: str
    prepared_at: datetime
    ended_at: datetime | None
    error_code: str
    decline: str
    attempt_gid: str
    idempotency_key: str
    oversells: bool


@dataclass(frozen=True)
class BillDetail:
    """A bill with its tries."""

    bill: BillView
    charges: list[ChargeView]


@dataclass(frozen=True)
class PolicyView:
    """How subscriptions are charged; `plan` is empty for the store's own."""

    plan: str
    is_on: bool
    since: datetime | None
    hour: int
    retry_days: list[int]
    pay_days: list[int]
    at_end: str
    stock: str
    overdue_days: int
    several_due: str
    asks_for_card: bool


@dataclass(frozen=True)
class BillingView:
    """How a store charges, what its plans have instead, and how many of its bills are in which state."""

    store: str
    timezone: str
    may_charge: bool
    policy: PolicyView
    plans: list[PolicyView]
    bills: dict[str, int]


def billing_view(store: Store) -> BillingView:
    """As it is now."""
    book = PolicyBook(store)
    plans = store.billing_policies.exclude(selling_plan_gid="").values_list("selling_plan_gid", flat=True)
    counted = Bill.objects.filter(contract__store=store).order_by().values_list("state").annotate(Count("id"))
    return BillingView(
        store=store.slug,
        timezone=store.timezone,
        may_charge=may_charge(store),
        policy=_policy_view("", book.store_policy),
        plans=[_policy_view(plan, book.of_plans([plan])) for plan in plans],
        bills=dict(sorted(counted)),
    )


def bill_page(matching: BillFilter, paging: Paging) -> Page[BillView]:
    """The bills that match, those due last first. Raises UnknownStore, BadReference."""
    rows = _with_all(Bill.objects.all())
    if matching.store:
        rows = rows.filter(contract__store=find_store(matching.store))
    if matching.contract:
        rows = rows.filter(contract_id=matching.contract)
    if matching.state == OPEN:
        rows = rows.exclude(state__in=SETTLED_BILL)
    elif matching.state:
        rows = rows.filter(state=matching.state)
    return newest_first(rows, bill_view, by="due_at", paging=paging)


def bill_detail(bill_id: str) -> BillDetail:
    """A bill as it is now. Raises NotFound."""
    row = _with_all(Bill.objects.filter(pk=bill_id)).first()
    if row is None:
        raise NotFound("bill", bill_id)
    return BillDetail(bill_view(row), [_charge_view(one) for one in row.charges.order_by("number")])


def bill_view(row: Bill) -> BillView:
    """The bill as it is now; one whose task was called off is left, whether that is noted yet or not."""
    state = effective_state(row)
    return BillView(
        id=row.pk,
        store=row.contract.store.slug,
        contract_id=row.contract_id,
        contract=str(row.contract),
        cycle=row.cycle_index,
        due_at=row.due_at,
        state=state,
        says=state.words,
        words=row.words or row.task.outcome_detail,
        next_try_at=row.next_try_at,
        error_code=row.error_code,
        tries=getattr(row, "tries_made", None) or 0,
        amount=row.charged.text if row.charged else None,
        currency=row.currency,
        order_gid=row.order_gid,
        order_id=getattr(row, "order_pk", None),
        order_name=getattr(row, "order_name", None),
        wish=row.wish,
        wished_by=row.wished_by,
        task=row.task_id,
        task_state=row.task.state,
        settled_at=row.settled_at,
    )


def effective_state(row: Bill) -> BillState:
    """Where it stands, its task considered: called off, it is left; stopped for another reason, a person decides."""
    state = BillState(row.state)
    if state in SETTLED_BILL:
        return state
    if row.task.state == TaskState.CANCELLED:
        return BillState.LEFT
    return BillState.ASKS if row.task.state == TaskState.NEEDS_ATTENTION else state


def _policy_view(plan: str, policy: BillingPolicy) -> PolicyView:
    return PolicyView(
        plan=plan,
        is_on=policy.is_on,
        since=policy.since,
        hour=policy.hour,
        retry_days=list(policy.retry_days),
        pay_days=list(policy.pay_days),
        at_end=policy.at_end,
        stock=policy.stock,
        overdue_days=policy.overdue_days,
        several_due=policy.several_due,
        asks_for_card=policy.asks_for_card,
    )


def _charge_view(row: Charge) -> ChargeView:
    is_failed = row.state == ChargeState.FAILED
    return ChargeView(
        number=row.number,
        state=row.state,
        prepared_at=row.prepared_at,
        ended_at=row.ended_at,
        error_code=row.error_code,
        decline=decline_of(row.error_code) if is_failed else "",
        attempt_gid=row.attempt_gid,
        idempotency_key=row.idempotency_key,
        oversells=row.oversells,
    )


def _with_all(rows: "QuerySet[Bill]") -> "QuerySet[Bill]":
    """With what `bill_view` shows beside them, in one query."""
    orders = SalesOrder.objects.filter(store=OuterRef("contract__store"), gid=OuterRef("order_gid")).order_by()
    tries = Charge.objects.filter(bill=OuterRef("pk")).order_by().values("bill").annotate(count=Count("id"))
    return rows.select_related("contract__store", "task").annotate(
        tries_made=Subquery(tries.values("count")),
        order_pk=Subquery(orders.values("pk")[:1]),
        order_name=Subquery(orders.values("name")[:1]),
    )
