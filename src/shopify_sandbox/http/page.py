"""Serves the page at /, which shows the shop and turns its clock and faults through the control endpoints."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

# The page is one file and asks this server alone.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page_handler() -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers with the page, read once from the file beside this module."""
    text = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}

    async def handle(_http: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)

    return handle
