"""Commands of the Task List: list, look at, retry, postpone, cancel, decide."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.core.errors import InputError
from backhaul.core.moments import parse_moment
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.tasks import TaskState
from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.choose import TaskChoice, choose_for_task, resolve_intent
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.show.tasks import TaskDetail, task_detail, task_page
from backhaul.flows.steer_tasks import TaskFilter, cancel_task, postpone_task, retry_task, steer_all
from backhaul.models import Task

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

TaskIds = Annotated[list[str] | None, typer.Argument(metavar="TASK...", help="Ids, or none with a filter.")]
StateOption = Annotated[TaskState | None, typer.Option("--state", help="Only in this state.")]
KindOption = Annotated[str, typer.Option("--kind", help="Only of this kind, for example send_fulfillment.")]
OrderFilter = Annotated[str, typer.Option("--order", help="Only of the order with this id of ours.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it to all that match; without it you see how many do.")]

COLUMNS = ("id", "store", "order_name", "kind", "state", "outcome", "wake_at")


@app.command("list")
def list_(
    ctx: typer.Context,
    state: StateOption = None,
    kind: KindOption = "",
    store: StoreFilter = "",
    order: OrderFilter = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    everything: Annotated[bool, typer.Option("--all", help="With the orders that webhooks have had read.")] = False,
    as_json: AsJson = False,
) -> None:
    """List tasks, newest first; orders that were only read are left out unless asked for."""
    matching = replace(
        _filter(state, kind, store=store, order=order), without_routine=not (everything or state or kind)
    )
    with installation_of(ctx).database():
        page = task_page(matching, Paging(limit, cursor))
    lines = table([vars(task) for task in page.items], COLUMNS) or ["No task."]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*lines, *more], as_json=as_json)


@app.command("show")
def show_(ctx: typer.Context, task: str, as_json: AsJson = False) -> None:
    """Show a task with every try at it and every call it made."""
    with installation_of(ctx).database():
        detail = task_detail(task)
    show(plain(detail), _lines(detail), as_json=as_json)


@app.command()
def retry(
    ctx: typer.Context,
    tasks: TaskIds = None,
    state: StateOption = None,
    kind: KindOption = "",
    store: StoreFilter = "",
    order: OrderFilter = "",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Let tasks that wait or need attention run now: those named, or all that match."""
    matching = _filter(state, kind, store=store, order=order)
    with installation_of(ctx).database():
        _steer(tasks, matching, retry_task, yes=yes, as_json=as_json)


@app.command()
def postpone(
    ctx: typer.Context,
    until: Annotated[str, typer.Option(help="An instant like 2026-10-01T12:00:00Z.")],
    tasks: TaskIds = None,
    state: StateOption = None,
    kind: KindOption = "",
    store: StoreFilter = "",
    order: OrderFilter = "",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Let tasks wait until an instant: those named, or all that match."""
    moment = parse_moment(until)
    matching = _filter(state, kind, store=store, order=order)
    with installation_of(ctx).database():
        _steer(tasks, matching, lambda task: postpone_task(task, until=moment), yes=yes, as_json=as_json)


@app.command()
def cancel(
    ctx: typer.Context,
    reason: Annotated[str, typer.Option(help="Stays with the task.")],
    tasks: TaskIds = None,
    state: StateOption = None,
    kind: KindOption = "",
    store: StoreFilter = "",
    order: OrderFilter = "",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Call tasks off: those named, or all that match. What is under way is finished first."""
    matching = _filter(state, kind, store=store, order=order)
    with installation_of(ctx).database():
        _steer(tasks, matching, lambda task: cancel_task(task, reason=reason), yes=yes, as_json=as_json)


@app.command()
def choose(
    ctx: typer.Context,
    task: str,
    other_location: Annotated[OtherLocation | None, typer.Option(help="For goods at another location.")] = None,
    scheduled: Annotated[ScheduledPolicy | None, typer.Option(help="For goods that Shopify has scheduled.")] = None,
    leave_short: Annotated[bool, typer.Option("--leave-short", help="What Shopify lacks stays unsent.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send again what was cancelled in Shopify.")] = False,
    refund_amount: Annotated[
        RefundAmount | None,
        typer.Option(help="Whose figure is given back: the credit memo's or Shopify's."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide what a task that waits or needs attention shall do, and let it run now."""
    choice = TaskChoice(other_location, scheduled, leave_short=leave_short, resend=resend, refund_amount=refund_amount)
    with installation_of(ctx).database():
        chosen = choose_for_task(task, choice)
    show({"id": chosen.pk, "state": chosen.state}, [f"{chosen.pk} is {chosen.state}."], as_json=as_json)


@app.command()
def resolve(
    ctx: typer.Context,
    intent: Annotated[str, typer.Argument(help="The call whose answer was lost, itn_….")],
    effect: Annotated[str, typer.Option(help="The id of what it has done, as Shopify shows it.")] = "",
    nothing: Annotated[bool, typer.Option("--nothing", help="It has done nothing: send it again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a call has done whose answer was lost, when Shopify does not show it clearly."""
    if bool(effect) == nothing:
        raise InputError("Say what the call has done, or that it has done nothing.", hint="--effect ID or --nothing.")
    with installation_of(ctx).database():
        resolved = resolve_intent(intent, effect_gid=effect or None)
    show({"id": resolved.pk, "state": resolved.state}, [f"{resolved.pk} is {resolved.state}."], as_json=as_json)


def _filter(state: TaskState | None, kind: str, *, store: str, order: str) -> TaskFilter:
    return TaskFilter(state=state or "", kind=kind, store=store, order_id=order)


def _steer(
    task_ids: list[str] | None, matching: TaskFilter, action: Callable[[str], Task], *, yes: bool, as_json: bool
) -> None:
    if bool(task_ids) == (matching != TaskFilter()):
        raise InputError("Name tasks, or say which ones match: one of the two.", hint="For example --state waiting.")
    refused: list[str] = []
    if task_ids:
        done = [action(task_id).pk for task_id in task_ids]
    elif yes:
        done, refused = steer_all(matching, action)
    else:
        count = matching.tasks().count()
        show({"matching": count}, [f"{count} tasks match. Add --yes to do it."], as_json=as_json)
        return
    lines = [f"{len(done)} done.", *(f"{task_id} is in no state for it." for task_id in refused)]
    show({"done": done, "refused": refused}, lines, as_json=as_json)


def _lines(detail: TaskDetail) -> list[str]:
    task = detail.task
    lines = [
        f"{task.id}: {task.kind} for {task.order_name or task.store}, {task.state}",
        f"  {task.waits_for} Until {task.wake_at}." if task.waits_for else "",
        f"  {task.outcome}: {task.outcome_detail}" if task.outcome else "",
        f"  document {task.document_id}" if task.document_id else "",
        *(f"  after {task_id}" for task_id in detail.depends_on),
    ]
    for attempt in detail.attempts:
        said = f" {attempt.error_code}: {attempt.message}" if attempt.error_code else ""
        lines.append(f"  try {plain(attempt.started_at)} {attempt.result}{said}")
        lines += [f"      {attempt.hint}"] if attempt.hint else []
    lines += [
        f"  call {intent.id} {intent.operation} {intent.state} {', '.join(intent.effects)}" for intent in detail.intents
    ]
    return [line for line in lines if line]
