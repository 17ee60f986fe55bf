"""One call of a tool as a coding agent hands it to its hook, read strictly. Sources: the hook input of Claude Code 2.1.332
(`PreToolUse`) and of Codex 0.171.0 (`PermissionRequest`), recorded in tests/clients/recorded/."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countersign.errors import HookInputRefused
from countersign.paused_call_review import hash_json

MAX_INPUT = 1_000_000
"""Bytes of a hook's input. A longer call could not be shown to people."""
OWN_NAMES = ("agent", "tool", "directory", "session", "input")
"""Arguments of a request that are not the tool's."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_TAKEN = ("intent", "write_arguments")
MAX_TITLED = 80
"""Characters of a command that the title of its request may hold."""


@dataclass(frozen=True)
class HookCall:
    """A call of a tool. `agent` is the name of the coding agent, `session` the id of its session, `directory` where it works."""

    agent: str
    session: str
    tool: str
    directory: str
    input: Mapping[str, Any]

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of the request: all that was said of the call, so that its digest binds the session and directory.

        The tool's own arguments stand beside ours where no name is one of ours; else together, as `input`.
        """
        own = {"agent": self.agent, "tool": self.tool, "directory": self.directory, "session": self.session}
        is_flat = all(is_argument_name(name) for name in self.input)
        return {**own, **self.input} if is_flat else {**own, "input": dict(self.input)}

    @property
    def title(self) -> str:
        """The title of the request, with names of arguments in braces."""
        command = self.input.get("command")
        is_short = isinstance(command, str) and command.isprintable() and 0 < len(command) <= MAX_TITLED
        return f"{self.agent}: {{command}}" if is_short and "command" in self.arguments else f"{self.agent}: {{tool}}"

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of `arguments`: cards show a command and a file's content as code."""
        properties = {name: _describe_type(name, value) for name, value in self.arguments.items()}
        return {"type": "object", "properties": properties, "required": list(properties)}

    def make_key(self, number: int) -> str:
        """The idempotency key of the request about this call, asked for the `number`th time in its session."""
        return f"hook-{hash_json([self.arguments, number])[:48]}"

    def find_input(self, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
        """The tool's arguments within those of a decided request; None where our own were changed."""
        own = {name: value for name, value in self.arguments.items() if name in OWN_NAMES[:4]}
        if any(arguments.get(name) != value for name, value in own.items()):
            return None
        rest = {name: value for name, value in arguments.items() if name not in own}
        if "input" not in self.arguments:
            return rest
        found = rest.get("input")
        return found if isinstance(found, dict) else None


def is_argument_name(name: str) -> bool:
    """Whether a tool's argument may stand beside ours: the server takes the name, and it is none of ours."""
    is_plain = _NAME.fullmatch(name) is not None and not name.startswith("model_")
    return is_plain and name not in _TAKEN and name not in OWN_NAMES


def read_hook_call(text: bytes, agent: str, event: str) -> HookCall:
    """Return the call in a hook's input. Raises `HookInputRefused` for another event, and for what is no call."""
    if len(text) > MAX_INPUT:
        raise HookInputRefused(f"The hook input has {len(text)} bytes; {MAX_INPUT} is the most.")
    try:
        found = json.loads(text.decode(), object_pairs_hook=_read_object, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise HookInputRefused(f"The hook input is no JSON: {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise HookInputRefused("The hook input is no JSON object.")
    if found.get("hook_event_name") != event:
        named = str(found.get("hook_event_name"))[:60]
        raise HookInputRefused(f"This hook belongs to the event {event}, and it was called for {named!r}.")
    values = {name: found.get(name) for name in ("session_id", "tool_name", "cwd")}
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            raise HookInputRefused(f"The hook input has no {name}.")
    given = found.get("tool_input")
    if not isinstance(given, dict):
        raise HookInputRefused("The hook input has no tool_input.")
    return HookCall(agent, str(values["session_id"]), str(values["tool_name"]), str(values["cwd"]), given)


def read_deferred_call(text: bytes, directory: str) -> HookCall | None:
    """Return the call that a headless run of Claude Code deferred, from its result (`--output-format json`); None: it deferred
    none. Raises `HookInputRefused`.
    """
    try:
        found = json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        raise HookInputRefused(f"The result is no JSON: {str(error)[:200]}") from error
    if not isinstance(found, dict) or not isinstance(found.get("session_id"), str):
        raise HookInputRefused("The result is no result of Claude Code: run it with --output-format json.")
    match found.get("deferred_tool_use"):
        case {"name": str(tool), "input": dict(given)}:
            return HookCall("Claude Code", found["session_id"], tool, directory, given)
        case None:
            return None
        case _:
            raise HookInputRefused("The deferred_tool_use of the result is no call of a tool.")


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has one name twice, so nobody knows which value is meant")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")


def _describe_type(name: str, value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return {"type": "string"} if name in OWN_NAMES else {"type": "string", "x-display": "code"}
        case _:
            return {}
