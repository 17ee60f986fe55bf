"""Pydantic AI: people decide deferred tool calls, and the paused run is kept on their requests."""

import json
from importlib import import_module
from typing import Any

from countersign.errors import StateRefused
from countersign.paused_call_review import CallReviewer, PausedCall

sdk: Any = import_module("pydantic_ai")


async def run(reviewer: CallReviewer, agent: Any, prompt: Any, run: str, **options: Any) -> Any:
    """Run the agent to its end and return its `AgentRunResult`. `run` is your id of this conversation; `options` are those of
    `Agent.run`. `DeferredToolRequests` is one of the agent's output types. Raises `StateRefused` for a state that is too long."""
    return await _finish(reviewer, agent, await agent.run(prompt, **options), run, options)


async def resume(reviewer: CallReviewer, agent: Any, request: str, **options: Any) -> Any:
    """Go on with the run that this request belongs to, in any process, and return its `AgentRunResult`."""
    kept, text = await reviewer.load(request)
    return await _finish(reviewer, agent, await _decide(reviewer, agent, kept, text, options), kept["run"], options)


async def _finish(reviewer: CallReviewer, agent: Any, result: Any, run: str, options: dict[str, Any]) -> Any:
    while isinstance(waits := result.output, sdk.DeferredToolRequests):
        questions = [call.tool_call_id for call in waits.calls if waits.kind(call.tool_call_id) == "question"]
        if len(questions) < len(waits.calls):
            raise StateRefused("Calls that run elsewhere (CallDeferred) are not for people, and nobody was asked.")
        approvals = [call.tool_call_id for call in waits.approvals]
        messages = json.loads(result.all_messages_json())
        text = json.dumps({"messages": messages, "approvals": approvals, "questions": questions})
        result = await _decide(reviewer, agent, reviewer.keep(run, text), text, options)
    return result


async def _decide(reviewer: CallReviewer, agent: Any, kept: dict[str, Any], text: str, options: dict[str, Any]) -> Any:
    """Have people decide all calls of this pause, and run the agent up to its next one."""
    state = json.loads(text)
    messages = sdk.ModelMessagesTypeAdapter.validate_python(state["messages"])
    parts = {part.tool_call_id: part for part in messages[-1].parts if part.part_kind == "tool-call"}
    paused = [
        PausedCall(id, parts[id].tool_name, parts[id].args_as_dict(), is_question=kind == "questions")
        for kind in ("approvals", "questions")
        for id in state[kind]
    ]
    decided = await reviewer.decide(paused, kept)
    given = sdk.DeferredToolResults()
    for each in decided:  # all arguments are replaced by those that were approved
        if each.call.is_question:
            given.calls[each.call.id] = each.reason
        else:
            approved = sdk.ToolApproved(override_args=dict(each.arguments))
            given.approvals[each.call.id] = approved if each.may_run else sdk.ToolDenied(each.reason)
    made: dict[str, tuple[str, bool]] = {}
    try:
        result = await agent.run(message_history=messages, deferred_tool_results=given, **options)
        for part in (part for message in result.new_messages() for part in message.parts):
            if part.part_kind in ("tool-return", "retry-prompt"):
                made[part.tool_call_id] = (str(part.content), getattr(part, "outcome", "failed") == "success")
        return result
    finally:
        await reviewer.report_all(decided, made)
