"""What of a call was changed since it was shown: for whoever looked at an older version of it. Pure."""

from collections.abc import Iterable, Sequence

from bot.core.canonical import parse
from bot.core.people import Directory
from bot.core.redact import redacted
from bot.core.shown import shown_value, shown_words
from bot.core.thread import Call, Past
from bot.core.word import JSON, Word

MAX_SAID = 5
"""How many changed arguments a sentence names."""

MAX_VALUE = 60
"""Characters of a value in a sentence."""


class ChangedArgument(Word):
    """One argument as it was and as it is, both as a card shows them; empty: it was not there, or is no longer."""

    name: str
    old: str
    new: str


class Change(Word):
    """What is different now from the version with this digest, which stood until the event `until`.

    `by` are the names of those who changed it; empty, and without `arguments`: its rules were changed.
    """

    digest: str
    until: int
    by: str = ""
    arguments: tuple[ChangedArgument, ...] = ()


def changes_of(call: Call, directory: Directory) -> tuple[Change, ...]:
    """For each earlier version of the call, oldest first: what is different now."""
    return tuple(_change(call, call.past[number:], directory) for number in range(len(call.past)))


def find_change(changes: Iterable[Change], digest: str) -> Change | None:
    """What was changed since this digest stood for the last time; None when it never did."""
    return next((change for change in reversed(tuple(changes)) if change.digest == digest), None)


def describe(change: Change | None) -> str:
    """`tag: v3.1.0 → v9.9.8, sha: 1111111 → 2222222`: without secrets, long values cut."""
    arguments = change.arguments if change else ()
    said = [f"{redacted(each.name)}: {_cut(_old(each))} → {_cut(_new(each))}" for each in arguments[:MAX_SAID]]
    more = len(arguments) - MAX_SAID
    return ", ".join([*said, *([f"and {more} more"] if more > 0 else [])]) or "its rules were changed"


def look_again(changes: Sequence[Change], digest: str) -> str:
    """For whoever decided on an older version: what is different, and that nothing was decided."""
    change = find_change(changes, digest)
    by = f"Changed by {change.by}: " if change and change.by else ""
    return f"{by}{describe(change)}, look again. Nothing was decided."


def _change(call: Call, since: Sequence[Past], directory: Directory) -> Change:
    names = dict.fromkeys(shown_words(directory.name_of(past.by)) for past in since if past.by)
    then, now = parse(since[0].arguments), parse(call.arguments)
    return Change(
        digest=since[0].digest,
        until=since[0].until,
        by=", ".join(names),
        arguments=tuple(
            ChangedArgument(name=shown_words(name), old=_shown(then, name), new=_shown(now, name))
            for name in dict.fromkeys((*then, *now))
            if _shown(then, name) != _shown(now, name)
        ),
    )


def _shown(arguments: dict[str, JSON], name: str) -> str:
    return shown_value(arguments[name]) if name in arguments else ""


def _old(argument: ChangedArgument) -> str:
    return _said(argument.name, argument.old, argument.new)


def _new(argument: ChangedArgument) -> str:
    return _said(argument.name, argument.new, argument.old)


def _said(name: str, value: str, other: str) -> str:
    """The value without the quotation marks of a text, unless the other one would then look the same."""
    if not value:
        return "(nothing)"
    safe = redacted(f"{name} = {value}").removeprefix(f"{name} = ")
    return safe if _bare(value) == _bare(other) else _bare(safe)


def _bare(value: str) -> str:
    return value[1:-1] if len(value) > 2 and value[0] == value[-1] == '"' else value


def _cut(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= MAX_VALUE else f"{line[: MAX_VALUE - 1]}…"
