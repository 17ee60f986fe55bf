"""What hooks print: the decision in the words of each coding agent. Always one JSON object; an exit code alone decides nothing."""

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from countersign.coding_agents.hook_call_approval import HookDecision

AgentKind = Literal["claude-code", "codex"]


class AgentHook(NamedTuple):
    """The hook of a coding agent: its name on cards, its event, and whether it runs an edited call as it was approved."""

    name: str
    event: str
    may_edit: bool


HOOKS: dict[AgentKind, AgentHook] = {
    "claude-code": AgentHook("Claude Code", "PreToolUse", may_edit=True),
    "codex": AgentHook("Codex", "PermissionRequest", may_edit=False),
}

FREE_TOOLS = ("Read", "Glob", "Grep", "LS", "NotebookRead", "TodoWrite", "TodoRead", "ToolSearch")
"""Tools of Claude Code that only read files, or note a plan: no hook decides about them."""


def write_answer(kind: AgentKind, decision: HookDecision, given: Mapping[str, Any]) -> str:
    """Return the JSON of a decision about a call with the input `given`. An undecided one is `defer` for Claude Code, and a
    denial for Codex, which has none.

    An allowed call of Claude Code carries the approved input also where nobody changed it: of several hooks that change
    an input, the last one to answer wins, and ours is late.
    """
    match kind:
        case "claude-code":
            verdict = "defer" if decision.verdict == "undecided" else decision.verdict
            said: dict[str, Any] = {"permissionDecision": verdict, "permissionDecisionReason": decision.reason}
            if decision.verdict == "allow":
                said["updatedInput"] = dict(given) if decision.input is None else decision.input
        case "codex":
            is_allowed = decision.verdict == "allow" and decision.input is None
            said = {"decision": {"behavior": "allow"} if is_allowed else _deny(decision.reason)}
    return json.dumps({"hookSpecificOutput": {"hookEventName": HOOKS[kind].event, **said}})


def _deny(reason: str) -> dict[str, str]:
    return {"behavior": "deny", "message": reason or "People did not approve it."}
