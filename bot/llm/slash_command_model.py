"""The model of an agent for which neither a language model nor rules of its own are set: it takes commands of people."""

from collections.abc import Mapping, Sequence

from bot.core import events as e
from bot.core.events import RecordedEvent
from bot.core.steps import BUILT_IN, COMMON_STEPS, Done, InvalidAnswer, ModelAnswer, NothingToDo, Reply, Step
from bot.core.steps.tool_command_parser import describe_arguments, read_slash_command
from bot.core.threads.thread import Thread

MAX_WORDS = 12_000
"""Characters of a message."""


class SlashCommandModel:
    """An `EventModel` that takes the step of a message `/tool key=value`, and reports the events that follow.

    It has no more power than a language model: a call that the tool's policy gates waits for its approvers. Any other message is
    answered with the commands that there are.
    """

    name = "commands"

    def __init__(self, steps: Mapping[str, type[Step]]) -> None:
        self.steps = dict(steps)

    def choose_from(self, thread: Thread, events: Sequence[RecordedEvent]) -> ModelAnswer:
        news = [event for seq, _, event in events if seq > thread.heard]
        reported = "\n\n".join(filter(None, map(_report_event, news)))
        messages = [
            words.text
            for event in news
            if (role := event.window_role) and role.use == "message" and (words := event.written_words)
        ]
        if messages:
            step = read_slash_command(messages[-1], self.steps)
            if isinstance(step, InvalidAnswer):
                return _answer(Reply(message=_join(reported, step.reason)))
            if step is None:
                return _answer(Reply(message=_join(reported, self.describe_commands())))
            arguments = step.write_arguments()
            is_open = any((call.intent, call.arguments) == (step.intent, arguments) for call in thread.calls.values())
            if not is_open:
                return _answer(step, words=reported[:MAX_WORDS])
        if thread.calls:
            waiting = ", ".join(f"{call.intent} ({call.id})" for call in thread.calls.values())
            return _answer(Reply(message=_join(reported, f"Still open: {waiting}.")))
        return _answer(Done(message=reported[:MAX_WORDS])) if reported else _answer(NothingToDo())

    def describe_commands(self) -> str:
        """The commands of the agent's own tools, and the names of those that every agent has."""
        built_in = {step.intent for step in BUILT_IN}
        own = [step for intent, step in self.steps.items() if intent not in built_in]
        lines = [f"{describe_arguments(step)}  {' '.join((step.__doc__ or '').split())}" for step in own]
        common = ", ".join(f"/{step.intent}" for step in COMMON_STEPS if step.intent in self.steps)
        head = "No model is set (OPENAI_API_KEY or OPENAI_BASE_URL sets one), so I take commands:"
        return "\n".join([head, *lines, f"And the steps of every agent: {common}"])


def _report_event(event: e.Event) -> str:
    """The sentence that reports this event to people, or an empty text."""
    if (progress := event.progress) is not None:
        heads = {"done": "", "failed": "This did not happen: ", "unknown": "Nobody knows whether this happened: "}
        return f"{heads[progress.status]}{progress.text or 'Done.'}" if progress.status in heads else ""
    if (end := event.request_end) is not None:
        said = f"The {end.kind} is {end.status}{f': {end.reason}' if end.reason else '.'}"
        return "" if end.status == "approved" else said
    if (unused := event.unused_end) is not None:
        return f"This was not done: {unused.why}"
    return "The wait is over." if isinstance(event, e.Woke) else ""


def _join(reported: str, words: str) -> str:
    return "\n\n".join(filter(None, (reported, words)))[:MAX_WORDS]


def _answer(step: Step, words: str = "") -> ModelAnswer:
    return ModelAnswer(tool=step.intent, arguments=step.write_arguments(), words=words)
