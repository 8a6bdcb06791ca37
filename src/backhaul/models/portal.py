"""The customer portal: what a store allows, who has asked to be let in, and who is in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.portal_policy import USUAL_NOTICE_DAYS, USUALLY
from backhaul.models.contracts import Contract
from backhaul.models.fields import gid_field, prefixed_id
from backhaul.models.stores import Store


def usual_changes() -> list[str]:
    """What customers may do unless the merchant says otherwise."""
    return sorted(USUALLY)


class PortalPolicy(models.Model):
    """A store's customer portal; without a row it is closed."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, primary_key=True, related_name="portal_policy")
    is_open = models.BooleanField(default=False)
    allowed = ArrayField(models.CharField(max_length=32), default=usual_changes)
    notice_days = models.PositiveSmallIntegerField(default=USUAL_NOTICE_DAYS)

    def __str__(self) -> str:
        return f"portal of {self.store_id}"


class PortalLinkRequest(models.Model):
    """Somebody has asked for a link by mail: a visitor for an address, or a member of staff for a contract.

    `address_sealed` is what was typed, encrypted, and emptied as soon as the task has ended.
    """

    id = prefixed_id("plr")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="portal_link_requests")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, related_name="portal_link_requests")
    address_sealed = models.TextField(blank=True)
    address_key = models.CharField(max_length=64, blank=True, help_text="keyed hash of the address, for the limit")
    network_key = models.CharField(max_length=64, blank=True, help_text="keyed hash of the network, for the limit")
    language = models.CharField(max_length=8)
    requested_by = models.CharField(max_length=255, blank=True, help_text="the member of staff")
    asked_at = models.DateTimeField(help_text="real time")
    ended_at = models.DateTimeField(null=True, help_text="real time: when nothing more is done about it")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contract=None) ^ Q(address_key=""), name="link_request_names_address_or_contract"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(address_sealed=""), name="ended_link_request_keeps_no_address"
            ),
        ]
        indexes = [
            models.Index(fields=["store", "address_key", "asked_at"], name="link_request_by_address"),
            models.Index(fields=["network_key", "asked_at"], name="link_request_by_network"),
        ]

    def __str__(self) -> str:
        return self.id


class PortalTicket(models.Model):
    """A way into the portal that works once: a link that was mailed, or the step from the shop. Only its hash is kept.

    Links of one request end together: mailed twice, they still open the portal once.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="portal_tickets")
    request = models.ForeignKey(PortalLinkRequest, on_delete=models.CASCADE, null=True, related_name="tickets")
    customer_gid = gid_field()
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(help_text="real time")
    expires_at = models.DateTimeField(help_text="real time")
    used_at = models.DateTimeField(null=True, help_text="real time")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(customer_gid=""), name="portal_ticket_names_customer")]

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class PortalSession(models.Model):
    """A customer who is in the portal of one store. Only the hash of what the browser holds is kept."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="portal_sessions")
    customer_gid = gid_field()
    token_sha256 = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(help_text="real time")
    seen_at = models.DateTimeField(help_text="real time; noted once a minute")
    ended_at = models.DateTimeField(null=True, help_text="real time: signed out, or the portal was closed")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(customer_gid=""), name="portal_session_names_customer")]
        indexes = [models.Index(fields=["store", "customer_gid"], name="portal_session_by_customer")]

    def __str__(self) -> str:
        return f"session {self.pk}"


class PortalAllowance(models.Model):
    """How many changes a customer has had planned since an instant; one row, whatever he does."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="portal_allowances")
    customer_gid = gid_field()
    since = models.DateTimeField(help_text="real time")
    plans = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "customer_gid"], name="one_portal_allowance_per_customer"),
            models.CheckConstraint(condition=~Q(customer_gid=""), name="portal_allowance_names_customer"),
        ]

    def __str__(self) -> str:
        return f"allowance {self.pk}"


class PortalProxyCall(models.Model):
    """A call of the shop's app proxy that was taken: its signature does not count a second time."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="portal_proxy_calls")
    signature_sha256 = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField(help_text="real time")

    def __str__(self) -> str:
        return f"call {self.pk}"
