"""Reads an error of an endpoint, in any form: one bounded line without a key, and whether waiting helps."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import responses
from typing import TYPE_CHECKING

from httpx2 import ConnectError, DecodingError, NetworkError, RemoteProtocolError, TooManyRedirects

if TYPE_CHECKING:
    from openai import APIConnectionError

from bot.core.base_types import JSON
from bot.core.secrets.redaction import redact_secrets
from bot.llm.context_overflow import ContextOverflow, read_overflow

MAX_LINE = 200
"""Characters of a provider's text that are repeated."""
MAX_BODY = 256 * 1024
"""Bytes of an error that are read."""
MOST_WAIT = 300.0
"""Seconds that a server may make us wait between two tries. A longer outage reaches a person after the agent's limit of
errors.
"""
KEY_PART = 8
"""Characters of a key that count as a part of it."""
MAX_MATCHED = 4_000
"""Characters of an error that are searched for the name of a refused field."""

_LATER = frozenset({408, 409, 424, 425, 429, 498, 499})
"""Refusals that pass by themselves, besides statuses of 500 and more."""
_NO_CREDIT = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance")

_INCURABLE = (
    "--enable-auto-tool-choice",
    "--tool-call-parser",
    "--jinja",
    "does not support tools",
    "no endpoints found that support tool use",
    "model_not_found",
    "deploymentnotfound",
)
"""Words of a refusal that no other request form and no waiting cures: a server's flag, a model without tools."""

_EMPTY_WORDS = frozenset(
    {"internal", "server", "error", "bad", "invalid", "request", "unprocessable", "entity", "content"}
)
"""Words of an error that explains nothing, such as "Bad Request" and `invalid_request_error`."""

_ADVICE = {
    400: "the request was not taken; check OPENAI_MODEL, and the prompt and tools of the agent",
    401: "check OPENAI_API_KEY",
    402: "the account has no credit left",
    403: "this key may not do that; check OPENAI_API_KEY and OPENAI_MODEL",
    404: "no such model or address; check OPENAI_MODEL and OPENAI_BASE_URL",
    413: "the request is too large for this server",
    422: "the request was not taken; check OPENAI_MODEL, and the prompt and tools of the agent",
    429: "too many requests, or the account has no credit left",
}


@dataclass(frozen=True)
class EndpointFailure:
    """A refusal by an endpoint.

    `line` is the provider's own line, bounded and without secrets. `param` names the refused field, `code` is the
    machine-readable word; `said` is the whole text in lower case, for matching only, and is not shown. `generation` is
    the text of the model, where a server returns it with an error. `overflow` is set when the prompt was longer than
    the context. `retry_after` is the seconds of `read_wait`.
    """

    status: int
    line: str = ""
    param: str = ""
    code: str = ""
    said: str = ""
    generation: str = ""
    overflow: ContextOverflow | None = None
    retry_after: float = 0.0

    @property
    def is_out_of_credit(self) -> bool:
        return self.code in _NO_CREDIT or "exceeded your current quota" in self.said

    @property
    def is_incurable(self) -> bool:
        return any(word in self.said for word in _INCURABLE)

    @property
    def is_unexplained(self) -> bool:
        """Whether the error says no more than its status."""
        words = re.findall(r"[^\W_]+", f"{self.line} {self.said} {self.param}".lower())
        return _EMPTY_WORDS.issuperset(words)

    @property
    def is_final(self) -> bool:
        """Whether the same request would be refused again, so that waiting is of no use."""
        if self.overflow is not None:
            return True
        return self.is_out_of_credit or self.is_incurable or (400 <= self.status < 500 and self.status not in _LATER)

    def __str__(self) -> str:
        quoted = f" ({self.line})" if self.line else ""
        if self.overflow is not None:
            return f"{self.status}: the prompt is longer than the model takes{quoted}"
        known = responses[self.status].lower() if self.status in responses else "a status that HTTP does not know"
        advice = "the account has no credit left" if self.is_out_of_credit else _ADVICE.get(self.status, known)
        return f"{self.status}: {advice}{quoted}"


def read_failure(status: int, body: bytes, key: str) -> EndpointFailure:
    """The refusal in an error's body: an object, a list, a text, a page, or nothing."""
    if len(body) > MAX_BODY:
        return EndpointFailure(status, f"an error of more than {MAX_BODY // 1024} KiB")
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return EndpointFailure(status, "an HTML page")
    try:
        value: JSON = json.loads(text) if text else None
    except (ValueError, RecursionError):
        value = text
    return read_decoded_failure(status, value, key)


def read_wait(headers: Mapping[str, str], now: float) -> float:
    """The seconds before which a server asks not to be asked again, at most `MOST_WAIT`; 0: it names none.

    `now` is seconds since 1970. `Retry-After` is a number or a date (RFC 9110, 10.2.3); `retry-after-ms` is Azure's.
    """
    for name, unit in (("retry-after-ms", 1_000.0), ("retry-after", 1.0)):
        said = headers.get(name, "").strip()
        if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", said, re.ASCII):
            return min(float(said) / unit, MOST_WAIT)
        if said and unit == 1.0:
            with suppress(ValueError, OverflowError):
                return min(max(parsedate_to_datetime(said).timestamp() - now, 0.0), MOST_WAIT)
    return 0.0


def describe_broken_connection(error: "APIConnectionError") -> str:
    """The reason for a request without an answer: the host was not reached, or its output was no answer."""
    host, cause = error.request.url.host, error.__cause__
    match cause:
        case DecodingError():
            reason = f"the answer of {host} cannot be decoded"
        case TooManyRedirects():
            reason = f"{host} redirects without end; check OPENAI_BASE_URL"
        case NetworkError() | RemoteProtocolError() if not isinstance(cause, ConnectError):
            reason = f"the connection to {host} broke"
        case _:
            reason = f"cannot reach {host}"
    return f"{reason} ({type(cause).__name__})"


def read_decoded_failure(status: int, value: JSON, key: str) -> EndpointFailure:
    """The refusal in a decoded error, such as one that came with status 200."""
    outer = value[0] if isinstance(value, list) and value else value
    error = outer.get("error", outer) if isinstance(outer, dict) else outer
    inner: Mapping[str, JSON] = error if isinstance(error, dict) else {}
    # FastAPI servers list complaints under `detail`, sometimes inside `message`.
    message = inner.get("message")
    details = message.get("detail") if isinstance(message, dict) else inner.get("detail")
    first = details[0] if isinstance(details, list) and details else None
    detail: Mapping[str, JSON] = first if isinstance(first, dict) else {}
    line, generation = _compose_line(error, detail), inner.get("failed_generation")
    azure = inner.get("innererror")
    filters = azure.get("content_filter_result") if isinstance(azure, dict) else None
    filtered = ""
    if isinstance(filters, dict):
        names = [name for name, each in filters.items() if isinstance(each, dict) and each.get("filtered") is True]
        filtered = f"the content filter stopped the prompt: {', '.join(names) or 'no category named'}"
    said = f"{line} {_read_text(inner.get('code'))} {_read_text(inner.get('type'))}"[:MAX_MATCHED].lower()
    return EndpointFailure(
        status=status,
        line=clean_line(filtered or line, key),
        param=_read_text(inner.get("param")) or _format_location(detail),
        code=_read_text(inner.get("code")) or _read_text(inner.get("type")),
        said=said,
        generation=generation if isinstance(generation, str) else json.dumps(generation) if generation else "",
        overflow=read_overflow(status, said, inner),
    )


def _compose_line(error: JSON, detail: Mapping[str, JSON]) -> str:
    if isinstance(error, str):
        return error
    if not isinstance(error, dict):
        return ""
    if detail:
        place = _format_location(detail)
        return f"{_read_text(detail.get('msg')) or _read_text(detail.get('type'))}{f': {place}' if place else ''}"
    for name in ("message", "detail", "error_description", "title", "msg"):
        if isinstance(said := error.get(name), str) and said:
            return said
    errors = error.get("errors")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return _read_text(errors[0].get("message"))
    return ""


def _format_location(detail: Mapping[str, JSON]) -> str:
    path = detail.get("loc")
    return str(path[-1])[:100] if isinstance(path, list) and path else ""


def clean_line(text: str, key: str) -> str:
    """The text on one line: printable, without the key or parts of it, without other secrets, at most `MAX_LINE`
    characters.
    """
    if text.lstrip().startswith("<"):
        return "an HTML page"
    printable = "".join(character if character.isprintable() else " " for character in text[: MAX_LINE * 20])
    whole = printable.replace(key, "[key]") if key else printable
    parts = {key[start : start + KEY_PART] for start in range(max(len(key) - KEY_PART + 1, 0))}

    def mask_key(found: re.Match[str]) -> str:
        is_masked = re.search(r"[A-Za-z0-9]\*{3,}|\*{3,}[A-Za-z0-9]|^(sk|pk|rk|key)[-_]", found[0]) is not None
        return "[key]" if is_masked or any(part in found[0] for part in parts) else found[0]

    return " ".join(re.sub(r"[A-Za-z0-9_.*…•-]{6,}", mask_key, redact_secrets(whole)).split())[:MAX_LINE]


def _read_text(value: JSON) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
