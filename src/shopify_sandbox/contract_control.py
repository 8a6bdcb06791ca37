"""What POST /sandbox/contracts does: another app, the customer or the merchant changes a contract or an order.

`{"contract": gid | id, "do": "pause" | "activate" | "cancel" | "expire" | "fail", "actor": "CUSTOMER"}`. Likewise
`"update"`, with any of `"input"` (a SubscriptionDraftInput), `"lines": [{"line": gid, "input": {}}]` (what is said of
one a SubscriptionLineUpdateInput, `"input": null` takes the line out) and `"add": [{}]` (SubscriptionLineInputs), all
committed as one draft; `"address"` with an `"address"` (a MailingAddressInput); `"next_billing_date"` with a `"date"`;
`"skip"` and `"unskip"` with a `"cycle"`; `"change_payment_method"` with a `"payment_method"` as at the checkout;
`"revoke_payment_method"`.

`{"order": gid | id | name, "do"}`: see order_control. Nothing of it is asked for by the app, which hears of it as of
everything: by webhooks. What the Admin API would refuse is refused in its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from shopify_sandbox import control_input, order_control, plan_body
from shopify_sandbox.admin_input import admin_input
from shopify_sandbox.contract_snapshot import contract_snapshot
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.schema import enum_values
from shopify_sandbox.state import (
    billing_cycles,
    contract_changes,
    contract_drafts,
    draft_commit,
    draft_content,
    draft_lines,
    payment_methods,
)
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Contract, ContractStatus, PaymentMethod
from shopify_sandbox.state.cycle_errors import SKIP_ERRORS
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.given import Given, instant
from shopify_sandbox.state.orders import Order
from shopify_sandbox.world import World

E = TypeVar("E", bound=Entity)
_STATUSES = {
    "pause": ContractStatus.PAUSED,
    "activate": ContractStatus.ACTIVE,
    "cancel": ContractStatus.CANCELLED,
    "expire": ContractStatus.EXPIRED,
    "fail": ContractStatus.FAILED,
}


def act(world: World, body: Mapping[str, object]) -> dict[str, object]:
    """Do it; tells the contract or the order as it is then. Raises BadControlRequest, nothing changed then."""
    if ("contract" in body) is ("order" in body):
        raise BadControlRequest("name a contract or an order")
    try:
        if "contract" in body:
            return _about_contract(world, body)
        return order_control.act(world, _named(world, Order, body["order"]), body)
    except Refused as refusal:
        raise BadControlRequest(str(refusal)) from refusal


def _about_contract(world: World, body: Given) -> dict[str, object]:
    contract = _named(world, Contract, body["contract"])
    name = control_input.one_of(body.get("do"), (*_STATUSES, *_CONTRACT_DEEDS), "do")
    deed, takes = (_set_status, set()) if name in _STATUSES else _CONTRACT_DEEDS[name]
    control_input.no_others(body, {"contract", "do", "actor", *takes}, name)
    deed(world, contract, body)
    return {"contract": contract_snapshot(contract)}


def _named(world: World, kind: type[E], wanted: object) -> E:
    for each in world.all(kind):
        if wanted in (each.gid, str(each.id), each.id, getattr(each, "name", None)):
            return each
    raise BadControlRequest(f"there is no {kind.typename} {wanted!r}")


def _actor(body: Given) -> str | None:
    actor = body.get("actor")
    return None if actor is None else control_input.one_of(actor, tuple(enum_values("SubscriptionActor")), "actor")


def _set_status(world: World, contract: Contract, body: Given) -> None:
    contract_changes.set_status(world, contract, _STATUSES[str(body["do"])], actor=_actor(body))


def _update(world: World, contract: Contract, body: Given) -> None:
    lines = [control_input.mapping(each, "lines") for each in _listed(body, "lines")]
    for each in lines:
        control_input.no_others(each, {"line", "input"}, "lines")
    changes = [(each.get("line"), each.get("input")) for each in lines]
    changed = [
        (gid, None if given is None else admin_input(given, "SubscriptionLineUpdateInput")) for gid, given in changes
    ]
    added = [admin_input(each, "SubscriptionLineInput") for each in _listed(body, "add")]
    given = admin_input(body.get("input", {}), "SubscriptionDraftInput")

    def stage(draft: Draft) -> None:
        draft_content.change(world, draft, given)
        for gid, change in changed:
            if change is None:
                draft_lines.remove(draft, gid)
            else:
                draft_lines.change(world, draft, gid, change)
        for each in added:
            draft_lines.add(world, draft, each)

    _committed(world, contract, body, stage)


def _listed(body: Given, key: str) -> list[object]:
    value = body.get(key, [])
    if not isinstance(value, list):
        raise BadControlRequest(f"{key} is a list")
    return value


def _committed(world: World, contract: Contract, body: Given, stage: Callable[[Draft], None]) -> None:
    """The contract as a draft has it; of a refused one nothing stays."""
    draft = contract_drafts.begin(world, contract, actor=_actor(body))
    try:
        stage(draft)
        draft_commit.commit(world, draft)
    except Refused:
        world.remove(draft)
        raise


def _move(world: World, contract: Contract, body: Given) -> None:
    address = admin_input(body.get("address"), "MailingAddressInput")
    given = {"deliveryMethod": {"shipping": {"address": address}}}
    _committed(world, contract, body, lambda draft: draft_content.change(world, draft, given))


def _set_date(world: World, contract: Contract, body: Given) -> None:
    try:
        date = instant(body.get("date"))
    except ValueError as error:
        raise BadControlRequest("date must be an instant such as 2026-10-01T12:00:00Z") from error
    if date is None:
        raise BadControlRequest("next_billing_date needs a date")
    contract_changes.ask_for_next_billing_date(world, contract, date)


def _cycle(world: World, contract: Contract, body: Given) -> Cycle:
    number = control_input.count(body.get("cycle"), "cycle")
    return billing_cycles.selected(world, contract, {"index": number}, kind=SKIP_ERRORS)


def _skip(world: World, contract: Contract, body: Given) -> None:
    billing_cycles.skip(world, _cycle(world, contract, body))


def _unskip(world: World, contract: Contract, body: Given) -> None:
    billing_cycles.unskip(world, _cycle(world, contract, body))


def _method(contract: Contract) -> PaymentMethod:
    if contract.content.payment_method is None:
        raise BadControlRequest(f"{contract.gid} has no payment method")
    return contract.content.payment_method


def _change_method(world: World, contract: Contract, body: Given) -> None:
    instrument = plan_body.read_instrument(body.get("payment_method", {}))
    assert instrument is not None
    payment_methods.change(world, _method(contract), instrument)


def _revoke_method(world: World, contract: Contract, _body: Given) -> None:
    payment_methods.revoke(world, _method(contract))


_CONTRACT_DEEDS: dict[str, tuple[Callable[[World, Contract, Given], None], set[str]]] = {
    "update": (_update, {"input", "lines", "add"}),
    "address": (_move, {"address"}),
    "next_billing_date": (_set_date, {"date"}),
    "skip": (_skip, {"cycle"}),
    "unskip": (_unskip, {"cycle"}),
    "change_payment_method": (_change_method, {"payment_method"}),
    "revoke_payment_method": (_revoke_method, set()),
}
