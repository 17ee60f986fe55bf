"""The line that an event has in the timeline of a thread. Each event writes its own: `Event.describe`."""

from typing import Literal, NamedTuple, Protocol

from bot.core.base_types import UtcMoment
from bot.core.escaping import ShownArgument

LineStyle = Literal["message", "said", "line"]
LineTone = Literal["", "good", "bad", "wait"]


class TimelineLine(NamedTuple):
    """The line of one event. `output` and `answer`, the model's answer to the call `prompt`, are shown folded;
    `request` is the id of a request to link to. `is_markdown`: the text is a message as channels deliver it.

    `run` is the state of the approved call. Of a line already shown, only `run` may change.
    """

    head: str
    text: str = ""
    style: LineStyle = "line"
    tone: LineTone = ""
    arguments: tuple[ShownArgument, ...] = ()
    words: str = ""
    output: str = ""
    prompt: int | None = None
    answer: str = ""
    request: str = ""
    run: str = ""
    via: str = ""
    is_markdown: bool = False


class RunState(NamedTuple):
    """The state of an approved call in words, and whether it failed or its outcome is unknown."""

    words: str
    is_bad: bool


class TimelineWording(Protocol):
    """The words of a page for the line of an event: the agent's name, the names of people, the calls of the thread
    and the page's words for times and statuses."""

    @property
    def agent(self) -> str: ...

    def find_name(self, person: str | None) -> str: ...

    def find_answer(self, n: int | None) -> str:
        """Return the beginning of the model's answer to the call `n`; empty when it is not kept."""

    def describe_call(self, call: str) -> str:
        """Return the intent of a call, or words in its place."""

    def describe_status(self, status: str) -> str: ...

    def format_moment(self, at: UtcMoment) -> str: ...

    def find_run(self, call: str) -> RunState | None: ...
