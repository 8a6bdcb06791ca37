"""How Backhaul logs: events with fields, for people or as JSON, and nothing about persons or secrets."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from backhaul.site.environment import Settings

# Fields that are never written, whoever passes them.
_FORBIDDEN = frozenset(
    {"token", "access_token", "secret", "client_secret", "password", "authorization", "api_key", "payload", "body"}
    | {"email", "phone", "address", "shipping_address", "customer", "first_name", "last_name"}
)


def configure(settings: Settings) -> None:
    """Sends our events and those of the libraries to stderr in one form."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
        structlog.processors.format_exc_info if as_json else structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # Plain tracebacks: richer ones show local variables, secrets among them, and never end on a cycle of causes.
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
    for name in ("httpx2", "httpcore2", "procrastinate"):  # one line a request or job says nothing our events don't
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces the value of every field that may not be logged."""
    for field in event:
        if field.lower() in _FORBIDDEN:
            event[field] = "[redacted]"
    return event
