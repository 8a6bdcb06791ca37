"""Contracts made by an app, through a draft or at once, and the change of one line's product."""

from __future__ import annotations

from shopify_sandbox.state import contract_drafts, draft_commit, draft_content, draft_discounts, draft_lines
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Contract, ContractLine, ContractStatus
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import Given, instant, mapping, mappings, optional_text, texts
from shopify_sandbox.world import World

_INPUT = ("input",)


def wish(world: World, given: Given, *, app_id: int) -> Draft:
    """A draft of a contract that is yet to be, which nobody keeps yet. Raises Refused with SubscriptionDraftErrorCode.

    The shop sells in its own currency alone, as enabledPresentmentCurrencies says.
    """
    customer = _customer(world, given)
    currency = str(given["currencyCode"])
    if currency != world.profile.currency:
        raise refused("Currency is not enabled.", *_INPUT, "currencyCode", code="CURRENCY_NOT_ENABLED")
    date = instant(given["nextBillingDate"])
    draft_content.check_billing_date(world, date, (*_INPUT, "nextBillingDate"))
    wanted, path = mapping(given["contract"]), (*_INPUT, "contract")
    return Draft(
        id=world.new_id(Draft),
        app_id=app_id,
        customer=customer,
        currency=currency,
        content=draft_content.first(world, wanted, customer, currency=currency, path=path),
        next_billing_date=instant(wanted.get("nextBillingDate")) or date,
        status=ContractStatus(str(wanted.get("status") or "ACTIVE")),
        actor=optional_text(given.get("actor")),
    )


def at_once(world: World, given: Given, *, app_id: int) -> Contract:
    """A contract with its lines, their discounts and codes, or nothing. Raises Refused."""
    draft = wish(world, given, app_id=app_id)
    for number, each in enumerate(mappings(given.get("lines"))):
        path = (*_INPUT, "lines", str(number))
        line = draft_lines.add(world, draft, mapping(each["line"]), path=(*path, "line"))
        for discount in mappings(each.get("discounts")):
            entitled = {"lines": {"add": [line.gid]}}
            draft_discounts.add(world, draft, {**discount, "entitledLines": entitled})
    for code in texts(given.get("discountCodes")):
        draft_discounts.apply_code(world, draft, code)
    return draft_commit.commit(world, draft)


def change_product(world: World, contract: Contract, line: object, given: Given, *, actor: str | None) -> ContractLine:
    """Another variant or price for one line, as a revision of its own. Raises Refused.

    The schema forbids it while coming cycles have contents of their own, as it does for drafts (assumed).
    """
    draft_commit.check_no_future_edits(world, contract, "subscriptionContractId")
    draft = contract_drafts.begin(world, contract, actor=actor)
    changed = draft_lines.change(world, draft, line, given)
    draft_commit.commit(world, draft)
    return changed


def _customer(world: World, given: Given) -> Customer:
    found = world.find(Customer, str(given["customerId"]))
    if found is None:
        raise refused("The customer doesn't exist.", *_INPUT, "customerId", code="CUSTOMER_DOES_NOT_EXIST")
    if found.erased_at is not None:
        message = "Customer is scheduled for redaction or has been redacted."
        raise refused(message, *_INPUT, "customerId", code="CUSTOMER_REDACTED")
    return found
