"""How Backhaul logs: events with fields, for people or as JSON, and nothing about persons or secrets."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

from backhaul.site.environment import Settings

# Fields that are never written, whoever passes them.
_FORBIDDEN = frozenset(
    {"token", "access_token", "secret", "client_secret", "password", "authorization", "api_key", "payload", "body"}
    | {"email", "phone", "address", "shipping_address", "customer", "first_name", "last_name"}
)
_TICKET = re.compile(r"/enter/[^/\s\"'?]+")


def configure(settings: Settings) -> None:
    """Sends our events and those of the libraries to stderr in one form."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(tell_exception),
        without_tickets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    on_console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    final = structlog.processors.JSONRenderer() if as_json else on_console
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, final],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    logging.getLogger("django.request").addFilter(is_told_by_django)
    for name in ("httpx2", "httpcore2", "procrastinate"):  # one line a request or job says nothing our events don't
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in ("apprise", "urllib3"):  # they log addresses, and those of chats are secrets
        logging.getLogger(name).setLevel(logging.CRITICAL)


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces the value of every field that may not be logged."""
    for field in event:
        if field.lower() in _FORBIDDEN:
            event[field] = "[redacted]"
    return event


def without_tickets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes out of each text what opens the portal: libraries log the paths of requests that were refused."""
    for field, value in event.items():
        if isinstance(value, str):
            event[field] = _TICKET.sub("/enter/[redacted]", value)
    return event


def is_told_by_django(record: logging.LogRecord) -> bool:
    """Whether Django is to log a failed request: of the portal's, an event of ours tells what may be told."""
    path = getattr(getattr(record, "request", None), "path", "")
    return not (record.levelno >= logging.ERROR and path.startswith("/portal/"))


def tell_exception(exc_info: structlog.typing.ExcInfo) -> str:
    """Where it was raised and what led to it, of each error the first line alone.

    PostgreSQL and pydantic quote the values that they refuse in the lines below it, and those can be a customer's.
    """
    told = [
        f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}: {_first_line(error)}"
        for error in _led_to(exc_info[1])
    ]
    return "\n\nwhich led to:\n\n".join(reversed(told))


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it; a cycle of causes ends."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")
