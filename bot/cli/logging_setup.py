"""Configures logging: lines go to stderr, without control characters and secrets; stdout is for the output of verbs.

A line is one event, as text or as a JSON object. Lines of libraries have the same form: their line breaks are escaped.
"""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor

from bot.core.secrets.redaction import remove_secrets
from bot.engine.whole_tracebacks import format_traceback

LogFormat = Literal["text", "json"]


def log_to_stderr(level: int = logging.ERROR, *, tracebacks: bool = False, form: LogFormat = "text") -> None:
    """Log events of `level` and above, one line each; `tracebacks` is for servers. Libraries log without secrets too."""
    finish: list[Processor] = [
        _format_exception,
        *([] if tracebacks else [_drop_trace]),
        _redact_secrets,
        make_renderer(form),
    ]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *finish,
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
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(LibraryFormatter(form))


def choose_format(setting: Literal["auto", "text", "json"]) -> LogFormat:
    """The form of the setting COUNTERSIGN_LOG_FORMAT: by itself text on a terminal, and JSON elsewhere."""
    if setting != "auto":
        return setting
    return "text" if sys.stderr.isatty() else "json"


def make_renderer(form: LogFormat) -> Processor:
    """The last processor: it writes an event as one line of printable ASCII (json), or without control characters."""
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=True, default=repr)
    return structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], repr_native_str=True)


def _format_exception(logger: object, method: str, event: EventDict) -> EventDict:
    """Put the traceback of `log.exception` into `trace`, without secrets and values of variables."""
    if event.pop("exc_info", None) and (error := sys.exc_info()[1]) is not None:
        event.setdefault("trace", format_traceback(error))
    return event


def _drop_trace(logger: object, method: str, event: EventDict) -> EventDict:
    return {name: event[name] for name in event if name != "trace"}


def _redact_secrets(logger: object, method: str, event: EventDict) -> EventDict:
    for name, value in event.items():
        if isinstance(value, bool | int | float | None):
            continue
        text = value if isinstance(value, str) else repr(value)
        if (clean := remove_secrets(text)) != text:
            event[name] = clean
    return event


class LibraryFormatter(logging.Formatter):
    """Writes the records of libraries as lines of ours, with the library's name as `logger`."""

    def __init__(self, form: LogFormat) -> None:
        super().__init__()
        self._render, self._stamp = make_renderer(form), structlog.processors.TimeStamper(fmt="iso")

    def format(self, record: logging.LogRecord) -> str:
        fields = {"level": record.levelname.lower(), "event": record.getMessage(), "logger": record.name}
        if record.exc_text:
            fields["trace"] = record.exc_text
        return str(self._render(None, record.levelname.lower(), self._stamp(None, "", dict(fields))))


class SecretFilter(logging.Filter):
    """Redacts secrets in the log records of libraries, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = remove_secrets(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = format_traceback(record.exc_info[1]).rstrip("\n")
        return True
