"""Pages of stores: connect, look at, policies, mappings."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from backhaul.console.forms import (
    CarrierForm,
    ConnectForm,
    GatewayForm,
    LocationForm,
    PoliciesForm,
    SubscriptionPoliciesForm,
    TagPolicyForm,
)
from backhaul.console.pages import FormPage, require, serve_form
from backhaul.console.policies_shown import policies_shown
from backhaul.console.portal import serve_portal
from backhaul.console.read_only import ReadOnlyInline, button
from backhaul.console.store_access import StoreAccessPages, page_of, store_of
from backhaul.console.store_billing import StoreBillingPages
from backhaul.core.channels import Language
from backhaul.core.expiry import parse_notice_hours
from backhaul.core.moments import parse_day
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tags import TaggedContracts
from backhaul.flows.show.tags import tag_policy_view
from backhaul.flows.store_mappings import map_carrier, map_gateway, map_location
from backhaul.flows.store_policies import Policies, set_policies
from backhaul.flows.stores import StoreRequest, connect_store
from backhaul.flows.subscription_policies import SubscriptionChoices, set_subscription_policies
from backhaul.flows.tag_policy import TagChoices, set_tag_policy
from backhaul.models import CarrierMapping, GatewayMapping, LocationMapping, Store

LIST = "admin:backhaul_store_changelist"


class Locations(ReadOnlyInline):
    """Our location codes."""

    model = LocationMapping
    fields = ("code", "name", "location_gid")


class Carriers(ReadOnlyInline):
    """Our carrier codes."""

    model = CarrierMapping
    fields = ("code", "company", "url_template")


class Gateways(ReadOnlyInline):
    """Our payment methods."""

    model = GatewayMapping
    fields = ("gateway", "payment_method", "authorisation_days")


class StoreAdmin(StoreBillingPages, StoreAccessPages):
    """Connected stores."""

    list_display = ("slug", "name", "shop_domain", "state", "currency", "is_sandbox")
    search_fields = ("slug", "name", "shop_domain")
    fields = (
        "warnings",
        "name",
        "slug",
        "shop_domain",
        "state",
        "pause_reason",
        "paused_by",
        "currency",
        "timezone",
        "policies_in_words",
        "order_tags",
        "tagged_contracts",
        "tagged_from",
        "scopes",
        "is_sandbox",
        "created_at",
        "uninstalled_at",
    )
    readonly_fields = (*StoreAccessPages.readonly_fields, "policies_in_words")
    inlines = (Locations, Carriers, Gateways)
    actions_list = ("connect",)
    actions_detail = (
        "policies",
        "subscriptions",
        "tags",
        "portal",
        "billing",
        "location",
        "carrier",
        "gateway",
        *StoreAccessPages.actions_detail,
    )

    @admin.display(description="Policies")
    def policies_in_words(self, store: Store) -> SafeString:
        """What it does where there is a choice."""
        return policies_shown(store)

    @button("Connect a store", "connect")
    def connect(self, request: HttpRequest) -> HttpResponse:
        """Connect a store."""
        require(request, "add_store")

        def carry_out(data: dict[str, str]) -> str:
            request = StoreRequest(
                slug=data["slug"],
                shop_domain=data["shop_domain"],
                token=data["token"] or None,
                client_id=data["client_id"] or None,
                client_secret=data["client_secret"] or None,
                api_url=data["api_url"] or None,
                webhook_secret=data["webhook_secret"] or None,
            )
            return f"{connect_store(request).slug} is connected."

        return serve_form(request, FormPage("Connect a store", ConnectForm, carry_out, reverse(LIST), "Connect"))

    @button("Policies", "policies")
    def policies(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change a store's policies."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            set_policies(store, _policies(data))
            return "The policies are changed."

        now = {**vars(store), "expiry_notice_hours": ", ".join(map(str, store.expiry_notice_hours))}
        return serve_form(
            request, FormPage(f"Policies of {store}", PoliciesForm, carry_out, page_of(store), "Save", initial=now)
        )

    @button("Subscription policies", "subscriptions")
    def subscriptions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change what a store does about subscriptions."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            set_subscription_policies(store, SubscriptionChoices(**data))  # type: ignore[arg-type]
            return "The subscription policies are changed."

        title = f"Subscription policies of {store}"
        page = FormPage(title, SubscriptionPoliciesForm, carry_out, page_of(store), "Save", initial=vars(store))
        return serve_form(request, page)

    @button("Tags of orders", "tags")
    def tags(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change the tags that orders of subscriptions get."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            day = parse_day(data["placed_from"]) if data["placed_from"] else None
            templates = [line for line in data["templates"].splitlines() if line.strip()]
            set_tag_policy(store, TagChoices(templates, TaggedContracts(data["contracts"]), day))
            return "The tags are changed."

        policy = tag_policy_view(store)
        day = day_of(policy.placed_from, store.timezone)
        now = {"templates": "\n".join(policy.templates), "contracts": policy.contracts, "placed_from": day}
        page = FormPage(f"Tags of orders of {store}", TagPolicyForm, carry_out, page_of(store), "Save", initial=now)
        return serve_form(request, page)

    @button("Customer portal", "portal")
    def portal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open or close a store's portal, and say what customers may do there."""
        store = store_of(self, request, object_id)
        return serve_portal(request, store, back=page_of(store))

    @button("Map a location", "location")
    def location(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Call one of Shopify's locations by a code of ours."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            map_location(store, data["code"], data["location"])
            return f"{data['code']} is mapped."

        return serve_form(request, FormPage(f"A location of {store}", LocationForm, carry_out, page_of(store), "Save"))

    @button("Map a carrier", "carrier")
    def carrier(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what Shopify calls a carrier of ours."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, str]) -> str:
            map_carrier(store, data["code"], company=data["company"], url_template=data["url_template"])
            return f"{data['code']} is mapped."

        return serve_form(request, FormPage(f"A carrier of {store}", CarrierForm, carry_out, page_of(store), "Save"))

    @button("Map a gateway", "gateway")
    def gateway(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what the back office calls a payment gateway."""
        store = store_of(self, request, object_id)

        def carry_out(data: dict[str, Any]) -> str:
            map_gateway(
                store,
                data["gateway"],
                payment_method=data["payment_method"],
                authorisation_days=data["authorisation_days"],
            )
            return f"{data['gateway']} is mapped."

        return serve_form(request, FormPage(f"A gateway of {store}", GatewayForm, carry_out, page_of(store), "Save"))


def _policies(data: dict[str, str]) -> Policies:
    return Policies(
        other_location=OtherLocation(data["other_location"]),
        scheduled=ScheduledPolicy(data["scheduled"]),
        notify_customer=bool(data["notify_customer"]),
        partial_capture=PartialCapture(data["partial_capture"]),
        expiry_notice_hours=parse_notice_hours(data["expiry_notice_hours"]),
        mail_customers=bool(data["mail_customers"]),
        customer_language=Language(data["customer_language"]),
    )
