"""The OpenAI Agents SDK: people decide the calls of tools with `needs_approval`, and the paused run is kept on their requests."""

import json
from importlib import import_module
from typing import Any

from countersign.paused_call_review import CallReviewer, PausedCall, read_arguments

sdk: Any = import_module("agents")  # of the package openai-agents


async def run(reviewer: CallReviewer, agent: Any, input: Any, run: str, **options: Any) -> Any:
    """Run the agent to its end and return its `RunResult`. `run` is your id of this conversation; `options` are those of
    `Runner.run`. Raises `StateRefused` for a state that is too long to keep."""
    return await _finish(reviewer, agent, await sdk.Runner.run(agent, input, **options), run, options)


async def resume(reviewer: CallReviewer, agent: Any, request: str, **options: Any) -> Any:
    """Go on with the run that this request belongs to, in any process, and return its `RunResult`."""
    kept, text = await reviewer.load(request)
    state = await sdk.RunState.from_json(agent, json.loads(text))
    return await _finish(reviewer, agent, await _decide(reviewer, agent, state, kept, options), kept["run"], options)


async def _finish(reviewer: CallReviewer, agent: Any, result: Any, run: str, options: dict[str, Any]) -> Any:
    while result.interruptions:
        kept = reviewer.keep(run, json.dumps(result.to_state().to_json()))
        result = await _decide(reviewer, agent, result.to_state(), kept, options)
    return result


async def _decide(reviewer: CallReviewer, agent: Any, state: Any, kept: dict[str, Any], options: dict[str, Any]) -> Any:
    """Have people decide all calls of this pause, and run the agent up to its next one."""
    calls, items = [], {item.call_id: item for item in state.get_interruptions()}
    for id, item in items.items():
        if (arguments := read_arguments(item.arguments)) is None:
            state.reject(item, rejection_message="The arguments are no JSON object, so nobody was asked.")
        else:
            calls.append(PausedCall(id, item.tool_name, arguments, may_edit=False))
    decided = await reviewer.decide(calls, kept)
    for each in decided:
        if each.may_run:
            state.approve(items[each.call.id])
        else:
            state.reject(items[each.call.id], rejection_message=each.reason)
    made: dict[str, tuple[str, bool]] = {}
    try:
        result = await sdk.Runner.run(agent, state, **options)
        outputs = [item for item in result.new_items if item.type == "tool_call_output_item"]
        made |= {item.call_id: (str(item.output), True) for item in outputs}
        return result
    finally:
        await reviewer.report_all(decided, made)
