"""Mails a customer the link by which he enters the portal; its token is made when it is sent."""

from backhaul.core.mail_errors import MailError
from backhaul.core.outcome import Outcome
from backhaul.core.portal_access import LINK_LIVES, REQUEST_LIVES
from backhaul.core.tasks import OutcomeName
from backhaul.flows.clock import real_now
from backhaul.flows.endings import succeeded
from backhaul.flows.leases import Lease
from backhaul.flows.mail import send_mail
from backhaul.flows.portal_customers import address_of, contracts_of_customer, customer_at
from backhaul.flows.portal_entry import make_ticket
from backhaul.flows.portal_links import request_id_of
from backhaul.flows.portal_mail import link_mail
from backhaul.flows.portal_policies import portal_of
from backhaul.models import PortalLinkRequest, PortalTicket, Task
from backhaul.shopify.vault import open_sealed

GONE = "Nothing was sent: the request has ended."
TOO_LATE = "Nothing was sent: it was asked for more than an hour ago, and nobody waits for it any more."
CLOSED = "Nothing was sent: the portal is closed."
NOBODY = "Nothing was sent: no customer with a subscription has the address that was typed."
SENT = "The link was mailed to the address that the customer's newest order has."
MAYBE_TWICE = "It may have been mailed twice, for no answer came to an earlier try; one of the two links works."


def send_portal_link(task: Task, lease: Lease) -> Outcome:
    """Find the customer, and mail a link that opens the portal once, within 15 minutes.

    A second run finds the request ended. If the worker dies between mailing and noting that, the mail goes out twice
    under the same Message-ID, with two links of which one opens the portal, and the task says so. It goes to the
    address that the mirror has, never to the one that was typed: letters that look alike lead nobody else's link away.
    """
    request = PortalLinkRequest.objects.select_related("store", "contract").filter(pk=request_id_of(task)).first()
    if request is None or request.ended_at is not None:
        return succeeded(OutcomeName.NOTHING_TO_DO, GONE)
    if real_now() > request.asked_at + REQUEST_LIVES:
        return _end(request, OutcomeName.NOTHING_TO_DO, TOO_LATE)
    if not portal_of(request.store).is_open:
        return _end(request, OutcomeName.NOTHING_TO_DO, CLOSED)
    customer_gid = _customer_of(request)
    address = address_of(request.store, customer_gid) if customer_gid else ""
    if not address:
        return _end(request, OutcomeName.NOTHING_TO_DO, NOBODY)
    again = PortalTicket.objects.filter(request=request).exists()
    lease.check()
    _mail_link(request, customer_gid, to=address)
    return _end(request, OutcomeName.TOLD, f"{SENT} {MAYBE_TWICE}" if again else SENT)


def _mail_link(request: PortalLinkRequest, customer_gid: str, *, to: str) -> None:
    """Mail a link; its ticket is kept unless the mail was surely not taken, and so says that there may be one."""
    earlier = list(PortalTicket.objects.filter(request=request).values_list("pk", flat=True))
    link = make_ticket(request.store, customer_gid, lives=LINK_LIVES, request=request)
    try:
        send_mail(request.store, link_mail(request, to=to, link=link))
    except MailError as error:
        if not error.may_be_taken:
            PortalTicket.objects.filter(request=request).exclude(pk__in=earlier).delete()
        raise


def _customer_of(request: PortalLinkRequest) -> str:
    if request.contract is None:
        return customer_at(request.store, open_sealed(request.address_sealed).reveal())
    has_any = contracts_of_customer(request.store, request.contract.customer_gid).exists()
    return request.contract.customer_gid if has_any else ""


def _end(request: PortalLinkRequest, name: OutcomeName, words: str) -> Outcome:
    PortalLinkRequest.objects.filter(pk=request.pk).update(ended_at=real_now(), address_sealed="")
    return succeeded(name, words)
