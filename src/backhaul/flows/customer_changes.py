"""What a customer asks to have changed of a subscription: said in the customer's words, and begun when confirmed."""

from dataclasses import dataclass
from datetime import timedelta

from backhaul.core.budget import Priority
from backhaul.core.change_errors import ChangeRefusedToCustomer
from backhaul.core.change_steps import Step, StepKind
from backhaul.core.contracts import Ownership
from backhaul.core.errors import InputError
from backhaul.core.minimum_term import billings_made
from backhaul.core.money import Money
from backhaul.core.portal_allowance import MOST_PLANS, MOST_PREVIEWS, too_many
from backhaul.core.portal_delivery_rules import NO_SUCH_DELIVERY, why_not_delivery, why_not_wanted
from backhaul.core.portal_limits import refusal, what_stays, why_nothing
from backhaul.core.portal_policy import PortalPolicies
from backhaul.core.portal_rules import OF_DELIVERY, Standing, why_not
from backhaul.core.portal_words import places_taken, step_words, takes_place
from backhaul.core.sentences import Sentence
from backhaul.core.wanted_changes import Actor, ChangeKind, WantedChange
from backhaul.flows.clock import now
from backhaul.flows.contract_facts import contract_of
from backhaul.flows.deliveries import tracked_deliveries
from backhaul.flows.give_back_step import units_request
from backhaul.flows.plan_change import Preview, confirm_change, preview_change, under_way
from backhaul.flows.portal_allowance import wait_before_planning
from backhaul.flows.units_draft import draft_of, price_draft
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, Contract, SalesOrder

BY_CUSTOMER = "the customer"
"""Whom a change names that was asked for in the portal: the contract says which customer that is."""


@dataclass(frozen=True)
class CustomerPreview:
    """What a change would come to. It is confirmed by its fingerprint, which is "" where `refused` says why it cannot.

    `stays` is what it does not reach. `wait` says for how long nothing more is planned, where that is the reason.
    """

    fingerprint: str
    steps: tuple[Sentence, ...] = ()
    stays: tuple[Sentence, ...] = ()
    refused: Sentence | None = None
    wait: timedelta | None = None


def standing_of(contract: Contract) -> Standing:
    """The subscription as its customer sees it, from the mirror; no call."""
    remote = contract_of(contract)
    return Standing(
        contract=remote,
        ownership=Ownership(contract.ownership),
        deliveries=tuple(one.delivery for one in tracked_deliveries(contract)),
        billed_cycles=billings_made(remote.cycles),
        timezone=contract.store.timezone,
        now=now(),
        is_changing=under_way(contract) is not None,
    )


def why_it_cannot_be(kind: ChangeKind, number: object, standing: Standing, portal: PortalPolicies) -> Sentence | None:
    """Why nothing of this kind can be asked for, whatever is filled in; `number` is that of a delivery, as given."""
    if kind not in OF_DELIVERY:
        return why_not(kind, standing, portal)
    found = (one for one in standing.deliveries if str(one.number) == str(number))
    delivery = next(found, None)
    return why_not_delivery(kind, delivery, standing, portal) if delivery is not None else NO_SUCH_DELIVERY


def preview_for_customer(contract: Contract, wanted: WantedChange, *, portal: PortalPolicies) -> CustomerPreview:
    """Read both sides and plan; what is given back is computed as it will be when it is done.

    Nothing but the mirror is written, and that one more was planned: after many within a few minutes the customer is
    asked to wait. It leaves the points to those who ship and charge. Raises ShopifyError.
    """
    if because := why_not_wanted(wanted, standing_of(contract), portal):
        return CustomerPreview("", refused=because)
    if wait := wait_before_planning(contract, most=MOST_PREVIEWS):
        return CustomerPreview("", refused=too_many(wait), wait=wait)
    preview = preview_change(contract, _wish(wanted), priority=Priority.REFRESH)
    contract.refresh_from_db()
    because = why_not_wanted(wanted, standing_of(contract), portal) or refusal(preview.plan, wanted, portal)
    if because is None and not preview.plan.steps:
        because = why_nothing(preview.plan, wanted, preview.situation)
    if because is not None:
        return CustomerPreview("", refused=because)
    return CustomerPreview(
        preview.plan.fingerprint,
        steps=tuple(_said(step, preview) for step in preview.plan.steps),
        stays=what_stays(preview.plan, wanted, preview.situation),
    )


def confirm_for_customer(
    contract: Contract, wanted: WantedChange, *, fingerprint: str, portal: PortalPolicies
) -> Change:
    """Begin the change whose preview had this fingerprint, on behalf of the customer; sent twice, it is begun once.

    The rules are asked again with what was just read and planned, and with the store's policies as they are now. Raises
    ChangeRefusedToCustomer, PlanOutdated, ChangeUnderWay, ChangeImpossible, ShopifyError, StoreUninstalled; then
    nothing is kept.
    """
    begun = under_way(contract)
    if begun is not None and begun.fingerprint == fingerprint:
        return begun
    if because := why_not_wanted(wanted, standing_of(contract), portal):
        raise ChangeRefusedToCustomer(str(because))
    if wait := wait_before_planning(contract, most=MOST_PLANS):
        raise ChangeRefusedToCustomer(str(too_many(wait)))

    def permit(preview: Preview) -> None:
        standing = standing_of(preview.contract)
        if because := why_not_wanted(wanted, standing, portal) or refusal(preview.plan, wanted, portal):
            raise ChangeRefusedToCustomer(str(because))

    return confirm_change(contract, _wish(wanted), fingerprint=fingerprint, permit=permit)


def _wish(wanted: WantedChange) -> ChangeWish:
    return ChangeWish(wanted, Actor.CUSTOMER, BY_CUSTOMER)


def _said(step: Step, preview: Preview) -> Sentence:
    side = next((one for one in preview.situation.orders if one.remote.gid == step.subject_gid), None)
    order = side.remote.name if side else ""
    places = places_taken((one.kind, one.params) for one in preview.plan.steps)
    return step_words(
        step.kind,
        step.params,
        zone=preview.situation.timezone,
        order=order,
        amount=_amount(step, preview),
        takes_place=takes_place(step.kind, step.params, places),
    )


def _amount(step: Step, preview: Preview) -> Money | None:
    """What the step gives back, as far as it can be known beforehand."""
    if step.kind is StepKind.GIVE_BACK:
        order = SalesOrder.objects.select_related("store").get(store=preview.contract.store, gid=step.subject_gid)
        try:
            return price_draft(draft_of(order, units_request(step.params, "preview"), "")).amounts.total
        except InputError:
            return None
    if step.kind is StepKind.CANCEL_ORDER:
        side = next(one for one in preview.situation.orders if one.remote.gid == step.subject_gid)
        paid = side.remote.money.net_payment
        return paid.presentment if paid else None
    return None
