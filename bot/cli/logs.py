"""Where log lines go: to stderr, so that what a verb prints can be read by a script. A line holds no control characters."""

import logging
import sys

import structlog


def to_stderr(level: int = logging.ERROR, *, tracebacks: bool = False) -> None:
    """Log lines of this level and above, a line each. Only a server's log has tracebacks."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _as_it_is if tracebacks else _without_traceback,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], repr_native_str=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _without_traceback(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event.pop("trace", None)
    return event


def _as_it_is(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return event
