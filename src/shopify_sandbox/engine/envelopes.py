"""The answers that carry no result: top-level errors in Shopify's shapes."""

from collections.abc import Mapping, Sequence

Json = dict[str, object]


class TopLevelError(Exception):
    """An error in the `errors` list of the answer, beside the field's null.

    `code` and the other extensions appear under `extensions`; without any, Shopify sends no `extensions` at all.
    """

    def __init__(self, message: str, code: str | None = None, **extensions: object) -> None:
        super().__init__(message)
        self.message = message
        self.extensions: Json = ({"code": code} if code is not None else {}) | extensions


class AccessDenied(TopLevelError):
    """The token lacks a scope that the field needs (recorded: the text of the requirement stands in the message)."""

    def __init__(self, field: str, required_access: str) -> None:
        super().__init__(
            f"Access denied for {field} field. Required access: {required_access}",
            "ACCESS_DENIED",
            documentation="https://shopify.dev/api/usage/access-scopes",
            requiredAccess=required_access,
        )


class ResourceNotFound(TopLevelError):
    """An id that names nothing, on the mutations that answer it at top level (recorded: `Invalid id: gid://…`)."""

    def __init__(self, gid: str) -> None:
        super().__init__(f"Invalid id: {gid}", "RESOURCE_NOT_FOUND")


class ShopifyFailed(Exception):
    """Shopify itself fails where it should answer, as recorded; the client meets an internal error."""


class RequestRefused(Exception):
    """A request refused as a whole: the answer has `errors`, but neither `data` nor the cost of a run."""

    def __init__(self, errors: Sequence[Mapping[str, object]], *, extensions: Json | None = None) -> None:
        super().__init__("; ".join(str(error["message"]) for error in errors))
        self.errors = list(errors)
        self.extensions = extensions

    def body(self) -> Json:
        """The JSON of the answer."""
        return {"errors": self.errors} | ({"extensions": self.extensions} if self.extensions else {})


def error_entry(
    message: str,
    *,
    locations: Sequence[tuple[int, int]] = (),
    path: Sequence[str | int] | None = None,
    extensions: Mapping[str, object] | None = None,
) -> Json:
    """One entry of `errors`, keys in the order in which Shopify sends them for refused requests."""
    entry: Json = {"message": message}
    if locations:
        entry["locations"] = [{"line": line, "column": column} for line, column in locations]
    if path is not None:
        entry["path"] = list(path)
    if extensions:
        entry["extensions"] = dict(extensions)
    return entry


def internal_error(request_id: str) -> Json:
    """The whole answer when Shopify fails itself: data null, no path, no cost, the id to give to support (recorded)."""
    message = (
        "Internal error. Looks like something went wrong on our end.\n"
        f"Request ID: {request_id} (include this in support requests)."
    )
    error = {"message": message, "extensions": {"requestId": request_id, "code": "INTERNAL_SERVER_ERROR"}}
    return {"errors": [error], "data": None}
