"""The tools of MCP servers as a person accepted them: definitions pinned by their SHA-256 in `proxy.lock.json`."""

import difflib
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from countersign.errors import ProxyMisconfigured

PINNED_FIELDS = ("name", "title", "description", "inputSchema", "outputSchema", "annotations")
"""What is pinned of a tool: all that a client's model reads of it, and its schemas."""
TOOL_NAME = re.compile(r"[A-Za-z0-9_./-]{1,128}")
"""Source: the MCP specification, names of tools."""

PinState = Literal["accepted", "changed", "unknown"]


class ToolDefinition(NamedTuple):
    """A tool as its server lists it now. `launch` is how its server is started, by the caller's configuration."""

    launch: Mapping[str, Any]
    fields: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    @property
    def digest(self) -> str:
        """The SHA-256 of the launch and the definition: another server by the same name has another one."""
        return hash_canonical([dict(self.launch), dict(self.fields)])


class CheckedPin(NamedTuple):
    """A definition against the lock file. `diff`: what changed since it was accepted, as a unified diff."""

    definition: ToolDefinition
    state: PinState
    diff: str = ""


class _LockedTool(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sha256: str
    launch: dict[str, Any]
    definition: dict[str, Any]


class _LockFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    servers: dict[str, dict[str, _LockedTool]] = {}


class PinFile:
    """The lock file. It is read before each call, so that an acceptance counts at once, and written by `accept` alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self, server: str, definition: ToolDefinition) -> CheckedPin:
        """Compare a definition with what was accepted for this server. Raises `ProxyMisconfigured` for a damaged file."""
        locked = self._read().servers.get(server, {}).get(definition.name)
        if locked is None:
            return CheckedPin(definition, "unknown")
        before = ToolDefinition(locked.launch, locked.definition)
        if before.digest == locked.sha256 == definition.digest:
            return CheckedPin(definition, "accepted")
        return CheckedPin(definition, "changed", compare_definitions(before, definition))

    def list_missing(self, server: str, names: Sequence[str]) -> list[str]:
        """The accepted tools of a server that it does not list."""
        return sorted(set(self._read().servers.get(server, {})) - set(names))

    def accept(self, server: str, definitions: Sequence[ToolDefinition]) -> None:
        """Write these definitions as all accepted ones of the server. The file is replaced as a whole."""
        held = self._read()
        held.servers[server] = {
            each.name: _LockedTool(sha256=each.digest, launch=dict(each.launch), definition=dict(each.fields))
            for each in definitions
        }
        write_privately(self.path, json.dumps(held.model_dump(mode="json"), indent=1, sort_keys=True) + "\n")

    def _read(self) -> _LockFile:
        try:
            return _LockFile.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return _LockFile()
        except (OSError, ValidationError) as error:
            raise ProxyMisconfigured(
                f"{self.path} cannot be read, so no tool is accepted. Move it away, and accept the tools anew."
            ) from error


def read_definition(tool: Mapping[str, Any], launch: Mapping[str, Any]) -> ToolDefinition:
    """The pinned part of a tool, as it is on the wire (camelCase, without nulls)."""
    return ToolDefinition(launch, {name: tool[name] for name in PINNED_FIELDS if tool.get(name) is not None})


def compare_definitions(before: ToolDefinition, now: ToolDefinition) -> str:
    """A unified diff for people."""
    old, new = (_print_lines({"server": dict(each.launch), "tool": dict(each.fields)}) for each in (before, now))
    return "\n".join(difflib.unified_diff(old, new, "accepted", "now", lineterm="", n=2))


def _print_lines(value: Any) -> list[str]:
    """The value as JSON over several lines; a text of several lines is a list of its lines.

    Only line feeds end a line: by other separators of Unicode a text of the server could begin a line of its own.
    """

    def split(part: Any) -> Any:
        match part:
            case dict():
                return {name: split(each) for name, each in part.items()}
            case list() | tuple():
                return [split(each) for each in part]
            case str() if "\n" in part:
                return part.split("\n")
            case _:
                return part

    return json.dumps(split(value), indent=1, ensure_ascii=False, sort_keys=True).split("\n")


def hash_canonical(value: Any) -> str:
    """The SHA-256 (64 hex digits) of a JSON value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_privately(path: Path, text: str) -> None:
    """Replace a file as a whole, for this account alone; it is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def list_unambiguous(definitions: Sequence[ToolDefinition]) -> Iterator[ToolDefinition]:
    """The tools that a call can name: one with an unusual name, or listed twice, is left out."""
    names = [each.name for each in definitions]
    for each in definitions:
        if TOOL_NAME.fullmatch(each.name) and names.count(each.name) == 1:
            yield each
