"""Posts a message to a chat service by Apprise."""

from contextlib import AbstractContextManager, nullcontext
from urllib.request import getproxies, proxy_bypass

from apprise import Apprise, AppriseAsset, NotifyBase

from backhaul.core.channel_errors import BadTarget, ChatRefused, PrivateTarget
from backhaul.core.mail import one_line
from backhaul.flows.outgoing_http import may_be_private, require_allowed
from backhaul.flows.public_sockets import Watched, only_public_sockets
from backhaul.models import Store

LOCAL = frozenset(
    {"dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows", "growl", "mailto", "mailtos"}
)
"""What shows a message on a screen of the server itself, or sends mail past our mail server."""
LONGEST_SHOWN = 60


def check_chat(store: Store, url: str) -> str:
    """Raise BadTarget or PrivateTarget unless messages can be sent there; returns the address as it may be shown."""
    service = _service(url)
    _require_allowed(store, service)
    return shown_chat(service)


def send_chat(store: Store, url: str, *, title: str, text: str) -> None:
    """Post a message. Raises BadTarget, PrivateTarget, and ChatRefused whenever the service did not take it.

    Apprise does not say more than that; a message whose answer was lost is posted again.
    """
    service = _service(url)
    _require_allowed(store, service)
    with _watched(store, service) as sockets:
        was_taken = service.notify(title=one_line(title), body=text)
    if sockets.refused:
        raise PrivateTarget(_host(service))
    if not was_taken:
        raise ChatRefused(shown_chat(service))


def shown_chat(service: NotifyBase) -> str:
    """The address without what is secret in it: scheme and host, or its tokens blanked out by Apprise."""
    blanked = service.url(privacy=True)  # type: ignore[no-untyped-call]  # Apprise has no types there
    url = str(blanked).partition("?")[0]
    if _host(service):
        scheme, _, rest = url.partition("://")
        url = f"{scheme}://{rest.rpartition('@')[2].partition('/')[0]}"
    return one_line(url, most=LONGEST_SHOWN)


def _service(url: str) -> NotifyBase:
    asset = AppriseAsset(app_id="Backhaul", http_redirects=False, secure_logging=True, storage_mode="memory")
    scheme = url.strip().partition("://")[0].lower()
    if scheme in LOCAL or not scheme:
        raise BadTarget("It is not that of a chat service.")
    service = Apprise.instantiate(url.strip(), asset=asset)
    if not isinstance(service, NotifyBase):
        raise BadTarget("Apprise knows no chat service with such an address.")
    service.redirects, service.retry = False, 0
    return service


def _require_allowed(store: Store, service: NotifyBase) -> None:
    host = _host(service)
    if host:
        require_allowed(store, host, getattr(service, "port", None) or 443)


def _watched(store: Store, service: NotifyBase) -> AbstractContextManager[Watched]:
    """Apprise reads the host's name once more when it connects: it is held to what was allowed.

    Through a proxy of the environment the connection is the proxy's, which reads the name itself.
    """
    host = _host(service)
    if not host or may_be_private(store) or _goes_through_proxy(service, host):
        return nullcontext(Watched())
    return only_public_sockets()


def _goes_through_proxy(service: NotifyBase, host: str) -> bool:
    """Whether the environment names a proxy for that address; one for other schemes is none for it."""
    scheme = "https" if service.secure or not service.protocol else "http"
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(f"{host}:{service.port or ''}")


def _host(service: NotifyBase) -> str:
    """Of services that run anywhere, the host is a part of the address; others have theirs built in."""
    return str(service.host) if "host" in service.template_tokens and service.host else ""
