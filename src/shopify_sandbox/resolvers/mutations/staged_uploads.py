"""stagedUploadsCreate: places to which a client may upload a file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from shopify_sandbox.resolvers.context import Info, context_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import mappings
from shopify_sandbox.state.staged_files import StagedFile
from shopify_sandbox.world import SHOP_ID, World

# The folder of each resource's files; that of bulk variables is recorded, the others are assumed.
_FOLDERS = {"BULK_MUTATION_VARIABLES": "bulk", "PRODUCT_IMAGE": "products", "IMAGE": "products"}
_SIZED = ("VIDEO", "MODEL_3D")


@mutation("stagedTargets")
def _create(info: Info, **args: object) -> dict[str, object]:
    given = mappings(args["input"])
    for position, each in enumerate(given):
        if each["resource"] in _SIZED and each.get("fileSize") is None:
            raise refused(f"file size is required for {each['resource']} resources", "input", str(position), "fileSize")
    return {"stagedTargets": [_target(info, each) for each in given]}


def _target(info: Info, given: Mapping[str, object]) -> dict[str, object]:
    """A form to POST, whose address is the same for all files, or an address of its own to PUT to (recorded)."""
    world, base = context_of(info).world, f"{context_of(info).base_url}/staged-uploads/"
    folder = _FOLDERS.get(str(given["resource"]), "files")
    key = f"tmp/{SHOP_ID}/{folder}/{world.new_uuid()}/{given['filename']}"
    mime_type = str(given["mimeType"])
    world.staged_files[key] = StagedFile(key=key, mime_type=mime_type)
    if given.get("httpMethod") == "POST":
        parameters = _form(world, key=key, mime_type=mime_type)
        return {"url": base, "resourceUrl": base, "parameters": _named(parameters)}
    signed = f"{base}{key}?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature={secrets.token_hex(32)}"
    return {
        "url": signed,
        "resourceUrl": signed,
        "parameters": _named({"content_type": mime_type, "acl": "private"}),
    }


def _form(world: World, *, key: str, mime_type: str) -> dict[str, str]:
    """The fields that the form must carry before the file; nothing checks the signature."""
    now = world.now()
    return {
        "Content-Type": mime_type,
        "success_action_status": "201",
        "acl": "private",
        "key": key,
        "x-goog-date": now.strftime("%Y%m%dT%H%M%SZ"),
        "x-goog-credential": f"sandbox/{now:%Y%m%d}/auto/storage/goog4_request",
        "x-goog-algorithm": "GOOG4-RSA-SHA256",
        "x-goog-signature": secrets.token_hex(32),
        "policy": secrets.token_urlsafe(48),
    }


def _named(parameters: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in parameters.items()]


FIELDS = fields_of("Mutation", {"stagedUploadsCreate": _create})
