"""The page of the REST API: every operation with what it takes and answers, from its OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from backhaul.api.registration import PREFIX, make_api

INTRODUCTION = f"""# REST

Everything is JSON under `/{PREFIX}`; the OpenAPI document is at `/{PREFIX}/openapi.json`.

- **Token**: `Authorization: Bearer` with the value of `BACKHAUL_API_TOKEN`. Without that setting the API answers
  nobody.
- **Idempotency-Key**: every POST needs this header: 1 to 255 printable characters, new for each request, the same
  when you repeat one. The answer to a repetition is the first one, with `Idempotency-Replayed: true`. Missing: 400.
  The same key with another request: 409.
- **Errors** are problem documents (RFC 9457, `application/problem+json`) with `code`, which never changes its meaning,
  `detail`, which says what is wrong, `hint`, which says what to do, and `data`. What may succeed later carries
  `Retry-After`.
- **Orders** are named by our id (`ord_…`), by Shopify's gid or number, or by their name (`1001`, `%231001`). Except for
  our id, add `store=<slug>` as soon as there are two stores.
- **Pages**: `limit` and `cursor`; an answer with more after it has `next_cursor`."""


def page() -> str:
    """All operations by their first word."""
    document: dict[str, Any] = dict(make_api().get_openapi_schema(path_prefix=""))
    schemas = document["components"]["schemas"]
    sections: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            words = "\n".join(_operation(method.upper(), path, operation, schemas))
            sections.setdefault(path.strip("/").split("/")[0], []).append(words)
    parts = [f"## {name.capitalize()}\n\n" + "\n\n".join(operations) for name, operations in sections.items()]
    return "\n\n".join([INTRODUCTION, *parts])


def _operation(method: str, path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    yield f"### `{method} {path if path.startswith('/') else '/' + path}`"
    yield ""
    yield operation["summary"]
    statuses = ", ".join(f"`{status}`" for status in operation["responses"] if str(status).isdigit())
    yield ""
    yield f"Answers {statuses}."
    query = [f"`{one['name']}`" for one in operation.get("parameters", ()) if one["in"] == "query"]
    if query:
        yield f"Query: {', '.join(query)}."
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        yield ""
        yield "```text"
        yield from _fields(body, schemas, indent="")
        yield "```"


def _fields(schema: dict[str, Any], schemas: dict[str, Any], *, indent: str) -> Iterator[str]:
    resolved = _resolved(schema, schemas)
    for name, field in resolved.get("properties", {}).items():
        needed = "" if name in resolved.get("required", ()) else "?"
        kind, inner = _kind(field, schemas)
        yield f"{indent}{name}{needed}: {kind}"
        if inner is not None:
            yield from _fields(inner, schemas, indent=f"{indent}  ")


def _kind(field: dict[str, Any], schemas: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """What a field holds, in words, and the schema of what lies below it."""
    field = _resolved(field, schemas)
    if "anyOf" in field:
        kinds = [_kind(choice, schemas) for choice in field["anyOf"]]
        inner = next((below for _, below in kinds if below is not None), None)
        return " or ".join(dict.fromkeys(words for words, _ in kinds)), inner
    if "enum" in field:
        return " | ".join(str(value) for value in field["enum"]), None
    if field.get("type") == "array":
        words, below = _kind(field["items"], schemas)
        return f"list of {words}", below
    if "properties" in field:
        return "object", field
    return str(field.get("format") or field.get("type") or "any"), None


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return dict(schemas[schema["$ref"].rsplit("/", 1)[-1]])
    if list(schema) == ["allOf"] or (len(schema.get("allOf", ())) == 1):
        return _resolved(schema["allOf"][0], schemas)
    return schema
