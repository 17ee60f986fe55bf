"""`proxy.toml`: where Countersign is, and for each MCP server what is a read. It belongs to the person, and to no project."""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countersign.errors import ProxyMisconfigured

SERVER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""The name of a server here: the caller's own, and not what the server says of itself."""
FOLDER_VARIABLE = "COUNTERSIGN_PROXY_HOME"
HEADERS_VARIABLE = "COUNTERSIGN_PROXY_HEADERS"
"""A JSON object: the headers of requests to the server behind. They may be secrets, so they are no arguments of a program."""
_HIDDEN_STEP = re.compile(r"(?:^|[/\\])\.\.?(?:[/\\?#]|$)|%(?:2e|2f|5c|25|00)", re.IGNORECASE)


class _StrictModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServerPolicy(_StrictModel):
    """What may pass at one server. All other tools wait for people; other resources and prompts are refused."""

    reads: tuple[str, ...] = ()
    """Names of tools that run at once, with `*` and `?`. A tool must also be accepted as it is, see `tool_pins`."""
    resources: tuple[str, ...] = ()
    """URIs of resources that may be read, with `*`."""
    prompts: tuple[str, ...] = ()
    """Names of prompts that may be read, with `*`."""
    policy: str | None = None
    """The policy of `[agents.external.policies]` that says who approves."""
    wait: float = Field(default=50, gt=0, le=86_400)
    """Seconds that a call waits for people before it is answered with "not decided yet". Many clients give up after 60."""
    call_timeout: float = Field(default=600, gt=0, le=86_400)
    """Seconds that a call may run at the server."""
    max_result: int = Field(default=100_000, ge=1_000, le=5_000_000)
    """Characters of a result that the client gets."""

    def is_read(self, tool: str) -> bool:
        return _matches(tool, self.reads)

    def may_get_prompt(self, name: str) -> bool:
        return _matches(name, self.prompts)

    def may_read_resource(self, uri: str) -> bool:
        """Whether the policy names this URI. One with a step upwards or an encoded separator is never named by a pattern."""
        return uri in self.resources or (not _HIDDEN_STEP.search(uri) and _matches(uri, self.resources))


class ProxyFile(_StrictModel):
    """The whole file. `key_file` is a path beside it; COUNTERSIGN_URL and COUNTERSIGN_API_KEY are used where they are set."""

    url: str = ""
    key_file: str = ""
    servers: Mapping[str, ServerPolicy] = {}


class ProxySettings:
    """The folder of a person with `proxy.toml`, the lock file and the open calls. Raises `ProxyMisconfigured`."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.file = _read_file(folder / "proxy.toml")
        self.url = environment.get("COUNTERSIGN_URL") or self.file.url
        self.key = environment.get("COUNTERSIGN_API_KEY") or self._read_key()
        if self.url != self.file.url and self.file.url and "COUNTERSIGN_API_KEY" not in environment:
            raise ProxyMisconfigured(
                f"COUNTERSIGN_URL is {self.url!r}, and key_file is for {self.file.url!r}: set COUNTERSIGN_API_KEY too."
            )

    def find_policy(self, server: str) -> ServerPolicy:
        """The policy of this server; one that the file does not name has no reads."""
        return self.file.servers.get(server, ServerPolicy())

    @property
    def lock_file(self) -> Path:
        return self.folder / "proxy.lock.json"

    @property
    def calls_folder(self) -> Path:
        return self.folder / "calls"

    def require_countersign(self) -> None:
        """Raises `ProxyMisconfigured` where the URL or the key is missing: nobody could be asked."""
        for name, value, entry in (("COUNTERSIGN_URL", self.url, "url"), ("COUNTERSIGN_API_KEY", self.key, "key_file")):
            if not value:
                raise ProxyMisconfigured(f"Set {name}, or {entry} in {self.folder / 'proxy.toml'}.")

    def _read_key(self) -> str:
        if not self.file.key_file:
            return ""
        path = self.folder / self.file.key_file
        try:
            _refuse_foreign_writers(path)
            return path.read_text("utf-8").strip()
        except OSError as error:
            raise ProxyMisconfigured(f"key_file: {path} cannot be read: {error.strerror}.") from error


def find_folder(environment: Mapping[str, str]) -> Path:
    """COUNTERSIGN_PROXY_HOME, or `~/.config/countersign`."""
    if given := environment.get(FOLDER_VARIABLE):
        return Path(given).expanduser()
    return Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "countersign"


def load_settings() -> ProxySettings:
    """The settings of this process. Raises `ProxyMisconfigured`."""
    return ProxySettings(find_folder(os.environ), os.environ)


def _read_file(path: Path) -> ProxyFile:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ProxyFile()
    except (OSError, UnicodeDecodeError) as error:
        raise ProxyMisconfigured(f"{path} cannot be read: {error}") from error
    _refuse_foreign_writers(path)
    try:
        found = ProxyFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ProxyMisconfigured(f"{path} is no TOML: {error}") from error
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ProxyMisconfigured(f"{path}: {where}: {first['msg']}; it was {str(first['input'])[:60]!r}.") from error
    for name in found.servers:
        check_server_name(name)
    return found


def check_server_name(name: str) -> str:
    """Return the name. Raises `ProxyMisconfigured` for one that cannot name files and be shown to people."""
    if not SERVER_NAME.fullmatch(name):
        raise ProxyMisconfigured(f"A server cannot be called {name[:64]!r}: write letters, digits, _, . and -.")
    return name


def _refuse_foreign_writers(path: Path) -> None:
    """Raises `ProxyMisconfigured` for a file that other accounts of this machine may write."""
    if os.name == "posix" and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ProxyMisconfigured(f"Others may write {path}. Type: chmod go-w {path}")


def _matches(text: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns)
