"""Removes secrets from the words of events. Pure; `ThreadRepository` applies it to all events before they are appended.

Decisions are read from the words as they came; the stored, shown and sent texts have no secrets. Fields that other
fields or digests depend on are kept as they are: they hold no free words, and arguments with a secret are refused
before (`bot.core.steps.read_arguments`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from bot.core import events as e
from bot.core.base_types import JSON
from bot.core.channel_messages import ChannelAddress
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.secrets.redaction import list_secret_kinds, remove_secrets
from bot.core.threads.thread import Thread

KEPT = frozenset(
    {
        *("about", "account", "agent", "arguments", "arrival", "by", "call", "credential", "delivery", "digest", "door"),
        *("edited", "host", "intent", "key", "makers", "others", "person", "prompt", "reference", "renderer", "request"),
        *("requester", "returned", "source", "tail", "target", "to", "tool_version", "tools"),
        *("acts", "child", "lineage", "parent", "who", "whose"),
    }
)  # fmt: skip
"""Fields that hold ids, hashes, names and arguments: they are not changed. The other texts of an event are words."""

KEPT_HASHES = frozenset({(e.ModelCall, "answer")})
"""Fields that hold hashes in one kind of value, and words in another."""

WORDLESS = frozenset({bool, int, float, bytes, type(None), datetime, timedelta, ChannelAddress, Policy, ApproverClause})
"""Types of values without words, or whose words are configured."""

TOLD = (
    "What you wrote held what looks like a secret ({0}). It was taken out before anything was kept: neither the agent nor the log has"
    " it. Whoever else read it may have it, so replace it where it was made. To give one to a tool, have an operator set it as"
    " TOOL_SECRET_<NAME> in the server's environment, and write its name here: secret:<name>."
)


def remove_event_secrets(events: Sequence[e.Event], thread: Thread) -> list[e.Event]:
    """Return the events without secrets, followed by a notice to each writer of one, once in a thread."""
    clean: list[e.Event] = []
    for event in events:
        changed = {} if isinstance(event, e.UnreadEvent) else _find_changed_fields(event)
        clean.append(event.model_copy(update=changed) if changed else event)
    found = [before for before, after in zip(events, clean, strict=True) if after is not before]
    if not found or any(event.fork_origin for event in events):
        return clean
    told = {person for topic, person in thread.told if topic == "secret"}
    notices: list[e.Event] = []
    for before in found:
        if (words := before.written_words) is None:
            continue
        if words.writer and words.writer not in told:
            told.add(words.writer)
            kinds = ", ".join(list_secret_kinds(words.text))
            notices.append(e.notify_people(TOLD.format(kinds), (words.writer,), topic="secret"))
    return [*clean, *notices]


def _find_changed_fields(value: BaseModel) -> dict[str, JSON]:
    """Return the fields that differ without secrets, cut to the length that they may have."""
    found: dict[str, JSON] = {}
    for name, most in _list_word_fields(type(value)):
        if not (old := getattr(value, name)):  # most of them are empty
            continue
        new = remove_secrets(old) if type(old) is str else _clean_value(old)
        if new is not old:
            found[name] = new[:most] if isinstance(new, str) and most is not None else new
    return found


@cache
def _list_word_fields(kind: type[BaseModel]) -> tuple[tuple[str, int | None], ...]:
    """Return the fields of a model that may hold words, each with the length that it may have."""
    return tuple(
        (name, next((each.max_length for each in info.metadata if hasattr(each, "max_length")), None))
        for name, info in kind.model_fields.items()
        if name not in KEPT and (kind, name) not in KEPT_HASHES and _may_hold_words(info.annotation)
    )


def _may_hold_words(annotation: JSON) -> bool:
    """Return whether a value of this type may hold words. A type that is not known may."""
    kind: JSON = get_origin(annotation)
    if annotation in WORDLESS or kind is Literal:
        return False
    if kind is Annotated:
        return _may_hold_words(get_args(annotation)[0])
    if kind in (Union, UnionType, tuple, list):
        return any(_may_hold_words(each) for each in get_args(annotation) if each is not ...)
    return True


def _clean_value(value: JSON) -> JSON:
    """Return the value without secrets; the same object when there are none."""
    match value:
        case str():  # most fields
            return remove_secrets(value)
        case None | int() | float():
            return value
        case ChannelAddress() | Policy() | ApproverClause():
            return value
        case e.CallFact():  # a key has many lines
            whole = "\n".join(value.lines)
            clean, label = remove_secrets(whole), remove_secrets(value.label)
            if (clean, label) == (whole, value.label):
                return value
            lines = value.lines if clean == whole else tuple(clean.split("\n"))
            return value.model_copy(update={"label": label, "lines": lines})
        case BaseModel():
            changed = _find_changed_fields(value)
            return value.model_copy(update=changed) if changed else value
        case tuple() | list():
            cleaned = [_clean_value(each) for each in value]
            return value if all(new is old for new, old in zip(cleaned, value, strict=True)) else type(value)(cleaned)
        case dict():
            items = {key: _clean_value(each) for key, each in value.items()}
            return value if all(items[key] is each for key, each in value.items()) else items
        case _:
            return value
