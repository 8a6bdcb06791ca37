"""A credit memo over units of an order, from the request until it is written: resolved, priced, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backhaul.core.budget import Priority
from backhaul.core.credit_errors import MoreThanOrderReceived
from backhaul.core.crediting import CreditAmounts, CreditContent, UnitsRequest, priced, priced_as_given, read_credit
from backhaul.core.errors import BadReference
from backhaul.core.money import Money
from backhaul.core.refund import check_units
from backhaul.core.restock import Restock
from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import left_to_give_back_of
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.payment_tasks import BOOK_CREDIT, GIVE_BACK_UNITS, REFUND_AMOUNT
from backhaul.flows.posting import check_external_number, content_hash, lines_elsewhere
from backhaul.flows.read_order import read_order
from backhaul.flows.stock import ordered_units, stock_of
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import PostedCreditMemo, PostedCreditMemoLine, SalesOrder, Task
from backhaul.shopify.client import connect

LONGEST_REASON = 255


@dataclass(frozen=True)
class Draft:
    """What a request means, before anything is said about amounts that it does not give."""

    order: SalesOrder
    number: str
    reason: str
    reference: str
    content: CreditContent
    booked_only: bool

    @property
    def content_hash(self) -> str:
        """A fingerprint of what was asked for, however it is written; computed amounts are no part of it."""
        facts = {"order": self.order.pk, "reason": self.reason, "reference": self.reference}
        return content_hash({**facts, "booked_only": self.booked_only, **self.content.facts})


@dataclass(frozen=True)
class PricedDraft:
    """A draft with all of its amounts."""

    draft: Draft
    amounts: CreditAmounts


def draft_of(order: SalesOrder, request: UnitsRequest, reference: str) -> Draft:
    """Resolve and check what does not depend on what is left of the order; raises InputError of any kind."""
    content = read_credit(
        request,
        outstanding_lines(order),
        currency=order.presentment_currency,
        order=order.name,
        elsewhere=lines_elsewhere(order, [one.line for one in request.lines]),
    )
    number, reason = check_external_number(request.external_number), check_reason(request.reason)
    return Draft(order, number, reason, reference, content, request.booked_only)


def price_draft(draft: Draft) -> PricedDraft:
    """Compute the amounts that were not given; then Shopify is read, and the mirror brought up to date.

    Raises ShopifyError, CreditIsNotTheSum, NothingToGiveBack. Not inside a transaction, unless all amounts were given.
    """
    amounts = priced_as_given(draft.content, _prices(draft.order))
    return PricedDraft(draft, amounts or _computed(draft))


def check_draft(order: SalesOrder, priced_draft: PricedDraft) -> None:
    """Raise unless so many units and so much money can be given back of a locked order: MoreThanCanBeGivenBack,
    MoreThanOrderReceived. What was given back elsewhere already is checked by its task, against Shopify."""
    draft = priced_draft.draft
    if draft.booked_only:
        return
    wanted: dict[Restock, dict[str, int]] = {}
    for line in draft.content.lines:
        wanted.setdefault(line.restock, {})[line.line_gid] = line.quantity
    check_units(wanted, stock_of(order, besides=[draft.reference]))
    left = left_to_give_back_of(order)
    if priced_draft.amounts.total > left:
        raise MoreThanOrderReceived(priced_draft.amounts.total, order=order.name, left=left)


def write_draft(order: SalesOrder, priced_draft: PricedDraft) -> PostedCreditMemo:
    """Write the statement with its lines and its task, in the caller's transaction."""
    draft, amounts = priced_draft.draft, priced_draft.amounts
    memo = PostedCreditMemo(
        store=order.store,
        order=order,
        external_number=draft.number,
        content_hash=draft.content_hash,
        currency=draft.content.currency,
        total=amounts.total.amount,
        shipping=amounts.shipping.amount,
        reference=draft.reference,
        reason=draft.reason,
        created_at=now(),
    )
    memo.task = _task(memo, draft)
    memo.save(force_insert=True)
    line_ids = dict(order.lines.values_list("gid", "pk"))
    PostedCreditMemoLine.objects.bulk_create(
        PostedCreditMemoLine(
            memo=memo,
            order_line_id=line_ids[line.line_gid],
            quantity=line.quantity,
            amount=amounts.lines[line.line_gid].amount,
            restock=line.restock,
        )
        for line in draft.content.lines
    )
    return memo


def check_reason(text: str) -> str:
    """The reason as it is kept, and noted with the refund in Shopify. Raises BadReference."""
    reason = text.strip()
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise BadReference(
            "The reason is too long or not printable.", hint=f"Give one line of at most {LONGEST_REASON} characters."
        )
    return reason


def _task(memo: PostedCreditMemo, draft: Draft) -> Task:
    """Amounts that were given are meant: they need not be what Shopify would compute."""
    kind = BOOK_CREDIT if draft.booked_only else GIVE_BACK_UNITS
    task = write_task(TaskOrder(kind=kind, unique_key=f"{kind}:{memo.pk}", store=memo.store, order=memo.order))
    if not draft.content.is_computed:
        task.choices = {REFUND_AMOUNT: RefundAmount.OURS}
        task.save(update_fields=["choices"])
    return task


def _computed(draft: Draft) -> CreditAmounts:
    order = draft.order
    remote = read_order(order.store, order.gid, priority=Priority.REFRESH)
    lines = [line.line_gid for line in draft.content.lines]
    worth = connect(order.store, priority=Priority.REFRESH).read_worth(order.gid, lines, remote.refunds or ())
    return priced(draft.content, worth, ordered=ordered_units(order))


def _prices(order: SalesOrder) -> Mapping[str, Money]:
    prices = order.lines.values_list("gid", "presentment_unit_price")
    return {gid: Money(price or Decimal(0), order.presentment_currency) for gid, price in prices}
