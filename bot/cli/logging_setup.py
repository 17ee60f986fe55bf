"""Where log lines go: to stderr, so that what a verb prints can be read by a script. A line holds no control characters
and no secrets."""

import logging
import sys

import structlog

from bot.core.secrets.redaction import remove_secrets
from bot.engine.tracebacks import format_traceback


def log_to_stderr(level: int = logging.ERROR, *, tracebacks: bool = False) -> None:
    """Log lines of this level and above, a line each. Only a server's log has tracebacks."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _keep_event if tracebacks else _drop_traceback,
            _redact_secrets,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], repr_native_str=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the one of now: a test replaces it
        cache_logger_on_first_use=False,
    )
    _filter_libraries()


def _drop_traceback(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event.pop("trace", None)
    return event


def _redact_secrets(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for name, value in event.items():
        text = value if isinstance(value, str) else repr(value)
        if (clean := remove_secrets(text)) != text:
            event[name] = clean
    return event


class SecretFilter(logging.Filter):
    """Takes the secrets out of what libraries log, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = remove_secrets(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = format_traceback(record.exc_info[1]).rstrip("\n")
        return True


def _filter_libraries() -> None:
    """Lines of the standard library's loggers go where they went, without secrets."""
    kept = SecretFilter()
    handlers = [logging.lastResort, *logging.getLogger().handlers]
    for handler in handlers:
        if handler is not None and not any(isinstance(each, SecretFilter) for each in handler.filters):
            handler.addFilter(kept)


def _keep_event(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return event
