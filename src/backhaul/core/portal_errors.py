"""What keeps somebody out of the customer portal; part of the tree that is drawn in `errors`."""

from backhaul.core.errors import BackhaulError, Conflict


class PortalClosed(Conflict):
    code = "portal-closed"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The customer portal of the store “{slug}” is not open.",
            hint=f"Open it with `backhaul portal open {slug}`, or on the store's page in the console.",
            data={"store": slug},
        )


class NoPortalAddress(Conflict):
    code = "no-portal-address"
    default_hint = "Set BACKHAUL_PUBLIC_URL to the address under which customers reach this installation."

    def __init__(self) -> None:
        super().__init__("Nobody could follow a link to the portal: this installation has no public address.")


class CustomerUnreachable(Conflict):
    code = "customer-unreachable"
    default_hint = "Look at the customer's newest order in Shopify: the link goes to the e-mail address that it has."

    def __init__(self, contract_id: str) -> None:
        super().__init__(
            "No e-mail address is known of the customer of this subscription.", data={"contract": contract_id}
        )


class PortalEntryRefused(BackhaulError):
    """Somebody who wants to enter the portal has not shown who he is."""

    code = "portal-entry-refused"


class LinkRefused(PortalEntryRefused):
    """The link is forged, of another store, used already, or too old; which of these is not said."""

    code = "portal-link-refused"
    default_hint = "Ask for a new link."

    def __init__(self) -> None:
        super().__init__("This link cannot be used any more.")


class ProxyCallRefused(PortalEntryRefused):
    """A call does not come from the shop, or not now, or not for the first time."""

    code = "proxy-call-refused"
    default_hint = "Open the page in the shop again."
