"""What each error of the HTTP library means: nothing was sent, the reply was lost, or it cannot be read."""

from collections.abc import Mapping

import httpx2

from backhaul.core.shopify_errors import BrokenReply, NetworkFailure, ReplyLost, ShopifyError
from backhaul.shopify.secret import redacted

AFTER_SENDING: Mapping[type[Exception], type[ReplyLost] | type[BrokenReply]] = {
    httpx2.HTTPError: ReplyLost,
    httpx2.RequestError: ReplyLost,
    httpx2.TransportError: ReplyLost,
    httpx2.TimeoutException: ReplyLost,
    httpx2.ConnectTimeout: ReplyLost,
    httpx2.ReadTimeout: ReplyLost,
    httpx2.WriteTimeout: ReplyLost,
    httpx2.PoolTimeout: ReplyLost,
    httpx2.NetworkError: ReplyLost,
    httpx2.ConnectError: ReplyLost,
    httpx2.ReadError: ReplyLost,
    httpx2.WriteError: ReplyLost,
    httpx2.CloseError: ReplyLost,
    httpx2.ProxyError: ReplyLost,
    httpx2.UnsupportedProtocol: ReplyLost,
    httpx2.ProtocolError: ReplyLost,
    httpx2.LocalProtocolError: ReplyLost,
    httpx2.RemoteProtocolError: ReplyLost,
    httpx2.TooManyRedirects: ReplyLost,
    httpx2.HTTPStatusError: ReplyLost,
    httpx2.InvalidURL: ReplyLost,
    httpx2.CookieConflict: ReplyLost,
    httpx2.StreamError: ReplyLost,
    httpx2.StreamConsumed: ReplyLost,
    httpx2.StreamClosed: ReplyLost,
    httpx2.ResponseNotRead: ReplyLost,
    httpx2.RequestNotRead: ReplyLost,
    httpx2.SSEError: BrokenReply,
    httpx2.DecodingError: BrokenReply,
    OSError: ReplyLost,
}
"""The meaning of each once the body was on its way; before that, every one of them is a NetworkFailure."""

FOREIGN = tuple(AFTER_SENDING)


def to_ours(error: Exception, *, body_begun: bool, request_id: str | None = None) -> ShopifyError:
    """The error of core's tree that stands for a foreign one; the caller raises it `from` that."""
    said = redacted(str(error)) or type(error).__name__
    if not body_begun:
        return NetworkFailure(f"Shopify could not be reached: {said}.", evidence=type(error).__name__)
    meaning = next(AFTER_SENDING[kind] for kind in type(error).__mro__ if kind in AFTER_SENDING)
    if meaning is BrokenReply:
        message = f"Shopify's answer could not be read: {said}."
    else:
        message = f"The request was sent, but no answer came: {said}."
    return meaning(message, request_id=request_id, evidence=type(error).__name__)
