"""Lets in whom the shop knows: a call of Shopify's app proxy, signed, recent, and taken once."""

import hashlib
from urllib.parse import parse_qsl

import structlog
from cryptography.fernet import InvalidToken

from backhaul.core.portal_access import (
    AGAIN,
    TICKET_LIVES,
    page_without_parameters,
    read_proxy_call,
    require_recent,
    text_of_query,
)
from backhaul.core.portal_errors import ProxyCallRefused
from backhaul.flows.clock import real_now
from backhaul.flows.portal_entry import make_ticket
from backhaul.models import PortalProxyCall, Store, StoreCredential, WebhookSecret
from backhaul.shopify.proxy_signature import is_signed
from backhaul.shopify.secret import Secret
from backhaul.shopify.vault import open_sealed

MOST_PARAMETERS = 50

log = structlog.get_logger()


def take_proxy_call(store: Store, query: str) -> str:
    """The address at which the customer whom the shop knows enters the portal, once; empty when it knows nobody.

    The shop's proxy takes all cookies off, so that no session can begin here. Raises ProxyCallRefused, which says why
    to the log and not to the caller; NoPortalAddress.
    """
    try:
        customer_gid = _check(store, query)
    except ProxyCallRefused as error:
        log.warning("portal.proxy_call_refused", store=store.slug, reason=error.message)
        raise
    return make_ticket(store, customer_gid, lives=TICKET_LIVES) if customer_gid else ""


def open_it_again_at(store: Store, query: str, *, rest: str) -> str:
    """The path of the shop at which a page that was refused can be opened by itself, without a visitor's parameters.

    For a query that Shopify has passed on, and once: `rest` is the part of the path behind the proxy's own. Otherwise
    empty.
    """
    try:
        pairs = _pairs(query)
    except ProxyCallRefused:
        return ""
    path = page_without_parameters(pairs)
    if not path or rest.strip("/") == AGAIN:
        return ""
    signature = dict(pairs)["signature"]
    return path if is_signed(text_of_query(pairs), signature, _secrets_of(store)) else ""


def _check(store: Store, query: str) -> str:
    call = read_proxy_call(_pairs(query))
    if call.shop_domain != store.shop_domain.lower():
        raise ProxyCallRefused("The call is of another shop.")
    if not is_signed(call.signed_text, call.signature, _secrets_of(store)):
        raise ProxyCallRefused("The signature was made with none of the store's secrets.")
    require_recent(call, real_now())
    _, is_new = PortalProxyCall.objects.get_or_create(
        signature_sha256=hashlib.sha256(call.signature.encode()).hexdigest(),
        defaults={"store": store, "taken_at": real_now()},
    )
    if not is_new:
        raise ProxyCallRefused("The call was taken before.")
    return call.customer_gid


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as exc:
        raise ProxyCallRefused("The query cannot be read.") from exc


def _secrets_of(store: Store) -> list[Secret]:
    """The app's secrets: those that webhooks may be signed with, and the one that tokens are fetched with."""
    sealed = list(WebhookSecret.objects.filter(store=store, retired_at=None).values_list("secret_encrypted", flat=True))
    credentials = StoreCredential.objects.filter(store=store).exclude(client_secret_encrypted="")
    sealed += credentials.values_list("client_secret_encrypted", flat=True)
    return [secret for text in sealed if (secret := _opened(store, text)) is not None]


def _opened(store: Store, sealed: str) -> Secret | None:
    try:
        return open_sealed(sealed)
    except InvalidToken:
        log.warning("portal.secret_unreadable", store=store.slug)
        return None
