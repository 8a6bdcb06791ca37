"""Commands of charging subscriptions: switch it on and off, policies, what is due, charged and failed."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter, StoreOption
from backhaul.core.billing_policy import EndOfDunning, LackingStock, SeveralDue, parse_days
from backhaul.core.bills import BillWish
from backhaul.core.tasks import TaskState
from backhaul.flows.billing_policies import BillingChoices, drop_billing_of_plan, set_billing, switch_billing
from backhaul.flows.find import find_contract, find_store
from backhaul.flows.show.bills import (
    BillDetail,
    BillFilter,
    BillingView,
    PolicyView,
    bill_detail,
    bill_page,
    billing_view,
)
from backhaul.flows.show.due import due_view
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.steer_bills import ask_for_card, wish_bill, wish_cycle

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Plan = Annotated[str, typer.Option(help="Of this selling plan only: its gid or number.")]
BillArgument = Annotated[str, typer.Argument(metavar="BILL", help="Its id, bil_….")]
By = Annotated[str, typer.Option(help="Who wants it.")]
COLUMNS = ("id", "contract", "cycle", "due_at", "says", "amount", "currency", "error_code", "next_try_at", "order_name")
DUE = ("due_at", "contract", "cycle", "says", "bill_id")
_TO_RUN = (TaskState.PENDING, TaskState.RUNNING)
TRIES = ("number", "prepared_at", "state", "error_code", "decline", "attempt_gid")


@app.command()
def on(ctx: typer.Context, store: StoreOption = None, plan: Plan = "", as_json: AsJson = False) -> None:
    """Charge due billing cycles from now on. What was due before is never charged by itself."""
    with installation_of(ctx).database():
        switch_billing(find_store(store), on=True, plan=plan)
        _show_store(billing_view(find_store(store)), as_json=as_json)


@app.command()
def off(ctx: typer.Context, store: StoreOption = None, plan: Plan = "", as_json: AsJson = False) -> None:
    """Charge nothing any more. Payments that are under way are followed to their end."""
    with installation_of(ctx).database():
        switch_billing(find_store(store), on=False, plan=plan)
        _show_store(billing_view(find_store(store)), as_json=as_json)


@app.command()
def policy(
    ctx: typer.Context,
    store: StoreOption = None,
    *,
    plan: Plan = "",
    hour: Annotated[int | None, typer.Option(help="Hour of the day in the store's zone, 0 to 23.")] = None,
    retry_days: Annotated[
        str | None, typer.Option(help="Days after the first failed try, like 3,7,14; empty for no further try.")
    ] = None,
    pay_days: Annotated[
        str | None, typer.Option(help="Days of the month on which missing money is tried again, like 1,15.")
    ] = None,
    at_end: Annotated[EndOfDunning | None, typer.Option(help="When the last try has failed.")] = None,
    stock: Annotated[LackingStock | None, typer.Option(help="When Shopify has not enough stock.")] = None,
    overdue_days: Annotated[int | None, typer.Option(help="After so many days a person decides.")] = None,
    several_due: Annotated[SeveralDue | None, typer.Option(help="When several cycles have fallen due.")] = None,
    asks_for_card: Annotated[
        bool | None,
        typer.Option("--ask-for-card/--no-ask-for-card", help="Whether Shopify asks for another way to pay."),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="The plan follows the store's policies again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change how a store's subscriptions, or those of a plan, are charged; what is left out stays. Shows it."""
    choices = BillingChoices(
        hour, _days(retry_days), _days(pay_days), at_end, stock, overdue_days, several_due, asks_for_card
    )
    with installation_of(ctx).database():
        if drop:
            drop_billing_of_plan(find_store(store), plan)
        else:
            set_billing(find_store(store), choices, plan=plan)
        _show_store(billing_view(find_store(store)), as_json=as_json)


@app.command("show")
def show_(ctx: typer.Context, store: StoreOption = None, as_json: AsJson = False) -> None:
    """Show how a store's subscriptions are charged, and how many bills are in which state."""
    with installation_of(ctx).database():
        _show_store(billing_view(find_store(store)), as_json=as_json)


@app.command()
def due(
    ctx: typer.Context,
    store: StoreOption = None,
    days: Annotated[int, typer.Option(help="How many days ahead.", min=0, max=366)] = 7,
    as_json: AsJson = False,
) -> None:
    """List the cycles that are due, and those of the next days, with what comes of each."""
    with installation_of(ctx).database():
        found = due_view(find_store(store), days=days)
    rows = [{**vars(one), "due_at": plain(one.due_at)} for one in found]
    show({"items": plain(found)}, table(rows, DUE) or ["Nothing is due."], as_json=as_json)


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    state: Annotated[str, typer.Option(help="Only in this state, for example charged; open: not settled yet.")] = "",
    contract: Annotated[str, typer.Option(help="Only of this contract: our id, Shopify's gid or number.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List the cycles that were or are being charged, those due last first."""
    with installation_of(ctx).database():
        contract_id = find_contract(contract, store_slug=store or None).pk if contract else ""
        page = bill_page(BillFilter(store, state, contract_id), Paging(limit, cursor))
    rows = [{name: plain(value) for name, value in vars(one).items()} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, COLUMNS) or ["No bill."]), *more], as_json=as_json)


@app.command()
def bill(ctx: typer.Context, bill: BillArgument, as_json: AsJson = False) -> None:
    """Show a bill with every try."""
    with installation_of(ctx).database():
        _show_bill(bill_detail(bill), as_json=as_json)


@app.command()
def charge(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(help="Our id, con_…, or Shopify's gid or number.")],
    cycle: Annotated[int, typer.Argument(help="The index of the billing cycle.")],
    store: StoreOption = None,
    by: By = "command line",
    as_json: AsJson = False,
) -> None:
    """Have a billing cycle charged now, whether it is due or was missed."""
    with installation_of(ctx).database():
        found = find_contract(contract, store_slug=store)
        _show_bill(bill_detail(wish_cycle(found, cycle, BillWish.CHARGE, by=by).pk), as_json=as_json)


@app.command()
def retry(ctx: typer.Context, bill: BillArgument, by: By = "command line", as_json: AsJson = False) -> None:
    """Have a bill charged now, before the date of its next try."""
    _wish(ctx, bill, BillWish.CHARGE, by=by, as_json=as_json)


@app.command()
def skip(ctx: typer.Context, bill: BillArgument, by: By = "command line", as_json: AsJson = False) -> None:
    """Have the cycle of a bill skipped in Shopify."""
    _wish(ctx, bill, BillWish.SKIP, by=by, as_json=as_json)


@app.command()
def leave(ctx: typer.Context, bill: BillArgument, by: By = "command line", as_json: AsJson = False) -> None:
    """Leave the cycle of a bill uncharged."""
    _wish(ctx, bill, BillWish.LEAVE, by=by, as_json=as_json)


@app.command("ask-for-card")
def ask_for_card_(ctx: typer.Context, bill: BillArgument, by: By = "command line", as_json: AsJson = False) -> None:
    """Have Shopify write to the customer, who can give another way to pay."""
    with installation_of(ctx).database():
        task = ask_for_card(bill, by=by).pk
    show({"task": task}, [f"{task} sees to it."], as_json=as_json)


def _wish(ctx: typer.Context, bill: str, wish: BillWish, *, by: str, as_json: bool) -> None:
    with installation_of(ctx).database():
        _show_bill(bill_detail(wish_bill(bill, wish, by=by).pk), as_json=as_json)


def _days(given: str | None) -> list[int] | None:
    return None if given is None else parse_days(given)


def _show_store(view: BillingView, *, as_json: bool) -> None:
    lacking = [] if view.may_charge else ["  The app lacks the scope write_own_subscription_contracts."]
    counted = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in view.bills.items()) or "none yet"
    lines = [f"{view.store}: {_said(view.policy, view.timezone)}", *lacking, f"  bills: {counted}"]
    show(plain(view), [*lines, *(f"  {one.plan}: {_said(one, view.timezone)}" for one in view.plans)], as_json=as_json)


def _said(policy: PolicyView, timezone: str) -> str:
    if not policy.is_on:
        return "billing is off"
    tries = f"again after {', '.join(map(str, policy.retry_days))} days" if policy.retry_days else "tried once"
    pay_days = f", missing money on day {', '.join(map(str, policy.pay_days))}" if policy.pay_days else ""
    return (
        f"billing is on since {plain(policy.since)}, at {policy.hour}:00 ({timezone}); declined: {tries}{pay_days}, at "
        f"the end: {policy.at_end}; without stock: {policy.stock}; a person decides after {policy.overdue_days} days"
    )


def _show_bill(detail: BillDetail, *, as_json: bool) -> None:
    one = detail.bill
    charged = f"  charged {one.amount} {one.currency}, order" if one.amount else "  order"
    order = [f"{charged} {one.order_name or one.order_gid}"] if one.order_gid else []
    rows = [{name: plain(value) for name, value in vars(row).items()} for row in detail.charges]
    head = f"{one.id}: cycle {one.cycle} of contract {one.contract} ({one.store}), due {plain(one.due_at)}"
    stands = [f"{head}: {one.says}", *([f"  {one.words}"] if one.words else [])]
    following = [f"  next try {plain(one.next_try_at)}"] if one.next_try_at else []
    if one.wish and one.task_state in _TO_RUN:
        asked = f"  Asked for by {one.wished_by}: {BillWish(one.wish).words}. A worker sees to it."
        stands, following = [head, asked], []
    show(plain(detail), [*stands, *order, *following, *table(rows, TRIES)], as_json=as_json)
