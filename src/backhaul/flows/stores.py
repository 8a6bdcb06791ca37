"""Connects stores, and gives a connected one other credentials."""

import re
from dataclasses import dataclass

import structlog
from django.db import IntegrityError, transaction

from backhaul.core.errors import Conflict, InputError
from backhaul.core.tags import DEFAULT_TEMPLATES
from backhaul.core.web_addresses import split
from backhaul.flows.clock import now
from backhaul.flows.store_access import Access, check_access
from backhaul.flows.webhook_secrets import add_secret, remember_secret
from backhaul.models import Store, StoreCredential
from backhaul.shopify.secret import Secret
from backhaul.shopify.vault import keep_client_credentials, keep_permanent_token

log = structlog.get_logger()

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)
SHOP_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com", re.ASCII)


class StoreExists(Conflict):
    """A store of that slug or shop is connected already."""

    code = "store-exists"

    def __init__(self, name: str) -> None:
        super().__init__(f"A store “{name}” is connected already.", hint="Use `backhaul store check` to look at it.")


@dataclass(frozen=True)
class StoreRequest:
    """What a person gives to connect a store: a permanent token, or client id and secret of the app.

    `api_url` is only for a local sandbox; a real shop's follows from its domain. `webhook_secret` is what its webhooks
    are signed with; a client secret is used for that too.
    """

    slug: str
    shop_domain: str
    token: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    api_url: str | None = None
    webhook_secret: str | None = None


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
    """Give a connected store another token, or other client credentials, and try them.

    The work of a store that Shopify had refused goes on; an uninstalled store is installed again, with all that is
    still kept of it. Raises InputError, ShopifyError; then the former ones stay.
    """
    request = StoreRequest(store.slug, store.shop_domain, token, client_id, client_secret)
    _check_credential(request)
    former = StoreCredential.objects.filter(store=store).first()
    _keep_credential(store, request)
    try:
        access = check_access(store)
    except Exception:
        _put_back(store, former)
        raise
    _remember_client_secret(store, request)
    log.info("store.access_replaced", store=store.slug)
    return access


def _put_back(store: Store, former: StoreCredential | None) -> None:
    if former is None:
        StoreCredential.objects.filter(store=store).delete()
    else:
        former.save()


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
    return split(api_url).hostname in ("127.0.0.1", "localhost", "::1")


def _write(request: StoreRequest) -> Store:
    try:
        with transaction.atomic():
            store = Store.objects.create(
                slug=request.slug,
                shop_domain=request.shop_domain,
                api_url=(request.api_url or f"https://{request.shop_domain}").rstrip("/"),
                is_sandbox=request.api_url is not None,
                order_tags=list(DEFAULT_TEMPLATES),
                created_at=now(),
            )
            _keep_credential(store, request)
            if request.webhook_secret:
                add_secret(store, request.webhook_secret)
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
