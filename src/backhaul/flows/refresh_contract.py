"""Reads a subscription contract that something was heard of; nothing here ever changes Shopify."""

from datetime import datetime

from backhaul.core.budget import Priority
from backhaul.core.outcome import Outcome
from backhaul.core.refreshing import SHOWN_WITHIN, pause_after
from backhaul.core.shopify_errors import AccessDenied, NotFoundInShopify
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import waiting
from backhaul.flows.leases import Lease
from backhaul.flows.mirror_contract import note_contract_gone
from backhaul.flows.read_contract import read_contract
from backhaul.flows.want_contract import contract_gid_of
from backhaul.flows.want_refresh import learned_of
from backhaul.models import Contract, ContractDifference, Task


def refresh_contract(task: Task, lease: Lease) -> Outcome:
    """Read the contract and let the mirror have it. A second run reads it again, which changes nothing.

    Wait where Shopify does not show it yet; note that it is gone where Shopify has it no more.
    """
    gid, began, read_from = contract_gid_of(task), now(), real_now()
    try:
        read_contract(task.store, gid, priority=Priority.REFRESH, learned=learned_of(task))
    except NotFoundInShopify:
        return _not_shown(task, gid, read_from)
    except AccessDenied as error:
        return _nothing(f"This app may not read subscription contracts: {error.message}")
    row = Contract.objects.get(store=task.store, gid=gid)
    changed = ContractDifference.objects.filter(contract=row, noticed_at__gte=began).count()
    words = f"Fields that have changed: {changed}." if changed else "Nothing had changed."
    return Outcome(OutcomeName.REFRESHED, TaskState.SUCCEEDED, words)


def _not_shown(task: Task, gid: str, read_from: datetime) -> Outcome:
    row = Contract.objects.filter(store=task.store, gid=gid).first()
    if row is not None:
        note_contract_gone(row, read_from=read_from)
        return Outcome(OutcomeName.REFRESHED, TaskState.SUCCEEDED, "Shopify does not have the contract any more.")
    waited = now() - task.created_at
    if waited < SHOWN_WITHIN:
        return waiting(WaitReason.ROUTING, now() + pause_after(waited), "Shopify does not show it yet.")
    return _nothing("Shopify does not show the contract: it is deleted, or another app's that is hidden from this one.")


def _nothing(words: str) -> Outcome:
    return Outcome(OutcomeName.NOTHING_TO_DO, TaskState.SUCCEEDED, words)
