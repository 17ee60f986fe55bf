"""Reads a webhook's payload by the rules of its table: a condition, and the text with values of the payload in it. Pure.

A path names a value of the payload: `alerts.0.labels.severity`. A number is a place in a list. A path that is not in the
payload has no value.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self, TypeAlias

from pydantic import Field, field_validator, model_validator

from bot.core.agent import WebhookMessage
from bot.core.base_types import JSON, FrozenModel, TableName

MAX_VALUE = 4_000
"""Characters of one value in a text."""
MAX_RULES = 50
NOTHING = "(none)"
"""What a text says where the payload has no value."""

Scalar: TypeAlias = str | bool | int | float
_PATH = re.compile(r"[^\s.{}]+(\.[^\s.{}]+)*")
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class PayloadRule(FrozenModel):
    """One of [[channels.webhook.NAME.rules]]. Of several the first one with a true condition is used; if none is
    true, nothing happens.

    `when`: by path the value, or a list of the values, that the payload must have; none: any payload. In `text` each
    `{path}` becomes a value, `{{` and `}}` become braces. `account` is the path of the sender's account at the source; empty: no person acted.
    `agent` takes the thread instead of the table's. With `event` no thread begins: the threads of that agent that wait for the
    event of this name, and of the value at the path `key`, go on with the text.
    The final answer of the thread is posted to `callback_url`, or to the URL at the path `callback_field`, if the table allows its host.
    """

    when: Mapping[str, Scalar | tuple[Scalar, ...]] = Field(default={}, max_length=20)
    text: str = Field(min_length=1, max_length=10_000)
    account: str = ""
    agent: TableName | None = None
    event: TableName | None = None
    key: str = ""
    callback_url: str = Field(default="", max_length=400, pattern=r"^(https?://\S+)?$")
    callback_field: str = ""

    @field_validator("when")
    @classmethod
    def _are_paths(cls, value: Mapping[str, Scalar | tuple[Scalar, ...]]) -> Mapping[str, Scalar | tuple[Scalar, ...]]:
        for path in value:
            _check_path(path)
        return value

    @field_validator("account", "key", "callback_field")
    @classmethod
    def _is_path(cls, value: str) -> str:
        if value:
            _check_path(value)
        return value

    @model_validator(mode="after")
    def _keys_an_event(self) -> Self:
        if self.key and not self.event:
            raise ValueError(f"key = {self.key!r} is that of an event; name it in event")
        if self.callback_url and self.callback_field:
            raise ValueError("callback_url and callback_field are both set; leave one out")
        if self.event and (self.callback_url or self.callback_field):
            raise ValueError(
                f"event = {self.event!r} begins no thread, so that nobody is called back; leave the callback out"
            )
        return self

    @field_validator("text")
    @classmethod
    def _has_paths(cls, value: str) -> str:
        for place in _PLACE.finditer(value):
            if place[0] in ("{", "}"):
                raise ValueError(f"{value[:80]!r} has a single {place[0]!r}; write {place[0] * 2!r} for one")
            if place[1] is not None:
                _check_path(place[1])
        return value

    def is_met(self, payload: JSON) -> bool:
        """Whether the payload has the values that this rule asks for."""
        return all(
            _is_one_of(find_value(payload, path), wanted if isinstance(wanted, tuple) else (wanted,))
            for path, wanted in self.when.items()
        )


class ReadPayload(NamedTuple):
    """The rule that a payload met, and the message that it makes of it."""

    rule: PayloadRule
    message: WebhookMessage


def read_by_rules(rules: Sequence[PayloadRule], source: str, payload: JSON) -> ReadPayload | None:
    """Return the message of the first rule that the payload meets; None where it meets none."""
    rule = next((each for each in rules if each.is_met(payload)), None)
    if rule is None:
        return None
    account = find_value(payload, rule.account) if rule.account else None
    named = str(account) if isinstance(account, str | int) and not isinstance(account, bool) and account != "" else None
    return ReadPayload(rule, WebhookMessage(text=fill_text(rule.text, payload), sender=named or source, account=named))


def fill_text(text: str, payload: JSON) -> str:
    """Return a rule's text with the payload's values; a value that is no text as JSON, a missing one as `(none)`."""

    def fill(place: re.Match[str]) -> str:
        if place[1] is None:  # a doubled brace
            return place[0][0]
        value = find_value(payload, place[1])
        if value is None:
            return NOTHING
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return shown if len(shown) <= MAX_VALUE else f"{shown[:MAX_VALUE]}[… cut: it had {len(shown)} characters]"

    return _PLACE.sub(fill, text)


def find_value(payload: JSON, path: str) -> JSON:
    """Return the value at a path; None where there is none."""
    found = payload
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isascii() and part.isdigit() and len(part) < 10:
            found = found[int(part)] if int(part) < len(found) else None
        else:
            return None
    return found


def _is_one_of(value: JSON, wanted: Sequence[Scalar]) -> bool:
    """Whether a value equals one of these, of the same kind: 1 is no true."""
    return any(value == each and isinstance(value, bool) == isinstance(each, bool) for each in wanted)


def _check_path(path: str) -> None:
    if not _PATH.fullmatch(path):
        raise ValueError(f"{path!r} is no path of a payload; write one such as 'alert.labels.severity'")
