"""The bodies of app/* and of the topics that the law requires: the shop, its scopes, whose data are meant."""

from __future__ import annotations

from shopify_sandbox.installation import INSTALLATION_GID, ScopesChange
from shopify_sandbox.state.addresses import COUNTRIES
from shopify_sandbox.state.deleting import CUSTOMER_REDACT, Person
from shopify_sandbox.webhooks.rest_values import Body, instant
from shopify_sandbox.world import SHOP_ID, World

DATA_REQUEST, SHOP_REDACT = "customers/data_request", "shop/redact"
COMPLIANCE_TOPICS = (DATA_REQUEST, CUSTOMER_REDACT, SHOP_REDACT)
_UNKNOWN = (
    "address1", "address2", "city", "county_taxes", "google_apps_domain", "google_apps_login_enabled", "latitude",
    "longitude", "phone", "province", "province_code", "source", "zip",
)  # fmt: skip


def shop_body(world: World) -> Body:
    """The shop in its REST form, as app/uninstalled has it (documentation)."""
    profile, address = world.profile, world.locations[0].address
    country = address.get("countryCode") or "CA"
    owner = f"owner@{profile.shop_domain}"
    return {
        **dict.fromkeys(_UNKNOWN),
        "id": SHOP_ID,
        "name": profile.shop_name,
        "email": owner,
        "customer_email": owner,
        "shop_owner": profile.shop_name,
        "domain": profile.shop_domain,
        "myshopify_domain": profile.shop_domain,
        "country": country,
        "country_code": country,
        "country_name": COUNTRIES.get(country),
        "created_at": instant(world, world.locations[0].created_at),
        "updated_at": instant(world, world.locations[0].updated_at),
        "currency": profile.currency,
        "enabled_presentment_currencies": [profile.currency],
        "iana_timezone": profile.timezone,
        "timezone": profile.timezone,
        "plan_name": "partner_test" if profile.plan == "standard" else profile.plan,
        "plan_display_name": "Developer Preview" if profile.plan == "standard" else profile.plan.capitalize(),
        "primary_locale": "en",
        "primary_location_id": world.locations[0].id,
        "money_format": "${{amount}}",
        "money_with_currency_format": f"${{{{amount}}}} {profile.currency}",
        "weight_unit": "kg",
        "taxes_included": False,
        "tax_shipping": False,
        **dict.fromkeys(("checkout_api_supported", "has_gift_cards", "password_enabled", "setup_required"), False),
        **dict.fromkeys(("eligible_for_payments", "finances", "has_storefront", "multi_location_enabled"), True),
    }


def scopes_body(world: World, change: ScopesChange) -> Body:
    """What was granted before and what is now (documentation; the form of `id` is assumed)."""
    return {
        "id": INSTALLATION_GID,
        "previous": sorted(change.previous),
        "current": sorted(change.current),
        "updated_at": instant(world, change.at),
        "shop_id": SHOP_ID,
    }


def compliance_body(world: World, topic: str, person: Person | None) -> Body:
    """The documented members; a person is needed for all but shop/redact."""
    shop: Body = {"shop_id": SHOP_ID, "shop_domain": world.profile.shop_domain}
    if person is None:
        return shop
    customer = person.customer
    told = {"id": customer.id, "email": customer.email, "phone": customer.phone}
    numbers = [order.id for order in person.orders]
    if topic == DATA_REQUEST:
        return {**shop, "orders_requested": numbers, "customer": told, "data_request": {"id": world.new_id(topic)}}
    return {**shop, "customer": told, "orders_to_redact": numbers}
