"""The address at which a customer confirms a payment with the bank: kept with the billing attempt alone.

Whoever has it can confirm the payment, so a notice holds a mark in its place, and a mail to the customer has it.
"""

from backhaul.core.contracts import AttemptState
from backhaul.core.web_addresses import web_address
from backhaul.models import BillingAttempt, Charge, Notice

BANK_LINK = "(the bank's page)"
"""What stands in a notice's words where its customer reads the address."""


def needs_bank_link(notice: Notice) -> bool:
    """Whether the notice says nothing without the address."""
    return BANK_LINK in notice.words


def bank_link_of(notice: Notice) -> str:
    """Where the payment that the notice is about is confirmed; "" when there is nothing to confirm any more."""
    gids = Charge.objects.filter(bill=notice.subject_id, bill__contract=notice.contract_id).values("attempt_gid")
    challenged = BillingAttempt.objects.filter(
        contract=notice.contract_id, gid__in=gids, state=AttemptState.ACTION_REQUIRED
    )
    newest = challenged.order_by("-shopify_created_at").first()
    return web_address(newest.next_action_url) if newest is not None else ""
