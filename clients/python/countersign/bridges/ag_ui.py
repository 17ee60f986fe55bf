"""AG-UI 1.0: people decide the `tool_call` interrupts of an agent behind a URL, and the paused run is kept on their requests.

The messages are those of the agent's MESSAGES_SNAPSHOT, which the protocol has before an interrupt.
"""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any
from uuid import uuid4

from countersign.errors import StateRefused
from countersign.httpx_or_httpx2 import http
from countersign.paused_call_review import CallReviewer, PausedCall, read_arguments

sdk: Any = import_module("ag_ui.core")  # of the package ag-ui-protocol

Json = dict[str, Any]


async def run(reviewer: CallReviewer, url: str, input: Mapping[str, Any], **more: Any) -> list[Json]:
    """Run the agent to its end and return its messages. `input` is a `RunAgentInput` as JSON, without `runId`; `more` is for
    `httpx.AsyncClient`, such as `headers`.

    Raises `StateRefused` for an interrupt that is no call of a tool, for a state that is too long to keep, and where the agent
    stops with an error.
    """
    now = json.loads(json.dumps({**input, "runId": uuid4().hex}))
    return await _finish(reviewer, url, now, await _post(url, now, {}, more), more)


async def resume(reviewer: CallReviewer, url: str, request: str, **more: Any) -> list[Json]:
    """Go on with the run that this request belongs to, in any process, and return its messages."""
    kept, text = await reviewer.load(request)
    now, asked = json.loads(text)
    return await _finish(reviewer, url, now, await _decide(reviewer, url, now, asked, kept, more), more)


async def _finish(reviewer: CallReviewer, url: str, now: Json, asked: list[Json], more: Json) -> list[Json]:
    while asked:
        kept = reviewer.keep(now["threadId"], json.dumps([now, asked]))
        asked = await _decide(reviewer, url, now, asked, kept, more)
    return list(now["messages"])


async def _decide(reviewer: CallReviewer, url: str, now: Json, asked: list[Json], kept: Json, more: Json) -> list[Json]:
    """Have people decide all interrupts of this pause, run the agent up to its next ones, and return those."""
    calls = {call["id"]: call["function"] for each in now["messages"] for call in each.get("toolCalls") or ()}
    paused = []
    for each in asked:
        call = calls.get(each.get("toolCallId"))
        if not call or each["reason"] != "tool_call" or (arguments := read_arguments(call["arguments"])) is None:
            raise StateRefused(f"The interrupt {each['id']!r} is no call in MESSAGES_SNAPSHOT, and nobody was asked.")
        may_edit = "editedArgs" in (each.get("responseSchema") or {}).get("properties", {})
        paused.append(PausedCall(each["toolCallId"], call["name"], arguments, may_edit))
    decided = await reviewer.decide(paused, kept)
    now |= {"runId": uuid4().hex, "resume": []}
    for each, decision in zip(asked, decided, strict=True):
        payload: Json = {"approved": decision.may_run, "reason": decision.reason}
        if decision.may_run and decision.call.may_edit:  # all arguments are replaced by those that were approved
            payload["editedArgs"] = dict(decision.arguments)
        now["resume"].append({"interruptId": each["id"], "status": "resolved", "payload": payload})
    made: dict[str, tuple[str, bool]] = {}
    try:
        return await _post(url, now, made, more)
    finally:
        await reviewer.report_all(decided, made)


async def _post(url: str, now: Json, made: dict[str, tuple[str, bool]], more: Json) -> list[Json]:
    """Run the agent until it ends or pauses, and return its interrupts. Its messages and state are put into `now`, the results of
    calls into `made`."""
    sdk.RunAgentInput.model_validate(now)
    event: Json = {}
    async with http.AsyncClient(**{"timeout": None, **more}) as client, client.stream("POST", url, json=now) as sent:
        async for line in sent.raise_for_status().aiter_lines():
            event = json.loads(line[5:]) if line.startswith("data:") else event
            match event:
                case {"type": "MESSAGES_SNAPSHOT", "messages": messages}:
                    now["messages"] = messages
                case {"type": "STATE_SNAPSHOT", "snapshot": state}:
                    now["state"] = state
                case {"type": "TOOL_CALL_RESULT", "toolCallId": id, "content": text}:
                    made[id] = (str(text), True)
                case {"type": "RUN_FINISHED"}:
                    sdk.RunFinishedEvent.model_validate(event)
                    return list((event.get("outcome") or {}).get("interrupts", ()))
    raise StateRefused(f"The agent stopped: {event.get('message', 'its stream ended early')}")
