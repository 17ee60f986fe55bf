"""LangChain agents with `HumanInTheLoopMiddleware`, on LangGraph: people decide what interrupts them."""

from dataclasses import replace
from importlib import import_module
from typing import Any

from countersign.errors import StateRefused
from countersign.paused_call_review import CallDecision, CallReviewer, PausedCall, is_same_json


async def run(reviewer: CallReviewer, agent: Any, input: Any, config: Any) -> Any:
    """Run the agent to its end and return the values of its state. `input` None goes on with a run that waits for people.

    The agent needs a checkpointer with async methods. Raises `StateRefused` when the calls of the state are not those that
    interrupted it, or were about to run as the process stopped; `ApprovalRefused` for a question that nobody answered, and a
    call that may not be rejected.
    """
    state = await agent.aget_state(config)
    if state.interrupts and input is not None:
        raise StateRefused("This thread waits for people. Go on with the input None, or begin another thread.")
    said = state.values.get("messages", [None])[-1]
    if not state.interrupts and ("tools" in state.next or (state.next and getattr(said, "tool_calls", None))):
        raise StateRefused(
            "This thread stopped as its calls were about to run. They may have run; they do not run again."
        )
    if not state.interrupts:
        await agent.ainvoke(input, config, durability="sync")
    while (state := await agent.aget_state(config)).interrupts:
        pause = {"interrupt": state.interrupts[0].id}
        decided = await reviewer.decide(_read_calls(state), pause)
        resume = {pause["interrupt"]: {"decisions": [_convert(each) for each in decided]}}
        try:
            # "sync": a checkpoint that is written after its tools began would resume, and run them, once more
            await agent.ainvoke(import_module("langgraph.types").Command(resume=resume), config, durability="sync")
        finally:
            messages = (await agent.aget_state(config)).values["messages"]
            results = [each for each in messages if each.type == "tool"]
            made = {each.tool_call_id: (str(each.content), each.status != "error") for each in results}
            await reviewer.report_all(decided, made)
    return state.values


def _read_calls(state: Any) -> list[PausedCall]:
    """Return the calls that interrupted the agent. Each must be one that the model proposed."""
    proposed, found, value = list(state.values["messages"][-1].tool_calls), [], state.interrupts[0].value
    if len(state.interrupts) > 1 or not isinstance(value, dict) or "action_requests" not in value:
        raise StateRefused("Only one HITLRequest at a time is understood (interrupt_mode='batched').")
    for action, config in zip(value["action_requests"], value["review_configs"], strict=True):
        same = (
            each for each in proposed if each["name"] == action["name"] and is_same_json(each["args"], action["args"])
        )
        if (call := next(same, None)) is None:
            raise StateRefused(
                f"The call of {action['name']} that people were asked about is not in the state any more."
            )
        proposed.remove(call)
        may, paused = config["allowed_decisions"], PausedCall(call["id"], call["name"], call["args"])
        found.append(
            replace(paused, may_edit="edit" in may, may_reject="reject" in may, is_question="approve" not in may)
        )
    return found


def _convert(decision: CallDecision) -> dict[str, Any]:
    if decision.call.is_question:
        return {"type": "respond", "message": decision.reason}
    if decision.may_run and decision.is_edited:
        return {"type": "edit", "edited_action": {"name": decision.call.tool, "args": dict(decision.arguments)}}
    return {"type": "approve"} if decision.may_run else {"type": "reject", "message": decision.reason}
