"""The mail with the link by which a customer enters the portal."""

from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext

from backhaul.flows.mail import Message
from backhaul.models import PortalLinkRequest


def link_mail(request: PortalLinkRequest, *, to: str, link: str) -> Message:
    """The mail in the language that was asked for. Sent again for the same request, it has the same Message-ID."""
    shop = request.store.name or request.store.slug
    with translation.override(request.language):
        asked = gettext("With this link you open your subscriptions at {shop}:").format(shop=shop)
        limits = gettext("It works once, within 15 minutes.")
        unasked = gettext("If you have not asked for it, you need not do anything.")
        return Message(
            to=to,
            subject=gettext("Your subscriptions at {shop}").format(shop=shop),
            text=f"{asked}\n\n{link}\n\n{limits} {unasked}\n",
            html=format_html('<p>{}</p><p><a href="{}">{}</a></p><p>{} {}</p>', asked, link, link, limits, unasked),
            message_id=request.pk,
        )
