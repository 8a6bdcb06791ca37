"""subscriptionBillingAttemptCreate, subscriptionBillingCycleCharge, and the two bulk actions on cycles."""

from __future__ import annotations

from collections.abc import Mapping

from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import billing_attempts, bulk_billing
from shopify_sandbox.state.billing_attempts import Wish
from shopify_sandbox.state.bulk_billing import Search
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.cycle_errors import ATTEMPT_ERRORS, refusal
from shopify_sandbox.state.given import instant, mapping, optional_text

_INPUT = "subscriptionBillingAttemptInput"


def _contract(info: Info, gid: object) -> Contract:
    """One of this app's contracts. Raises Refused with CONTRACT_NOT_FOUND."""
    found = world_of(info).find(Contract, str(gid))
    if found is None or str(found.app_id) != context_of(info).app_id:
        raise refusal(ATTEMPT_ERRORS, "CONTRACT_NOT_FOUND", "subscriptionContractId")
    return found


def _wish(given: Mapping[str, object], key: str, *path: str) -> Wish:
    selector = given.get("billingCycleSelector")
    return Wish(
        key=key,
        selector=None if selector is None else mapping(selector),
        origin_time=instant(given.get("originTime")),
        skips_payment=given.get("paymentProcessingPolicy") == "SKIP_PAYMENT_AND_CREATE_UNPAID_ORDER",
        respects_inventory=given.get("inventoryPolicy") != "ALLOW_OVERSELLING",
        actor=optional_text(given.get("actor")),
        path=path,
    )


@mutation("subscriptionBillingAttempt")
def _create(info: Info, **args: object) -> dict[str, object]:
    contract, given = _contract(info, args["subscriptionContractId"]), mapping(args[_INPUT])
    wish = _wish(given, str(given["idempotencyKey"]), _INPUT)
    return {"subscriptionBillingAttempt": billing_attempts.create(world_of(info), contract, wish)}


@mutation("subscriptionBillingAttempt")
def _charge(info: Info, **args: object) -> dict[str, object]:
    world, contract = world_of(info), _contract(info, args["subscriptionContractId"])
    return {"subscriptionBillingAttempt": billing_attempts.charge(world, contract, _wish(args, world.new_uuid()))}


def _search(info: Info, args: dict[str, object]) -> Search:
    given = mapping(args[bulk_billing.RANGE])
    return bulk_billing.search_for(world_of(info), context_of(info).app_id, given, args.get("filters"))


@mutation("job")
def _bulk_search(info: Info, **args: object) -> dict[str, object]:
    return {"job": bulk_billing.look(world_of(info), _search(info, args))}


@mutation("job")
def _bulk_charge(info: Info, **args: object) -> dict[str, object]:
    return {"job": bulk_billing.charge(world_of(info), _search(info, args), _wish(args, ""))}


FIELDS = fields_of(
    "Mutation",
    {
        "subscriptionBillingAttemptCreate": _create,
        "subscriptionBillingCycleBulkCharge": _bulk_charge,
        "subscriptionBillingCycleBulkSearch": _bulk_search,
        "subscriptionBillingCycleCharge": _charge,
    },
)
