"""LangChain agents with `HumanInTheLoopMiddleware`, on LangGraph: people decide what interrupts them."""

from importlib import import_module
from typing import Any

from countersign.errors import ApprovalRefused, StateRefused
from countersign.paused_calls import CallDecision, CallReviewer, PausedCall, is_same_json


async def run(reviewer: CallReviewer, agent: Any, input: Any, config: Any) -> Any:
    """Run the agent to its end and return the values of its state. `input` None goes on with a run that waits for people.

    The agent needs a checkpointer with async methods. Raises `StateRefused` when the calls of the state are not those that
    interrupted it, or were about to run as the process stopped; `ApprovalRefused` for a call that may not be rejected.
    """
    state = await agent.aget_state(config)
    if state.interrupts and input is not None:
        raise StateRefused("This thread waits for people. Go on with the input None, or begin another thread.")
    if "tools" in state.next:
        raise StateRefused("This thread stopped as its approved calls ran. They may have run; nothing runs them again.")
    if not state.interrupts:
        await agent.ainvoke(input, config)
    while (state := await agent.aget_state(config)).interrupts:
        calls, questions = _read_calls(state)
        pause = {"interrupt": state.interrupts[0].id}
        await reviewer.ask(calls, pause)  # all people hear of it before anybody is waited for
        answers = {
            each.id: {"type": "respond", "message": await reviewer.ask_person(each, pause)} for each in questions
        }
        decided = await reviewer.decide(calls, pause)
        answers |= {each.call.id: _convert(each) for each in decided}
        order = [call["id"] for call in state.values["messages"][-1].tool_calls if call["id"] in answers]
        resume = {pause["interrupt"]: {"decisions": [answers[id] for id in order]}}
        try:
            await agent.ainvoke(import_module("langgraph.types").Command(resume=resume), config)
        finally:
            messages = (await agent.aget_state(config)).values["messages"]
            results = {each.tool_call_id: each for each in messages if each.type == "tool"}
            for each in decided:
                if each.may_run and (result := results.get(each.call.id)) is not None:
                    await reviewer.report(each, str(result.content), failed=result.status == "error")
                elif each.may_run:
                    await reviewer.report(each, "The run stopped before the result was known.", failed=True)
    return state.values


def _read_calls(state: Any) -> tuple[list[PausedCall], list[PausedCall]]:
    """Return the calls that want an approval, and those that a person answers. Each must be one that the model proposed."""
    proposed, found = list(state.values["messages"][-1].tool_calls), (list[PausedCall](), list[PausedCall]())
    value = state.interrupts[0].value
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
        allowed = config["allowed_decisions"]
        paused = PausedCall(call["id"], call["name"], call["args"], "edit" in allowed, "reject" in allowed)
        found["approve" not in allowed].append(paused)
    return found


def _convert(decision: CallDecision) -> dict[str, Any]:
    if decision.may_run and decision.is_edited:
        return {"type": "edit", "edited_action": {"name": decision.call.tool, "args": dict(decision.arguments)}}
    if not decision.may_run and not decision.call.may_reject:
        raise ApprovalRefused(decision.request)
    return {"type": "approve"} if decision.may_run else {"type": "reject", "message": decision.reason}
