"""The double itself: starts and stops the server, holds the state, and answers tests' questions about it."""

import asyncio
import os
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from aiohttp import web

from slack_double.app_registration import AppRegistration
from slack_double.app_with_people_acts import SlackApp
from slack_double.clock import SlackClock
from slack_double.credentials import GrantStore
from slack_double.event_fanout import EventFanout
from slack_double.event_sender import EventDelivery, EventSender
from slack_double.faults import FaultPlan, PlannedFault
from slack_double.messages import JSON, SlackMessage, View
from slack_double.rate_limits import RateLimits
from slack_double.response_urls import ResponseUrlHandler
from slack_double.socket_mode import SocketPool
from slack_double.state import AgentSession, SlackState, name_blocks
from slack_double.workspace import Channel, Team, User


class RecordedCall(NamedTuple):
    """One call that the double received: its time (the double's clock), its arguments and its answer."""

    method: str
    time: float
    args: JSON
    app_id: str
    answer: JSON


class ContentComplaint(NamedTuple):
    """Something an app sent that Slack would refuse for its content: the code and the reasons in words."""

    method: str
    code: str
    reasons: list[str]


# Refusals that show a mistake in what was built, not a state of the world.
CONTENT_CODES = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_arguments", "no_text"}
    | {"invalid_attachments", "view_too_large", "markdown_text_conflict", "invalid_metadata_format", "invalid_json"}
    | {"metadata_too_large", "invalid_chunks", "too_many_attachments", "json_not_object", "unknown_method"}
    | {"invalid_response_action", "invalid_errors", "push_limit_reached"}
)


def read_slack_seconds() -> float:
    """Slack's three seconds, or `SLACK_DOUBLE_SECONDS` of the environment: a test suite on a busy machine needs more."""
    return float(os.environ.get("SLACK_DOUBLE_SECONDS", "3"))


@dataclass(eq=False)
class SlackDouble:
    """A Slack on the loopback. Use it as an async context manager; it lives in the caller's event loop.

    `second`: real seconds per second of the retry schedule. `ack_seconds`, `trigger_seconds`: Slack's three, real time,
    or `SLACK_DOUBLE_SECONDS` of the environment (the trigger also ages by `clock.skip`). `begun`: the calls in the order
    of their arrival, answered or not; `unanswered`: how many of them are open. `burst`, `tiers`: see `RateLimits`.
    `seed`: of faults and of the choice of a socket.
    """

    port: int = 0
    second: float = 0.001
    ack_seconds: float = field(default_factory=read_slack_seconds)
    trigger_seconds: float = field(default_factory=read_slack_seconds)
    burst: int = 5
    tiers: bool = False
    seed: int = 0
    apps: dict[str, SlackApp] = field(default_factory=dict)
    taken: list[RecordedCall] = field(default_factory=list)
    complaints: list[ContentComplaint] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    unanswered: int = 0

    def __post_init__(self) -> None:
        self.clock = SlackClock(self.second)
        self.world, self.grants = SlackState(self.clock), GrantStore(self.clock)
        self.faults, self.pace = FaultPlan(self.seed), RateLimits(self.clock, self.burst, self.tiers)
        self.dice = random.Random(self.seed)
        self.news, self.responses, self.sockets = EventFanout(self), ResponseUrlHandler(self), SocketPool(self)
        self.closing = asyncio.Event()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.url = ""

    async def __aenter__(self) -> Self:
        from slack_double.routes import routes  # the server knows the double, not the other way round

        self.sender = EventSender(self)
        self.runner = web.AppRunner(routes(self), shutdown_timeout=0.2, access_log=None)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self.runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.sockets.close()
        await self.sender.close()
        await self.runner.cleanup()

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, with its slash: `AsyncWebClient(base_url=…)`, SLACK_API_URL."""
        return f"{self.url}/api/"

    # Setting it up

    def team(self, id: str, name: str = "", **fields: Any) -> Team:
        """Found a workspace; `enterprise_id` puts it into an organisation."""
        return self.world.team(id, name, **fields)

    def app(self, id: str, **settings: Any) -> SlackApp:
        """Create an app; the settings are the fields of `SlackApp`."""
        self.apps[id] = SlackApp(self, id, **settings)
        return self.apps[id]

    def fault(self, kind: str, on: str = "*", **settings: Any) -> PlannedFault:
        """Plan a misfortune; see `PlannedFault`."""
        return self.faults.add(kind, on, **settings)  # type: ignore[arg-type]

    # Asking it

    def messages(self, channel: Channel, thread_ts: str | None = None) -> list[SlackMessage]:
        """The messages that every member of a channel sees, oldest first; of one thread (root included) when given."""
        return list(self.world.visible(channel, thread_ts))

    def ephemerals(self, user: User) -> list[SlackMessage]:
        """The ephemeral messages that this person still sees, oldest first."""
        return [m for m in self.world.messages if m.only_for is user and not m.is_deleted]

    def home(self, user: User, app: SlackApp | None = None) -> View | None:
        """A person's Home tab of an app (of the only one)."""
        return self.world.homes.get((user.team.id, user.id, self._app(app).id))

    def modals(self, user: User, app: SlackApp | None = None) -> list[View]:
        """The modals a person has open, the one on top last."""
        return list(self.world.stack(user, self._app(app).id))

    def calls(self, method: str | None = None) -> list[RecordedCall]:
        """The calls taken, in order; of one method when given. `response_url` and `view_submission` count as methods."""
        return [call for call in self.taken if method in (None, call.method)]

    def deliveries(self, kind: str | None = None) -> list[EventDelivery]:
        """The deliveries to apps, in order, echoes included; of one kind when given."""
        return [delivery for delivery in self.sender.sent if kind in (None, delivery.kind)]

    def reload(self, user: User) -> None:
        """The person reloads Slack: their ephemeral messages are gone."""
        for message in self.ephemerals(user):
            message.is_deleted = True

    async def until(self, fact: Callable[[], Any], seconds: float = 60.0) -> Any:
        """Wait until the fact is true and return it. Raises `TimeoutError` with the calls so far."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not (found := fact()):
            if asyncio.get_running_loop().time() > deadline:
                last = [(call.method, call.answer.get("error", "ok")) for call in self.taken[-8:]]
                raise TimeoutError(f"not so within {seconds} s; last calls: {last}; complaints: {self.complaints[-3:]}")
            await asyncio.sleep(0.01)
        return found

    async def quiet(self, seconds: float = 60.0) -> None:
        """Wait until every echo and retry that is under way has been answered or given up."""
        async with asyncio.timeout(seconds):
            while self.tasks:
                await asyncio.gather(*self.tasks, return_exceptions=True)

    def _app(self, app: SlackApp | None) -> SlackApp:
        if app is None and len(self.apps) != 1:
            raise LookupError(f"name the app: there are {sorted(self.apps)}")
        return app or next(iter(self.apps.values()))

    # For the modules of the double

    def behind(self, act: Coroutine[Any, Any, Any]) -> None:
        """Let something go on behind, until it ends or the double stops."""
        task = asyncio.get_running_loop().create_task(act)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def note(self, method: str, args: JSON, app_id: str, answer: JSON | None = None) -> None:
        """Remember a call."""
        self.taken.append(RecordedCall(method, self.clock.now(), args, app_id, answer or {"ok": True}))

    def complain(self, method: str, code: str, reasons: list[str]) -> None:
        """Remember that something was refused for its content."""
        if code in CONTENT_CODES:
            self.complaints.append(ContentComplaint(method, code, reasons))

    def rename_blocks(self, blocks: list[JSON]) -> None:
        """Fill in missing block and action ids."""
        name_blocks(self.world, blocks)

    def session(self, channel_id: str, thread_ts: str | None) -> AgentSession:
        """The agent session of a thread, made when there is none."""
        return self.world.sessions.setdefault((channel_id, thread_ts), AgentSession(channel_id, thread_ts))

    def response_url(
        self, app: AppRegistration, user: User, bot: User, channel: Channel, message: SlackMessage | None
    ) -> str:
        """A new response URL."""
        made = self.grants.response_url(app.id, user, bot, channel, message)
        return f"{self.url}/_response/{made.secret}"
