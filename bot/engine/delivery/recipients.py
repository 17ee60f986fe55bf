"""Finds the addresses of an event: the address where the people last spoke, and those of deciders that do not read
there.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.events.submissions import CALLBACK
from bot.core.people import PeopleDirectory, Person
from bot.core.policy import explain_refusal
from bot.core.ports import PushChannel
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread

MAX_DIRECT = 25
"""People who are told directly of one request. Larger groups are told at a shared address, or in the inbox."""


def is_for_parent(thread: Thread) -> bool:
    """Whether the agent's messages are for the agent that gave the task: in a child in which no person has written."""
    return thread.task is not None and not thread.is_task_reported and not thread.speakers


class RecipientResolver:
    """Adds addresses to events. `channels` are the push channels by name; other channels get no deliveries."""

    def __init__(self, directory: PeopleDirectory, channels: Mapping[str, PushChannel]) -> None:
        self.directory, self.channels = directory, channels

    def address_events(self, events: Sequence[e.Event], thread: Thread) -> list[e.Event]:
        """The same events with the addresses that push channels owe them to. `thread` is the thread before them.

        A change that is settled in the same append gets no new card: the posted one shows the outcome.
        """
        addressed: list[e.Event] = []
        is_end = thread.callback is not None and any(
            end.by is None for event in events if (end := event.thread_end) is not None
        )
        for each in events:
            event = self.address_event(each, thread) if self.channels else each
            if is_end and thread.callback is not None and event.notice_reach is None:
                event = self._add_callback(event, thread.callback)
            if "renewed_request" not in event.answers:
                addressed.append(event)
                continue
            settled = {one.decided_call for one in events if not one.is_decision} if event.is_decision else set()
            is_renewed = event.renewed_request and event.renewed_request not in settled
            addresses = thread.out.list_addresses(event.renewed_request) if is_renewed else ()
            addressed.append(event.model_copy(update={"renewed": addresses}) if addresses else event)
        return addressed

    def address_notices_behind(self, events: Sequence[e.Event], count: int, thread: Thread) -> list[e.Event]:
        """The first events of a thread, and the notices behind the first `count` with the addresses from which those came."""
        if len(events) == count:
            return list(events)
        first = [e.RecordedEvent(seq, 0, event) for seq, event in enumerate(events[:count], 1)]
        return [*events[:count], *self.address_events(events[count:], fold_events(thread, first))]

    def address_event(self, event: e.Event, thread: Thread) -> e.Event:
        """The same event with the addresses that push channels owe it to."""
        if not self.channels:
            return event
        if isinstance(event, e.RequestAsked):
            addresses = self._find_thread_address(thread)
            unaware = self._find_unaware_people(self.list_deciders(event, thread), thread, addresses)
            routes: tuple[ChannelAddress, ...] = (
                *addresses,
                *self._find_direct_addresses(unaware),
                *self._find_callback(event.call, thread),
            )
        elif event.notice_reach is not None:
            people = [person for id in event.notice_reach.to if (person := self.directory.find_person(id))]
            direct = [self._find_direct_addresses([person]) for person in people]
            addresses = () if direct and all(direct) else self._find_thread_address(thread)
            routes = tuple(dict.fromkeys((*(route for each in direct for route in each), *addresses)))[:MAX_DIRECT]
        elif event.outbound_text is not None:
            routes = () if is_for_parent(thread) else self._find_thread_address(thread)
        else:
            return event
        return event.model_copy(update={"routes": routes}) if routes else event

    def list_deciders(self, asked: e.RequestAsked, thread: Thread) -> list[Person]:
        """The people with the right to decide or answer this request now."""
        people = self.directory.people.values()
        if not isinstance(asked, e.ApprovalAsked):
            return [person for person in people if asked.to.has_person(person)]
        call = thread.calls.get(asked.call)
        shapers = call.shapers if call else thread.shaping.list_shapers((thread.requester, *thread.lenders), thread.seq)
        return [person for person in people if explain_refusal(asked.policy, person, shapers) is None]

    def find_fallback_addresses(
        self, thread: Thread, delivery: OutboundDelivery, asked: e.Event, tried: Iterable[ChannelAddress]
    ) -> tuple[ChannelAddress, ...]:
        """Other addresses for a failed delivery: the people themselves, then the fallback address of each channel. A
        message to a program has none.
        """
        if delivery.route.channel == CALLBACK:
            return ()
        if isinstance(asked, e.RequestAsked):
            people = self.list_deciders(asked, thread)
        else:
            reach = asked.notice_reach
            ids = reach.to if reach is not None else (self.find_speaker(thread),)
            people = [person for id in ids if (person := self.directory.find_person(id))]
        used = {*tried, delivery.route}
        if direct := tuple(route for route in self._find_direct_addresses(people) if route not in used):
            return direct
        last = (channel.fallback for channel in self.channels.values())
        return tuple(route for route in last if route is not None and route not in used)

    def find_speaker(self, thread: Thread) -> str | None:
        """The person that the agent speaks to: the last writer, else the requester of the thread."""
        return thread.speakers[-1] if thread.speakers else thread.requester

    def _add_callback(self, event: e.Event, callback: ChannelAddress) -> e.Event:
        """The agent's last words with the address of the program that began the thread; other events as they are."""
        if event.outbound_text is None or callback.channel not in self.channels:
            return event
        routes = (*getattr(event, "routes", ()), callback)
        return event.model_copy(update={"routes": tuple(dict.fromkeys(routes))})

    def _find_callback(self, call: str, thread: Thread) -> tuple[ChannelAddress, ...]:
        """The URL of the program that asked."""
        found = thread.calls.get(call)
        address = found.submitted.submission.address if found and found.submitted else None
        return (address,) if address and address.channel in self.channels else ()

    def _find_thread_address(self, thread: Thread) -> tuple[ChannelAddress, ...]:
        return (thread.route,) if thread.route and thread.route.channel in self.channels else ()

    def _find_unaware_people(
        self, people: Iterable[Person], thread: Thread, addresses: tuple[ChannelAddress, ...]
    ) -> list[Person]:
        """The people that would not see a message at `addresses`."""
        if not addresses:
            return list(people)
        channel, present = self.channels[addresses[0].channel], {thread.requester, *thread.speakers}
        if channel.is_shared(addresses[0]):
            return [person for person in people if person.id not in present and channel.find_address(person) is None]
        return [person for person in people if person.id not in present]

    def _find_direct_addresses(self, people: Iterable[Person]) -> tuple[ChannelAddress, ...]:
        routes = (channel.find_address(person) for person in people for channel in self.channels.values())
        return tuple(dict.fromkeys(route for route in routes if route is not None))[:MAX_DIRECT]
