"""Takes the files that clients upload, and serves what bulk operations have left."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from shopify_sandbox.state.staged_files import MAX_BYTES, StagedFile

from .shop import Sandbox

CHUNK = 64 * 1024
_DENIED = (
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code><Message>Access denied.</Message></Error>"
)
_GONE = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code><Message>No such file.</Message></Error>"


class Files:
    """The storage beside the sandbox's present shop."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def download(self, http: web.Request) -> web.StreamResponse:
        """The result of a bulk operation, or a range of its bytes; 404 once it has expired."""
        name = http.match_info["name"]
        content = self._sandbox.shop.world.outputs.get(name)
        if content is None:
            return _xml(_GONE, 404)
        wanted = _range(http, len(content), tag=f'"{name}"')
        if wanted is None:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
        response = web.StreamResponse(status=206 if wanted.partial else 200)
        response.headers.update({"Accept-Ranges": "bytes", "ETag": f'"{name}"'})
        if wanted.partial:
            response.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{len(content)}"
        response.content_type = "application/jsonl"
        response.content_length = wanted.stop - wanted.start
        await response.prepare(http)
        if http.method != "HEAD":
            await self._send(http, response, memoryview(content)[wanted.start : wanted.stop])
        return response

    async def _send(self, http: web.Request, response: web.StreamResponse, content: memoryview) -> None:
        """The bytes, or the first of them and then a broken connection when that is wanted."""
        cuts = self._sandbox.shop.world.cut_downloads
        end = cuts.pop(0) if cuts else len(content)
        for start in range(0, min(end, len(content)), CHUNK):
            await response.write(bytes(content[start : min(start + CHUNK, end)]))
        if end < len(content) and http.transport is not None:
            http.transport.close()
        else:
            await response.write_eof()

    async def put(self, http: web.Request) -> web.Response:
        """The file as the body; 403 for an address that was never given out."""
        file = self._staged(http.match_info["key"])
        if file is None:
            return _xml(_DENIED, 403)
        await _receive(file, http.content.iter_any())
        return web.Response(status=200)

    async def post(self, http: web.Request) -> web.Response:
        """A form whose field `key` names the place and whose field `file` is the file, in this order."""
        if not http.content_type.startswith("multipart/"):
            return _xml(_DENIED, 403)
        file: StagedFile | None = None
        async for part in await http.multipart():
            if not isinstance(part, BodyPartReader):
                break
            if part.name == "key":
                file = self._staged(await part.text())
            elif part.name == "file" and file is not None:
                await _receive(file, _chunks(part))
                return _xml(f"<PostResponse><Key>{file.key}</Key></PostResponse>", 201)
        return _xml(_DENIED, 403)

    def _staged(self, key: str) -> StagedFile | None:
        return self._sandbox.shop.world.staged_files.get(key)


@dataclass(frozen=True)
class _Range:
    """Bytes of a file; `partial` when a range was asked for."""

    start: int
    stop: int
    partial: bool


def _range(http: web.Request, size: int, *, tag: str) -> _Range | None:
    """What is asked for: everything without a range, with a bad one, or for another file; None for beyond the end."""
    try:
        asked = http.http_range if http.headers.get("If-Range", tag) == tag else slice(None)
    except ValueError:
        asked = slice(None)
    if asked.start is None and asked.stop is None:
        return _Range(0, size, partial=False)
    start, stop, _ = asked.indices(size)
    return _Range(start, stop, partial=True) if start < stop else None


async def _receive(file: StagedFile, chunks: AsyncIterator[bytes]) -> None:
    content, size = bytearray(), 0
    async for chunk in chunks:
        size += len(chunk)
        if size <= MAX_BYTES:
            content += chunk
        else:
            content.clear()
    file.receive(bytes(content), size)


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk():
        yield bytes(chunk)


def _xml(text: str, status: int) -> web.Response:
    return web.Response(text=text, status=status, content_type="application/xml")


def file_routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """The routes of uploads and results."""
    files = Files(sandbox)
    return [
        web.get("/bulk-operation-outputs/{name}", files.download),
        web.put("/staged-uploads/{key:.+}", files.put),
        web.post("/staged-uploads/", files.post),
    ]
