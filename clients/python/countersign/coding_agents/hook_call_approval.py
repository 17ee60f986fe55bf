"""Asks people about a call of a coding agent, and says what its hook answers: bound by digest, claimed once."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from countersign.client import Countersign
from countersign.coding_agents.hook_call import HookCall
from countersign.errors import ApiRefusal, ApprovalLost, ServerUnreachable
from countersign.models import Request
from countersign.paused_call_review import is_same_json

MOST_ASKED = 50
"""How often one session may ask about the same call: each approval lets it run once."""


@dataclass(frozen=True)
class HookDecision:
    """What a hook answers. `input`: the arguments that were approved, where an approver changed them.

    `undecided`: people have not decided yet.
    """

    verdict: Literal["allow", "deny", "undecided"]
    reason: str
    input: dict[str, Any] | None = None


async def find_request(
    client: Countersign, call: HookCall, policy: str | None = None, *, asks_anew: bool = True
) -> Request | None:
    """Return the request about this call, and ask people where none was made or its approvals were all used; None: they
    were asked too often. `asks_anew`: also where the last one expired or was withdrawn.

    Raises `ApiRefusal`, and the errors of a lost connection.
    """
    for number in range(1, MOST_ASKED + 1):
        found = await client.approve(
            call.title, call.arguments, policy=policy, key=call.make_key(number), schema=call.schema
        )
        is_over = found.status not in ("pending", "approved", "rejected")
        if not _is_used(found) and not (asks_anew and is_over):
            return found
    return None


async def decide_call(
    client: Countersign, call: HookCall, policy: str | None, *, may_edit: bool, is_waiting: bool
) -> HookDecision:
    """Return the decision of people on this call. `is_waiting`: wait for it; else a call that people are asked about now is
    `undecided`, and one that they were asked about before is denied.

    An allowed call was claimed: no other call can use its approval. Raises what `find_request` raises.
    """
    if granted := await _find_grant(client, call, policy):
        return HookDecision("allow", f"Allowed by {granted}.")
    request = await find_request(client, call, policy, asks_anew=is_waiting)
    if request is None:
        return HookDecision("deny", f"This call was asked about {MOST_ASKED} times in this session already.")
    link = f"{client.url}/requests/{request.id}"
    if request.is_open and not is_waiting:
        if request.is_repeat:  # Claude Code loses a call that is deferred a second time, without a word to its model
            return HookDecision("deny", f"People have not decided yet. Make the same call again later. ({link})")
        return HookDecision("undecided", f"People decide at {link}")
    if request.is_open:
        request = await client.wait(request.id)
    if request.status != "approved":
        said = f": {request.reason}" if request.reason else "."
        return HookDecision("deny", f"{request.status.capitalize()}{said} ({link})")
    changed = None
    if not is_same_json(request.arguments, call.arguments):
        changed = call.find_input(request.arguments)
        if changed is None or not may_edit:
            return await _refuse_edit(client, request, changed)
    return await _claim(client, request, link, changed)


async def _find_grant(client: Countersign, call: HookCall, policy: str | None) -> str:
    """Return who let this call run without asking; empty: nobody, or it is not known now, so that people are asked."""
    try:
        return await client.use_grant(call.arguments, policy=policy)
    except (ServerUnreachable, ApiRefusal):
        return ""


async def _claim(client: Countersign, request: Request, link: str, changed: dict[str, Any] | None) -> HookDecision:
    try:
        claimed = await client.claim(request.id)
    except ApprovalLost as lost:
        why = "was used before" if lost.request.status == "approved" else f"is {lost.request.status}"
        return HookDecision("deny", f"Its approval cannot be used: it {why}. ({link})")
    if claimed.digest != request.digest:
        return HookDecision("deny", f"It was changed as it was about to run. ({link})")
    with suppress(ServerUnreachable, ApiRefusal):  # the claim counts; without the report it is shown as running
        await client.report(request.id, failed=False, text="The coding agent was told to run it.", tries=1)
    return HookDecision("allow", f"Approved by {request.decided_by}. ({link})", changed)


async def _refuse_edit(client: Countersign, request: Request, changed: dict[str, Any] | None) -> HookDecision:
    await client.withdraw(request.id, "Its coding agent runs no changed call, and proposes it anew.")
    said = f" Call it with exactly this input: {json.dumps(changed, ensure_ascii=False)}" if changed is not None else ""
    return HookDecision("deny", f"An approver changed the call, so it does not run as it is.{said}")


def _is_used(request: Request) -> bool:
    return request.execution is not None and request.execution.status != "not_started"
