"""The scope of a grant: which later calls of a coding agent it lets run without asking people. Pure.

A grant never covers more than its card shows. All values are compared as canonical JSON; of a command line, people may
grant its first words, and the words behind them are then limited to names and relative paths: no option, no assignment, no
sign of a shell, no way out of the directory.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import canonicalize, parse_json
from bot.core.errors import NotUnderstood

OWN_NAMES = ("agent", "tool", "directory", "session")
"""Arguments of a hook's request that are not the tool's. The session is another one each time, so a grant does not name it."""
COMMAND = "command"
SHELL_TOOL = "Bash"
FREE_ARGUMENTS: Mapping[str, tuple[str, ...]] = {SHELL_TOOL: ("description", "timeout")}
"""Arguments, by tool, that change nothing of what runs: a grant covers any value of them."""
MOST_HOURS = 30 * 24
MAX_USES = 1_000
"""Calls that one grant covers. After so many it covers none."""

_FIRST_WORD = r"[A-Za-z0-9_.,/:=@%+-]+"
_FURTHER_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.,/:@+-]*"
_BEGINNING = re.compile(rf"{_FIRST_WORD}(?: {_FIRST_WORD})+")
_FURTHER = re.compile(rf"(?: {_FURTHER_WORD})*")
MAX_COMMAND = 2_000

Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class GrantScope(FrozenModel):
    """The arguments of the request for a grant, which its card shows. `person` is that of the program's key.

    A call is covered when `agent`, `tool` and `directory` are equal, its command begins with the words `begins_with` (empty:
    it is among `exactly`), and all its other arguments are exactly those of `exactly`, besides those in `any_value`.
    """

    person: Text
    agent: Text
    tool: Text
    directory: Text
    exactly: Mapping[str, JSON] = {}
    begins_with: str = Field(default="", max_length=MAX_COMMAND)
    any_value: tuple[str, ...] = ()
    hours: int = Field(ge=1, le=MOST_HOURS, strict=True)

    @property
    def arguments(self) -> dict[str, JSON]:
        """The scope as the arguments of its request: empty fields are left out."""
        found: dict[str, JSON] = self.model_dump(mode="json")
        return {name: value for name, value in found.items() if value not in ({}, [], "")}


def derive_scope(arguments: str, person: str, begins_with: str, hours: int) -> GrantScope:
    """Return the scope of a grant for calls like this one (canonical JSON of a hook's request): exactly this call in any
    session, or each command that begins with these words of its own. Raises `NotUnderstood`.
    """
    call: dict[str, JSON] = parse_json(arguments)
    if not all(isinstance(call.get(name), str) and call[name] for name in OWN_NAMES):
        raise NotUnderstood("Only a call that a coding agent's hook asked about can get a grant.")
    free = FREE_ARGUMENTS.get(call["tool"], ())
    left_out = (*OWN_NAMES, *free, *((COMMAND,) if begins_with else ()))
    exactly = {name: value for name, value in call.items() if name not in left_out}
    if begins_with:
        _refuse_beginning(begins_with, call)
    try:
        return GrantScope(
            person=person,
            **{name: call[name] for name in OWN_NAMES[:3]},
            exactly=exactly,
            begins_with=begins_with,
            any_value=free,
            hours=hours,
        )
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        raise NotUnderstood(f"{'.'.join(map(str, found['loc']))}: {found['msg']}; it was {hours!r}.") from error


def _refuse_beginning(begins_with: str, call: Mapping[str, JSON]) -> None:
    if call["tool"] != SHELL_TOOL or not isinstance(call.get(COMMAND), str):
        raise NotUnderstood(f"begins_with: only a command of the tool {SHELL_TOOL} has a beginning.")
    if len(begins_with) > MAX_COMMAND or not _BEGINNING.fullmatch(begins_with):
        raise NotUnderstood(
            f"begins_with: write at least two plain words with one space between them, without signs of a shell; it was"
            f" {begins_with[:60]!r}."
        )
    if not has_beginning(call[COMMAND], begins_with):
        raise NotUnderstood(
            f"begins_with: the command {call[COMMAND][:60]!r} does not begin with {begins_with[:60]!r} and go on with names"
            " and relative paths alone."
        )


def has_beginning(command: JSON, beginning: str) -> bool:
    """Whether a command is these words, and after them only names and relative paths within the directory."""
    if not isinstance(command, str) or len(command) > MAX_COMMAND or not _BEGINNING.fullmatch(beginning):
        return False
    if not command.startswith(beginning):
        return False
    further = command[len(beginning) :]
    has_way_out = any(part == ".." for word in further.split(" ") for part in re.split(r"[/:,@]", word))
    return _FURTHER.fullmatch(further) is not None and not has_way_out


def read_scope(arguments: str) -> GrantScope | None:
    """Return the scope in the arguments (canonical JSON) of a grant's request; None for arguments of another shape."""
    try:
        return GrantScope.model_validate_json(arguments)
    except ValidationError:
        return None


def is_covered_call(scope: GrantScope, arguments: Mapping[str, JSON]) -> bool:
    """Whether the grant covers this call: the arguments of a hook's request, whole."""
    if not isinstance(arguments.get("session"), str):
        return False
    if any(arguments.get(name) != getattr(scope, name) for name in OWN_NAMES[:3]):
        return False
    rest = {name: value for name, value in arguments.items() if name not in OWN_NAMES}
    for name in FREE_ARGUMENTS.get(scope.tool, ()):
        if name in scope.any_value and isinstance(rest.get(name), str | int | float):
            del rest[name]
    if scope.begins_with and not has_beginning(rest.pop(COMMAND, None), scope.begins_with):
        return False
    return canonicalize(rest) == canonicalize(scope.exactly)


def find_hours(arguments: str) -> int:
    """Return for how many hours a grant is asked; 0 for arguments of another shape, so that it covers nothing."""
    scope = read_scope(arguments)
    return scope.hours if scope else 0


GRANT_TITLE = "Let {agent} call {tool} for {hours} hours without asking"
"""The title of the request for a grant. It is ours: no program chooses it."""
GRANT_SENTENCE = (
    "Approved, this lets every call that matches run without asking, in any session, until its hours are over or somebody"
    " revokes it. begins_with: names and relative paths may follow these words, and no options or signs of a shell."
)
"""The sentence below the title."""
