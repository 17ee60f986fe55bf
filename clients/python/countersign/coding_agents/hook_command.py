"""`countersign-hook`: coding agents run their calls only once people approved them.

`claude-code` and `codex` read a hook's input and print its decision; they exit with 0, and any failure is a printed denial.
`await FILE` waits for the call that a headless run of Claude Code deferred: 0 decided, resume the session now · 1 nothing was
deferred · 2 not known · 3 undecided within --timeout. `doctor` checks that the hook is installed so that it decides.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from countersign.client import Countersign
from countersign.coding_agents.hook_answers import FREE_TOOLS, HOOKS, AgentKind, write_answer
from countersign.coding_agents.hook_call import MAX_INPUT, HookCall, read_deferred_call, read_hook_call
from countersign.coding_agents.hook_call_approval import HookDecision, decide_call, find_request
from countersign.coding_agents.hook_doctor import examine_hooks

DECIDED, NOTHING, UNKNOWN, UNDECIDED = 0, 1, 2, 3
DEADLINE = 580.0
"""Seconds after which a hook denies. Both agents give a hook 600 seconds, and then go on without it."""


def main(args: Sequence[str] | None = None, program: str = "countersign-hook") -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(program, description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for kind, hook in HOOKS.items():
        each = commands.add_parser(kind, help=f"decide about a call of {hook.name}", allow_abbrev=False)
        each.add_argument("--deadline", metavar="SECONDS", type=float, default=DEADLINE, help="deny after so many")
        if kind == "claude-code":
            each.add_argument("--defer", action="store_true", help="of a headless run: end it, and resume it later")
            each.add_argument("--free", metavar="TOOLS", default="", help="more tools without a decision, with commas")
        _add_server(each)
    waiting = commands.add_parser("await", help="wait for a deferred call of Claude Code", allow_abbrev=False)
    waiting.add_argument("result", metavar="FILE", help="what --output-format json printed")
    waiting.add_argument("--directory", default=os.getcwd(), help="where the agent ran; by default here")
    waiting.add_argument("--timeout", metavar="SECONDS", type=float, default=3600.0, help="0: look once")
    _add_server(waiting)
    doctor = commands.add_parser("doctor", help="check that the hook decides", allow_abbrev=False)
    doctor.add_argument("agent", choices=tuple(HOOKS))
    doctor.add_argument("--settings", metavar="FILE", action="append", default=[], help="as the agent gets it")
    doctor.epilog = "Behind -- stands the command that starts the agent."
    _add_server(doctor)
    try:
        words = list(sys.argv[1:] if args is None else args)
        end = words.index("--") if "--" in words else len(words)
        given, started = parser.parse_args(words[:end]), words[end + 1 :]
    except SystemExit as ended:
        return int(ended.code or 0)
    if given.command in HOOKS:
        return _answer_hook(given.command, given)
    try:
        if given.command == "doctor":
            return examine_hooks(given.agent, given.settings, started, _make_client(given))
        return asyncio.run(_await_decision(given, Path(given.result).read_bytes()))
    except Exception as error:  # noqa: BLE001  whoever calls it reads a code and a sentence
        return _say(UNKNOWN, f"error: {error or type(error).__name__}")


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", default=os.environ.get("COUNTERSIGN_URL", ""), help="COUNTERSIGN_URL by default")
    parser.add_argument("--key-file", metavar="FILE", help="holds the key; by default it is COUNTERSIGN_API_KEY")
    parser.add_argument("--policy", help="the policy that says who may approve")


def _make_client(given: argparse.Namespace) -> Countersign:
    return Countersign(given.url, Path(given.key_file).expanduser().read_text().strip() if given.key_file else "")


def _answer_hook(kind: AgentKind, given: argparse.Namespace) -> int:
    """Print the decision about the call on stdin. Every failure is a denial with its reason."""
    call = None
    try:
        call = read_hook_call(sys.stdin.buffer.read(MAX_INPUT + 1), HOOKS[kind].name, HOOKS[kind].event)
        if kind == "claude-code" and call.tool in (*FREE_TOOLS, *given.free.split(",")):
            return 0  # without a decision it goes its usual way
        found = asyncio.run(_decide(kind, given, call))
    except TimeoutError:
        said = f"Nobody decided within {given.deadline:g} seconds. A request that was asked stands"
        found = HookDecision("deny", f"{said}: make the same call again later.")
    except Exception as error:  # noqa: BLE001  a hook that ends without a decision may let the call run
        found = HookDecision("deny", f"Countersign could not ask people: {error or type(error).__name__}")
    print(write_answer(kind, found, call.input if call else {}), flush=True)  # noqa: T201
    return 0


async def _decide(kind: AgentKind, given: argparse.Namespace, call: HookCall) -> HookDecision:
    """The decision about a call. Raises `TimeoutError` at the deadline."""
    is_waiting = not (kind == "claude-code" and given.defer)
    async with asyncio.timeout(given.deadline):
        return await decide_call(
            _make_client(given), call, given.policy, may_edit=HOOKS[kind].may_edit, is_waiting=is_waiting
        )


async def _await_decision(given: argparse.Namespace, result: bytes) -> int:
    call = read_deferred_call(result, given.directory)
    if call is None:
        return _say(NOTHING, "Nothing was deferred.")
    client = _make_client(given)
    request = await find_request(client, call, given.policy, asks_anew=False)
    if request is not None and request.is_open and given.timeout > 0:
        with suppress(TimeoutError):
            request = await client.wait(request.id, within=given.timeout)
    if request is not None and request.is_open:
        return _say(UNDECIDED, f"Undecided: {client.url}/requests/{request.id}")
    said = "asked about too often" if request is None else f"{request.status} ({client.url}/requests/{request.id})"
    return _say(DECIDED, f"It is {said}. Resume it: claude -p --resume {call.session}")


def _say(code: int, text: str) -> int:
    print("".join(each if each.isprintable() else " " for each in text), file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
