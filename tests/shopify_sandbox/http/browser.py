"""A headless Chromium that opens one page and evaluates expressions in it, over its debugging protocol."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
DEADLINE_SECONDS = 30.0


class Page:
    """An open page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def evaluate(self, expression: str) -> object:
        """The value of a JavaScript expression. Raises RuntimeError when it throws."""
        self._number += 1
        request = {"expression": expression, "returnByValue": True}
        await self._socket.send_json({"id": self._number, "method": "Runtime.evaluate", "params": request})
        while True:
            said = await self._socket.receive_json(timeout=DEADLINE_SECONDS)
            if said.get("id") == self._number:
                break
        if "exceptionDetails" in said["result"]:
            raise RuntimeError(str(said["result"]["exceptionDetails"]))
        value: object = said["result"]["result"].get("value")
        return value

    async def until(self, condition: str) -> None:
        """Wait until a JavaScript condition holds."""
        give_up = time.monotonic() + DEADLINE_SECONDS
        while not await self.evaluate(f"Boolean({condition})"):
            if time.monotonic() > give_up:
                raise AssertionError(
                    f"never became true: {condition}; {await self.evaluate('document.body.innerText')}"
                )
            await asyncio.sleep(0.05)

    async def click(self, selector: str) -> None:
        """Click what the selector finds."""
        await self.evaluate(f"document.querySelector({selector!r}).click()")


@asynccontextmanager
async def opened(url: str, profile: Path) -> AsyncIterator[Page]:
    """The page at that address, in a browser of its own that keeps its files in `profile`."""
    assert CHROMIUM is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    process = subprocess.Popen([CHROMIUM, *options, url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(await _address(session, profile, url)) as socket,
        ):
            page = Page(socket)
            await page.until(f"location.href.startsWith({url!r}) && document.readyState === 'complete'")
            yield page
    finally:
        process.terminate()
        process.wait(10)


async def _address(session: aiohttp.ClientSession, profile: Path, url: str) -> str:
    written = profile / "DevToolsActivePort"
    give_up = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < give_up:
        if written.exists() and (lines := written.read_text().splitlines()):
            async with session.get(f"http://127.0.0.1:{lines[0]}/json/list") as response:
                for target in await response.json():
                    if target["type"] == "page" and target["url"].startswith(url):
                        return str(target["webSocketDebuggerUrl"])
        await asyncio.sleep(0.05)
    raise AssertionError("the browser opened no page")
