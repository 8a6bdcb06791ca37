"""Finds out from a contract as read now whether a call whose reply was lost has had its effect.

Read only when the call can no longer arrive. What such a call brings about can be asked for twice without harm, except
a commit, which a draft can have once only, and the letter to a customer, which Shopify does not show: a second one is
sent where nobody of the shop has asked for it, as it harms less than charges that wait for a person's word.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from backhaul.core.contract_content import ContractReading, CycleReading, shows
from backhaul.core.contracts import ENDED_CONTRACT, ContractStatus
from backhaul.core.draft_edits import DraftEdit, edits_from_json
from backhaul.core.errors import BadReference
from backhaul.core.readback import Absent, Finding, Found, Unsure
from backhaul.core.stored_call import object_of, text_of

Variables = Mapping[str, object]

DRAFT_OPERATIONS = frozenset(
    {
        "subscriptionContractUpdate",
        "subscriptionBillingCycleContractEdit",
        "subscriptionDraftUpdate",
        "subscriptionDraftLineAdd",
        "subscriptionDraftLineUpdate",
        "subscriptionDraftLineRemove",
        "subscriptionDraftDiscountAdd",
        "subscriptionDraftDiscountRemove",
    }
)
"""Calls that leave the contract as it is: a draft that nobody commits is harmless, and another one is opened."""


def read_back_contract(operation: str, variables: Variables, evidence: Variables, contract: ContractReading) -> Finding:
    """Find the effect of a stored call on a whole contract."""
    try:
        return _ON_CONTRACT[operation](variables, evidence, contract)
    except BadReference as error:
        return Unsure((), error.message)


def read_back_cycle(operation: str, variables: Variables, evidence: Variables, cycle: CycleReading | None) -> Finding:
    """Find the effect of a stored call on one billing cycle; one that is not shown has no effect either."""
    if cycle is None:
        return Absent()
    try:
        return _ON_CYCLE[operation](variables, evidence, cycle)
    except BadReference as error:
        return Unsure((), error.message)


def cycle_index_of(operation: str, variables: Variables, evidence: Variables) -> int:
    """Which cycle a stored call is about. Raises BadReference."""
    if operation == "subscriptionBillingCycleContractDraftCommit":
        index = evidence.get("cycle_index")
    else:
        index = object_of(object_of(variables.get("billingCycleInput")).get("selector")).get("index")
    if not isinstance(index, int):
        raise BadReference("The stored call names no billing cycle.")
    return index


def find_commit(edits: tuple[DraftEdit, ...], revision: int, contract: ContractReading) -> Finding:
    """A commit makes a later revision that shows all its edits.

    Without a later revision nothing was committed. A later one without our edits is somebody else's; were ours before
    it, theirs has replaced them. Absent is right then: what is planned next is planned on what the contract shows.
    """
    is_there = contract.revision > revision and all(shows(edit, contract.content) for edit in edits)
    return Found((contract.gid,), {"revision": str(contract.revision)}) if is_there else Absent()


def _find_commit(_: Variables, evidence: Variables, contract: ContractReading) -> Finding:
    revision = text_of(evidence.get("revision"))
    return find_commit(edits_from_json(evidence.get("edits")), int(revision), contract)


def _find_status(*statuses: str) -> Callable[[Variables, Variables, ContractReading], Finding]:
    def find(_: Variables, __: Variables, contract: ContractReading) -> Finding:
        is_so = contract.status in statuses
        return Found((contract.gid,), {"status": contract.status}) if is_so else Absent()

    return find


def _find_date(variables: Variables, _: Variables, contract: ContractReading) -> Finding:
    return Found((contract.gid,)) if contract.next_billing_at == _moment(variables.get("date")) else Absent()


def _find_skip(_: Variables, __: Variables, cycle: CycleReading) -> Finding:
    return Found(()) if cycle.skipped else Absent()


def _find_unskip(_: Variables, __: Variables, cycle: CycleReading) -> Finding:
    return Absent() if cycle.skipped else Found(())


def _find_schedule(variables: Variables, _: Variables, cycle: CycleReading) -> Finding:
    wanted = _moment(object_of(variables.get("input")).get("billingDate"))
    return Found(()) if cycle.expected_at == wanted else Absent()


def _find_cycle_commit(_: Variables, evidence: Variables, cycle: CycleReading) -> Finding:
    edits = edits_from_json(evidence.get("edits"))
    content = cycle.edited
    return Found(()) if content is not None and all(shows(edit, content) for edit in edits) else Absent()


def _find_deletion(_: Variables, __: Variables, cycle: CycleReading) -> Finding:
    return Absent() if cycle.is_edited or cycle.edited is not None else Found(())


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(text_of(value))
    except ValueError as error:
        raise BadReference("The stored call has no date.") from error


_ON_CONTRACT: dict[str, Callable[[Variables, Variables, ContractReading], Finding]] = {
    "subscriptionDraftCommit": _find_commit,
    "subscriptionContractActivate": _find_status(ContractStatus.ACTIVE),
    "subscriptionContractPause": _find_status(ContractStatus.PAUSED),
    "subscriptionContractCancel": _find_status(*ENDED_CONTRACT),
    "subscriptionContractSetNextBillingDate": _find_date,
}

_ON_CYCLE: dict[str, Callable[[Variables, Variables, CycleReading], Finding]] = {
    "subscriptionBillingCycleSkip": _find_skip,
    "subscriptionBillingCycleUnskip": _find_unskip,
    "subscriptionBillingCycleScheduleEdit": _find_schedule,
    "subscriptionBillingCycleContractDraftCommit": _find_cycle_commit,
    "subscriptionBillingCycleEditDelete": _find_deletion,
}

CONTRACT_OPERATIONS, CYCLE_OPERATIONS = frozenset(_ON_CONTRACT), frozenset(_ON_CYCLE)
LETTER = "customerPaymentMethodSendUpdateEmail"
