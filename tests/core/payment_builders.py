"""Transactions, payments and payment lines with defaults, so that a test states only what matters."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from backhaul.core.capture import CapturePlan, plan_capture
from backhaul.core.capture_case import CaptureCircumstances
from backhaul.core.ledger import Ledger
from backhaul.core.money import Money, parse_money
from backhaul.core.netting import net
from backhaul.core.payment_lines import Line, LineKind, LineState, PartialCapture, Taken, TakenBy
from backhaul.core.payments import GIFT_CARD, RemotePayments, RemoteTransaction, TransactionKind, TransactionStatus

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ORDER = "gid://shopify/Order/1"
SUCCESS = TransactionStatus.SUCCESS
PENDING = TransactionStatus.PENDING
FAILURE = TransactionStatus.FAILURE


def eur(amount: str) -> Money:
    return parse_money(amount, "EUR")


def gid(number: int) -> str:
    return f"gid://shopify/OrderTransaction/{number}"


def authorisation(
    number: int,
    amount: str,
    *,
    status: str = SUCCESS,
    gateway: str = "cards",
    unsettled: str | None = None,
    is_capturable: bool = True,
    several: bool = False,
    manual: bool = False,
    expires_at: datetime | None = None,
    currency: str = "EUR",
) -> RemoteTransaction:
    """An authorisation that can be captured once, unless `several` or `manual`."""
    return RemoteTransaction(
        gid=gid(number),
        kind=TransactionKind.AUTHORIZATION,
        status=status,
        amount=parse_money(amount, currency),
        gateway=gateway,
        gateway_name=gateway.title(),
        created_at=NOW - timedelta(days=1) + timedelta(seconds=number),
        unsettled=parse_money(unsettled, currency) if unsettled is not None else None,
        expires_at=expires_at,
        is_capturable=is_capturable,
        is_multi_capturable=several,
        is_manual_gateway=manual,
    )


def movement(
    kind: TransactionKind,
    number: int,
    amount: str,
    *,
    of: int | None = None,
    status: str = SUCCESS,
    gateway: str = "cards",
    manual: bool = False,
    error_code: str | None = None,
    currency: str = "EUR",
) -> RemoteTransaction:
    return RemoteTransaction(
        gid=gid(number),
        kind=kind,
        status=status,
        amount=parse_money(amount, currency),
        gateway=gateway,
        gateway_name=gateway.title(),
        created_at=NOW - timedelta(days=1) + timedelta(seconds=number),
        parent_gid=gid(of) if of else None,
        is_manual_gateway=manual,
        error_code=error_code,
    )


def capture(number: int, amount: str, *, of: int, status: str = SUCCESS, error: str | None = None) -> RemoteTransaction:
    return movement(TransactionKind.CAPTURE, number, amount, of=of, status=status, error_code=error)


def sale(
    number: int, amount: str, *, status: str = SUCCESS, gateway: str = "cards", manual: bool = False
) -> RemoteTransaction:
    return movement(TransactionKind.SALE, number, amount, status=status, gateway=gateway, manual=manual)


def gift_card(number: int, amount: str) -> RemoteTransaction:
    return movement(TransactionKind.SALE, number, amount, gateway=GIFT_CARD)


def refund(number: int, amount: str, *, of: int | None, status: str = SUCCESS) -> RemoteTransaction:
    return movement(TransactionKind.REFUND, number, amount, of=of, status=status)


def void(number: int, amount: str, *, of: int, status: str = SUCCESS) -> RemoteTransaction:
    return movement(TransactionKind.VOID, number, amount, of=of, status=status)


def payments(
    *transactions: RemoteTransaction,
    worth: str | None = None,
    count: int | None = None,
    financial_status: str | None = None,
    currency: str = "EUR",
) -> RemotePayments:
    return RemotePayments(
        gid=ORDER,
        updated_at=NOW,
        currency=currency,
        presentment_currency=currency,
        transactions=transactions,
        transaction_count=len(transactions) if count is None else count,
        current_total=None if worth is None else parse_money(worth, currency),
        financial_status=financial_status,
    )


def ledger(
    *transactions: RemoteTransaction,
    worth: str | None = None,
    financial_status: str | None = None,
    lifetimes: Mapping[str, timedelta] | None = None,
    now: datetime = NOW,
) -> Ledger:
    """The transactions, netted; without `worth` Shopify gave no total."""
    read = payments(*transactions, worth=worth, financial_status=financial_status)
    return net(read, now=now, lifetimes=lifetimes or {})


def line(
    number: int,
    amount: str,
    *,
    of: int,
    invoice: str = "inv_1",
    state: LineState = LineState.OPEN,
    taken: tuple[Taken, ...] = (),
    created_at: datetime = NOW,
    called_off: bool = False,
) -> Line:
    """An authorised payment line, named and positioned by its number."""
    return Line(
        id=f"pay_{number}",
        invoice_id=invoice,
        transaction_gid=gid(of),
        kind=LineKind.AUTHORISED,
        amount=eur(amount),
        position=number,
        state=state,
        created_at=created_at,
        taken=taken,
        is_called_off=called_off,
    )


def paid_line(number: int, amount: str, *, of: int, invoice: str = "inv_1") -> Line:
    return Line(
        id=f"pay_{number}",
        invoice_id=invoice,
        transaction_gid=gid(of),
        kind=LineKind.PAID,
        amount=eur(amount),
        position=number,
        state=LineState.PAID,
        created_at=NOW,
    )


def taken(number: int, amount: str, *, by: TakenBy = TakenBy.US, status: str = SUCCESS) -> Taken:
    return Taken(gid(number), eur(amount), by, status)


def planned(
    number: int,
    found: Ledger,
    *lines: Line,
    policy: PartialCapture = PartialCapture.AT_LAST_INVOICE,
    more: bool = False,
    by_hand: bool = False,
    again: bool = False,
    tries: int = 0,
    others: bool = False,
) -> CapturePlan:
    """The plan for the line with that number; nothing more can be invoiced unless `more`, nor is retrieved."""
    circumstances = CaptureCircumstances(
        NOW,
        policy,
        more_may_be_invoiced=more,
        capture_now=by_hand,
        may_try_again=again,
        tries=tries,
        others_are_retrieved=others,
    )
    return plan_capture(f"pay_{number}", found, lines=lines, circumstances=circumstances)
