"""The open, running platform with its Python methods: launch, say, decide, answer, pause, resume, cancel, fork."""

import base64
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Self

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.channel_messages import ChannelAddress, ChannelEntry, DiscardedInput, InboundMessage, IntakeResult
from bot.core.channel_store import EarlierVaultUser, list_earlier_kinds
from bot.core.configuration.reload_changes import ConfigurationChange
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.holds import Hold, HoldScope
from bot.core.inbound_decisions import InboundDecision
from bot.core.people import PeopleDirectory
from bot.core.ports import AnyModel, ChannelSurface, ClosingPort, OpeningPort, UtcClock
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.request_views import Request
from bot.core.secrets.secret_reference import SecretStore
from bot.engine.decisions import DecisionHandler
from bot.engine.delivery.outbox import DeliveryOutbox
from bot.engine.delivery.recipients import RecipientResolver
from bot.engine.hold_control import HoldControl
from bot.engine.inbound_decisions import InboundDecisionHandler
from bot.engine.intake import MessageIntake
from bot.engine.model.model_step import ModelStep
from bot.engine.model.prompt_rebuild import PromptRebuilder
from bot.engine.queries import PlatformQueries
from bot.engine.queue import EmbeddedQueue
from bot.engine.repository.job_recovery import run_hourly_upkeep, sweep_threads
from bot.engine.repository.log_preparation import prepare_log
from bot.engine.repository.side_writes import TURN
from bot.engine.repository.thread_repository import DELIVER, HOLD, ThreadRepository
from bot.engine.thread_control import ThreadControl
from bot.engine.tools.executor import ToolExecutor
from bot.engine.turn import ThreadTurn
from bot.engine.worker import JobWorker
from bot.secret_keys import SecretKeys
from bot.store.channel_data import ChannelDataStore, move_from_vault
from bot.store.sqlite.database import OpenConnection, connect_file, open_database
from bot.store.vault import SealedVault


@dataclass
class ReloadState:
    """The result of the last reload of the configuration.

    `fault` is one word for everybody ("missing", "invalid"); empty: the file was taken. `trouble` is the full text and
    may quote the file. `waiting` are the differences to the file that need SIGHUP or a restart.
    """

    fault: str = ""
    trouble: str = ""
    waiting: tuple[ConfigurationChange, ...] = ()


def read_utc_now() -> datetime:
    return datetime.now(UTC)


def make_thread_id() -> str:
    """A new thread id: the time, then 64 random bits, so that new threads are stored side by side."""
    raw = int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(8)
    return "t" + base64.b32hexencode(raw).decode().rstrip("=").lower()


class CountersignPlatform:
    """An open platform. `async with CountersignPlatform(...)` starts its worker and closes it cleanly.

    `keys` is called after the database is known to be ours, so no key file is made beside a foreign one. Without it the
    key file in the database's folder is used, and made when there is none. `secrets` holds the secrets that calls may
    name.

    Raises CannotStart's children when the configuration or the database does not allow a start.
    """

    def __init__(
        self,
        database_url: str,
        agents: Sequence[Agent],
        directory: PeopleDirectory,
        models: Mapping[str, AnyModel],
        surfaces: Sequence[ChannelSurface] = (),
        *,
        clock: UtcClock = read_utc_now,
        keys: Callable[[], SecretKeys] | None = None,
        connect: OpenConnection = connect_file,
        new_id: Callable[[], str] = make_thread_id,
        secrets: SecretStore | None = None,
    ) -> None:
        self.clock, self.models, self.surfaces = clock, dict(models), surfaces
        self.reload = ReloadState()
        self._retired: list[AnyModel] = []
        self.database = open_database(database_url, connect, keys)
        self.keys = self.database.keys
        self.vault = SealedVault(self.database, self.keys, clock)
        self.queue = EmbeddedQueue(self.database, clock)
        self.repository = ThreadRepository(
            self.database, self.queue, clock, {agent.name: agent for agent in agents}, directory, secrets
        )
        pushes = {surface.name: surface.push for surface in surfaces if surface.push is not None}
        self.repository.addresses = RecipientResolver(directory, pushes)
        self.intake = MessageIntake(self.repository, new_id)
        self.decisions = DecisionHandler(self.repository)
        self.inbound_decisions = InboundDecisionHandler(self.decisions, self.intake)
        self.control = ThreadControl(self.repository, new_id)
        self.holds = HoldControl(self.repository)
        self.prompts = PromptRebuilder(self.repository)
        self.queries = PlatformQueries(self.repository)
        turn = ThreadTurn(self.repository, ModelStep(self.repository, self.models), ToolExecutor(self.repository))
        self.outbox = outbox = DeliveryOutbox(self.repository, self.queries, pushes)
        handlers = {TURN: turn.take_turn, DELIVER: outbox.deliver_due, HOLD: self.holds.notice_thread}
        self.worker = JobWorker(self.queue, handlers, upkeep=partial(run_hourly_upkeep, self.repository))

    async def __aenter__(self) -> Self:
        await self.prepare_start()
        await sweep_threads(self.repository)
        self.worker.start()
        for surface in self.surfaces:
            if isinstance(surface, OpeningPort):
                await surface.open()
        return self

    @property
    def directory(self) -> PeopleDirectory:
        """The people, with the credentials that were revoked up to now."""
        return self.repository.directory

    @property
    def agents(self) -> Mapping[str, Agent]:
        """The current agents by name."""
        return self.repository.agents

    def replace_rules(
        self, directory: PeopleDirectory, agents: Sequence[Agent], models: Mapping[str, AnyModel]
    ) -> None:
        """Use these people, agents and models from now on, and check each waiting request again.

        A replaced model stays open until the platform closes, since one of its calls may be running.
        """
        self._retired += [old for name, old in self.models.items() if models.get(name) is not old]
        self.models.clear()
        self.models.update(models)
        self.repository.replace_rules(directory, {agent.name: agent for agent in agents})

    async def prepare_start(self) -> None:
        """Move what older releases kept in the vault, reseal secrets and sign heads with the current key, and log doubts,
        before anything runs or is decided.
        """
        for surface in self.surfaces:
            if isinstance(surface, EarlierVaultUser):
                await move_from_vault(self.database, self.keys, self.clock, surface.name, list_earlier_kinds(surface))
        await self.vault.reseal_values()
        await prepare_log(self.repository)

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the surfaces, let running work reach a durable point, then close the models, the surfaces and the
        database.
        """
        for surface in self.surfaces:
            if isinstance(surface, OpeningPort):
                await surface.shut()
        await self.worker.stop()
        for part in {id(part): part for part in (*self.models.values(), *self._retired, *self.surfaces)}.values():
            if isinstance(part, ClosingPort):
                await part.close()
        await self.repository.flush_alarms()
        await self.database.close()

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        """Commit an inbound message. See `MessageIntake.take_message`."""
        return await self.intake.take_message(message)

    def open_channel_store(self, channel: str) -> ChannelDataStore:
        """The values that this channel remembers."""
        return ChannelDataStore(self.database, self.clock, channel)

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        """Keep the id of a handled message together with values of its channel. See `MessageIntake.keep_ignored`."""
        keeps = self.open_channel_store(ignored.channel).prepare_writes(keeping)
        return await self.intake.keep_ignored(ignored, keeps)

    def find_repeat(self, ignored: DiscardedInput) -> IntakeResult:
        """See `MessageIntake.find_repeat`."""
        return self.intake.find_repeat(ignored)

    async def launch(
        self,
        agent: str,
        text: str,
        *,
        by: str | None = None,
        route: ChannelAddress | None = None,
        key: str | None = None,
        makers: tuple[str, ...] = (),
    ) -> str:
        """Open a thread of this agent with a message and return its id. The same `key` again returns the same thread.

        `makers` are the other makers of the credential of `by`.
        """
        arrival = self._make_message(agent, None, text, by, route, key)
        taken = await self.take_message(arrival.model_copy(update={"makers": makers}))
        return taken.thread

    async def say(
        self,
        thread: str,
        text: str,
        *,
        by: str | None = None,
        route: ChannelAddress | None = None,
        key: str | None = None,
        makers: tuple[str, ...] = (),
    ) -> None:
        """Add a message to a thread. It reopens a finished one. Raises AlreadyEnded for a cancelled one."""
        agent = self.repository.load_thread(thread).thread.agent
        arrival = self._make_message(agent, thread, text, by, route, key)
        await self.take_message(arrival.model_copy(update={"makers": makers}))

    async def decide(self, decision: ApprovalDecision) -> Request:
        """Commit one person's decision and return the request after it. See `DecisionHandler.decide`."""
        return self.queries.find_request_since(await self.decisions.decide(decision), decision.call)

    async def take_decision(self, inbound: InboundDecision) -> IntakeResult:
        """Commit a decision that came by an input of a channel. See `InboundDecisionHandler.take_decision`."""
        return await self.inbound_decisions.take_decision(inbound)

    async def answer(self, reply: QuestionAnswer) -> Request:
        """Commit one person's answer to a question and return the request after it. See `DecisionHandler.answer`."""
        return self.queries.find_request_since(await self.decisions.answer(reply), reply.call)

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raises the errors that would refuse this decision or answer, as far as no tool is asked. See
        `DecisionHandler.rehearse`.
        """
        await self.decisions.rehearse(given)

    async def pause(self, thread: str, *, by: str) -> None:
        await self.control.pause(thread, by)

    async def resume(self, thread: str, *, by: str, makers: tuple[str, ...] = ()) -> None:
        await self.control.resume(thread, by, makers)

    async def cancel(self, thread: str, *, by: str, reason: str = "", makers: tuple[str, ...] = ()) -> None:
        await self.control.cancel(thread, by, reason, makers)

    async def place_hold(
        self, scope: HoldScope, name: str = "", *, by: str, reason: str = "", door: str = "api"
    ) -> Hold:
        """Pause everything, an agent or a tool: from now on nothing of it starts. See `HoldControl.place_hold`."""
        return await self.holds.place_hold(scope, name, by, reason, door)

    async def lift_hold(self, id: int, *, by: str, door: str = "api") -> Hold:
        """End this hold. See `HoldControl.lift_hold`."""
        return await self.holds.lift_hold(id, by, door)

    async def fork(self, thread: str, *, at: int | None = None, by: str, makers: tuple[str, ...] = ()) -> str:
        return await self.control.fork(thread, at, by, makers)

    async def list_events(self, thread: str, after: int = 0) -> list[e.RecordedEvent]:
        """The events of a thread after number `after`. Raises NotFound."""
        return self.queries.list_events(thread, after)

    def _make_message(
        self, agent: str, thread: str | None, text: str, by: str | None, route: ChannelAddress | None, key: str | None
    ) -> InboundMessage:
        at = route or ChannelAddress(channel="api")
        return InboundMessage(
            channel=at.channel,
            id=key or secrets.token_urlsafe(9),
            body=compute_sha256(f"{agent}\n{thread}\n{by}\n{text}"),
            at=self.clock(),
            agent=agent,
            thread=thread,
            person=by,
            sender=self.directory.find_name(by),
            text=text,
            route=at,
        )
