"""The changes of a call since an earlier version of it was shown. Pure."""

from collections.abc import Collection, Iterable, Sequence

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import parse_json
from bot.core.escaping import show_value, show_words
from bot.core.people import PeopleDirectory
from bot.core.secrets.redaction import redact_secrets
from bot.core.threads.thread import CallVersion, ToolCall

MAX_SAID = 5
"""Changed arguments that a sentence names."""

MAX_VALUE = 60
"""Characters of a value in a sentence."""


class ChangedArgument(FrozenModel):
    """One argument, old and new, both as a card shows them; empty: the call had no such argument, or has none now."""

    name: str
    old: str
    new: str


class CallChange(FrozenModel):
    """The difference between the present version and the one with this digest, which the event `until` replaced.

    `by` are the names of its editors; empty, and without `arguments`: its rules were changed.
    """

    digest: str
    until: int
    by: str = ""
    arguments: tuple[ChangedArgument, ...] = ()


def list_changes(call: ToolCall, directory: PeopleDirectory, secrets: Collection[str] = ()) -> tuple[CallChange, ...]:
    """Return the difference to the present version for each earlier version of the call, oldest first.

    `secrets` are the names of the arguments with hidden values.
    """
    return tuple(_compare_versions(call, call.past[at:], directory, secrets) for at in range(len(call.past)))


def find_change(changes: Iterable[CallChange], digest: str) -> CallChange | None:
    """Return the changes since the last version with this digest; None when there was none."""
    return next((change for change in reversed(tuple(changes)) if change.digest == digest), None)


def describe_change(change: CallChange | None) -> str:
    """Return `tag: v3.1.0 → v9.9.8, sha: 1111111 → 2222222`: without secrets, long values cut."""
    arguments = change.arguments if change else ()
    said = [
        f"{redact_secrets(each.name)}: {_cut_value(_unquote_value(each.name, each.old, each.new))}"
        f" → {_cut_value(_unquote_value(each.name, each.new, each.old))}"
        for each in arguments[:MAX_SAID]
    ]
    more = len(arguments) - MAX_SAID
    return ", ".join([*said, *([f"and {more} more"] if more > 0 else [])]) or "its rules were changed"


def explain_stale_decision(changes: Sequence[CallChange], digest: str) -> str:
    """Explain that a decision on an older version was not taken, and the difference."""
    change = find_change(changes, digest)
    by = f"Changed by {change.by}: " if change and change.by else ""
    return f"{by}{describe_change(change)}, look again. Nothing was decided."


def _compare_versions(
    call: ToolCall, since: Sequence[CallVersion], directory: PeopleDirectory, secrets: Collection[str]
) -> CallChange:
    names = dict.fromkeys(show_words(directory.find_name(past.by)) for past in since if past.by)
    then, now = parse_json(since[0].arguments), parse_json(call.arguments)
    changed = []
    for name in dict.fromkeys((*then, *now)):
        shown, old, new = show_words(name), _show_argument(then, name), _show_argument(now, name)
        if old != new and shown in secrets:
            changed.append(ChangedArgument(name=shown, old="[secret]", new="[another secret]"))
        elif old != new:
            changed.append(ChangedArgument(name=shown, old=old, new=new))
    return CallChange(digest=since[0].digest, until=since[0].until, by=", ".join(names), arguments=tuple(changed))


def _show_argument(arguments: dict[str, JSON], name: str) -> str:
    return show_value(arguments[name]) if name in arguments else ""


def _unquote_value(name: str, value: str, other: str) -> str:
    """Return the value without the quotation marks of a text, unless both values would then look the same."""
    if not value:
        return "(nothing)"
    safe = redact_secrets(f"{name} = {value}").removeprefix(f"{name} = ")
    return safe if _strip_quotes(value) == _strip_quotes(other) else _strip_quotes(safe)


def _strip_quotes(value: str) -> str:
    return value[1:-1] if len(value) > 2 and value[0] == value[-1] == '"' else value


def _cut_value(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= MAX_VALUE else f"{line[: MAX_VALUE - 1]}…"
