"""Rebuilds the request of any model call from the log, byte for byte, whichever renderer is current."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core import events as e
from bot.core.errors import NotFound
from bot.core.prompts import event_rendering
from bot.engine.repository.thread_repository import ThreadRepository


@dataclass(frozen=True)
class RebuiltPrompt:
    """The request of a model call. `is_exact`: its SHA-256 equals the logged one.

    `answer` is the model's answer as JSON text. None: an older release kept none, or its SHA-256 differs from the
    logged one.
    """

    call: e.ModelCall
    prompt: event_rendering.ModelPrompt
    request: bytes
    is_exact: bool
    answer: str | None = None


class PromptRebuilder:
    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def list_calls(self, thread: str) -> list[e.ModelCall]:
        """All model calls of a thread, in order."""
        rows = await self.repository.read_rows(thread)
        return _find_calls(row.recorded.event for row in rows if row.type in ("StepChosen", "StepRefused"))

    async def rebuild_prompt(self, thread: str, n: int) -> RebuiltPrompt:
        """The request of the n-th call, n from 1. Raises NotFound."""
        calls = await self.list_calls(thread)
        found = next((call for call in calls if call.n == n), None)
        if found is None:
            raise NotFound(f"model call (thread {thread} has {len(calls)})", n)
        pieces = await self.repository.store.threads.read_pieces(thread, found.renderer)
        shown = {seq: pieces[seq] for first, last in found.seen for seq in range(first, last + 1) if seq in pieces}
        prompt = event_rendering.ModelPrompt(
            model=found.model,
            system=await self._read_text(found.prompt),
            user=event_rendering.join_pieces(event_rendering.merge_pieces(shown, dict(found.lines)), found.tail),
            tools=await self._read_text(found.tools),
            max_tokens=found.max_tokens,
            form=found.form,
        )
        request = event_rendering.write_request(prompt)
        texts = await self.repository.store.threads.read_texts([found.answer] if found.answer else [])
        answer = next((text for text in texts.values() if event_rendering.compute_sha256(text) == found.answer), None)
        return RebuiltPrompt(found, prompt, request, event_rendering.compute_sha256(request) == found.request, answer)

    async def list_answers(self, recorded: Iterable[e.RecordedEvent]) -> dict[int, str]:
        """The answers of the calls in these events, by the number of the call. Answers that were not kept are left out."""
        calls = _find_calls(each.event for each in recorded)
        texts = await self.repository.store.threads.read_texts({call.answer for call in calls if call.answer})
        return {
            call.n: text
            for call in calls
            if (text := texts.get(call.answer)) is not None and event_rendering.compute_sha256(text) == call.answer
        }

    async def _read_text(self, sha256: str) -> str:
        text = (await self.repository.store.threads.read_texts([sha256])).get(sha256)
        if text is None:
            raise NotFound("kept text", sha256)
        return text


def _find_calls(events: Iterable[e.Event]) -> list[e.ModelCall]:
    return [call for event in events if (call := event.model_call) is not None]
