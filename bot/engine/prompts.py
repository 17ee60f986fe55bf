"""Rebuilds the request of any model call from the log, to the byte, whatever the renderer has become since."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core import context
from bot.core import events as e
from bot.core.errors import Unknown
from bot.engine.record import Record
from bot.store import log


@dataclass(frozen=True)
class Rebuilt:
    """A model call's request, and whether its SHA-256 is the one that was logged when it was sent.

    `answer` is what the model answered, as JSON text; None: a release before that kept none, or it is not what was logged.
    """

    call: e.ModelCall
    prompt: context.Prompt
    request: bytes
    is_exact: bool
    answer: str | None = None


class Prompts:
    def __init__(self, record: Record) -> None:
        self.record = record

    def calls(self, thread: str) -> list[e.ModelCall]:
        """All model calls of a thread, in order."""
        rows = self.record.rows(thread)
        return _calls(row.recorded.event for row in rows if row.type in ("StepChosen", "StepRefused"))

    def rebuild(self, thread: str, n: int) -> Rebuilt:
        """The n-th call's request, n counting from 1. Raises Unknown."""
        calls = self.calls(thread)
        found = next((call for call in calls if call.n == n), None)
        if found is None:
            raise Unknown(f"model call (thread {thread} has {len(calls)})", n)
        pieces = log.read_pieces(self.record.database.reading, thread, found.renderer)
        shown = {seq: pieces[seq] for first, last in found.seen for seq in range(first, last + 1) if seq in pieces}
        prompt = context.Prompt(
            model=found.model,
            system=self._text(found.prompt),
            user=context.join(context.in_order(shown, dict(found.lines)), found.tail),
            tools=self._text(found.tools),
            max_tokens=found.max_tokens,
            form=found.form,
        )
        request = context.write_request(prompt)
        texts = log.read_texts(self.record.database.reading, [found.answer] if found.answer else [])
        answer = next((text for text in texts.values() if context.sha256(text) == found.answer), None)
        return Rebuilt(found, prompt, request, context.sha256(request) == found.request, answer)

    def answers(self, recorded: Iterable[e.Recorded]) -> dict[int, str]:
        """What the model answered in the calls of these events, by the number of the call; without what was not kept."""
        calls = _calls(each.event for each in recorded)
        texts = log.read_texts(self.record.database.reading, {call.answer for call in calls if call.answer})
        return {
            call.n: text
            for call in calls
            if (text := texts.get(call.answer)) is not None and context.sha256(text) == call.answer
        }

    def _text(self, sha256: str) -> str:
        text = log.read_text(self.record.database.reading, sha256)
        if text is None:
            raise Unknown("kept text", sha256)
        return text


def _calls(events: Iterable[e.Event]) -> list[e.ModelCall]:
    return [event.model for event in events if isinstance(event, e.StepChosen | e.StepRefused) and event.model]
