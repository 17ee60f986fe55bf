"""Rebuilds the request of any model call from the log, to the byte, whatever the renderer has become since."""

from dataclasses import dataclass

from bot.core import context
from bot.core import events as e
from bot.core.errors import Unknown
from bot.engine.record import Record
from bot.store import log


@dataclass(frozen=True)
class Rebuilt:
    """A model call's request, and whether its SHA-256 is the one that was logged when it was sent."""

    call: e.ModelCall
    prompt: context.Prompt
    request: bytes
    is_exact: bool


class Prompts:
    def __init__(self, record: Record) -> None:
        self.record = record

    def calls(self, thread: str) -> list[e.ModelCall]:
        """All model calls of a thread, in order."""
        rows = self.record.rows(thread)
        events = (row.recorded.event for row in rows if row.type in ("StepChosen", "StepRefused"))
        return [event.model for event in events if isinstance(event, e.StepChosen | e.StepRefused) and event.model]

    def rebuild(self, thread: str, n: int) -> Rebuilt:
        """The n-th call's request, n counting from 1. Raises Unknown."""
        calls = self.calls(thread)
        found = next((call for call in calls if call.n == n), None)
        if found is None:
            raise Unknown(f"model call (thread {thread} has {len(calls)})", n)
        pieces = log.read_pieces(self.record.database.reading, thread, found.renderer)
        shown = [pieces[seq] for first, last in found.seen for seq in range(first, last + 1) if seq in pieces]
        prompt = context.Prompt(
            model=found.model,
            system=self._text(found.prompt),
            user=context.join(shown, found.tail),
            tools=self._text(found.tools),
            max_tokens=found.max_tokens,
            form=found.form,
        )
        request = context.write_request(prompt)
        return Rebuilt(found, prompt, request, context.sha256(request) == found.request)

    def _text(self, sha256: str) -> str:
        text = log.read_text(self.record.database.reading, sha256)
        if text is None:
            raise Unknown("kept text", sha256)
        return text
