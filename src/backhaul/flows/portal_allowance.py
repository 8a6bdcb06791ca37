"""Counts how often a customer has changes planned, over all his sessions at a store."""

from datetime import timedelta

import structlog
from django.db import transaction

from backhaul.core.portal_allowance import Used, one_more, wait_of
from backhaul.flows.clock import real_now
from backhaul.models import Contract, PortalAllowance

log = structlog.get_logger()


def wait_before_planning(contract: Contract, *, most: int) -> timedelta | None:
    """Count one plan more for the contract's customer; how long to wait where there were so many, which is not counted.

    Of two at the same instant one comes after the other.
    """
    moment = real_now()
    with transaction.atomic():
        row, _ = PortalAllowance.objects.select_for_update(no_key=True).get_or_create(
            store=contract.store, customer_gid=contract.customer_gid, defaults={"since": moment}
        )
        used = Used(row.since, row.plans)
        more = one_more(used, moment, most=most)
        if more is None:
            log.warning("portal.too_many_plans", store=contract.store.slug, contract_id=contract.pk)
            return wait_of(used, moment)
        row.since, row.plans = more.since, more.plans
        row.save(update_fields=["since", "plans"])
    return None
