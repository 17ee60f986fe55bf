"""A small workspace on the Slack double and a bare listener in place of an app; it asserts nothing itself."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from slack_double import Channel, SlackApp, SlackDouble, Team, User

JSON = dict[str, Any]


class AcmeWorkspace(NamedTuple):
    """The double, its one team, two people, a channel with the bot in it, the app and its client."""

    slack: SlackDouble
    team: Team
    sam: User
    olive: User
    room: Channel
    app: SlackApp
    token: str
    client: AsyncWebClient


@asynccontextmanager
async def acme(**settings: Any) -> AsyncIterator[AcmeWorkspace]:
    """Start a double with that workspace; the settings are those of `SlackDouble`."""
    async with SlackDouble(**settings) as slack:
        team = slack.team("T0ACME", "Acme")
        sam, olive = team.user("U0SAM", "Sam"), team.user("U0OLIVE", "Olive", title="release manager")
        room = team.channel("C0OPS", "ops", members=[sam, olive])
        app = slack.app("A0CS")
        token = app.install(team)
        app.join(room)
        yield AcmeWorkspace(slack, team, sam, olive, room, app, token, client(slack, token))


def client(slack: SlackDouble, token: str) -> AsyncWebClient:
    """The SDK's client without its own retries."""
    return AsyncWebClient(token=token, base_url=slack.api_url, retry_handlers=[], timeout=60)


async def refusal(call: Any) -> JSON:
    """The answer of a call that Slack refuses; fails when it is accepted."""
    try:
        answer = await call
    except SlackApiError as error:
        return dict(error.response.data)
    raise AssertionError(f"accepted: {answer.data}")


async def code(call: Any) -> str:
    """The error code of a call that Slack refuses."""
    return str((await refusal(call))["error"])


def section(text: str, **more: Any) -> JSON:
    """A section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def button(text: str, action_id: str = "", value: str = "1", **more: Any) -> JSON:
    """A button."""
    made = {"type": "button", "text": {"type": "plain_text", "text": text}, "action_id": action_id or text.lower()}
    return made | {"value": value} | more


def actions(*elements: JSON, block_id: str = "answer") -> JSON:
    """A block of elements."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def reason(block_id: str = "why", **element: Any) -> JSON:
    """An input block for a text."""
    label = {"type": "plain_text", "text": "Reason"}
    typed = {"type": "plain_text_input", "action_id": "text"} | element
    return {"type": "input", "block_id": block_id, "label": label, "element": typed}


def modal(*blocks: JSON, title: str = "Reject", **more: Any) -> JSON:
    """A modal with a submit button."""
    frame = {"type": "modal", "callback_id": "reject", "title": {"type": "plain_text", "text": title}}
    return frame | {"submit": {"type": "plain_text", "text": "Send"}, "blocks": list(blocks) or [reason()]} | more


class ReceivedRequest(NamedTuple):
    """One request the listener took."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> JSON:
        """Its JSON: the body, or the `payload` field of a form, or the form itself."""
        if self.body.startswith(b"{"):
            return dict(json.loads(self.body))
        form = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        return dict(json.loads(form["payload"])) if "payload" in form else dict(form)


@dataclass(eq=False)
class BareListener:
    """A request URL that keeps the received requests. `script` gives the statuses in order, the last one for ever."""

    script: list[int] = field(default_factory=lambda: [200])
    answer: Callable[[JSON], JSON | str | None] = lambda payload: None
    requests: list[ReceivedRequest] = field(default_factory=list)
    url: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/slack/events", self._take)
        self.runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/slack/events"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        taken = ReceivedRequest({name.lower(): value for name, value in request.headers.items()}, await request.read())
        self.requests.append(taken)
        status = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        answer = self.answer(taken.payload)
        if isinstance(answer, dict):
            return web.json_response(answer, status=status)
        return web.Response(status=status, text=answer or "")
