"""What is shown of a subscription contract: one line in a list, or everything that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from backhaul.core.contract_facts import is_personal_path, path_words
from backhaul.core.learned import LearnedBy
from backhaul.core.redaction import HIDDEN
from backhaul.flows.find import find_store
from backhaul.flows.next_charge import next_charge_of, with_next_charges
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Contract, ContractDifference, Delivery

MOST_DIFFERENCES = 100


@dataclass(frozen=True)
class ContractFilter:
    """Which contracts are meant; empty fields match everything. `customer` is a gid, `order_id` our id of an order."""

    store: str = ""
    status: str = ""
    customer: str = ""
    order_id: str = ""
    sku: str = ""


@dataclass(frozen=True)
class ContractView:
    """A contract in one line. `ownership` says whose it is: only our own is changed by Backhaul.

    `billing` and `delivery` say how often, in words; `next_billing_at` is when it is charged next, None where it has
    ended or that has no date; `next_billing_says` how a charge that has fallen due stands, and is tried again at that
    date. `deleted_at`: when Shopify was found not to have it any more.
    """

    id: str
    store: str
    gid: str
    status: str
    ownership: str
    app: str
    currency: str
    is_prepaid: bool
    billing: str
    delivery: str
    next_billing_at: datetime | None
    next_billing_says: str
    paid_with: str
    payment_method_revoked: bool
    last_payment_status: str
    last_billing_error: str
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    read_at: datetime


@dataclass(frozen=True)
class ContractLineView:
    """A line of a contract: so many units at each delivery, at this price each."""

    gid: str
    sku: str
    title: str
    variant: str
    quantity: int
    current_price: Decimal
    selling_plan: str
    selling_plan_gid: str


@dataclass(frozen=True)
class CycleView:
    """A billing cycle; `expected_at` is when it is to be billed."""

    index: int
    starts_at: datetime
    ends_at: datetime
    expected_at: datetime
    status: str
    skipped: bool
    edited: bool


@dataclass(frozen=True)
class DeliveryUnits:
    """Units in one delivery: how many it had when it was whole, and how many are still to be shipped."""

    sku: str
    title: str
    quantity: int
    remaining: int


@dataclass(frozen=True)
class DeliveryView:
    """One delivery by our number of it; `order` is empty while it is not paid for."""

    id: str
    number: int
    state: str
    due_at: datetime | None
    order: str
    fulfillment_order: str
    cycle: int | None
    lines: Sequence[DeliveryUnits]


@dataclass(frozen=True)
class ContractOrderView:
    """An order of the contract; `id` and `name` are empty while it is not mirrored.

    `layout_unknown` says why its deliveries are not understood: then nothing is done about them automatically.
    """

    gid: str
    id: str
    name: str
    is_origin: bool
    layout_unknown: str


@dataclass(frozen=True)
class AttemptView:
    """A try at billing."""

    gid: str
    state: str
    created_at: datetime
    completed_at: datetime | None
    order_gid: str
    error_code: str
    error_message: str
    next_action_url: str


@dataclass(frozen=True)
class ContractDifferenceView:
    """One field that was found changed; None was, or is, not there."""

    id: str
    path: str
    field: str
    before: str | None
    after: str | None
    revision: int
    learned: str
    noticed_at: datetime


@dataclass(frozen=True)
class FieldView:
    """One thing that can be changed of a contract, as it is now; `field` names it in words."""

    path: str
    field: str
    value: str


@dataclass(frozen=True)
class ContractDetail:
    """A contract with all that belongs to it. `hidden` names what Shopify would not show.

    `plan` is the selling plan as it was when the contract was first read, `plan_missing` why there is none.
    """

    contract: ContractView
    lines: Sequence[ContractLineView]
    content: Sequence[FieldView]
    hidden: Sequence[str]
    plan: object
    plan_missing: str
    deliveries: Sequence[DeliveryView]
    cycles: Sequence[CycleView]
    orders: Sequence[ContractOrderView]
    attempts: Sequence[AttemptView]
    differences: Sequence[ContractDifferenceView]


def contract_page(matching: ContractFilter, paging: Paging) -> Page[ContractView]:
    """The contracts that match, those that Shopify changed last first. Raises UnknownStore."""
    rows = Contract.objects.filter(_condition(matching)).select_related("store").distinct()
    return newest_first(with_next_charges(rows), contract_view, by="shopify_updated_at", paging=paging)


def contract_view(row: Contract) -> ContractView:
    """The contract as last read from Shopify."""
    charge = next_charge_of(row)
    return ContractView(
        id=row.pk,
        store=row.store.slug,
        gid=row.gid,
        status=row.status,
        ownership=row.ownership,
        app=row.app_title or row.app_gid,
        currency=row.currency,
        is_prepaid=row.is_prepaid,
        billing=str(row.content.get("billing", "")),
        delivery=str(row.content.get("delivery", "")),
        next_billing_at=charge.at,
        next_billing_says=charge.says,
        paid_with=row.payment_method_words,
        payment_method_revoked=row.payment_method_revoked,
        last_payment_status=row.last_payment_status,
        last_billing_error=row.last_billing_error,
        revision=int(row.revision),
        created_at=row.shopify_created_at,
        updated_at=row.shopify_updated_at,
        deleted_at=row.deleted_at,
        read_at=row.read_started_at,
    )


def contract_detail(row: Contract, *, personal: bool = False) -> ContractDetail:
    """Everything that is known of the contract, without personal data unless `personal`."""
    differences = row.differences.select_related("contract")[:MOST_DIFFERENCES]
    return ContractDetail(
        contract=contract_view(row),
        lines=contract_lines(row),
        content=content_fields(row, personal=personal),
        hidden=sorted(filter(None, row.content.get("hidden", "").split(","))),
        plan=row.plan,
        plan_missing=row.plan_missing,
        deliveries=contract_deliveries(row),
        cycles=[
            CycleView(one.index, one.starts_at, one.ends_at, one.expected_at, one.status, one.skipped, one.edited)
            for one in row.cycles.all()
        ],
        orders=[
            ContractOrderView(
                one.order_gid,
                one.order.pk if one.order else "",
                one.order.name if one.order else "",
                one.is_origin,
                one.layout_unknown,
            )
            for one in row.orders.select_related("order")
        ],
        attempts=_attempts(row, personal=personal),
        differences=[difference_view(one, personal=personal) for one in differences],
    )


def contract_lines(row: Contract) -> list[ContractLineView]:
    """The lines of a contract, in their order."""
    return [
        ContractLineView(
            gid=line.gid,
            sku=line.sku,
            title=line.title,
            variant=line.variant_gid,
            quantity=line.quantity,
            current_price=Decimal(kept_money(line.current_price, row.currency).text),
            selling_plan=line.selling_plan_name,
            selling_plan_gid=line.selling_plan_gid,
        )
        for line in row.lines.all()
    ]


def content_fields(row: Contract, *, personal: bool = False) -> list[FieldView]:
    """What can be changed of a contract, field by field; an empty field is left out, lines are shown by themselves."""
    names = _names(row)
    return [
        FieldView(path, path_words(path, names), HIDDEN if is_personal_path(path) and not personal else text)
        for path, text in sorted(row.content.items())
        if text and path != "hidden" and not path.startswith("lines/")
    ]


def contract_deliveries(row: Contract) -> list[DeliveryView]:
    """The deliveries of a contract by number, paid ones and those to come."""
    titles = {line.gid: (line.sku, line.title) for line in row.lines.all()}
    found = row.deliveries.select_related("order").prefetch_related("lines__order_line").order_by("number")
    return [_delivery(one, titles) for one in found]


def difference_view(row: ContractDifference, *, personal: bool = False) -> ContractDifferenceView:
    """A difference; personal data is hidden unless `personal`."""
    words = LearnedBy(row.learned_by).words
    hides = is_personal_path(row.path) and not personal
    return ContractDifferenceView(
        id=row.pk,
        path=row.path,
        field=path_words(row.path, _names(row.contract)),
        before=HIDDEN if row.before and hides else row.before,
        after=HIDDEN if row.after and hides else row.after,
        revision=int(row.revision),
        learned=f"{words}: {row.topic}" if row.topic else words,
        noticed_at=row.noticed_at,
    )


def _condition(matching: ContractFilter) -> Q:
    wanted = Q()
    if matching.store:
        wanted &= Q(store=find_store(matching.store))
    if matching.status:
        wanted &= Q(status=matching.status.upper())
    if matching.customer:
        wanted &= Q(customer_gid=matching.customer)
    if matching.order_id:
        wanted &= Q(orders__order=matching.order_id)
    if matching.sku:
        wanted &= Q(lines__sku=matching.sku)
    return wanted


def _names(row: Contract) -> dict[str, str]:
    return dict(row.lines.values_list("gid", "title"))


def _delivery(row: Delivery, titles: dict[str, tuple[str, str]]) -> DeliveryView:
    return DeliveryView(
        id=row.pk,
        number=row.number,
        state=row.state,
        due_at=row.due_at,
        order=row.order.name if row.order else "",
        fulfillment_order=row.fulfillment_order_gid,
        cycle=row.cycle_index,
        lines=[
            DeliveryUnits(
                *(
                    (line.order_line.sku, line.order_line.title)
                    if line.order_line
                    else titles.get(line.contract_line_gid, ("", line.contract_line_gid))
                ),
                line.quantity,
                line.remaining,
            )
            for line in row.lines.all()
        ],
    )


def _attempts(row: Contract, *, personal: bool) -> list[AttemptView]:
    """Where a customer confirms a payment is nobody else's to see."""
    return [
        AttemptView(
            gid=one.gid,
            state=one.state,
            created_at=one.shopify_created_at,
            completed_at=one.completed_at,
            order_gid=one.order_gid,
            error_code=one.error_code,
            error_message=one.error_message,
            next_action_url=one.next_action_url if personal or not one.next_action_url else HIDDEN,
        )
        for one in row.attempts.all()
    ]
