"""The open, running platform: its operations, its worker and its channels."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Self

from bot.built_in_step_texts import add_built_in_texts
from bot.core.agent import Agent
from bot.core.channel_store import EarlierVaultUser, list_earlier_kinds
from bot.core.configuration.reload_changes import ConfigurationChange
from bot.core.people import PeopleDirectory
from bot.core.ports import AnyModel, ChannelSurface, ClosingPort, LeadingPort, OpeningPort, UtcClock
from bot.core.secrets.secret_reference import SecretStore
from bot.engine.delivery.outbox import DeliveryOutbox
from bot.engine.delivery.recipients import RecipientResolver
from bot.engine.leadership import Leadership
from bot.engine.model.model_step import ModelStep
from bot.engine.model.prompt_rebuild import PromptRebuilder
from bot.engine.platform_operations import PlatformOperations, make_thread_id, read_utc_now
from bot.engine.repository.peer_changes import PeerFollower
from bot.engine.repository.startup_and_hourly_upkeep import run_hourly_upkeep, sweep_threads
from bot.engine.repository.startup_log_checks import prepare_log
from bot.engine.repository.thread_jobs import DELIVER, HOLD, TURN
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.tools.executor import ToolExecutor
from bot.engine.turn import ThreadTurn
from bot.engine.worker import JobWorker
from bot.queue.leased import LeasedQueue, OfferingQueue
from bot.queue.port import JobQueue
from bot.queue.single_process import EmbeddedQueue
from bot.store.peer_port import JobClaim
from bot.store.port import Store


class ProcessPart(Enum):
    """The work of one of several processes over a database: the web and the channels' input, turns and deliveries, or both."""

    EVERYTHING = "everything"
    WEB = "web"
    TURNS = "turns"


@dataclass
class ReloadState:
    """The result of the last reload of the configuration.

    `fault` is one word for everybody ("missing", "invalid"); empty: the file was taken. `trouble` is the full text and
    may quote the file. `waiting` are the differences to the file that need SIGHUP or a restart.
    """

    fault: str = ""
    trouble: str = ""
    waiting: tuple[ConfigurationChange, ...] = ()


class CountersignPlatform(PlatformOperations):
    """The platform over an open store, which it closes. `async with CountersignPlatform(...)` starts its worker.

    `add_channels` comes before the start. `secrets` holds the secrets that calls may name. `queue` is by default that of
    one process that owns the store, or of one of several that share it. `part` is the work of this one.
    `agent_channels` are, for each agent, the channels that begin its threads, for lists of agents.
    """

    def __init__(
        self,
        store: Store,
        agents: Sequence[Agent],
        directory: PeopleDirectory,
        models: Mapping[str, AnyModel],
        *,
        clock: UtcClock = read_utc_now,
        new_id: Callable[[], str] = make_thread_id,
        secrets: SecretStore | None = None,
        queue: JobQueue | None = None,
        part: ProcessPart = ProcessPart.EVERYTHING,
        agent_channels: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.part, self.agent_channels = part, agent_channels or {}
        self.queue = queue or _make_queue(store, clock, part)
        by_name = {agent.name: add_built_in_texts(agent) for agent in agents}
        super().__init__(ThreadRepository(store, self.queue, clock, by_name, directory, secrets), new_id)
        self.store, self.keys, self.vault = store, store.keys, store.open_vault(clock)
        self.models = dict(models)
        self.surfaces: list[ChannelSurface] = []
        self.reload = ReloadState()
        self._retired: list[AnyModel] = []
        self.prompts = PromptRebuilder(self.repository)
        turn = ThreadTurn(self.repository, ModelStep(self.repository, self.models), ToolExecutor(self.repository))
        self.outbox = DeliveryOutbox(self.repository, self.queries)
        handlers = {TURN: turn.take_turn, DELIVER: self.outbox.deliver_due, HOLD: self.holds.notice_thread}
        upkeep = partial(self._run_upkeep) if store.peers is None else None
        self.worker = JobWorker(self.queue, handlers, upkeep=upkeep)
        self.leadership = Leadership(self.repository, self.surfaces)
        self._follower = PeerFollower(self.repository, self._lose_claims)

    def add_channels(self, surfaces: Sequence[ChannelSurface]) -> None:
        """Use these channels, built on this platform. They open with it and close with it."""
        self.surfaces += surfaces
        pushes = {surface.name: surface.push for surface in self.surfaces if surface.push is not None}
        self.repository.addresses = RecipientResolver(self.directory, pushes)
        self.outbox.channels = pushes

    async def __aenter__(self) -> Self:
        if (peers := self.store.peers) is None:
            await self.prepare_start()
            await sweep_threads(self.repository)
        else:
            if peers.is_first:
                await self.prepare_start()
                await peers.admit_others()
            await peers.start(self._follower.listener)
            await self.repository.fences.announce_rules(self.directory, self.agents)
            await self.repository.open(is_again=True)
            self.repository.mark_outdated()  # others may have appended before this process listened
        await self.waits.deliver_kept_arrivals()
        if self.part is not ProcessPart.WEB:
            self.worker.start()
        await self._open_surfaces(leads=peers is None)
        if peers is not None and self.part is not ProcessPart.TURNS:
            self.leadership.start(peers)
        return self

    async def _run_upkeep(self) -> None:
        await run_hourly_upkeep(self.repository)
        await self.waits.deliver_kept_arrivals()

    def _lose_claims(self, claims: Collection[JobClaim]) -> None:
        self.leadership.lose_claims(claims)
        if isinstance(self.queue, LeasedQueue):
            self.queue.lose_claims(claims)

    async def _open_surfaces(self, *, leads: bool) -> None:
        for surface in self.surfaces:
            if isinstance(surface, OpeningPort):
                await surface.open()
            if leads and isinstance(surface, LeadingPort):
                await surface.lead(is_alone=True)

    @property
    def agents(self) -> Mapping[str, Agent]:
        """The current agents by name."""
        return self.repository.agents

    async def replace_rules(
        self, directory: PeopleDirectory, agents: Sequence[Agent], models: Mapping[str, AnyModel]
    ) -> None:
        """Use these people, agents and models from now on, and check each waiting request again.

        A replaced model stays open until the platform closes, since one of its calls may be running.
        """
        self._retired += [old for name, old in self.models.items() if models.get(name) is not old]
        self.models.clear()
        self.models.update(models)
        await self.repository.replace_rules(directory, {agent.name: agent for agent in agents})

    async def prepare_start(self) -> None:
        """Move the channels' values that older releases kept in the vault, reseal secrets and sign heads with the current key,
        and log doubts, before anything runs or is decided.
        """
        for surface in self.surfaces:
            if isinstance(surface, EarlierVaultUser):
                await self.store.move_from_vault(surface.name, list_earlier_kinds(surface), self.clock)
        await self.vault.reseal_values()
        await prepare_log(self.repository)

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the surfaces, let running work reach a durable point, then close the models, the surfaces and the
        database.
        """
        await self.leadership.stop()
        for surface in self.surfaces:
            if self.store.peers is None and isinstance(surface, LeadingPort):
                await surface.step_down()
            if isinstance(surface, OpeningPort):
                await surface.shut()
        await self.worker.stop()
        await self._follower.stop()
        for part in {id(part): part for part in (*self.models.values(), *self._retired, *self.surfaces)}.values():
            if isinstance(part, ClosingPort):
                await part.close()
        await self.repository.flush_alarms()
        await self.store.close()


def _make_queue(store: Store, clock: UtcClock, part: ProcessPart) -> JobQueue:
    if store.peers is None:
        return EmbeddedQueue(store.jobs, clock)
    return (OfferingQueue if part is ProcessPart.WEB else LeasedQueue)(store.jobs, store.peers, clock)
