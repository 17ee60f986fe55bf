"""assistant.threads.* and agents.sessions.*: the state that an agent shows of itself; no messages."""

from typing import Any

from slack_double import events
from slack_double.size_limits import CallRefused
from slack_double.state import AgentSession
from slack_double.web_api.registry import method
from slack_double.web_api.streams import STATUSES
from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]

PROMPTS = 4


@method("assistant.threads.setStatus", "assistant:write", "chat:write")
async def set_status(call: WebApiCall) -> JSON:
    """Show "is thinking…" in a thread; an empty status clears it."""
    room = call.room("channel_id")
    status: JSON = {"status": call.text("status") or "", "by": call.method}
    loading = call.list("loading_messages")
    if len(loading) > 10:
        raise CallRefused("invalid_arguments", "[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]")
    if loading:
        status["loading_messages"] = loading
    call.slack.world.statuses.setdefault((room.id, call.need("thread_ts")), []).append(status)
    return {}


@method("assistant.threads.setTitle", "assistant:write")
async def set_title(call: WebApiCall) -> JSON:
    """Name a thread."""
    room = call.room("channel_id")
    call.slack.world.titles[(room.id, call.need("thread_ts"))] = call.need("title")
    return {}


@method("assistant.threads.setSuggestedPrompts", "assistant:write")
async def set_suggested_prompts(call: WebApiCall) -> JSON:
    """Offer up to four prompts."""
    room = call.room("channel_id")
    prompts = call.list("prompts")
    shaped = all(isinstance(prompt, dict) and prompt.get("title") and prompt.get("message") for prompt in prompts)
    if not 0 < len(prompts) <= PROMPTS or not shaped:
        raise CallRefused("invalid_arguments", f"[ERROR] between 1 and {PROMPTS} prompts of title and message")
    call.slack.world.prompts[(room.id, call.text("thread_ts"))] = {"title": call.text("title"), "prompts": prompts}
    return {}


@method("agents.sessions.setStatus", "assistant:write", "chat:write")
async def session_status(call: WebApiCall) -> JSON:
    """Move an agent session on; while it is processing, people see a stop button if the app listens for it."""
    room = call.room("channel_id")
    status = call.need("status")
    if status not in STATUSES:
        raise CallRefused("invalid_arguments", f"[ERROR] status must be one of {', '.join(STATUSES)}, not {status!r}")
    session = call.slack.session(room.id, call.text("thread_ts"))
    session.status, session.title = status, call.text("title") or session.title
    session.history.append(status)
    app = call.slack.apps[call.grant.app_id]
    listens = app.events is None or "agent_session_stopped" in app.events
    if not (listens and events.SCOPES["agent_session_stopped"] in call.scopes):
        call.warnings += ("missing_agent_session_stopped_event_subscription",)
    return {"session": _describe_session(session)}


@method("agents.sessions.rename", "assistant:write", "chat:write")
async def session_rename(call: WebApiCall) -> JSON:
    """Name an agent session."""
    room = call.room("channel_id")
    key = (room.id, call.text("thread_ts"))
    session = call.slack.world.sessions.get(key)
    if session is None:
        raise CallRefused("session_not_found")
    session.title = call.need("title")
    return {"session": _describe_session(session)}


def _describe_session(session: AgentSession) -> JSON:
    return {
        "channel_id": session.channel,
        "thread_ts": session.thread_ts,
        "status": session.status,
        "title": session.title,
    }
