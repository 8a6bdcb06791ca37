"""Connects stores, keeps their access in view, pauses and resumes their work, and edits policies and mappings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from backhaul.core.budget import Priority
from backhaul.core.errors import Conflict, InputError
from backhaul.core.expiry import check_authorisation_days, check_notice_hours
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.clock import now
from backhaul.flows.job_queue import create_entries
from backhaul.flows.task_list import wake
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import CarrierMapping, GatewayMapping, LocationMapping, Store, StoreCredential
from backhaul.shopify.client import connect
from backhaul.shopify.secret import Secret
from backhaul.shopify.vault import keep_client_credentials, keep_permanent_token

log = structlog.get_logger()

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)
SHOP_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com", re.ASCII)
NEEDED_SCOPES = frozenset(
    {
        "read_orders",
        "write_orders",
        "read_merchant_managed_fulfillment_orders",
        "write_merchant_managed_fulfillment_orders",
        "read_locations",
    }
)


class StoreExists(Conflict):
    """A store of that slug or shop is connected already."""

    code = "store-exists"

    def __init__(self, name: str) -> None:
        super().__init__(f"A store “{name}” is connected already.", hint="Use `backhaul store check` to look at it.")


@dataclass(frozen=True)
class StoreRequest:
    """What a person gives to connect a store: a permanent token, or client id and secret of the app.

    `api_url` is only for a local sandbox; a real shop's follows from its domain.
    """

    slug: str
    shop_domain: str
    token: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    api_url: str | None = None


@dataclass(frozen=True)
class Access:
    """What a check of a store's access has found."""

    shop_name: str
    missing_scopes: Sequence[str]
    locations: int


def connect_store(request: StoreRequest) -> Store:
    """Connect a store: write it, try its access, read its name and locations, and create its Job Queue entries.

    Nothing runs for it before its access has been tried, so that it can be taken back whole. Raises InputError,
    StoreExists, ShopifyError; then nothing stays.
    """
    _check(request)
    store = _write(request)
    try:
        check_access(store)
    except Exception:
        store.delete()
        raise
    _remember_client_secret(store, request)
    log.info("store.connected", store=store.slug)
    return store


def replace_access(
    store: Store, *, token: str | None = None, client_id: str | None = None, client_secret: str | None = None
) -> Access:
    """Give a connected store another token, or other client credentials, and try them; a paused store's work goes on.

    Raises InputError, ShopifyError; then the former ones stay.
    """
    request = StoreRequest(store.slug, store.shop_domain, token, client_id, client_secret)
    _check_credential(request)
    former = StoreCredential.objects.get(store=store)
    _keep_credential(store, request)
    try:
        access = check_access(store)
    except Exception:
        former.save()
        raise
    _remember_client_secret(store, request)
    log.info("store.access_replaced", store=store.slug)
    return access


def check_access(store: Store) -> Access:
    """Read the shop and its locations, and bring what we keep of them up to date, with the Job Queue entries it lacks.

    A paused store's work goes on. Raises ShopifyError; then a paused store stays paused.
    """
    shopify = connect(store, priority=Priority.REFRESH)
    shop, locations = shopify.read_shop(), shopify.read_locations()
    with transaction.atomic():
        Store.objects.filter(pk=store.pk).update(name=shop.name, currency=shop.currency, timezone=shop.timezone)
        StoreCredential.objects.filter(store=store).update(granted_scopes=sorted(shop.scopes))
        for location in locations:
            _know_location(store, location.gid, location.name)
        create_entries(store)
    if store.state == Store.State.PAUSED:
        resume_store(store)
    return Access(shop.name, sorted(NEEDED_SCOPES - set(shop.scopes)), len(locations))


def _know_location(store: Store, gid: str, name: str) -> None:
    """A location gets its name as its code until a person maps it; a mapped one keeps its code."""
    known = LocationMapping.objects.filter(store=store, location_gid=gid)
    if known.exists():
        known.update(name=name)
        return
    code = name if not LocationMapping.objects.filter(store=store, code=name).exists() else gid.rsplit("/", 1)[-1]
    LocationMapping.objects.create(store=store, code=code[:64], location_gid=gid, name=name)


def pause_store(store: Store, *, reason: str) -> None:
    """Stop a store's work until it is resumed; tasks wait and nothing fails. Pausing twice changes only the reason."""
    Store.objects.filter(pk=store.pk).update(state=Store.State.PAUSED, pause_reason=reason[:255])
    log.warning("store.paused", store=store.slug, reason=reason)


def resume_store(store: Store) -> None:
    """Let a paused store's work go on, and wake what waited for it, in one transaction."""
    with transaction.atomic():
        Store.objects.filter(pk=store.pk).update(state=Store.State.ACTIVE, pause_reason="")
        wake(store.tasks.filter(state=TaskState.WAITING, wait_reason=WaitReason.STORE_PAUSED))
    log.info("store.resumed", store=store.slug)


@dataclass(frozen=True)
class Policies:
    """A store's choices; None leaves one as it is.

    `expiry_notice_hours`: how long before an authorisation expires notices are given; none at all when it is empty.
    """

    other_location: OtherLocation | None = None
    scheduled: ScheduledPolicy | None = None
    notify_customer: bool | None = None
    partial_capture: PartialCapture | None = None
    expiry_notice_hours: Sequence[int] | None = None


def set_policies(store: Store, policies: Policies) -> None:
    """Change a store's policies; tasks already waiting follow the new ones when they run next. Raises InputError."""
    changes = {name: value for name, value in vars(policies).items() if value is not None}
    if policies.expiry_notice_hours is not None:
        changes["expiry_notice_hours"] = check_notice_hours(policies.expiry_notice_hours)
    if changes:
        Store.objects.filter(pk=store.pk).update(**changes)
        log.info("store.policies_changed", store=store.slug, **changes)


def map_location(store: Store, code: str, location_gid: str) -> None:
    """Call one of Shopify's locations by a code of ours. Raises InputError when the store has no such location."""
    rows = LocationMapping.objects.filter(store=store, location_gid=location_gid)
    if not rows.exists():
        raise InputError(f"The store has no location {location_gid}.", hint="Check the store to read its locations.")
    _replace_code(rows, _code(code))


def map_carrier(store: Store, code: str, *, company: str, url_template: str = "") -> None:
    """Say what Shopify calls a carrier of ours, and where {number} goes in its tracking address."""
    if not company.strip():
        raise InputError("A carrier needs the name that Shopify knows it by.", hint="For example DHL Express.")
    if url_template and (_split(url_template).scheme not in ("http", "https") or "{number}" not in url_template):
        raise InputError("The tracking address is not a web address with {number} in it.", hint="Correct the address.")
    CarrierMapping.objects.update_or_create(
        store=store, code=_code(code), defaults={"company": company.strip(), "url_template": url_template}
    )


def map_gateway(store: Store, gateway: str, *, payment_method: str, authorisation_days: int | None = None) -> None:
    """Say what the back office calls a payment gateway of Shopify's, and how many days its authorisations live.

    The days count where Shopify gives no date; None leaves that as it usually is. Raises InputError.
    """
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


def _check(request: StoreRequest) -> None:
    if not SLUG.fullmatch(request.slug):
        raise InputError("A store's short name has small letters, digits and dashes.", hint="For example my-shop.")
    if request.api_url is None and not SHOP_DOMAIN.fullmatch(request.shop_domain):
        raise InputError("A shop's domain ends in .myshopify.com.", hint="For example my-shop.myshopify.com.")
    _check_credential(request)
    if request.api_url is not None and not _is_local(request.api_url):
        raise InputError("An address of its own is only for a local sandbox.", hint="Leave it out for a real shop.")


def _check_credential(request: StoreRequest) -> None:
    if bool(request.token) == bool(request.client_id and request.client_secret):
        raise InputError("A store needs either a token, or a client id with its secret.", hint="Give one of the two.")


def _is_local(api_url: str) -> bool:
    return _split(api_url).hostname in ("127.0.0.1", "localhost", "::1")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return urlsplit("")


def _write(request: StoreRequest) -> Store:
    try:
        with transaction.atomic():
            store = Store.objects.create(
                slug=request.slug,
                shop_domain=request.shop_domain,
                api_url=(request.api_url or f"https://{request.shop_domain}").rstrip("/"),
                is_sandbox=request.api_url is not None,
                created_at=now(),
            )
            _keep_credential(store, request)
    except IntegrityError as exc:
        raise StoreExists(request.slug) from exc
    return store


def _keep_credential(store: Store, request: StoreRequest) -> None:
    if request.token:
        keep_permanent_token(store, Secret(request.token))
    else:
        keep_client_credentials(store, request.client_id or "", Secret(request.client_secret or ""))


def _remember_client_secret(store: Store, request: StoreRequest) -> None:
    """Shopify signs an app's webhooks with its client secret."""
    if request.client_secret and not request.token:
        remember_secret(store, request.client_secret)
