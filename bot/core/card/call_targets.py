"""What a call acts on besides its arguments, such as a repository: shown to its approvers and covered by the digest. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core import events as e
from bot.core.events import CallFact
from bot.core.secrets.redaction import remove_secrets
from bot.core.threads.thread import Thread, ToolCall

LABEL = "Acts on"
MAX_TARGET = 500
"""Characters of a target; a longer one is refused, since what is cut could differ unseen."""


class PreparedCall(NamedTuple):
    """What a tool says about a call that people are to approve: the facts that are shown, and what it acts on."""

    facts: tuple[CallFact, ...] = ()
    target: str = ""


def merge_targets(said: str) -> str:
    """The target as it is kept, shown and compared: one line without secrets. Raises ValueError for one that is too long."""
    line = remove_secrets(" ".join(said.split()))
    if len(line) > MAX_TARGET:
        raise ValueError(f"a target of {len(line)} characters; {MAX_TARGET} are the most")
    return line


def make_target_fact(target: str) -> tuple[CallFact, ...]:
    return (CallFact(label=LABEL, lines=(target,)),) if target else ()


def make_tool_version(tool_version: str, target: str) -> str:
    """The tool's version as the digest has it."""
    return f"{tool_version} on {target}" if target else tool_version


def explain_move(call: ToolCall, target: str) -> str:
    """Why an approval of this call does not cover a run on this target; empty: it does, or nobody was asked."""
    asked = call.asked
    if asked is None or asked.target == target:
        return ""
    was = asked.target or "what its tool did not name"
    return f"{call.intent} was approved for {was}, and acts on {target or 'what its tool does not name'} now. It was not run."


def lapse_moved_call(now: Thread, call: ToolCall, why: str) -> Sequence[e.Event]:
    """The end of an approval that was given for something else. Its call is asked about anew."""
    found = now.calls.get(call.id)
    if found is None or found.state != "approved" or found.digest != call.digest:
        return []
    return [e.ApprovalLapsed(call=call.id, digest=call.digest, reason=why)]


def make_renewed_fact(call: ToolCall, target: str) -> tuple[CallFact, ...]:
    """Told beside a request that is asked anew because the call acts on something else; nothing where it does not."""
    if call.asked is None or call.asked.target == target:
        return ()
    return (
        CallFact(
            label="Asked again", lines=("It acts on something else now.", f"Before: {call.asked.target or 'not said'}")
        ),
    )
