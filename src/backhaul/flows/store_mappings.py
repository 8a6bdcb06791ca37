"""What the back office calls a store's locations, carriers and payment gateways. Each raises StoreUninstalled."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from backhaul.core.errors import InputError
from backhaul.core.expiry import check_authorisation_days
from backhaul.core.web_addresses import split
from backhaul.flows.store_pauses import require_installed
from backhaul.models import CarrierMapping, GatewayMapping, LocationMapping, Store


def map_location(store: Store, code: str, location_gid: str) -> None:
    """Call one of Shopify's locations by a code of ours. Raises InputError when the store has no such location."""
    require_installed(store)
    rows = LocationMapping.objects.filter(store=store, location_gid=location_gid)
    if not rows.exists():
        raise InputError(f"The store has no location {location_gid}.", hint="Check the store to read its locations.")
    _replace_code(rows, _code(code))


def map_carrier(store: Store, code: str, *, company: str, url_template: str = "") -> None:
    """Say what Shopify calls a carrier of ours, and where {number} goes in its tracking address."""
    require_installed(store)
    if not company.strip():
        raise InputError("A carrier needs the name that Shopify knows it by.", hint="For example DHL Express.")
    if url_template and (split(url_template).scheme not in ("http", "https") or "{number}" not in url_template):
        raise InputError("The tracking address is not a web address with {number} in it.", hint="Correct the address.")
    CarrierMapping.objects.update_or_create(
        store=store, code=_code(code), defaults={"company": company.strip(), "url_template": url_template}
    )


def map_gateway(store: Store, gateway: str, *, payment_method: str, authorisation_days: int | None = None) -> None:
    """Say what the back office calls a payment gateway of Shopify's, and how many days its authorisations live.

    The days count where Shopify gives no date; None leaves that as it usually is. Raises InputError.
    """
    require_installed(store)
    if not gateway.strip() or not payment_method.strip():
        raise InputError("A gateway mapping needs both names.", hint="Give Shopify's gateway and your payment method.")
    GatewayMapping.objects.update_or_create(
        store=store,
        gateway=gateway.strip(),
        defaults={
            "payment_method": _code(payment_method),
            "authorisation_days": check_authorisation_days(authorisation_days),
        },
    )


def _replace_code(rows: QuerySet[LocationMapping], code: str) -> None:
    try:
        with transaction.atomic():
            rows.update(code=code)
    except IntegrityError as exc:
        raise InputError(f"Another location is called “{code}” already.", hint="Choose another code.") from exc


def _code(text: str) -> str:
    code = text.strip()
    if not code or len(code) > 64 or not code.isprintable():
        raise InputError("A code has 1 to 64 printable characters.", hint="Choose a shorter code.")
    return code
