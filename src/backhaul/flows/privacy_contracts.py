"""Deletes a customer's personal data from subscriptions, and what is still to be done with it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from backhaul.core.contract_facts import is_personal_path, without_person
from backhaul.core.erasing import Json, without_values
from backhaul.core.redaction import redact
from backhaul.core.tasks import ENDED, OutcomeName
from backhaul.core.wanted_changes import PERSONAL_CHANGES
from backhaul.flows.clock import now, real_now
from backhaul.flows.finish_change import CHANGE_NOT_DONE
from backhaul.flows.notices import close_notice, to_decide
from backhaul.flows.steer_tasks import call_off
from backhaul.flows.want_change import PLAN_CHANGE
from backhaul.models import BillingAttempt, Change, ChangeStep, Contract, ContractDifference, Notice, Task

CALLED_OFF = "Called off: the customer's personal data was deleted, and with it what was to be written."
NOTHING_LEFT = "Nothing is left to decide: the customer's personal data was deleted, and with it what was asked for."


def erase_contracts(contracts: Sequence[Contract], values: frozenset[str]) -> Counter[str]:
    """Empty what is personal by nature in locked contracts and all that belongs to them; returns what was done.

    A change that would write an address or a note is called off first: nothing may be written from what is erased.
    """
    counts: Counter[str] = Counter()
    counts["subscriptions"] = len(contracts)
    counts["steps called off"] = _call_off(contracts)
    for contract in contracts:
        _strip(contract, values)
    attempts = BillingAttempt.objects.filter(contract__in=contracts).exclude(next_action_url="")
    attempts.update(next_action_url="")
    differences = ContractDifference.objects.filter(contract__in=contracts)
    counts["differences emptied"] = sum(_empty_difference(one, values) for one in differences)
    counts["questions closed"] = sum(
        _erase_change(one, values) for one in Change.objects.filter(contract__in=contracts)
    )
    for step in ChangeStep.objects.filter(change__contract__in=contracts):
        ChangeStep.objects.filter(pk=step.pk).update(params=_without_person(step.params, values))
    for task in _plans(contracts):
        Task.objects.filter(pk=task.pk).update(choices=_without_person(task.choices, values))
    return counts


def personal_content(contract: Contract) -> Mapping[str, str]:
    """What of a contract's content is about a person, by path."""
    return {path: text for path, text in contract.content.items() if is_personal_path(path)}


def _strip(contract: Contract, values: frozenset[str]) -> None:
    """A reading that began before this instant is older than the contract from now on."""
    contract.content = without_values(without_person(contract.content), values)
    contract.customer_gid, contract.payment_method_words, contract.snapshot_sha256 = "", "", ""
    contract.redacted_at, contract.read_started_at = now(), max(contract.read_started_at, real_now())
    contract.save()


def _erase_change(change: Change, values: frozenset[str]) -> int:
    """Empty what was asked for; what was erased of it is not planned anew. Returns how many notices offered that."""
    wanted = _without_person(change.wanted, values)
    if wanted == change.wanted and change.kind not in PERSONAL_CHANGES:
        return 0
    Change.objects.filter(pk=change.pk).update(wanted=wanted)
    offers = to_decide(Notice.objects.filter(kind=CHANGE_NOT_DONE, subject_id=change.pk))
    found = list(offers.select_for_update(no_key=True).order_by("pk"))
    for notice in found:
        close_notice(notice, NOTHING_LEFT)
    return len(found)


def _empty_difference(difference: ContractDifference, values: frozenset[str]) -> int:
    before, after = difference.before, difference.after
    if is_personal_path(difference.path):
        kept: tuple[Json, Json] = (None, None)
    else:
        kept = (without_values(before, values), without_values(after, values))
    if kept == (before, after):
        return 0
    return ContractDifference.objects.filter(pk=difference.pk).update(before=kept[0], after=kept[1])


def _without_person(content: Json, values: frozenset[str]) -> Json:
    return without_values(redact(content), values)


def _call_off(contracts: Sequence[Contract]) -> int:
    steps = Task.objects.filter(change_step__change__contract__in=contracts)
    personal = steps.filter(change_step__change__kind__in=PERSONAL_CHANGES)
    ids = {*personal.values_list("pk", flat=True), *(task.pk for task in _plans(contracts) if _is_personal(task))}
    unfinished = Task.objects.select_for_update(no_key=True).filter(pk__in=ids).exclude(state__in=ENDED)
    tasks = list(unfinished.order_by("pk"))
    for task in tasks:
        task.refresh_from_db()
        if task.state not in ENDED:
            call_off(task, outcome=OutcomeName.STOPPED, reason=CALLED_OFF)
    return len(tasks)


def _plans(contracts: Sequence[Contract]) -> "QuerySet[Task]":
    return Task.objects.filter(kind=PLAN_CHANGE, choices__contract__in=[contract.pk for contract in contracts])


def _is_personal(task: Task) -> bool:
    wanted = task.choices.get("wanted")
    return isinstance(wanted, Mapping) and wanted.get("kind") in PERSONAL_CHANGES
