"""Connected shops: their credentials, policies and mappings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backhaul.core.channels import Language
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.store_life import PausedBy
from backhaul.core.subscription_policies import ContractPolicy, LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.tags import TaggedContracts
from backhaul.models.fields import choice_field, currency_field, gid_field, prefixed_id


def default_notice_hours() -> list[int]:
    """Three days, one day and six hours before."""
    return [72, 24, 6]


class Store(models.Model):
    """One connected shop."""

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        UNINSTALLED = "uninstalled"

    id = prefixed_id("sto")
    slug = models.SlugField(max_length=63, unique=True)
    shop_domain = models.CharField(max_length=255, unique=True)
    api_url = models.URLField(max_length=500)
    name = models.CharField(max_length=255, blank=True)
    currency = currency_field(blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    is_sandbox = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State, default=State.ACTIVE)
    pause_reason = models.CharField(max_length=255, blank=True)
    paused_by = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in PausedBy])
    other_location = choice_field(OtherLocation, OtherLocation.FULFIL_THERE)
    scheduled = choice_field(ScheduledPolicy, ScheduledPolicy.WAIT)
    notify_customer = models.BooleanField(default=False)
    partial_capture = choice_field(PartialCapture, PartialCapture.AT_LAST_INVOICE)
    expiry_notice_hours = ArrayField(
        models.PositiveSmallIntegerField(),
        default=default_notice_hours,
        help_text="how long before an authorisation expires a notice is given",
    )
    order_cancelled = choice_field(ContractPolicy, ContractPolicy.NOTIFY_ONLY)
    fully_refunded = choice_field(ContractPolicy, ContractPolicy.NOTIFY_ONLY)
    prepaid_cancelled = choice_field(RemainingPolicy, RemainingPolicy.SHIP_REMAINING)
    last_order = choice_field(LastOrderPolicy, LastOrderPolicy.ASK_MERCHANT)
    paused_contract = choice_field(PausePolicy, PausePolicy.KEEP_SHIPPING)
    order_tags = ArrayField(
        models.CharField(max_length=255), default=list, help_text="templates of what orders of subscriptions are tagged"
    )
    tagged_contracts = choice_field(TaggedContracts, TaggedContracts.OURS)
    tagged_from = models.DateTimeField(null=True, help_text="orders placed before are left alone; else since connected")
    mail_customers = models.BooleanField(default=False, help_text="whether we write to customers ourselves")
    customer_language = choice_field(Language, Language.ENGLISH)
    created_at = models.DateTimeField()
    uninstalled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused", "uninstalled"]), name="store_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="paused") | ~Q(pause_reason=""), name="store_paused_says_why"),
            models.CheckConstraint(condition=Q(state="paused") ^ Q(paused_by=""), name="store_paused_says_by_whom"),
            models.CheckConstraint(
                condition=Q(state="uninstalled") ^ Q(uninstalled_at=None), name="store_uninstalled_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class StoreCredential(models.Model):
    """How Backhaul proves who it is to a shop; every secret is encrypted with the keys of the installation."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent"
        CLIENT_CREDENTIALS = "client_credentials"

    store = models.OneToOneField(Store, on_delete=models.CASCADE, primary_key=True, related_name="credential")
    kind = models.CharField(max_length=24, choices=Kind)
    client_id = models.CharField(max_length=255, blank=True)
    client_secret_encrypted = models.TextField(blank=True)
    token_encrypted = models.TextField(blank=True)
    token_expires_at = models.DateTimeField(null=True)
    granted_scopes = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, help_text="when Shopify last accepted them")
    refresh_until = models.DateTimeField(null=True, help_text="real time: one process renews the token at a time")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="permanent") | ~Q(token_encrypted=""), name="permanent_credential_has_token"
            ),
            models.CheckConstraint(
                condition=~Q(kind="client_credentials") | (~Q(client_id="") & ~Q(client_secret_encrypted="")),
                name="client_credential_has_id_and_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"credential of {self.store_id}"


class LocationMapping(models.Model):
    """One of our location codes and the Shopify location it means."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="locations")
    code = models.CharField(max_length=64)
    location_gid = gid_field()
    name = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["store", "code"], name="location_code_once_per_store")]

    def __str__(self) -> str:
        return self.code


class CarrierMapping(models.Model):
    """One of our carrier codes, the company name Shopify knows it by, and how to make a tracking address."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="carriers")
    code = models.CharField(max_length=64)
    company = models.CharField(max_length=255)
    url_template = models.CharField(max_length=1000, blank=True, help_text="{number} stands for the tracking number")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["store", "code"], name="carrier_code_once_per_store")]

    def __str__(self) -> str:
        return self.code


class GatewayMapping(models.Model):
    """One of Shopify's payment gateways and what the back office calls that way of paying."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="gateways")
    gateway = models.CharField(max_length=255)
    payment_method = models.CharField(max_length=64)
    authorisation_days = models.PositiveSmallIntegerField(
        null=True, help_text="how long an authorisation lives where Shopify does not say"
    )

    class Meta:
        ordering = ["gateway"]
        constraints = [models.UniqueConstraint(fields=["store", "gateway"], name="gateway_once_per_store")]

    def __str__(self) -> str:
        return self.gateway


class PlanPolicies(models.Model):
    """What one selling plan has instead of the store's subscription policies; an empty one is the store's."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="plan_policies")
    selling_plan_gid = gid_field()
    name = models.CharField(max_length=255, blank=True)
    order_cancelled = models.CharField(max_length=24, blank=True)
    fully_refunded = models.CharField(max_length=24, blank=True)
    prepaid_cancelled = models.CharField(max_length=24, blank=True)
    last_order = models.CharField(max_length=24, blank=True)
    paused_contract = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ["name", "selling_plan_gid"]
        constraints = [
            models.UniqueConstraint(fields=["store", "selling_plan_gid"], name="plan_policies_once_per_store")
        ]

    def __str__(self) -> str:
        return self.name or self.selling_plan_gid
