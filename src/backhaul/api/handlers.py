"""Turns whatever goes wrong in an endpoint into a problem document."""

from collections.abc import Callable, Sequence

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from backhaul.api.problems import problem
from backhaul.api.refusals import (
    BodyTooLarge,
    DatabaseAway,
    InternalError,
    NotAuthenticated,
)
from backhaul.core.errors import BackhaulError
from backhaul.flows.strict_json import MalformedRequest, not_of_the_form

log = structlog.get_logger()


def _ours(error: Exception) -> BackhaulError | None:
    return error if isinstance(error, BackhaulError) else None


def _refused_by_framework(error: Exception) -> BackhaulError | None:
    """Ninja reports a body that its parser refuses as an HttpError, with the parser's own error as the cause."""
    match error:
        case ValidationError():
            return not_of_the_form(error.errors)
        case AuthenticationError():
            return NotAuthenticated()
        case HttpError():
            cause = error.__cause__
            return refusal_for(cause) if isinstance(cause, Exception) else MalformedRequest(error.message)
    return None


def _refused_by_django(error: Exception) -> BackhaulError | None:
    match error:
        case RequestDataTooBig():
            return BodyTooLarge()
        case UnreadablePostError():
            return MalformedRequest("The request ended before its body was complete.")
        case OperationalError() | InterfaceError():
            return DatabaseAway()
    return None


KNOWN: Sequence[Callable[[Exception], BackhaulError | None]] = (_ours, _refused_by_framework, _refused_by_django)


def refusal_for(error: Exception) -> BackhaulError:
    """Our own error for any exception; InternalError for what nobody expected."""
    for known in KNOWN:
        refusal = known(error)
        if refusal is not None:
            return refusal
    return InternalError()


def answer_error(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The problem document for an exception that an endpoint raised; defects are logged with their traceback."""
    refusal = refusal_for(error) if isinstance(error, Exception) else InternalError()
    if isinstance(refusal, InternalError | DatabaseAway):
        log.error("api.failed", method=request.method, route=_route(request), exc_info=error)
    return problem(refusal)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""
