"""Runs the git program without a shell: operands cannot be options, the environment is minimal, time and output are bounded.

Secrets are removed from the output. Hooks, fsmonitor, pager, external diff and remote helpers are off. Sign-in programs stay on:
ssh (with ssh-agent and `core.sshCommand`) and the credential helpers of the operator.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from agents.deploybot.versions import refuse_option
from bot.core.agent import ToolContext
from bot.core.errors import ToolError

MAX_OUTPUT = 1_000_000
MAX_LINE = 200
PATIENCE = 50.0
_GRACE = 2.0
_KEPT = ("PATH", "HOME", "SSH_AUTH_SOCK")
_FIXED = {
    "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
    "GIT_ASKPASS": "",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_CONFIG = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "credential.interactive=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "maintenance.auto=false",
    "push.followTags=false",
    "push.gpgSign=false",
    "submodule.recurse=false",
)
_REVISIONS = frozenset({"diff", "log", "rev-list", "rev-parse"})
"""Verbs that read a revision after `--end-of-options`; the others take `--` before their operands."""

_SECRETS = (
    (re.compile(r"(?<=://)[^\s\0/]*@"), "***@"),
    (re.compile(r"(?<=://)[^\s\0/:@]+:[^\s\0@]+@"), "***@"),
    (re.compile(r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-)[A-Za-z0-9_-]{10,}"), "***"),
    (re.compile(r"(?i)\b(bearer)\s+[A-Za-z0-9._~+/-]{8,}=*"), r"\1 ***"),
    (re.compile(r"(?i)\b(authorization:\s*[a-z]+)\s+[^\s\0]+"), r"\1 ***"),
    (re.compile(r"(?i)([?&;][\w-]*(?:token|secret|password|key)=)[^\s\0&;]+"), r"\1***"),
)


class GitFailed(ToolError):
    """git {0} failed: {1}"""


class GitTimedOut(ToolError):
    """git {0} took longer than {1:g} seconds and was stopped."""


@dataclass(frozen=True)
class GitResult:
    """The exit code of git, and its output without secrets, at most `MAX_OUTPUT` bytes of each stream."""

    code: int
    out: str
    err: str


def scrub_secrets(text: str) -> str:
    """The text without passwords in addresses, without tokens and without authorization headers."""
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text


def format_one_line(text: str, limit: int = MAX_LINE) -> str:
    """The text on one line with single spaces and without secrets, cut to `limit` characters."""
    line = " ".join(scrub_secrets(text).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


class GitCommand:
    """Runs git in one folder. One command may take `patience` seconds."""

    def __init__(self, folder: Path | str, patience: float = PATIENCE) -> None:
        self.folder, self.patience = Path(folder).absolute(), patience

    async def read(self, *arguments: str, operands: Sequence[str] = (), given: bytes = b"") -> str:
        """Run git and return its standard output. Raises `GitFailed` with git's last error line, `GitTimedOut`, `ToolError`."""
        ran = await self.run(*arguments, operands=operands, given=given)
        if ran.code:
            raise GitFailed(arguments[0], find_complaint(ran))
        return ran.out

    async def run(
        self, *arguments: str, operands: Sequence[str] = (), given: bytes = b"", at: ToolContext | None = None
    ) -> GitResult:
        """Run `git <arguments> -- <operands>` with `given` as its standard input, and wait for its end.

        With `at`, the process group is noted, so that the next start can end one that outlives this process.
        Output goes to files, not pipes: an ssh that stays behind with an open pipe could otherwise block the read for ever.
        Raises `GitTimedOut`, and `ToolError` for an operand that git could take for an option. Cancelling it ends git.
        """
        command = self._build_command(arguments, operands)
        with TemporaryFile() as source, TemporaryFile() as out, TemporaryFile() as err:
            source.write(given)
            source.seek(0)
            starting = asyncio.ensure_future(self._start(command, source, out, err, at.environment if at else {}))
            try:
                process = await asyncio.shield(starting)
            except asyncio.CancelledError:
                await asyncio.shield(_stop_once_started(starting))
                raise
            try:
                async with asyncio.timeout(self.patience):
                    if at is not None:
                        await at.note_process(process.pid)
                    code = await process.wait()
            except TimeoutError as error:
                raise GitTimedOut(arguments[0], self.patience) from error
            finally:
                await asyncio.shield(_stop_process(process))
            return GitResult(code, _read_output(out), _read_output(err))

    def _build_command(self, arguments: Sequence[str], operands: Sequence[str]) -> list[str]:
        config = [part for setting in _CONFIG for part in ("-c", setting)]
        head = ["git", "-C", str(self.folder), "--no-pager", *config, *arguments]
        for operand in operands:
            refuse_option(operand)
        if not operands:
            return head
        if arguments[0] not in _REVISIONS:
            return [*head, "--", *operands]
        return [*head, "--end-of-options", *operands, *(() if arguments[0] == "rev-parse" else ("--",))]

    async def _start(
        self, command: list[str], source: IO[bytes], out: IO[bytes], err: IO[bytes], marks: Mapping[str, str]
    ) -> asyncio.subprocess.Process:
        """Start git in a session of its own, without a terminal, as the leader of a process group.

        The environment holds `_KEPT`, `_FIXED` and `marks`. The ceiling keeps git from using a repository around the folder.
        """
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        ceiling = {"GIT_CEILING_DIRECTORIES": f"{self.folder.parent}:{self.folder.resolve().parent}"}
        environment = {**kept, **_FIXED, **ceiling, **marks}
        command = [*await _wrap_death_signal(environment.get("PATH")), *command]
        try:
            return await asyncio.create_subprocess_exec(
                *command, stdin=source, stdout=out, stderr=err, env=environment, start_new_session=True
            )
        except (OSError, ValueError) as error:
            raise ToolError(format_one_line(f"git cannot be started: {error}")) from error


def find_complaint(ran: GitResult) -> str:
    """The last error line of git without its prefix, else its last line, else the exit status."""
    said = [line for line in ran.err.splitlines() if line.startswith(("fatal:", "error:", "ERROR:"))]
    line = said[-1] if said else (ran.err.strip().splitlines() or [f"exit status {ran.code}"])[-1]
    return format_one_line(re.sub(r"^(?:fatal|error|ERROR):\s*", "", line), 150)


_DEATH_SIGNAL = ("setpriv", "--pdeathsig", "TERM", "--")
"""setpriv(1) of util-linux: the kernel ends git when the thread that started it dies. Child processes of git do not inherit that."""
_can_signal: dict[str | None, bool] = {}


async def _wrap_death_signal(path: str | None) -> Sequence[str]:
    """The prefix of a command that sends it SIGTERM when this process dies; empty where the system cannot do that."""
    if path not in _can_signal:
        works = sys.platform == "linux" and all(shutil.which(name, path=path) for name in ("git", "setpriv", "true"))
        if works:
            none = asyncio.subprocess.DEVNULL
            tried = await asyncio.create_subprocess_exec(
                *_DEATH_SIGNAL, "true", stdin=none, stdout=none, stderr=none, env={"PATH": path} if path else {}
            )
            works = await tried.wait() == 0
        _can_signal[path] = works
    return _DEATH_SIGNAL if _can_signal[path] else ()


async def _stop_process(process: asyncio.subprocess.Process) -> None:
    """End the process group when git still runs: SIGTERM first, so that git removes its lock files, then SIGKILL."""
    if process.returncode is not None:
        return
    _signal_group(process, signal.SIGTERM)
    with suppress(TimeoutError):
        async with asyncio.timeout(_GRACE):
            await process.wait()
    _signal_group(process, signal.SIGKILL)
    await process.wait()


async def _stop_once_started(starting: asyncio.Future[asyncio.subprocess.Process]) -> None:
    """Stop git after its start was cancelled: asyncio alone would end git and leave its child processes."""
    with suppress(ToolError):
        await _stop_process(await starting)


def _signal_group(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _read_output(file: IO[bytes]) -> str:
    file.seek(0)
    return scrub_secrets(file.read(MAX_OUTPUT).decode("utf-8", errors="replace"))
