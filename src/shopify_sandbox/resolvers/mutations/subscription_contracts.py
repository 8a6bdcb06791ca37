"""subscriptionContract*: making contracts, drafts of them, and changing them as a whole.

Contracts of other apps are answered as if they weren't there (assumed), and so is how unknown ids are answered.
"""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, Resolver, context_of, world_of
from shopify_sandbox.resolvers.contract_content import ShownLine
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import contract_changes, contract_creation, contract_drafts
from shopify_sandbox.state.contracts import Contract, ContractStatus
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import instant, mapping, optional_text


def own_contract(info: Info, gid: object, *field: str) -> Contract:
    """The contract, when it is one of this app's. Raises Refused with INVALID."""
    found = world_of(info).find(Contract, str(gid))
    if found is None or str(found.app_id) != context_of(info).app_id:
        raise refused("Subscription contract does not exist.", *field, code="INVALID")
    return found


def _becoming(status: ContractStatus) -> Resolver:
    @mutation("contract")
    def change(info: Info, **args: object) -> dict[str, object]:
        contract = own_contract(info, args["subscriptionContractId"], "subscriptionContractId")
        contract_changes.set_status(world_of(info), contract, status, actor=optional_text(args.get("actor")))
        return {"contract": contract}

    return change


@mutation("contract")
def _set_next_billing_date(info: Info, **args: object) -> dict[str, object]:
    contract = own_contract(info, args["contractId"], "contractId")
    date = instant(args["date"])
    assert date is not None
    contract_changes.ask_for_next_billing_date(world_of(info), contract, date)
    return {"contract": contract}


@mutation("draft")
def _create(info: Info, **args: object) -> dict[str, object]:
    wish = contract_creation.wish(world_of(info), mapping(args["input"]), app_id=int(context_of(info).app_id))
    return {"draft": world_of(info).add(wish)}


@mutation("contract")
def _create_at_once(info: Info, **args: object) -> dict[str, object]:
    app_id = int(context_of(info).app_id)
    return {"contract": contract_creation.at_once(world_of(info), mapping(args["input"]), app_id=app_id)}


@mutation("draft")
def _update(info: Info, **args: object) -> dict[str, object]:
    contract = own_contract(info, args["contractId"], "contractId")
    actor = optional_text(args.get("actor"))
    return {"draft": contract_drafts.begin(world_of(info), contract, actor=actor)}


@mutation("contract", "lineUpdated")
def _change_product(info: Info, **args: object) -> dict[str, object]:
    contract = own_contract(info, args["subscriptionContractId"], "subscriptionContractId")
    actor = optional_text(args.get("actor"))
    line = contract_creation.change_product(
        world_of(info), contract, args["lineId"], mapping(args["input"]), actor=actor
    )
    return {"contract": contract, "lineUpdated": ShownLine(contract.content, line)}


FIELDS = fields_of(
    "Mutation",
    {
        "subscriptionContractActivate": _becoming(ContractStatus.ACTIVE),
        "subscriptionContractAtomicCreate": _create_at_once,
        "subscriptionContractCancel": _becoming(ContractStatus.CANCELLED),
        "subscriptionContractCreate": _create,
        "subscriptionContractExpire": _becoming(ContractStatus.EXPIRED),
        "subscriptionContractFail": _becoming(ContractStatus.FAILED),
        "subscriptionContractPause": _becoming(ContractStatus.PAUSED),
        "subscriptionContractProductChange": _change_product,
        "subscriptionContractSetNextBillingDate": _set_next_billing_date,
        "subscriptionContractUpdate": _update,
    },
)
