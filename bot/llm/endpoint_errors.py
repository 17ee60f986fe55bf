"""What an error of an endpoint says, whatever its shape: one bounded line without a key, and whether waiting helps."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from bot.core.secrets.redaction import redact_secrets
from bot.core.values import JSON
from bot.llm.context_overflow import ContextOverflow, read_overflow

MAX_LINE = 200
"""Characters of a provider's own words that are repeated."""
MAX_BODY = 256 * 1024
"""Bytes of an error that are read."""
MOST_WAIT = 300.0
"""Seconds that a server may make us wait between two tries: a longer outage is to reach a person, after `errors` of them."""
MAX_MATCHED = 4_000
"""Characters of an error in which the name of a refused field is looked for."""

_LATER = frozenset({408, 409, 424, 425, 429, 498, 499})
"""Refusals that pass by themselves, besides all of 500 and more."""
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
"""Words of a refusal that no other form of the request and no waiting cures: a server's flag, a model without tools."""

_EMPTY_WORDS = frozenset(
    {"internal", "server", "error", "bad", "invalid", "request", "unprocessable", "entity", "content"}
)
"""Words of which an error that explains nothing is made, such as "Bad Request" and `invalid_request_error`."""

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

    `line` is the provider's own line, bounded and without secrets. `param` names the field it is about, `code` is its
    machine-readable word; `said` is the whole of it in small letters, for matching only: it is shown to nobody.
    `generation` is what the model had written, where a server hands that out with an error. `overflow` is set when the prompt
    was longer than the context. `retry_after` are the seconds of `read_wait`.
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
        """Whether it says no more than its status."""
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
        advice = "the account has no credit left" if self.is_out_of_credit else _ADVICE.get(self.status)
        return f"{self.status}: {advice or _describe_status(self.status)}{quoted}"


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
    """The seconds for which a server asks not to be asked again, at most MOST_WAIT; 0: it says nothing of that.

    `now` are seconds since 1970. `Retry-After` is a number or a date (RFC 9110, 10.2.3); `retry-after-ms` is Azure's.
    """
    for name, unit in (("retry-after-ms", 1_000.0), ("retry-after", 1.0)):
        said = headers.get(name, "").strip()
        if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", said, re.ASCII):
            return min(float(said) / unit, MOST_WAIT)
        if said and unit == 1.0:
            with suppress(ValueError, OverflowError):
                return min(max(parsedate_to_datetime(said).timestamp() - now, 0.0), MOST_WAIT)
    return 0.0


def read_decoded_failure(status: int, value: JSON, key: str) -> EndpointFailure:
    """The refusal in a decoded error, such as one that came with status 200."""
    outer = value[0] if isinstance(value, list) and value else value
    error = outer.get("error", outer) if isinstance(outer, dict) else outer
    inner: Mapping[str, JSON] = error if isinstance(error, dict) else {}
    detail = _find_first_detail(inner)
    line = _compose_line(error, detail)
    said = f"{line} {_read_text(inner.get('code'))} {_read_text(inner.get('type'))}"[:MAX_MATCHED].lower()
    return EndpointFailure(
        status=status,
        line=clean_line(_list_filtered_categories(inner) or line, key),
        param=_read_text(inner.get("param")) or _format_location(detail),
        code=_read_text(inner.get("code")) or _read_text(inner.get("type")),
        said=said,
        generation=_read_generation(inner.get("failed_generation")),
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


def _find_first_detail(error: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """The first of the complaints that FastAPI servers list under `detail`, at times inside of `message`."""
    message = error.get("message")
    details = message.get("detail") if isinstance(message, dict) else error.get("detail")
    first = details[0] if isinstance(details, list) and details else None
    return first if isinstance(first, dict) else {}


def _format_location(detail: Mapping[str, JSON]) -> str:
    where = detail.get("loc")
    return str(where[-1])[:100] if isinstance(where, list) and where else ""


def _list_filtered_categories(error: Mapping[str, JSON]) -> str:
    """Which categories of a content filter stopped the prompt; empty: none did."""
    inner = error.get("innererror")
    found = inner.get("content_filter_result") if isinstance(inner, dict) else None
    if not isinstance(found, dict):
        return ""
    names = [name for name, each in found.items() if isinstance(each, dict) and each.get("filtered") is True]
    return f"the content filter stopped the prompt: {', '.join(names) or 'no category named'}"


def clean_line(text: str, key: str) -> str:
    """The text on one line, printable, without the key or parts of it, without other secrets, cut."""
    if text.lstrip().startswith("<"):
        return "an HTML page"
    printable = "".join(character if character.isprintable() else " " for character in text[: MAX_LINE * 20])
    whole = printable.replace(key, "[key]") if key else printable
    spared = re.sub(r"[A-Za-z0-9_.*…•-]{6,}", lambda found: _mask_key(found[0], key), redact_secrets(whole))
    return " ".join(spared.split())[:MAX_LINE]


_PART = 8
"""Characters of a key that count as a part of it."""


def _mask_key(word: str, key: str) -> str:
    """The word, unless it is a masked key or holds a part of the key."""
    is_masked = re.search(r"[A-Za-z0-9]\*{3,}|\*{3,}[A-Za-z0-9]|^(sk|pk|rk|key)[-_]", word) is not None
    parts = (key[start : start + _PART] for start in range(max(len(key) - _PART + 1, 0)))
    return "[key]" if is_masked or any(part in word for part in parts) else word


def _read_text(value: JSON) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _read_generation(value: JSON) -> str:
    """What the model had written, whether it stands there as text or decoded."""
    return value if isinstance(value, str) else json.dumps(value) if value else ""


def _describe_status(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "a status that HTTP does not know"
