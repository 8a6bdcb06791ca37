"""What the API refuses before any flow is asked: requests that are no requests, callers that nobody knows."""

from collections.abc import Sequence

from backhaul.core.errors import BackhaulError


class UnsupportedMediaType(BackhaulError):
    code = "unsupported-media-type"
    default_hint = "Send Content-Type: application/json."

    def __init__(self, content_type: str, *, hint: str = "") -> None:
        super().__init__(
            f"“{content_type[:80]}” is not understood here.", hint=hint, data={"content_type": content_type[:80]}
        )


class BodyTooLarge(BackhaulError):
    code = "body-too-large"
    default_hint = "Send less in one request."

    def __init__(self) -> None:
        super().__init__("The body of the request is too large.")


class UnknownParameter(BackhaulError):
    code = "unknown-parameter"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no query parameter “{name[:80]}” here.",
            hint=f"There are: {', '.join(known)}." if known else "Send none.",
            data={"parameter": name[:80], "known": list(known)},
        )


class IdempotencyKeyRequired(BackhaulError):
    code = "idempotency-key-required"
    default_hint = (
        "Send the header Idempotency-Key with 1 to 255 printable ASCII characters, new for each request, "
        "the same when you repeat one."
    )

    def __init__(self) -> None:
        super().__init__("The request has no usable Idempotency-Key.")


class NotAuthenticated(BackhaulError):
    code = "not-authenticated"
    default_hint = "Send the header Authorization: Bearer with the token of BACKHAUL_API_TOKEN."

    def __init__(self) -> None:
        super().__init__("The request carries no token, or a wrong one.")


class ApiSwitchedOff(BackhaulError):
    """No token is configured, so nobody may use the API."""

    code = "api-switched-off"
    default_hint = "Set BACKHAUL_API_TOKEN, or BACKHAUL_API_TOKEN_FILE, and start again."

    def __init__(self) -> None:
        super().__init__("This installation has no API token, so its API answers nobody.")


class UnknownAddress(BackhaulError):
    code = "unknown-address"
    default_hint = "All addresses are listed in /api/v1/openapi.json."

    def __init__(self, path: str) -> None:
        super().__init__("There is nothing at this address.", data={"path": path[:200]})


class MethodNotAllowed(BackhaulError):
    code = "method-not-allowed"

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        super().__init__(
            f"{method} is not possible here.",
            hint=f"Possible: {', '.join(allowed)}.",
            data={"method": method, "allowed": list(allowed)},
        )


class InternalError(BackhaulError):
    """A defect of ours; its traceback is in the log."""

    code = "internal-error"
    default_hint = "Please report it with the time of the request; the log of the server has the details."
    can_retry = True

    def __init__(self) -> None:
        super().__init__("Something went wrong here that should not have.")


class DatabaseAway(BackhaulError):
    """The database did not answer in time, or not at all; whatever the request wanted has not been done."""

    code = "database-away"
    default_hint = "Try again in a moment, with the same Idempotency-Key."
    can_retry = True

    def __init__(self) -> None:
        super().__init__("The database does not answer at the moment.")
