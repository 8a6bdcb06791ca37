"""What POST /sandbox/billing does: says how billing attempts go, and bills as a subscription app would.

`{"delay": "PT5S", "next": "failure" | {"outcome": "success" | "failure" | "challenged" | "refused", "error_code",
"error_message", "contract", "times": 3 | null, "met_after": "PT10M", "ends_as": "failure"} | [plan, ...], "forget":
true, "next_billing_date_leads": true}`: attempts made from now on end after the delay; plans are for the attempts that
come next, of one contract or of any, as often as said, null for always, in the order given. A challenge is met by hand
unless `met_after` is given. With `next_billing_date_leads` a new next billing date moves the cycles, and a success
moves the date on, which Shopify leaves to apps.

`{"do": "charge", "contract": gid, "cycle": 3, "key"}`: the contract's own app bills a cycle, without one the next that
is neither billed nor skipped, and keeps the next billing date up to date; without a contract all that have fallen due.
`{"do": "answer", "attempt": gid, "outcome": "success" | "failure" | "challenged", "error_code"}`: the customer answers
a challenge, or opens it and goes away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from shopify_sandbox import control_input
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.schema import enum_values
from shopify_sandbox.state import billing_attempts, billing_errors, billing_schedule
from shopify_sandbox.state.billing_attempts import Wish
from shopify_sandbox.state.billing_plans import BillingPlan, Ending, Outcome
from shopify_sandbox.state.contracts import BillingAttempt, Contract, ContractStatus
from shopify_sandbox.state.cycle_errors import ATTEMPT_ERRORS
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.world import World

_SETTINGS = {"delay", "next", "forget", "next_billing_date_leads"}
_DEED = {"do", "contract", "cycle", "key", "attempt", "outcome", "error_code"}
_PLAN = {"outcome", "error_code", "error_message", "contract", "times", "met_after", "ends_as"}
Given = Mapping[str, object]
Deed = Callable[[World, Given], list[BillingAttempt]]


def act(world: World, body: Given) -> dict[str, object]:
    """Do it; tells how billing goes and the attempts it was about. Raises BadControlRequest, nothing changed then."""
    control_input.no_others(body, _SETTINGS | _DEED, "billing")
    change = _settings(world, body)
    if "do" not in body and (unread := _DEED & set(body)):
        raise BadControlRequest(f"billing: {sorted(unread)[0]!r} needs do")
    before = world.billing.delay, list(world.billing.plans), world.billing.next_billing_date_leads
    change()
    try:
        attempts = _done(world, body)
    except (Refused, BadControlRequest) as error:
        world.billing.delay, world.billing.plans, world.billing.next_billing_date_leads = before
        raise BadControlRequest(str(error)) from error
    return {**_told(world), "attempts": [_told_attempt(each) for each in attempts]}


def _settings(world: World, body: Given) -> Callable[[], None]:
    """What the settings change, read whole before anything is changed."""
    desk = world.billing
    delay = control_input.duration(body["delay"], "delay") if "delay" in body else desk.delay
    forget = control_input.truth(body.get("forget", False), "forget")
    leads = control_input.truth(body.get("next_billing_date_leads", desk.next_billing_date_leads), "leads")
    given = body.get("next", [])
    plans = [_plan(world, each) for each in (given if isinstance(given, list) else [given])]

    def change() -> None:
        desk.delay, desk.next_billing_date_leads = delay, leads
        desk.plans = [*([] if forget else desk.plans), *plans]

    return change


def _plan(world: World, value: object) -> BillingPlan:
    given = {"outcome": value} if isinstance(value, str) else control_input.mapping(value, "next")
    control_input.no_others(given, _PLAN, "next")
    met_after = given.get("met_after")
    ends_as = given.get("ends_as", Outcome.SUCCESS.value)
    contract = given.get("contract")
    times = given.get("times", 1)
    ending = _ending(given, tuple(Outcome))
    return BillingPlan(
        Ending(
            ending.outcome,
            ending.error_code,
            ending.error_message,
            met_after=None if met_after is None else control_input.duration(met_after, "next: met_after"),
            ends_as=Outcome(control_input.one_of(ends_as, (Outcome.SUCCESS, Outcome.FAILURE), "next: ends_as")),
        ),
        contract_id=None if contract is None else _contract(world, contract).id,
        times=None if times is None else control_input.count(times, "next: times"),
    )


def _ending(given: Given, outcomes: tuple[str, ...]) -> Ending:
    outcome = Outcome(control_input.one_of(given.get("outcome", "success"), outcomes, "outcome"))
    code = control_input.optional_text(given, "error_code")
    known = enum_values(ATTEMPT_ERRORS) if outcome is Outcome.REFUSED else billing_errors.SENTENCES.keys()
    if code is not None and code not in known:
        raise BadControlRequest(f"there is no error_code {code!r} for the outcome {outcome.value}")
    return Ending(outcome, code, control_input.optional_text(given, "error_message"))


def _done(world: World, body: Given) -> list[BillingAttempt]:
    if "do" not in body:
        return []
    name = control_input.one_of(body["do"], tuple(_DEEDS), "do")
    deed, takes = _DEEDS[name]
    if unread := (_DEED & set(body)) - takes - {"do"}:
        raise BadControlRequest(f"{name} does not take {sorted(unread)[0]!r}")
    return deed(world, body)


def _charge(world: World, body: Given) -> list[BillingAttempt]:
    if "contract" not in body:
        if unread := {"cycle", "key"} & set(body):
            raise BadControlRequest(f"charge needs a contract for {sorted(unread)[0]!r}")
        return [_billed(world, each, None, world.new_uuid()) for each in _due(world)]
    contract = _contract(world, body["contract"])
    index = control_input.count(body["cycle"], "cycle") if "cycle" in body else None
    key = control_input.optional_text(body, "key") or world.new_uuid()
    return [_billed(world, contract, index, key)]


def _due(world: World) -> list[Contract]:
    """Contracts whose next cycle is to be billed now, and isn't being billed."""
    found = []
    for contract in world.all(Contract):
        cycle = billing_schedule.next_to_bill(world, contract)
        open_attempt = any(each.completed_at is None for each in contract.attempts)
        if contract.status is not ContractStatus.ACTIVE or cycle is None or open_attempt:
            continue
        if cycle.expected_at <= world.now():
            found.append(contract)
    return found


def _billed(world: World, contract: Contract, index: int | None, key: str) -> BillingAttempt:
    if index is None:
        following = billing_schedule.next_to_bill(world, contract)
        if following is None:
            raise BadControlRequest(f"{contract.gid} has no cycle left to bill")
        index = following.index
    attempt = billing_attempts.create(world, contract, Wish(key=key, selector={"index": index}))
    attempt.keeps_date = True
    return attempt


def _answer(world: World, body: Given) -> list[BillingAttempt]:
    attempt = world.find(BillingAttempt, str(body.get("attempt")))
    if attempt is None or attempt.next_action_url is None:
        raise BadControlRequest(f"there is no challenged attempt {body.get('attempt')!r}")
    ending = _ending(body, (Outcome.SUCCESS, Outcome.FAILURE, Outcome.CHALLENGED))
    billing_attempts.meet_challenge(world, attempt, ending)
    return [attempt]


def _contract(world: World, wanted: object) -> Contract:
    for each in world.all(Contract):
        if wanted in (each.gid, str(each.id), each.id):
            return each
    raise BadControlRequest(f"there is no contract {wanted!r}")


def _told(world: World) -> dict[str, object]:
    desk = world.billing
    plans = [
        {"outcome": each.ending.outcome.value, "contract": each.contract_id, "times": each.times} for each in desk.plans
    ]
    return {
        "delay_seconds": desk.delay / timedelta(seconds=1),
        "next_billing_date_leads": desk.next_billing_date_leads,
        "plans": plans,
    }


def _told_attempt(attempt: BillingAttempt) -> dict[str, object]:
    return {
        "id": attempt.gid,
        "contract": attempt.contract.gid,
        "cycle": attempt.cycle_index,
        "key": attempt.idempotency_key,
        "completed": attempt.completed_at is not None,
        "order": attempt.order.gid if attempt.order else None,
        "error_code": attempt.error_code,
        "next_action_url": attempt.next_action_url,
    }


_DEEDS: dict[str, tuple[Deed, set[str]]] = {
    "charge": (_charge, {"contract", "cycle", "key"}),
    "answer": (_answer, {"attempt", "outcome", "error_code"}),
}
