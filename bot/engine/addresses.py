"""Where an event must be told: where the people last spoke, and to each who may decide and would not see it there."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core import events as e
from bot.core.contact import Delivery, Route
from bot.core.people import Directory, Person
from bot.core.policy import refusal
from bot.core.ports import Channel
from bot.core.thread import Thread

MOST = 25
"""How many people are told directly of one request: a group of hundreds is told where everybody sees it, or in the inbox."""


class Addresses:
    """Puts routes on events. `channels` are the push channels by name; a route of another channel needs no telling."""

    def __init__(self, directory: Directory, channels: Mapping[str, Channel]) -> None:
        self.directory, self.channels = directory, channels

    def address(self, events: Sequence[e.Event], thread: Thread) -> list[e.Event]:
        """The same events, with the routes that push channels owe them to. `thread` is as it was before them.

        What is settled together with its change needs no new card: the one that stands shows how it ended.
        """
        settled = {event.call for event in events if isinstance(event, e.ApprovalSettled)}
        return [self._renewed(self.addressed(event, thread), thread, settled) for event in events]

    def _renewed(self, event: e.Event, thread: Thread, settled: Collection[str]) -> e.Event:
        match event:
            case e.ApprovalAsked():
                places = thread.out.places(event.call)
            case e.Answered() if event.edited is not None and event.call not in settled:
                places = thread.out.places(event.call)
            case _:
                places = ()
        return event.model_copy(update={"renewed": places}) if places else event

    def addressed(self, event: e.Event, thread: Thread) -> e.Event:
        """The same event, with the routes that push channels owe it to."""
        if not self.channels:
            return event
        match event:
            case e.Said():
                routes = self._here(thread)
            case e.PeopleNotified():
                routes = self._notified(event, thread)
            case e.ApprovalAsked() | e.QuestionAsked():
                here = self._here(thread)
                routes = (*here, *self._direct(self._unaware(self.deciders(event, thread), thread, here)))
            case _:
                return event
        return event.model_copy(update={"routes": routes}) if routes else event

    def deciders(self, asked: e.ApprovalAsked | e.QuestionAsked, thread: Thread) -> list[Person]:
        """Who may decide or answer this, as things stand."""
        people = self.directory.people.values()
        if isinstance(asked, e.QuestionAsked):
            return [person for person in people if asked.to.names(person)]
        call = thread.calls.get(asked.call)
        shapers = call.shapers if call else thread.shaping.shapers((thread.requester, *thread.lenders), thread.seq)
        return [person for person in people if refusal(asked.policy, person, shapers) is None]

    def instead(self, thread: Thread, delivery: Delivery, asked: e.Event, tried: Iterable[Route]) -> tuple[Route, ...]:
        """Other routes for what could not be delivered: to the people themselves, then each channel's last resort."""
        match asked:
            case e.ApprovalAsked() | e.QuestionAsked():
                people = self.deciders(asked, thread)
            case e.PeopleNotified():
                people = [person for id in asked.to if (person := self.directory.find(id))]
            case _:
                speaker = self.directory.find(self.speaker(thread))
                people = [speaker] if speaker else []
        used = {*tried, delivery.route}
        if direct := tuple(route for route in self._direct(people) if route not in used):
            return direct
        last = (channel.fallback for channel in self.channels.values())
        return tuple(route for route in last if route is not None and route not in used)

    def speaker(self, thread: Thread) -> str | None:
        """To whom the agent speaks: who wrote last, or else who opened the thread."""
        return thread.speakers[-1] if thread.speakers else thread.requester

    def _notified(self, event: e.PeopleNotified, thread: Thread) -> tuple[Route, ...]:
        """Each person directly; the thread's own place when one of them cannot be reached so."""
        people = [person for id in event.to if (person := self.directory.find(id))]
        direct = [self._direct([person]) for person in people]
        here = () if direct and all(direct) else self._here(thread)
        return tuple(dict.fromkeys((*(route for routes in direct for route in routes), *here)))[:MOST]

    def _here(self, thread: Thread) -> tuple[Route, ...]:
        return (thread.route,) if thread.route and thread.route.channel in self.channels else ()

    def _unaware(self, people: Iterable[Person], thread: Thread, here: tuple[Route, ...]) -> list[Person]:
        """Those of the people who would not see what stands `here`."""
        if not here:
            return list(people)
        channel, present = self.channels[here[0].channel], {thread.requester, *thread.speakers}
        if channel.is_shared(here[0]):
            return [person for person in people if person.id not in present and channel.route_to(person) is None]
        return [person for person in people if person.id not in present]

    def _direct(self, people: Iterable[Person]) -> tuple[Route, ...]:
        routes = (channel.route_to(person) for person in people for channel in self.channels.values())
        return tuple(dict.fromkeys(route for route in routes if route is not None))[:MOST]
