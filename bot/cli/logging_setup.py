"""Configures logging: lines go to stderr, without control characters and secrets; stdout is for the output of verbs."""

import logging
import sys

import structlog

from bot.core.secrets.redaction import remove_secrets
from bot.engine.tracebacks import format_traceback


def log_to_stderr(level: int = logging.ERROR, *, tracebacks: bool = False) -> None:
    """Log events of `level` and above, one line each; `tracebacks` is for servers. Libraries log without secrets too."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *([] if tracebacks else [lambda _, __, event: {name: event[name] for name in event if name != "trace"}]),
            _redact_secrets,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], repr_native_str=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(
            sys.stderr
        ),  # looked up for each logger, since tests replace it
        cache_logger_on_first_use=False,
    )
    kept = SecretFilter()
    for handler in (logging.lastResort, *logging.getLogger().handlers):
        if handler is not None and not any(isinstance(each, SecretFilter) for each in handler.filters):
            handler.addFilter(kept)


def _redact_secrets(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for name, value in event.items():
        text = value if isinstance(value, str) else repr(value)
        if (clean := remove_secrets(text)) != text:
            event[name] = clean
    return event


class SecretFilter(logging.Filter):
    """Redacts secrets in the log records of libraries, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = remove_secrets(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = format_traceback(record.exc_info[1]).rstrip("\n")
        return True
