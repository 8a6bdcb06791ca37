"""Problem documents (RFC 9457): which status each error has, and how an error is written."""

import json
from http import HTTPStatus

from django.http import HttpResponse

from backhaul.core.errors import BackhaulError
from backhaul.flows.show.plain import plain

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "1"

STATUS: dict[str, HTTPStatus] = {
    # what was asked for cannot be
    "bad-input": HTTPStatus.BAD_REQUEST,
    "unknown-store": HTTPStatus.NOT_FOUND,
    "no-store": HTTPStatus.NOT_FOUND,
    "store-required": HTTPStatus.CONFLICT,
    "unknown-order": HTTPStatus.NOT_FOUND,
    "ambiguous-order": HTTPStatus.CONFLICT,
    "unknown-location": HTTPStatus.BAD_REQUEST,
    "unknown-line": HTTPStatus.BAD_REQUEST,
    "ambiguous-sku": HTTPStatus.BAD_REQUEST,
    "line-of-another-order": HTTPStatus.BAD_REQUEST,
    "bad-quantity": HTTPStatus.BAD_REQUEST,
    "more-than-outstanding": HTTPStatus.BAD_REQUEST,
    "nothing-to-post": HTTPStatus.BAD_REQUEST,
    "bad-tracking": HTTPStatus.BAD_REQUEST,
    "unknown-carrier": HTTPStatus.BAD_REQUEST,
    "other-currency": HTTPStatus.BAD_REQUEST,
    "tax-unclear": HTTPStatus.BAD_REQUEST,
    "total-is-not-the-sum": HTTPStatus.BAD_REQUEST,
    "more-than-left-to-invoice": HTTPStatus.BAD_REQUEST,
    "invoice-above-order": HTTPStatus.BAD_REQUEST,
    "order-cancelled": HTTPStatus.BAD_REQUEST,
    "invoicing-is-final": HTTPStatus.BAD_REQUEST,
    "credit-in-other-currency": HTTPStatus.BAD_REQUEST,
    "bad-change": HTTPStatus.BAD_REQUEST,
    "bad-tag": HTTPStatus.BAD_REQUEST,
    "change-impossible": HTTPStatus.BAD_REQUEST,
    "change-refused-to-customer": HTTPStatus.BAD_REQUEST,
    "no-such-option": HTTPStatus.BAD_REQUEST,
    "bad-billing-policy": HTTPStatus.BAD_REQUEST,
    "billing-not-allowed": HTTPStatus.BAD_REQUEST,
    "cycle-too-early": HTTPStatus.BAD_REQUEST,
    "more-than-received": HTTPStatus.BAD_REQUEST,
    "credit-not-in-order-currency": HTTPStatus.BAD_REQUEST,
    "more-than-can-be-given-back": HTTPStatus.BAD_REQUEST,
    "credit-amounts-unclear": HTTPStatus.BAD_REQUEST,
    "credit-is-not-the-sum": HTTPStatus.BAD_REQUEST,
    "more-than-order-received": HTTPStatus.BAD_REQUEST,
    "nothing-to-give-back": HTTPStatus.BAD_REQUEST,
    "file-unreadable": HTTPStatus.BAD_REQUEST,
    "file-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "date-is-past": HTTPStatus.BAD_REQUEST,
    "columns-missing": HTTPStatus.BAD_REQUEST,
    "column-twice": HTTPStatus.BAD_REQUEST,
    "rows-refused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "row-of-broken-shipment": HTTPStatus.BAD_REQUEST,
    "bad-money": HTTPStatus.BAD_REQUEST,
    "bad-reference": HTTPStatus.BAD_REQUEST,
    "bad-target": HTTPStatus.BAD_REQUEST,
    "private-target": HTTPStatus.BAD_REQUEST,
    "unknown-event-type": HTTPStatus.BAD_REQUEST,
    "bad-template": HTTPStatus.BAD_REQUEST,
    "unknown-notice-kind": HTTPStatus.BAD_REQUEST,
    "not-found": HTTPStatus.NOT_FOUND,
    "export-gone": HTTPStatus.GONE,
    "unknown-webhook-secret": HTTPStatus.NOT_FOUND,
    # a webhook is not taken in
    "webhook-refused": HTTPStatus.BAD_REQUEST,
    "webhook-header-missing": HTTPStatus.BAD_REQUEST,
    "webhook-header-unusable": HTTPStatus.BAD_REQUEST,
    "webhook-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "webhook-too-slow": HTTPStatus.REQUEST_TIMEOUT,
    "unknown-shop": HTTPStatus.NOT_FOUND,
    "webhook-signature-missing": HTTPStatus.UNAUTHORIZED,
    "webhook-signature-wrong": HTTPStatus.UNAUTHORIZED,
    "inbox-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    # somebody is not let into the portal
    "portal-entry-refused": HTTPStatus.FORBIDDEN,
    "portal-link-refused": HTTPStatus.GONE,
    "proxy-call-refused": HTTPStatus.FORBIDDEN,
    # it contradicts what is there
    "conflict": HTTPStatus.CONFLICT,
    "external-number-taken": HTTPStatus.CONFLICT,
    "already-undone": HTTPStatus.CONFLICT,
    "not-scheduled": HTTPStatus.CONFLICT,
    "other-wish-under-way": HTTPStatus.CONFLICT,
    "tracking-posted-before": HTTPStatus.CONFLICT,
    "change-under-way": HTTPStatus.CONFLICT,
    "plan-outdated": HTTPStatus.CONFLICT,
    "step-is-ours": HTTPStatus.CONFLICT,
    "already-decided": HTTPStatus.CONFLICT,
    "nothing-left-to-decide": HTTPStatus.CONFLICT,
    "portal-closed": HTTPStatus.CONFLICT,
    "no-portal-address": HTTPStatus.CONFLICT,
    "customer-unreachable": HTTPStatus.CONFLICT,
    "billing-is-off": HTTPStatus.CONFLICT,
    "cycle-not-open": HTTPStatus.CONFLICT,
    "not-our-contract": HTTPStatus.CONFLICT,
    "finish-stays": HTTPStatus.CONFLICT,
    "state-conflict": HTTPStatus.CONFLICT,
    "undo-stays": HTTPStatus.CONFLICT,
    "nothing-left-to-capture": HTTPStatus.CONFLICT,
    "more-to-invoice": HTTPStatus.CONFLICT,
    "idempotency-key-reused": HTTPStatus.CONFLICT,
    "store-exists": HTTPStatus.CONFLICT,
    "store-uninstalled": HTTPStatus.CONFLICT,
    "last-webhook-secret": HTTPStatus.CONFLICT,
    "endpoint-off": HTTPStatus.CONFLICT,
    # somebody else is at it
    "busy": HTTPStatus.CONFLICT,
    "lease-lost": HTTPStatus.CONFLICT,
    "unsettled-intent": HTTPStatus.CONFLICT,
    "intent-expired": HTTPStatus.CONFLICT,
    "read-back-pending": HTTPStatus.CONFLICT,
    "effect-unclear": HTTPStatus.CONFLICT,
    "keeps-changing": HTTPStatus.CONFLICT,
    # Shopify did not do what it should
    "shopify-error": HTTPStatus.BAD_GATEWAY,
    "shopify-refused": HTTPStatus.BAD_GATEWAY,
    "shopify-throttled": HTTPStatus.SERVICE_UNAVAILABLE,
    "budget-empty": HTTPStatus.SERVICE_UNAVAILABLE,
    "not-sent": HTTPStatus.SERVICE_UNAVAILABLE,
    "max-cost-exceeded": HTTPStatus.BAD_GATEWAY,
    "network-failure": HTTPStatus.BAD_GATEWAY,
    "access-denied": HTTPStatus.BAD_GATEWAY,
    "token-refused": HTTPStatus.BAD_GATEWAY,
    "store-frozen": HTTPStatus.BAD_GATEWAY,
    "store-locked": HTTPStatus.BAD_GATEWAY,
    "forbidden": HTTPStatus.BAD_GATEWAY,
    "wrong-shop": HTTPStatus.BAD_GATEWAY,
    "not-found-in-shopify": HTTPStatus.NOT_FOUND,
    "invalid-request": HTTPStatus.BAD_GATEWAY,
    "reply-lost": HTTPStatus.GATEWAY_TIMEOUT,
    "broken-reply": HTTPStatus.BAD_GATEWAY,
    "result-gone": HTTPStatus.BAD_GATEWAY,
    "shopify-internal-error": HTTPStatus.BAD_GATEWAY,
    "unexpected-status": HTTPStatus.BAD_GATEWAY,
    "version-mismatch": HTTPStatus.BAD_GATEWAY,
    "not-told": HTTPStatus.BAD_GATEWAY,
    "chat-refused": HTTPStatus.BAD_GATEWAY,
    "endpoint-failed": HTTPStatus.BAD_GATEWAY,
    "mail-not-sent": HTTPStatus.BAD_GATEWAY,
    "mail-off": HTTPStatus.CONFLICT,
    "mail-refused": HTTPStatus.BAD_REQUEST,
    "bad-mail-address": HTTPStatus.BAD_REQUEST,
    "mail-unreachable": HTTPStatus.BAD_GATEWAY,
    "incomplete-payments": HTTPStatus.BAD_GATEWAY,
    # the installation is not as it should be
    "installation": HTTPStatus.SERVICE_UNAVAILABLE,
    "bad-configuration": HTTPStatus.SERVICE_UNAVAILABLE,
    "data-directory-unusable": HTTPStatus.SERVICE_UNAVAILABLE,
    "database-unreachable": HTTPStatus.SERVICE_UNAVAILABLE,
    "migrations-pending": HTTPStatus.SERVICE_UNAVAILABLE,
    "clock-refused": HTTPStatus.SERVICE_UNAVAILABLE,
    "clock-is-real": HTTPStatus.CONFLICT,
    "no-public-address": HTTPStatus.CONFLICT,
    "entry-runs": HTTPStatus.CONFLICT,
    "webhook-body-deleted": HTTPStatus.CONFLICT,
    "unreadable-body": HTTPStatus.UNPROCESSABLE_ENTITY,
    "sandbox-unreachable": HTTPStatus.BAD_GATEWAY,
    # the request never reached a flow
    "malformed-request": HTTPStatus.BAD_REQUEST,
    "unknown-parameter": HTTPStatus.BAD_REQUEST,
    "invalid-request-body": HTTPStatus.BAD_REQUEST,
    "idempotency-key-required": HTTPStatus.BAD_REQUEST,
    "not-authenticated": HTTPStatus.UNAUTHORIZED,
    "unknown-address": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "body-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported-media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "api-switched-off": HTTPStatus.SERVICE_UNAVAILABLE,
    "database-away": HTTPStatus.SERVICE_UNAVAILABLE,
    "internal-error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "backhaul-error": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of every error by its code, which never changes its meaning."""


def status_of(error: BackhaulError) -> HTTPStatus:
    """The status of an error: its own, or that of the nearest kind of error above it."""
    kinds = (kind for kind in type(error).__mro__ if issubclass(kind, BackhaulError))
    return next(STATUS[kind.code] for kind in kinds if kind.code in STATUS)


def problem(error: BackhaulError) -> HttpResponse:
    """The error as a problem document; what is worth another try says when."""
    status = status_of(error)
    document = {
        "type": f"urn:backhaul:problem:{error.code}",
        "title": error.code.replace("-", " ").capitalize(),
        "status": status.value,
        "detail": error.message,
        "code": error.code,
        "hint": error.hint,
        "data": error.data,
    }
    response = HttpResponse(json.dumps(document, default=_anything), status=status, content_type=MEDIA_TYPE)
    if error.can_retry:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _anything(value: object) -> object:
    try:
        return plain(value)
    except TypeError:
        return str(value)
