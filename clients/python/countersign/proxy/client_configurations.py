"""Where MCP clients keep their servers on this machine, and the wrapped form of an entry. Pure, but for the reading of files.

Sources: the vendors' documentation of Claude Code, Claude Desktop, Cursor, VS Code and Codex.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from countersign.proxy.proxy_settings import HEADERS_VARIABLE
from countersign.proxy.tool_pins import hash_canonical

HTTP_TYPES = ("http", "streamable-http", "streamableHttp", "streamable_http")


class ConfigurationFile(NamedTuple):
    """A file of a client. `tables`: the keys that lead to its servers; `*` is each key."""

    client: str
    path: Path
    kind: Literal["json", "toml"]
    tables: tuple[tuple[str, ...], ...]


class ServerEntry(NamedTuple):
    """An entry of a file: where it is, and what it says."""

    keys: tuple[str, ...]
    value: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.keys[-1]


class WrappedEntry(NamedTuple):
    """An entry in its new form; with a `reason`, one that is left as it is. `words`: the options and the command of the proxy."""

    entry: ServerEntry
    value: Mapping[str, Any]
    words: tuple[str, ...] = ()
    reason: str = ""


def list_files(home: Path, project: Path, platform: str, environment: Mapping[str, str]) -> list[ConfigurationFile]:
    """The files that the clients read for this person and this project, whether they exist or not."""
    match platform:
        case "darwin":
            applications = home / "Library" / "Application Support"
        case "win32":
            applications = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        case _:
            applications = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    codex = Path(environment.get("CODEX_HOME") or home / ".codex")
    common, code, toml = (("mcpServers",),), (("servers",),), (("mcp_servers",),)
    own = (("mcpServers",), ("projects", "*", "mcpServers"))
    return [
        ConfigurationFile("Claude Code", home / ".claude.json", "json", own),
        ConfigurationFile("Claude Code", project / ".mcp.json", "json", common),
        ConfigurationFile("Claude Desktop", applications / "Claude" / "claude_desktop_config.json", "json", common),
        ConfigurationFile("Cursor", home / ".cursor" / "mcp.json", "json", common),
        ConfigurationFile("Cursor", project / ".cursor" / "mcp.json", "json", common),
        ConfigurationFile("VS Code", applications / "Code" / "User" / "mcp.json", "json", code),
        ConfigurationFile("VS Code", project / ".vscode" / "mcp.json", "json", code),
        ConfigurationFile("Codex", codex / "config.toml", "toml", toml),
        ConfigurationFile("Codex", project / ".codex" / "config.toml", "toml", toml),
    ]


def read_document(file: ConfigurationFile, text: str) -> dict[str, Any]:
    """The content of a file. Raises `ValueError`, which says why it is left as it is."""
    if file.kind == "toml":
        return tomllib.loads(text)
    found = json.loads(text or "{}", object_pairs_hook=_refuse_twice)
    if not isinstance(found, dict):
        raise ValueError("it is no JSON object")
    return found


def list_entries(file: ConfigurationFile, document: Mapping[str, Any]) -> Iterator[ServerEntry]:
    """The servers of a document."""
    for keys in file.tables:
        for where, table in _follow(document, keys, ()):
            for name, value in table.items():
                if isinstance(value, dict):
                    yield ServerEntry((*where, name), value)


def _follow(
    value: Any, keys: Sequence[str], where: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    if not isinstance(value, dict):
        return
    if not keys:
        yield where, value
        return
    for name in value if keys[0] == "*" else [keys[0]]:
        yield from _follow(value.get(name), keys[1:], (*where, name))


class EntryWrapper:
    """Makes the wrapped form of entries. `program`: the words that start the proxy.

    The same server has one name in all files; another one by the same name gets a number.
    """

    def __init__(self, program: Sequence[str]) -> None:
        self.program = tuple(program)
        self._names: dict[str, str] = {}

    def wrap(self, entry: ServerEntry) -> WrappedEntry:
        """The entry with the proxy before its server, and all other keys as they are."""
        value = entry.value
        if reason := find_obstacle(value):
            return WrappedEntry(entry, value, reason=reason)
        kept = {key: each for key, each in value.items() if key not in ("url", "headers", "http_headers", "type")}
        if "type" in value:
            kept["type"] = "stdio"
        if "command" in value:
            target: tuple[str, ...] = ("--", value["command"], *value.get("args", []))
        else:
            target = ("--url", value["url"])
            headers = value.get("headers") or value.get("http_headers")
            if headers:
                kept["env"] = {**value.get("env", {}), HEADERS_VARIABLE: json.dumps(headers, ensure_ascii=False)}
        words = ("--name", self._choose_name(entry.name, target), *target)
        kept |= {"command": self.program[0], "args": [*self.program[1:], *words]}
        return WrappedEntry(entry, kept, words)

    def _choose_name(self, given: str, target: tuple[str, ...]) -> str:
        name = re.sub(r"[^A-Za-z0-9_.-]+", "-", given).strip("-._")[:50] or "server"
        identity = hash_canonical(list(target))
        number, chosen = 1, name
        while self._names.setdefault(chosen, identity) != identity:
            number += 1
            chosen = f"{name}-{number}"
        return chosen


def find_obstacle(value: Mapping[str, Any]) -> str:
    """Why an entry is left as it is; empty: it can be wrapped."""
    command, args, url = value.get("command"), value.get("args", []), value.get("url")
    if isinstance(command, str) and isinstance(args, list) and all(isinstance(each, str) for each in args):
        if _is_ours(command, args):
            return "it is Countersign already"
        return ""
    if not isinstance(url, str) or command is not None:
        return "its form is not known"
    if value.get("type", "http") not in HTTP_TYPES:
        return f"the transport {str(value.get('type'))[:20]!r} is not streamable HTTP"
    headers = value.get("headers") or value.get("http_headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(each, str) for each in headers.values()):
        return "its headers are no texts"
    if unknown := sorted(set(value) & {"bearer_token_env_var", "env_http_headers", "oauth", "auth", "envFile"}):
        return f"{', '.join(unknown)} cannot be passed on; write the header into {HEADERS_VARIABLE} yourself"
    return ""


def _is_ours(command: str, args: Sequence[str]) -> bool:
    words = [re.split(r"[/\\]", command)[-1].removesuffix(".exe"), *args]
    return (
        words[0] == "countersign-proxy"
        or (words[0] == "countersign" and words[1:2] in (["proxy"], ["mcp"]))
        or ("countersign.proxy.proxy_command" in args)
    )


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
