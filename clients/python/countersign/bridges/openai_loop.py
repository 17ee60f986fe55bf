"""A loop of your own over chat completions: people decide tool calls, and the messages are kept on their requests."""

import inspect
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from countersign.paused_call_review import CallDecision, CallReviewer, PausedCall, read_arguments

Messages = list[dict[str, Any]]


class ToolLoop:
    """Asks the model, and runs its calls, until it answers in words. `complete` returns the model's next message as a dict.

    `tools` are your functions by their names, sync or async. Each call needs an approval, but those of the tools in `free`.
    """

    def __init__(
        self,
        reviewer: CallReviewer,
        complete: Callable[[Messages], Awaitable[dict[str, Any]]],
        tools: Mapping[str, Callable[..., Any]],
        free: Collection[str] = (),
    ) -> None:
        self.reviewer, self.complete, self.tools, self.free = reviewer, complete, tools, free

    async def run(self, messages: Messages, run: str) -> Messages:
        """Return the messages up to the answer. `run` is your id of this conversation."""
        messages = list(messages)
        while True:
            messages.append(await self.complete(messages))
            if not messages[-1].get("tool_calls"):
                return messages
            messages += await self._answer(messages, run)

    async def resume(self, request: str) -> Messages:
        """Go on with the conversation that this request belongs to, in any process."""
        kept, text = await self.reviewer.load(request)
        messages: Messages = json.loads(text)
        return await self.run([*messages, *await self._answer(messages, kept)], kept["run"])

    async def _answer(self, messages: Messages, run: str | dict[str, Any]) -> Messages:
        """Have people decide the calls of the last message, run those that may run, and return the results."""
        said, free, paused = dict[str, str](), list[PausedCall](), list[PausedCall]()
        for each in messages[-1]["tool_calls"]:
            name, arguments = each["function"]["name"], read_arguments(each["function"]["arguments"])
            if name not in self.tools or arguments is None:
                said[each["id"]] = f"There is no tool {name!r}, or its arguments are no JSON object. Nothing ran."
            else:
                (free if name in self.free else paused).append(PausedCall(each["id"], name, arguments))
        decided, made = list[CallDecision](), dict[str, tuple[str, bool]]()
        if paused:
            kept = self.reviewer.keep(run, json.dumps(messages)) if isinstance(run, str) else run
            decided = await self.reviewer.decide(paused, kept)
        said |= {each.call.id: each.reason for each in decided}
        try:
            for call, given in [
                *((each, each.arguments) for each in free),
                *((each.call, each.arguments) for each in decided if each.may_run),
            ]:
                result = self.tools[call.tool](**given)
                said[call.id] = str(await result if inspect.isawaitable(result) else result)
                made[call.id] = (said[call.id], True)
        finally:
            await self.reviewer.report_all(decided, made)
        return [
            {"role": "tool", "tool_call_id": each["id"], "content": said[each["id"]]}
            for each in messages[-1]["tool_calls"]
        ]
