"""The routes of the storefront: the shop's own pages, and those that an app answers."""

from aiohttp import web

from shopify_sandbox.app_proxy import PREFIXES

from .proxying import Proxy
from .shop import Sandbox
from .visitors import ACCOUNT, HOME, LOGIN, LOGOUT, Storefront


def storefront_routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """What visitors of the shop may open."""
    own, proxy = Storefront(sandbox), Proxy(sandbox)
    return [
        web.get(HOME, own.home),
        web.get(ACCOUNT, own.account),
        web.get(LOGIN, own.login),
        web.post(LOGIN, own.signed_in),
        web.get(LOGOUT, own.logout),
        web.route("*", f"/{{prefix:{'|'.join(PREFIXES)}}}/{{rest:.+}}", proxy.handle),
    ]
