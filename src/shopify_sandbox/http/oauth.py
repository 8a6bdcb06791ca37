"""Answers POST /admin/oauth/access_token: client credentials and refresh tokens.

The grants and lifetimes are documented by Shopify; the shape of its refusals is not, they follow OAuth 2.0.
"""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from .shop import Sandbox, Shop

Form = dict[str, str]


def oauth_handler(sandbox: Sandbox) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler for the sandbox's present shop."""

    async def handle(http: web.Request) -> web.Response:
        form = await _form(http)
        if form is None:
            return _refusal(400, "invalid_request", "The body must be a form or a JSON object of texts.")
        return _granted(sandbox.shop, form)

    return handle


def _granted(shop: Shop, form: Form) -> web.Response:
    secret = shop.world.installation.secret_for(form.get("client_secret", ""))
    if form.get("client_id") != shop.profile.client_id or secret is None:
        return _refusal(401, "invalid_client", "Unknown client id or wrong client secret.")
    if not shop.world.installation.installed:
        return _refusal(400, "app_not_installed", "The app is not installed on this shop.")
    match form.get("grant_type"):
        case "client_credentials":
            return web.json_response(shop.tokens.client_credentials(secret).as_json())
        case "refresh_token":
            grant = shop.tokens.refreshed(form.get("refresh_token", ""), secret)
            if grant is None:
                return _refusal(400, "invalid_grant", "The refresh token is unknown, expired or was used before.")
            return web.json_response(grant.as_json())
    return _refusal(400, "unsupported_grant_type", "Use client_credentials or refresh_token.")


async def _form(http: web.Request) -> Form | None:
    if http.content_type != "application/json":
        return {name: value for name, value in (await http.post()).items() if isinstance(value, str)}
    try:
        body = json.loads(await http.read())
    except ValueError:
        return None
    if not isinstance(body, dict):
        return None
    return {name: value for name, value in body.items() if isinstance(value, str)}


def _refusal(status: int, error: str, description: str) -> web.Response:
    return web.json_response({"error": error, "error_description": description}, status=status)
