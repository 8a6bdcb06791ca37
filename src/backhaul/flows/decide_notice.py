"""Carries out what a person has decided about a notice, with one click."""

from django.db import transaction

from backhaul.core.cancellation import CHANGES
from backhaul.core.notice_errors import AlreadyDecided, NoSuchOption, NothingLeftToDecide
from backhaul.core.wanted_changes import Actor, WantedChange
from backhaul.core.wanted_json import read_wanted
from backhaul.flows.charge_notices import BILL_OPTIONS
from backhaul.flows.clock import now
from backhaul.flows.find import by_id
from backhaul.flows.finish_change import LEAVE_IT, PLAN_ANEW
from backhaul.flows.steer_bills import wish_bill
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.models import Change, Notice


def decide_notice(notice_id: str, option: str, *, by: str) -> Notice:
    """Keep the decision, and write the task that it asks for, in one transaction; the same decision again is the same.

    Raises NotFound, NoSuchOption, AlreadyDecided, NothingLeftToDecide, StoreUninstalled, what `wish_bill` raises, and
    BadChange where what was asked for has been erased since; then nothing is kept.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("contract__store")
        found = by_id(notice, notice_id, "notice")
        names = [one["name"] for one in found.options]
        if option not in names:
            raise NoSuchOption(option, names)
        if found.decided_at is not None and found.decision != option:
            raise AlreadyDecided(found.pk, found.decision)
        if found.decided_at is None and found.result:
            raise NothingLeftToDecide(found.pk, found.result)
        if found.decided_at is None:
            _keep(found, option, by=by)
    return found


def _keep(notice: Notice, option: str, *, by: str) -> None:
    notice.decision, notice.decided_at, notice.decided_by = option, now(), by[:255]
    notice.read_at = notice.read_at or notice.decided_at
    notice.result = _follow(notice, option)
    notice.save(update_fields=["decision", "decided_at", "decided_by", "read_at", "result"])


def _follow(notice: Notice, option: str) -> str:
    """What follows from the decision, in words."""
    if option in BILL_OPTIONS:
        bill = wish_bill(notice.subject_id, BILL_OPTIONS[option], by=notice.decided_by)
        return f"{bill.task_id} sees to it."
    change = _change(notice, option)
    follows = next(one["follows"] for one in notice.options if one["name"] == option)
    if change is None or notice.contract is None:
        return str(follows)
    wish = ChangeWish(change, Actor.MERCHANT, notice.decided_by)
    anew = notice.subject_id if option == PLAN_ANEW else None
    task = want_change(notice.contract, wish, key=notice.pk, replaces=anew)
    return f"{follows} {task.pk} sees to it."


def _change(notice: Notice, option: str) -> WantedChange | None:
    """The change that the decision asks for: one that a rule names, or what is left of one that was not done whole."""
    if option == PLAN_ANEW:
        begun = Change.objects.select_related("contract").get(pk=notice.subject_id)
        return read_wanted(begun.wanted, currency=begun.contract.currency)
    return None if option == LEAVE_IT else CHANGES[option]
