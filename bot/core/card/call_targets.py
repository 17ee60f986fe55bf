"""The target of a call besides its arguments, such as a repository: shown to approvers and covered by the digest. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core import events as e
from bot.core.events import CallFact
from bot.core.secrets.redaction import remove_secrets
from bot.core.threads.thread import Thread, ToolCall

LABEL = "Acts on"
MAX_TARGET = 500
"""Characters of a target; a longer one is refused, since the cut part could differ unseen."""


class PreparedCall(NamedTuple):
    """The facts that a tool shows about a call that needs approval, and the target of the call."""

    facts: tuple[CallFact, ...] = ()
    target: str = ""


def clean_target(said: str) -> str:
    """Return the target as it is kept, shown and compared: one line without secrets.

    Raises `ValueError` for one longer than `MAX_TARGET`.
    """
    line = remove_secrets(" ".join(said.split()))
    if len(line) > MAX_TARGET:
        raise ValueError(f"a target of {len(line)} characters; {MAX_TARGET} are the most")
    return line


def make_target_fact(target: str) -> tuple[CallFact, ...]:
    return (CallFact(label=LABEL, lines=(target,)),) if target else ()


def make_tool_version(tool_version: str, target: str) -> str:
    """Return the tool's version as the digest holds it."""
    return f"{tool_version} on {target}" if target else tool_version


def explain_move(call: ToolCall, target: str) -> str:
    """Return why an approval of this call does not cover a run on this target; empty: it does, or no approval was
    asked."""
    asked = call.asked
    if asked is None or asked.target == target:
        return ""
    was = asked.target or "a target that its tool did not name"
    present = target or "one that its tool does not name"
    return f"{call.intent} was approved for {was}, and acts on {present} now. It was not run."


def lapse_moved_call(now: Thread, call: ToolCall, why: str) -> Sequence[e.Event]:
    """Return the event that ends an approval of a call with another target. People are asked about the call anew."""
    found = now.calls.get(call.id)
    if found is None or found.state != "approved" or found.digest != call.digest:
        return []
    return [call.lapse_approval(why)]


def make_renewed_fact(call: ToolCall, target: str) -> tuple[CallFact, ...]:
    """Return the fact that a call is asked anew since its target changed; empty where it did not change."""
    if call.asked is None or call.asked.target == target:
        return ()
    return (
        CallFact(
            label="Asked again", lines=("It acts on something else now.", f"Before: {call.asked.target or 'not said'}")
        ),
    )
