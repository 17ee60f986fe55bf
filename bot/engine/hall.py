"""What channels see of the house: its doors to take and decide, its people, its keys. They are built before it opens."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.core import events as e
from bot.core.access import Subject
from bot.core.agent import Agent, Listen
from bot.core.answers import Ballot, Reply
from bot.core.contact import Arrival, Ignored, KeptSecret, Taken
from bot.core.effects import status
from bot.core.errors import CannotStart, Unknown
from bot.core.forms import FormField
from bot.core.people import Directory, Person
from bot.core.ports import Clock, Place, Vault
from bot.core.requests import Request
from bot.core.review_links import PURPOSE, ReviewLink, sign_link
from bot.core.rights import Operation
from bot.core.thread import Thread
from bot.core.word import Moment, micros
from bot.engine.access import AccessCheck
from bot.store import arrivals, doors, places

if TYPE_CHECKING:
    from bot.engine.house import Countersign


class Hall:
    """The House port. `house` is set once the house stands."""

    def __init__(
        self,
        agents: Mapping[str, Agent],
        directory: Directory,
        clock: Clock,
        environ: Mapping[str, str],
        origin: str,
    ) -> None:
        self._agents, self._directory, self.clock = agents, directory, clock
        self.environ, self.origin = environ, origin
        self._house: Countersign | None = None

    @property
    def directory(self) -> Directory:
        """The people as they are now: a reload changes them."""
        return self._house.directory if self._house else self._directory

    @property
    def agents(self) -> Sequence[str]:
        return tuple(self._known_agents)

    def listener(self, agent: str) -> Listen | None:
        if agent not in self._known_agents:
            raise Unknown("agent", agent)
        return self._known_agents[agent].listen

    @property
    def _known_agents(self) -> Mapping[str, Agent]:
        return self._house.agents if self._house else self._agents

    @property
    def house(self) -> "Countersign":
        if self._house is None:
            raise CannotStart("The house is not open yet.")
        return self._house

    @house.setter
    def house(self, house: "Countersign") -> None:
        self._house = house

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        return self.house.keys.derive(purpose)

    def review_link(self, link: ReviewLink) -> str:
        return f"{self.origin}/review/{sign_link(link, self.derive(PURPOSE))}"

    @property
    def vault(self) -> Vault:
        return _Later(self)

    async def take(self, arrival: Arrival) -> Taken:
        return await self.house.take(arrival)

    async def ignore(self, ignored: Ignored, keeping: Sequence[KeptSecret] = ()) -> Taken:
        return await self.house.ignore(ignored, keeping)

    async def decide(self, ballot: Ballot) -> Request:
        return await self.house.decide(ballot)

    async def answer(self, reply: Reply) -> Request:
        return await self.house.answer(reply)

    async def rehearse(self, given: Ballot | Reply) -> None:
        await self.house.rehearse(given)

    async def pause(self, thread: str, *, by: str) -> None:
        await self.house.pause(thread, by=by)

    async def resume(self, thread: str, *, by: str) -> None:
        await self.house.resume(thread, by=by)

    async def request(self, id: str) -> Request:
        return await self.house.views.request(id)

    async def requests(self, status: str | None, limit: int) -> list[Request]:
        return (await self.house.views.requests(status=status, limit=limit)).items

    def form(self, request: str) -> tuple[FormField, ...]:
        return self.house.views.form(request)

    def thread_of(self, channel: str, reference: str) -> str | None:
        return places.thread_of(self.house.database.reading, channel, reference)

    def place(self, thread: str) -> Place:
        found = self.house.views.thread(thread)
        by, at = self._stop_of(found)
        return Place(
            route=found.route,
            status=status(found),
            requester=found.requester,
            title=found.title,
            agent=found.agent,
            stopped_by=self.directory.name_of(by) if by else "",
            stopped_at=at,
        )

    def why_not(
        self, operation: Operation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        check = AccessCheck(self.house.record, Subject(person, account))
        if thread:
            found = self.house.record.load(thread).thread
            return "" if check.may(operation, found) else str(check.refusal(operation, found.agent))
        is_known = agent in self._known_agents
        return (
            ""
            if not is_known or check.may_with(operation, self._known_agents[agent])
            else str(check.refusal(operation, agent))
        )

    def _stop_of(self, thread: Thread) -> tuple[str, Moment | None]:
        """Who cancelled or paused a thread, and when; of a thread that goes on, nobody."""
        if not thread.paused and thread.ended != "cancelled":
            return (thread.hold.by, thread.hold.placed) if thread.hold else ("", None)
        stopping = e.Cancelled if thread.ended == "cancelled" else e.Paused
        stops = [each for each in self.house.views.events(thread.id) if isinstance(each.event, stopping)]
        last = stops[-1] if stops else None
        return (last.event.by, last.moment) if last and isinstance(last.event, (e.Cancelled, e.Paused)) else ("", None)

    def told(self, thread: str, channel: str) -> list[str]:
        events = [recorded.event for recorded in self.house.views.events(thread)]
        return [name for event in events if (name := _name(event, channel))]

    def has_come(self, channel: str, id: str) -> bool:
        return arrivals.find(self.house.database.reading, channel, id) is not None

    async def returned(self, channel: str, reference: str, why: str) -> None:
        await self.house.outbox.returned(channel, reference, why)

    async def note(self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = "") -> None:
        row = doors.Note(micros(self.clock()), what, person, door, about, detail[:1000])
        await self.house.database.write(lambda connection: doors.note(connection, row))

    def watch(self, changed: Callable[[str], None]) -> None:
        before = self.house.record.changed

        def both(thread: str) -> None:
            before(thread)
            changed(thread)

        self.house.record.changed = both


def _name(event: e.Event, channel: str) -> str:
    """What this channel calls the message that an event is about; empty when it is about none of its messages."""
    match event:
        case e.MessageReceived(arrival=str() as arrival) if arrival.startswith(f"{channel}:"):
            return arrival.removeprefix(f"{channel}:")
        case e.Delivered() if f".{channel}." in event.delivery:
            return event.reference
        case _:
            return ""


class _Later:
    """The vault of a house that is not open yet: every use of it is behind the opening."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    async def put(self, kind: str, key: str, value: bytes) -> None:
        await self.hall.house.vault.put(kind, key, value)

    async def put_all(self, entries: Sequence[KeptSecret]) -> None:
        await self.hall.house.vault.put_all(entries)

    async def get(self, kind: str, key: str) -> bytes | None:
        return await self.hall.house.vault.get(kind, key)

    async def take(self, kind: str, key: str) -> bytes | None:
        return await self.hall.house.vault.take(kind, key)

    async def drop(self, kind: str, key: str) -> bool:
        return await self.hall.house.vault.drop(kind, key)

    async def keys(self, kind: str) -> list[str]:
        return await self.hall.house.vault.keys(kind)
