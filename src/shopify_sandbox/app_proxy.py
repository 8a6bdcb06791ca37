"""The app proxy: which pages of the storefront the app answers, and what its calls carry.

https://shopify.dev/docs/apps/build/online-store/app-proxies says which paths and headers,
https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies what is added and signed.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from shopify_sandbox import control_input
from shopify_sandbox.control_input import BadControlRequest

PREFIXES = ("apps", "a", "community", "tools")
FOLLOWED, PASSED_ON = "followed", "passed_on"
_SUBPATH = re.compile(r"[A-Za-z0-9_-]{1,30}")
_FORBIDDEN_SUBPATHS = frozenset({"admin", "services", "password", "login"})
_ADDED = frozenset({"shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"})
_OF_ONE_CONNECTION = frozenset(
    {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "content-encoding"}
)
_NOT_FOR_THE_APP = _OF_ONE_CONNECTION | {"host", "cookie", "accept-encoding", "x-forwarded-for", "x-forwarded-host"}
_NOT_FOR_VISITORS = _OF_ONE_CONNECTION | {
    "accept-patch",
    "accept-ranges",
    "cookie",
    "date",
    "delta-base",
    "im",
    "p3p",
    "pragma",
    "preference-applied",
    "proxy-authenticate",
    "public-key-pins",
    "server",
    "service-worker-allowed",
    "set-cookie",
    "tk",
    "warning",
    "x-powered-by",
}

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class AppProxy:
    """Paths at `/prefix/subpath` and below it are answered by the app, at `url` and below it.

    `redirects` says what becomes of the app's: followed in the visitor's stead, as documented, or passed on to him, as
    apps have seen.
    """

    url: str
    prefix: str = PREFIXES[0]
    subpath: str = "app"
    redirects: str = FOLLOWED

    @property
    def path(self) -> str:
        """Where the proxy is in the storefront: the `path_prefix` of its calls."""
        return f"/{self.prefix}/{self.subpath}"

    @property
    def title(self) -> str:
        """What the shop's menu calls its pages."""
        return re.sub("[-_]", " ", self.subpath).capitalize()

    def target(self, raw_path: str, query: str) -> str | None:
        """The app's address for a path of the storefront as the visitor sent it; None for a path of somebody else."""
        if raw_path != self.path and not raw_path.startswith(f"{self.path}/"):
            return None
        return f"{self.url}{raw_path.removeprefix(self.path)}?{query}"

    def as_json(self) -> dict[str, object]:
        """As control endpoints tell it."""
        return {**asdict(self), "path": self.path}


@dataclass(frozen=True)
class Call:
    """What Shopify knows of a visit. `customer_id` is None when nobody is signed in; `timestamp` counts seconds."""

    shop_domain: str
    customer_id: int | None
    path_prefix: str
    timestamp: int


def signed_query(visitors: str, call: Call, secret: str) -> str:
    """The query of the call: the visitor's, what Shopify adds, and the signature of both.

    What the visitor gives under a name that Shopify adds does not count.
    """
    own = parse_qsl(visitors, keep_blank_values=True, errors="surrogateescape")
    pairs = [
        *(pair for pair in own if pair[0] not in _ADDED),
        ("shop", call.shop_domain),
        ("logged_in_customer_id", "" if call.customer_id is None else str(call.customer_id)),
        ("path_prefix", call.path_prefix),
        ("timestamp", str(call.timestamp)),
    ]
    return urlencode([*pairs, ("signature", signature_of(pairs, secret))], errors="surrogateescape")


def signature_of(pairs: Pairs, secret: str) -> str:
    """The hex HMAC-SHA256 of the parameters, sorted and with nothing between them; repeated ones share a name."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    text = "".join(sorted(f"{name}={','.join(given)}" for name, given in values.items()))
    return hmac.digest(secret.encode(), text.encode("utf-8", "surrogateescape"), "sha256").hex()


def headers_for_app(given: Mapping[str, str], *, client_ip: str, host: str) -> list[tuple[str, str]]:
    """The visitor's headers without cookies, with where he came from, and by which name of the shop."""
    kept = [(name, value) for name, value in given.items() if name.lower() not in _NOT_FOR_THE_APP]
    added = [("Accept-Encoding", "identity"), ("X-Forwarded-For", client_ip), ("X-Forwarded-Host", host)]
    return [*kept, *added]


def headers_for_visitor(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """The app's headers without those that an app may not set under the shop's name."""
    return [(name, value) for name, value in given.items() if name.lower() not in _NOT_FOR_VISITORS]


def parse(value: object) -> AppProxy:
    """`{"prefix", "subpath", "url", "redirects"}`, or `prefix/subpath=url` as text. Raises BadControlRequest."""
    given = control_input.mapping(_from_text(value) if isinstance(value, str) else value, "the app proxy")
    control_input.no_others(given, {"prefix", "subpath", "url", "redirects"}, "the app proxy")
    prefix = control_input.one_of(given.get("prefix", PREFIXES[0]), PREFIXES, "prefix")
    subpath = str(given.get("subpath", ""))
    if not _SUBPATH.fullmatch(subpath) or subpath in _FORBIDDEN_SUBPATHS:
        forbidden = ", ".join(sorted(_FORBIDDEN_SUBPATHS))
        raise BadControlRequest(f"subpath must be 1 to 30 letters, digits, _ and -, and none of {forbidden}")
    redirects = control_input.one_of(given.get("redirects", FOLLOWED), (FOLLOWED, PASSED_ON), "redirects")
    return AppProxy(_address(given.get("url")), prefix, subpath, redirects)


def _from_text(text: str) -> dict[str, object]:
    path, _, url = text.partition("=")
    prefix, _, subpath = path.strip("/").partition("/")
    return {"prefix": prefix, "subpath": subpath, "url": url}


def _address(value: object) -> str:
    try:
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise BadControlRequest("url must be an address with http:// or https://, without a query")
    return parts.geturl().rstrip("/")
