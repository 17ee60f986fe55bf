"""The house itself, open and running: to Python it is launch, decide, answer, pause, resume, cancel, fork."""

import base64
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Self

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.answers import Ballot, Reply
from bot.core.contact import Arrival, Ignored, KeptSecret, Route, Taken
from bot.core.context import sha256
from bot.core.holds import Hold, HoldScope
from bot.core.people import Directory
from bot.core.ports import AnyModel, Clock, Closing, Opening, Surface
from bot.core.requests import Request
from bot.core.secret_field import SecretStore
from bot.engine.addresses import Addresses
from bot.engine.append_rows import TURN
from bot.engine.control import Control
from bot.engine.decisions import Decisions
from bot.engine.evidence import prepare_log
from bot.engine.holds import HoldControl
from bot.engine.intake import Intake
from bot.engine.outbox import Outbox
from bot.engine.prompts import Prompts
from bot.engine.queue import EmbeddedQueue
from bot.engine.record import DELIVER, HOLD, Record
from bot.engine.reload_state import ReloadState
from bot.engine.thinking import Thinking
from bot.engine.timers import sweep, tend
from bot.engine.tools import Tools
from bot.engine.turn import Turn
from bot.engine.views import Views
from bot.engine.worker import Worker
from bot.secret import Keys
from bot.store.database import Connect, connect, open_database
from bot.store.vault import SealedVault


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """A thread's id: its time, then 64 random bits, so that new threads lie together in the file."""
    raw = int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(8)
    return "t" + base64.b32hexencode(raw).decode().rstrip("=").lower()


class Countersign:
    """An open house. `async with Countersign(...)` starts its worker and closes it cleanly.

    `keys` are opened behind the database, so that nothing is laid beside a foreign one. Without them the key file in the
    database's folder is used, and made when there is none. `secrets` holds the values of the secrets that calls may name;
    without it there are none.

    Raises CannotStart's children when the configuration or the database does not allow a start.
    """

    def __init__(
        self,
        database_url: str,
        agents: Sequence[Agent],
        directory: Directory,
        models: Mapping[str, AnyModel],
        surfaces: Sequence[Surface] = (),
        *,
        clock: Clock = utc_now,
        keys: Callable[[], Keys] | None = None,
        connect: Connect = connect,
        new_id: Callable[[], str] = new_id,
        secrets: SecretStore | None = None,
    ) -> None:
        self.clock, self.models, self.surfaces = clock, dict(models), surfaces
        self.reload = ReloadState()
        self._retired: list[AnyModel] = []
        self.database = open_database(database_url, connect, keys)
        self.keys = self.database.keys
        self.vault = SealedVault(self.database, self.keys, clock)
        self.queue = EmbeddedQueue(self.database, clock)
        self.record = Record(
            self.database, self.queue, clock, {agent.name: agent for agent in agents}, directory, secrets
        )
        pushes = {surface.name: surface.push for surface in surfaces if surface.push is not None}
        self.record.addresses = Addresses(directory, pushes)
        self.intake = Intake(self.record, new_id)
        self.decisions = Decisions(self.record)
        self.control = Control(self.record, new_id)
        self.holds = HoldControl(self.record)
        self.prompts = Prompts(self.record)
        self.views = Views(self.record)
        turn = Turn(self.record, Thinking(self.record, self.models), Tools(self.record))
        self.outbox = outbox = Outbox(self.record, self.views, pushes)
        looks = {TURN: turn.take, DELIVER: outbox.deliver, HOLD: self.holds.notice}
        self.worker = Worker(self.queue, looks, tend=partial(tend, self.record))

    async def __aenter__(self) -> Self:
        await self.prepare()
        await sweep(self.record)
        self.worker.start()
        for surface in self.surfaces:
            if isinstance(surface, Opening):
                await surface.open()
        return self

    @property
    def directory(self) -> Directory:
        """The people, and the credentials that were revoked up to now."""
        return self.record.directory

    @property
    def agents(self) -> Mapping[str, Agent]:
        """The agents by name, as they are now."""
        return self.record.agents

    def replace_rules(self, directory: Directory, agents: Sequence[Agent], models: Mapping[str, AnyModel]) -> None:
        """From here on these people, agents and models count; whatever waits for people is looked at again.

        A model that is no longer asked stays open until the house closes: a call of it may be on the way.
        """
        self._retired += [old for name, old in self.models.items() if models.get(name) is not old]
        self.models.clear()
        self.models.update(models)
        self.record.replace_rules(directory, {agent.name: agent for agent in agents})

    async def prepare(self) -> None:
        """What must be done before anything runs or is decided: secrets and heads under the current key, doubts noted."""
        await self.vault.reseal()
        await prepare_log(self.record)

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Takes in no more, lets running work come to a durable point, then closes what is held and the database."""
        for surface in self.surfaces:
            if isinstance(surface, Opening):
                await surface.shut()
        await self.worker.stop()
        for held in {id(held): held for held in (*self.models.values(), *self._retired, *self.surfaces)}.values():
            if isinstance(held, Closing):
                await held.close()
        await self.record.flush()
        await self.database.close()

    async def take(self, arrival: Arrival) -> Taken:
        """Commits something that came in. See Intake.take."""
        return await self.intake.take(arrival)

    async def ignore(self, ignored: Ignored, keeping: Sequence[KeptSecret] = ()) -> Taken:
        """Keeps the id of something that was dealt with, and what is owed about it. See Intake.ignore."""
        return await self.intake.ignore(ignored, self.vault.writing(keeping))

    def find_repeat(self, ignored: Ignored) -> Taken:
        """See Intake.find_repeat."""
        return self.intake.find_repeat(ignored)

    async def launch(
        self,
        agent: str,
        text: str,
        *,
        by: str | None = None,
        route: Route | None = None,
        key: str | None = None,
        makers: tuple[str, ...] = (),
    ) -> str:
        """Opens a thread of this agent with a message and returns its id. The same `key` again returns the same thread.

        `makers` are other people who made the credential of `by`.
        """
        arrival = self._arrival(agent, None, text, by, route, key)
        taken = await self.take(arrival.model_copy(update={"makers": makers}))
        return taken.thread

    async def say(
        self,
        thread: str,
        text: str,
        *,
        by: str | None = None,
        route: Route | None = None,
        key: str | None = None,
        makers: tuple[str, ...] = (),
    ) -> None:
        """A message into a thread. It opens a finished one again. Raises AlreadyEnded for a cancelled one."""
        agent = self.record.load(thread).thread.agent
        arrival = self._arrival(agent, thread, text, by, route, key)
        await self.take(arrival.model_copy(update={"makers": makers}))

    async def decide(self, ballot: Ballot) -> Request:
        """One person's decision; returns the request after it. See Decisions.decide."""
        return self.views.request_since(await self.decisions.decide(ballot), ballot.call)

    async def answer(self, reply: Reply) -> Request:
        """One person's answer to a question; returns it after that. See Decisions.answer."""
        return self.views.request_since(await self.decisions.answer(reply), reply.call)

    async def rehearse(self, given: Ballot | Reply) -> None:
        """Raises what would refuse this decision or answer, as far as no tool is asked. See Decisions.rehearse."""
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
        """Pauses everything, an agent or a tool: from here on nothing of it starts. See HoldControl.place."""
        return await self.holds.place(scope, name, by, reason, door)

    async def lift_hold(self, id: int, *, by: str, door: str = "api") -> Hold:
        """Resumes what this hold paused. See HoldControl.lift."""
        return await self.holds.lift(id, by, door)

    async def fork(self, thread: str, *, at: int | None = None, by: str, makers: tuple[str, ...] = ()) -> str:
        return await self.control.fork(thread, at, by, makers)

    async def events(self, thread: str, after: int = 0) -> list[e.Recorded]:
        """The log of a thread behind `after`. Raises Unknown."""
        return self.views.events(thread, after)

    def _arrival(
        self, agent: str, thread: str | None, text: str, by: str | None, route: Route | None, key: str | None
    ) -> Arrival:
        at = route or Route(channel="api")
        return Arrival(
            channel=at.channel,
            id=key or secrets.token_urlsafe(9),
            body=sha256(f"{agent}\n{thread}\n{by}\n{text}"),
            at=self.clock(),
            agent=agent,
            thread=thread,
            person=by,
            sender=self.directory.name_of(by),
            text=text,
            route=at,
        )
