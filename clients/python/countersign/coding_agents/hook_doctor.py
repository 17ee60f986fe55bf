"""Checks that a hook is installed so that it decides: a hook that is not trusted, not matched or too slow lets calls pass."""

import asyncio
import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from countersign.client import Countersign
from countersign.coding_agents.codex_hook_listing import list_codex_hooks
from countersign.coding_agents.hook_answers import AgentKind

MARGIN = 10.0
"""Seconds between our deadline and the hook's timeout."""
USUAL_TIMEOUT, USUAL_DEADLINE = 600.0, 580.0
OUR_COMMAND = re.compile(
    r"(^|[/\s])(countersign-hook|countersign\s+hook|countersign\.coding_agents\.hook_command)\s+(claude-code|codex)\b"
)
FOREIGN = re.compile(r"COUNTERSIGN_\w+|PATH|PYTHON\w*|\w*_PROXY|\w*_proxy|SSL_CERT_\w+|ANTHROPIC_BASE_URL")
"""Variables by which the settings of a project could lead the hook elsewhere."""
PROMPT_TOOL, SOURCES = "--permission-prompt-tool", "--setting-sources"


class HookFinding(NamedTuple):
    """One line of the report."""

    is_good: bool
    text: str


def examine_hooks(agent: AgentKind, settings: Sequence[str], started: Sequence[str], client: Countersign) -> int:
    """Print what was found about the hook of this agent; return 0 when it decides about every call, else 1."""
    if agent == "codex":
        found = list(check_codex_hooks(list_codex_hooks(str(Path.cwd())), started))
    else:
        given, read = [Path(each) for each in settings], _list_claude_files(started)
        files = [(each, _read_settings(each)) for each in (*given, *read) if each in given or each.exists()]
        found = [*check_claude_settings(files, started), check_sources(files[: len(given)], started)]
    found.append(_check_server(client))
    for each in found:
        print(f"{'ok  ' if each.is_good else 'FAIL'} {each.text}")  # noqa: T201
    return 0 if all(each.is_good for each in found) else 1


def _list_claude_files(started: Sequence[str]) -> list[Path]:
    user = [Path.home() / ".claude/settings.json"]
    of_project = [Path(".claude/settings.json"), Path(".claude/settings.local.json")]
    return user if is_without_project(started) else [*user, *of_project]


def _read_settings(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        return error


def is_without_project(started: Sequence[str]) -> bool:
    """Whether this command starts Claude Code with the settings of the user alone."""
    words = [*started, ""]
    given = [words[at + 1] for at, each in enumerate(words[:-1]) if each == SOURCES]
    given += [each.partition("=")[2] for each in words if each.startswith(f"{SOURCES}=")]
    return bool(given) and given[-1] == "user"


def check_sources(pinned: Sequence[tuple[Path, Any]], started: Sequence[str]) -> HookFinding:
    """Whether a project can turn the hook off: its `disableAllHooks` counts before that of the user, and not before that of a
    file of `--settings` (`pinned`)."""
    if is_without_project(started):
        return HookFinding(True, f"{SOURCES} user: no project changes the hook.")
    if any(isinstance(found, dict) and found.get("disableAllHooks") is False for _, found in pinned):
        return HookFinding(True, "--settings: disableAllHooks is false, so no project turns the hook off.")
    return HookFinding(
        False,
        "A project can turn the hook off by disableAllHooks. Start Claude Code with --setting-sources user, and give its"
        " command to doctor, behind --.",
    )


def check_claude_settings(files: Sequence[tuple[Path, Any]], started: Sequence[str]) -> Iterator[HookFinding]:
    """Check the settings of Claude Code, and the command that starts it. The first file with our hook counts."""
    gates: list[tuple[Path, str, Mapping[str, Any]]] = []
    has_prompt_hook = False
    for file, found in files:
        if not isinstance(found, dict):
            yield HookFinding(False, f"{file}: it is no JSON object, so Claude Code ignores it ({found}).")
            continue
        if found.get("disableAllHooks"):
            yield HookFinding(False, f"{file}: disableAllHooks turns the hook off. Remove it.")
        for name in found.get("env") or {}:
            if not file.is_relative_to(Path.home() / ".claude") and FOREIGN.fullmatch(name):
                yield HookFinding(False, f"{file}: env sets {name}, which can lead the hook elsewhere. Remove it.")
        ours = list(_list_hooks(found, "PreToolUse"))
        gates += [(file, *each) for each in ours if is_our_hook(each[1])]
        for _, hook in ours:
            if not is_our_hook(hook):
                said = str(hook.get("command") or hook.get("url") or hook.get("type"))[:60]
                yield HookFinding(False, f"{file}: another PreToolUse hook can change what people approved: {said!r}.")
        has_prompt_hook = has_prompt_hook or bool((found.get("hooks") or {}).get("PermissionRequest"))
    if not gates:
        names = ", ".join(str(file) for file, _ in files) or "no settings"
        yield HookFinding(False, f"No PreToolUse hook of Countersign in {names}.")
    for file, matcher, hook in gates:
        yield from _check_claude_hook(f"{file}", matcher, hook)
    yield from _check_deciders(bool(gates), has_prompt_hook, started)


def _check_deciders(has_gate: bool, has_prompt_hook: bool, started: Sequence[str]) -> Iterator[HookFinding]:
    """One decider alone: of two, the faster one decides, also an allow that is faster than a denial."""
    has_tool = any(each.partition("=")[0] == PROMPT_TOOL for each in started)
    if has_prompt_hook:
        yield HookFinding(False, "A PermissionRequest hook is installed too: the faster decider wins. Remove it.")
    if has_tool and has_gate:
        yield HookFinding(False, f"Both the hook and {PROMPT_TOOL} are in use. Remove one of them.")
    if any(each in ("--bare", "--dangerously-skip-hooks") for each in started):
        yield HookFinding(False, "The command starts Claude Code without hooks.")


def _list_hooks(settings: Mapping[str, Any], event: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in (settings.get("hooks") or {}).get(event) or []:
        for hook in entry.get("hooks") or []:
            yield str(entry.get("matcher") or ""), hook


def is_our_hook(hook: Mapping[str, Any]) -> bool:
    """Whether this hook runs `countersign-hook`."""
    return OUR_COMMAND.search(str(hook.get("command") or "")) is not None


def _check_claude_hook(where: str, matcher: str, hook: Mapping[str, Any]) -> Iterator[HookFinding]:
    covers = matcher in ("", "*", ".*")
    what = "every tool" if covers else f"only tools that match {matcher!r}: every other one runs unasked"
    yield HookFinding(covers, f"{where}: the hook decides about {what}.")
    blocks = hook.get("onFailure") == "block"
    said = "a failed hook blocks" if blocks else 'a failed hook lets the call run. Set "onFailure": "block"'
    yield HookFinding(blocks, f"{where}: {said}.")
    yield check_deadline(where, str(hook.get("command")), hook.get("timeout"))
    if hook.get("async"):
        yield HookFinding(False, f"{where}: an async hook decides nothing. Remove async.")


def check_deadline(where: str, command: str, timeout: Any) -> HookFinding:
    """Whether the hook denies before the agent stops waiting for it."""
    words = shlex.split(command)
    given = [words[at + 1] for at, each in enumerate(words[:-1]) if each == "--deadline"]
    given += [each.partition("=")[2] for each in words if each.startswith("--deadline=")]
    deadline = float(given[-1]) if given else USUAL_DEADLINE
    limit = float(timeout or USUAL_TIMEOUT)
    is_good = deadline + MARGIN <= limit
    why = "" if is_good else f" Set timeout to {deadline + MARGIN:g} or more, or --deadline to less."
    return HookFinding(is_good, f"{where}: it denies after {deadline:g} of {limit:g} seconds.{why}")


def check_codex_hooks(hooks: Sequence[Mapping[str, Any]], started: Sequence[str]) -> Iterator[HookFinding]:
    """Check the hooks that Codex lists (`hooks/list` of its app-server): an untrusted one never runs, and nothing says so."""
    if "exec" in started:
        yield HookFinding(False, "`codex exec` asks no hook: it is not gated.")
    ours = [each for each in hooks if is_our_hook(each)]
    ours = [each for each in ours if each.get("eventName") in ("permissionRequest", "PermissionRequest")]
    if not ours:
        yield HookFinding(False, "Codex has no PermissionRequest hook of Countersign.")
    for each in ours:
        where = str(each.get("key"))
        trust, on = each.get("trustStatus"), each.get("enabled", True)
        is_good = trust in ("trusted", "managed")
        how = "" if is_good else " It never runs. Open /hooks in Codex, and trust it"
        yield HookFinding(is_good, f"{where}: it is {trust}.{how}")
        if not on:
            yield HookFinding(False, f"{where}: it is disabled.")
        yield check_deadline(where, str(each.get("command")), each.get("timeoutSec"))


def _check_server(client: Countersign) -> HookFinding:
    try:
        scope = asyncio.run(client.read_scope())
    except Exception as error:  # noqa: BLE001  the report is the place of every error
        return HookFinding(False, f"{client.url}: {error or type(error).__name__}")
    if scope != "agent":
        return HookFinding(
            False, f"{client.url}: the key has the scope {scope}. A hook takes one that decides nothing."
        )
    return HookFinding(True, f"{client.url}: the server knows the key; it asks, and decides nothing.")
