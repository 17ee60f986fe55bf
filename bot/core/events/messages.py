"""The events of messages: from people, from the agent, and notices to people."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from bot.core.channel_messages import ChannelAddress
from bot.core.event_base import Event
from bot.core.event_meanings import EventPeople, NoticeReach, WindowRole, WrittenWords
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["CallbackNamed", "MessageReceived", "PeopleNotified", "Said", "ThreadOpened", "notify_people"]


class ThreadOpened(Event):
    type: ClassVar[str] = "ThreadOpened"
    agent: str
    title: str
    origin: ChannelAddress
    requester: str | None = None
    sender: str = ""
    account: str = ""
    makers: tuple[str, ...] = ()

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{self.sender or wording.find_name(self.requester)} opened a thread with {wording.agent}")

    @property
    def people(self) -> EventPeople:
        return EventPeople(writers=(self.requester, self.account))


class MessageReceived(Event):
    """A message arrived. `by` is the person, when the entry point knows them; `sender` is the name to show.

    `account` is the channel account of a writer unknown to the directory ("slack:T1/U9"). `makers` made the writer's
    credential; `others` are further people behind the wish (the author of a merged change): ids, or accounts.
    """

    type: ClassVar[str] = "MessageReceived"
    is_resting_fact: ClassVar[bool] = True
    is_told_of_holds: ClassVar[bool] = True
    text: str
    sender: str
    by: str | None = None
    account: str = ""
    others: tuple[str, ...] = ()
    route: ChannelAddress
    arrival: str | None = None
    makers: tuple[str, ...] = ()

    def render(self, at: str) -> str:
        return f"<message from={escape_attribute(self.sender)} {at}>\n{escape_text(self.text)}\n</message>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        who = self.sender or wording.find_name(self.by)
        return TimelineLine(who, self.text, style="message", via=self.route.channel)

    @property
    def people(self) -> EventPeople:
        return EventPeople(writers=(self.by, self.account, *self.others))

    @property
    def written_words(self) -> WrittenWords:
        return WrittenWords(self.by, self.text)

    @property
    def authors(self) -> tuple[str | None, ...]:
        return (self.by or self.account, *self.makers, *self.others)

    def find_reference(self, channel: str) -> str:
        before, _, reference = (self.arrival or "").partition(":")
        return reference if before == channel else ""

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("message")


class CallbackNamed(Event):
    """The program that began the thread is told of its final answers at this address of the channel of callbacks."""

    type: ClassVar[str] = "CallbackNamed"
    address: ChannelAddress

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("Its sender is called back", self.address.address)


class Said(Event):
    """The agent wrote to the people in the thread. With `go_on` it continues at once."""

    type: ClassVar[str] = "Said"
    call: str
    text: str
    go_on: bool = False
    routes: tuple[ChannelAddress, ...] = ()

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(wording.agent, self.text, style="said")

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("closed", self.call)

    @property
    def outbound_text(self) -> str:
        return self.text


class PeopleNotified(Event):
    """People are told something that needs no answer: `to` are their ids, `about` the call it concerns, if any.

    `topic` is "secret" when they wrote one: each person is told once in a thread. A notice that must be told apart from
    others in the log is a class of its own, derived from this one: it is folded, delivered and shown alike.
    """

    type: ClassVar[str] = "PeopleNotified"
    is_resting_fact: ClassVar[bool] = True
    text: str
    to: tuple[str, ...]
    about: str | None = None
    routes: tuple[ChannelAddress, ...] = ()
    topic: Literal["", "secret"] = ""

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(
            f"Told {', '.join(wording.find_name(person) for person in self.to)}",
            self.text,
            request=self.about or "",
            is_markdown=True,
        )

    @property
    def remembered(self) -> frozenset[tuple[str, str]]:
        """The pairs of a topic, and a person or a call, that `Thread.told` keeps: such a notice is not repeated."""
        return frozenset((self.topic, person) for person in self.to) if self.topic else frozenset()

    @property
    def outbound_text(self) -> str:
        return self.text

    @property
    def notice_reach(self) -> NoticeReach:
        return NoticeReach(self.to, self.routes)


def notify_people(
    text: str, people: Iterable[str | None], *, about: str | None = None, topic: Literal["", "secret"] = ""
) -> PeopleNotified:
    """Return the notice to these people (ids), each once; None and empty ids are left out."""
    return PeopleNotified(text=text, to=tuple(dict.fromkeys(filter(None, people))), about=about, topic=topic)
