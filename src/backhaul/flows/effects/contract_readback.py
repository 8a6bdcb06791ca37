"""Finds what came of a call that changes a subscription contract, on the contract or on one of its billing cycles."""

from collections.abc import Callable

from backhaul.core.billing_readback import CHARGE, charged_cycle, find_charge
from backhaul.core.budget import Priority
from backhaul.core.contract_readback import (
    CONTRACT_OPERATIONS,
    CYCLE_OPERATIONS,
    DRAFT_OPERATIONS,
    LETTER,
    cycle_index_of,
    read_back_contract,
    read_back_cycle,
)
from backhaul.core.errors import BadReference
from backhaul.core.readback import Absent, Finding, Unsure
from backhaul.models import Intent
from backhaul.shopify.client import connect


def _find_draft(_: Intent) -> Finding:
    return Absent()


def _find_on_contract(intent: Intent) -> Finding:
    contract = connect(intent.store, priority=Priority.EFFECT).read_content(intent.subject_gid)
    return read_back_contract(intent.operation, intent.variables, intent.evidence, contract)


def _find_on_cycle(intent: Intent) -> Finding:
    try:
        index = cycle_index_of(intent.operation, intent.variables, intent.evidence)
    except BadReference as error:
        return Unsure((), error.message)
    cycle = connect(intent.store, priority=Priority.EFFECT).read_cycle(intent.subject_gid, index)
    return read_back_cycle(intent.operation, intent.variables, intent.evidence, cycle)


def _find_charge(intent: Intent) -> Finding:
    """The attempt with the key that was sent, among those at its cycle."""
    try:
        index = charged_cycle(intent.variables)
    except BadReference as error:
        return Unsure((), error.message)
    billed = connect(intent.store, priority=Priority.EFFECT).read_billing(intent.subject_gid, index)
    return find_charge(intent.idempotency_key, billed.attempts if billed else ())


def _find_letter(_: Intent) -> Finding:
    """Shopify shows no trace of its e-mail to a customer. Whether it is asked again is for whoever has asked for it."""
    return Absent()


CONTRACT_READ_BACK: dict[str, Callable[[Intent], Finding]] = {
    **dict.fromkeys(DRAFT_OPERATIONS, _find_draft),
    **dict.fromkeys(CONTRACT_OPERATIONS, _find_on_contract),
    **dict.fromkeys(CYCLE_OPERATIONS, _find_on_cycle),
    CHARGE: _find_charge,
    LETTER: _find_letter,
}
"""How each of them is read back; the subject of its intent is the contract."""
