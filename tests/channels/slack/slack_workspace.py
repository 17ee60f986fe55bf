"""A platform with a Slack app in a workspace that behaves like Slack: real servers on loopback, real clocks, a scripted model."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import uvicorn

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.people import PeopleDirectory
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.asgi_app import create_server
from bot.http.head_deadline import DeadlineProtocol
from bot.secret_keys import SecretKeys
from bot.settings import EnvironmentSettings
from bot.store.records import AuditNote
from bot.store.sqlite.store import open_sqlite_store
from channels.slack.channel import SlackOptions, SlackSurface, build
from channels.slack.installation.scopes import EVENTS, SCOPES
from slack_double import SlackDouble
from slack_double.app_with_people_acts import SlackApp
from slack_double.messages import SlackMessage, View
from slack_double.workspace import Channel, Team, User
from tests.busy_machine import stretch
from tests.channels.slack.slack_people import PEOPLE
from tests.empty_databases import lay_empty_database
from tests.platform_fixture import OutsideLedger, ScriptedModel, agent
from tests.sqlite_access import list_notes, queue_of, read_log, sqlite_of

Transport = Literal["http", "socket"]

KEYS = SecretKeys(("a-secret-of-the-tests-that-is-long-enough",))


T = TypeVar("T")


class SlackFixture:
    """Both sides for a test: the workspace with its people and channels, and the platform with its log."""

    def __init__(
        self,
        slack: SlackDouble,
        app: SlackApp,
        team: Team,
        platform: CountersignPlatform,
        surface: SlackSurface,
        ledger: OutsideLedger,
    ) -> None:
        self.slack, self.app, self.team = slack, app, team
        self.platform, self.surface, self.ledger = platform, surface, ledger

    def user(self, id: str) -> User:
        return self.team.users[f"U0{id.upper()}"]

    def channel(self, name: str = "ops") -> Channel:
        return next(channel for channel in self.team.channels.values() if channel.name == name)

    async def ask(self, who: str = "sam", text: str = "push it", channel: str = "ops") -> SlackMessage:
        """Somebody mentions the app; the message."""
        return (await self.app.mention(self.user(who), self.channel(channel), text)).message

    async def card(self, channel: Channel | None = None) -> SlackMessage:
        """The newest message with a button in it, once there is one."""
        where = channel or self.channel()
        return await self.until(lambda: next((m for m in reversed(self.ours(where)) if m.buttons()), None))

    def ours(self, channel: Channel) -> list[SlackMessage]:
        """The app's messages in a conversation, oldest first."""
        every = self.slack.world.messages
        mine = (m for m in every if m.channel is channel and m.app_id == self.app.id and m.only_for is None)
        return [message for message in mine if not message.is_deleted]

    def texts(self, channel: Channel | None = None) -> list[str]:
        return [message.text for message in self.ours(channel or self.channel())]

    async def request(self) -> Request:
        """The one pending request, once there is one."""

        async def pending() -> Request | None:
            found = (await self.platform.queries.list_requests(status="pending")).items
            return found[0] if found else None

        async with asyncio.timeout(stretch(60)):
            while (request := await pending()) is None:
                await asyncio.sleep(0.02)
        return request

    def sentences(self, who: str) -> list[str]:
        """The ephemeral messages to this person."""
        return [message.text for message in self.slack.ephemerals(self.user(who))]

    async def told(self, who: str, *words: str) -> str:
        """A private sentence with these words, once it is there."""
        return await self.until(
            lambda: next((text for text in self.sentences(who) if all(word in text for word in words)), None)
        )

    async def modal(self, who: str) -> View:
        return await self.until(lambda: next(iter(self.slack.modals(self.user(who))[-1:]), None))

    def thread_ids(self) -> list[str]:
        rows = sqlite_of(self.platform).reading.execute("SELECT id FROM thread ORDER BY opened").fetchall()
        return [id for (id,) in rows]

    def log(self, thread: str | None = None) -> list[e.Event]:
        return [recorded.event for recorded in read_log(self.platform, thread or self.thread_ids()[-1])]

    def types(self, thread: str | None = None) -> list[str]:
        return [event.type for event in self.log(thread)]

    def decisions(self) -> list[e.Answered]:
        return [event for id in self.thread_ids() for event in self.log(id) if isinstance(event, e.Answered)]

    def audit(self) -> list[AuditNote]:
        return list_notes(self.platform, 1000)

    async def until(self, found: Callable[[], T | None], seconds: float = 60.0) -> T:
        """The first true result of `found`."""
        async with asyncio.timeout(stretch(seconds)):
            while not (value := found()):
                await asyncio.sleep(0.02)
        return value

    async def quiet(self) -> None:
        """Returns once each delivery is answered, judged and worked off."""
        await self._settled(self._is_working)

    async def at_rest(self) -> None:
        """Returns once no request to Slack is under way, updates of Home included."""
        await self._settled(lambda: self._is_working() or self._is_showing())

    async def _settled(self, is_busy: Callable[[], bool]) -> None:
        """Looks between reads of the database: one of these runs after all that was begun before it."""
        async with asyncio.timeout(stretch(60)):
            looks = 0
            while looks < 3:
                await self.platform.queries.list_requests(status="pending")
                await asyncio.sleep(0.01)
                looks = 0 if is_busy() else looks + 1

    def _is_working(self) -> bool:
        """Whether something that came in, or that is due, is not over."""
        queue = queue_of(self.platform)
        is_due = queue.alarm is not None and queue.count_seconds_to_alarm() == 0
        return bool(self.slack.tasks or self.surface.payloads._tasks or queue.ready or queue.running or is_due)

    def _is_showing(self) -> bool:
        """Whether a call is unanswered, or a picture is to be published."""
        presence = self.surface.presence
        return bool(self.slack.unanswered or presence._is_home_due.is_set() or presence._is_touched.is_set())


def workspace(slack: SlackDouble) -> tuple[Team, SlackApp]:
    """A workspace with the people of the directory, a stranger, a guest, a bot; two channels; the app installed in it."""
    team = slack.team("T0ACME", "Acme")
    people = [team.user(f"U0{id.upper()}", id.title()) for id in PEOPLE.people if id != "gail"]
    people.append(team.user("U0GAIL", "Gail", guest="multi"))
    people.append(team.user("U0STRANGER", "Strange"))
    app = slack.app("A0CS", scopes=SCOPES, events=EVENTS)
    app.install(team)
    for id, name in (("C0OPS", "ops"), ("C0LAST", "last-resort")):
        app.join(team.channel(id, name, members=people))
    return team, app


@asynccontextmanager
async def slack_platform(
    folder: Path,
    *script: ModelAnswer | Exception,
    transport: Transport = "http",
    slack: SlackDouble | None = None,
    directory: PeopleDirectory = PEOPLE,
    options: Mapping[str, Any] | None = None,
    agents: Callable[[OutsideLedger], Agent | Sequence[Agent]] = agent,
    models: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    interval: float = 0.1,
    **given: Any,
) -> AsyncIterator[SlackFixture]:
    """A Slack workspace with the platform of this folder. With `slack` the workspace is that of an earlier, closed platform.

    Agents share the script. `interval`: seconds between two messages to a conversation. In production it is one; the double accepts five at once before that.
    """
    async with _double(slack) as double:
        team, app = next(iter(double.world.teams.values())), next(iter(double.apps.values()))
        ledger = OutsideLedger(folder / "ledger")
        made = agents(ledger)
        own_agents = [made] if isinstance(made, Agent) else list(made)
        model = ScriptedModel(*script)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
            app.request_url, app.socket_mode = f"{origin}/slack/events", transport == "socket"
            words = {**_words(double, app, transport), **(environ or {})}
            lay_empty_database(folder / "house.db", KEYS)
            opening = {"connect": given.pop("connect")} if "connect" in given else {}
            store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}", lambda: KEYS, **opening)
            platform = CountersignPlatform(
                store, own_agents, directory, models or {each.name: model for each in own_agents}, **given
            )
            gateway = PlatformChannelGateway(platform, "slack", words, origin)
            try:
                surface = build(SlackOptions.model_validate(options or {}), gateway)
            except BaseException:
                store.close_unused()
                raise
            surface.post.pace.interval = interval
            platform.add_channels([surface])
            async with served(platform, origin, listening), platform:
                if surface.sockets is not None and transport == "socket":
                    async with asyncio.timeout(stretch(60)):
                        while surface.sockets.connected < surface.sockets.count:
                            await asyncio.sleep(0.01)
                yield SlackFixture(double, app, team, platform, surface, ledger)


@asynccontextmanager
async def _double(known: SlackDouble | None) -> AsyncIterator[SlackDouble]:
    if known is not None:
        yield known
        return
    async with SlackDouble() as slack:
        workspace(slack)
        yield slack


def _words(slack: SlackDouble, app: SlackApp, transport: Transport) -> dict[str, str]:
    words = {"SLACK_API_URL": f"{slack.url}/api/", "SLACK_BOT_TOKEN": app.grant_token(app.installation()).value}
    if transport == "socket":
        return {**words, "SLACK_APP_TOKEN": app.app_token}
    return {**words, "SLACK_SIGNING_SECRET": app.signing_secret}


@asynccontextmanager
async def served(platform: CountersignPlatform, origin: str, listening: socket.socket) -> AsyncIterator[None]:
    app = create_server(platform, EnvironmentSettings(base_url=origin))
    ours: dict[str, Any] = {
        "http": DeadlineProtocol,
        "lifespan": "off",
        "log_config": None,
        "access_log": False,
        "server_header": False,
    }
    server = uvicorn.Server(uvicorn.Config(app, **ours))
    task = asyncio.create_task(server._serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await task
