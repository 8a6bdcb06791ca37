"""Takes the files that clients upload, and serves what bulk operations have left."""

from collections.abc import AsyncIterator

from aiohttp import BodyPartReader, web

from shopify_sandbox.state.staged_files import MAX_BYTES, StagedFile

from .shop import Sandbox

_DENIED = (
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code><Message>Access denied.</Message></Error>"
)
_GONE = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code><Message>No such file.</Message></Error>"


class Files:
    """The storage beside the sandbox's present shop."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def download(self, http: web.Request) -> web.Response:
        """The result of a bulk operation; 404 once it has expired."""
        content = self._sandbox.shop.world.outputs.get(http.match_info["name"])
        if content is None:
            return _xml(_GONE, 404)
        return web.Response(body=content, content_type="application/jsonl")

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
