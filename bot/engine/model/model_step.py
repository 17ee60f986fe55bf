"""Asks the model for one step and logs the prompt, the choice and the events that follow at once."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from bot.core import events as e
from bot.core.agent import Agent, Tool
from bot.core.base_types import UtcMoment, replace_surrogates, to_micros
from bot.core.card.call_targets import PreparedCall, make_target_fact
from bot.core.errors import ToolError
from bot.core.holds import find_hold
from bot.core.ports import AnyModel, LanguageModel, ModelRefused, ModelUnavailable, PromptTooLong
from bot.core.prompts import event_rendering
from bot.core.prompts.cleaned_model_answers import brief_answer, write_answer
from bot.core.secrets.redaction import cut_text
from bot.core.secrets.secret_reference import SecretStore, explain_unknown_secret
from bot.core.steps import MAX_REASON, InvalidAnswer, ModelAnswer, Step, read_step
from bot.core.steps.questions import choose_question_audience
from bot.core.threads.fold import fold_events
from bot.core.threads.step_consequences import ask_approvers, refuse_repeated
from bot.core.threads.thread import Thread
from bot.engine.approval_card_notes import find_notes, find_open_elsewhere
from bot.engine.model.built_in_step_events import derive_built_in_events
from bot.engine.model.model_budget import ModelBudget
from bot.engine.repository.thread_cache import CachedThread
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.step_hooks import JudgedStep, judge_step, make_hook_context
from bot.engine.tools.target_checks import find_target
from bot.store.refusals import HeldCallStart
from bot.store.thread_append import SideWrites

RETRY_FIRST = timedelta(seconds=5)
LEAST_WINDOW = 1_000
"""Characters of history below which a window is not made smaller."""


class ModelStep:
    """One model call: prompt, answer, commit."""

    def __init__(self, repository: ThreadRepository, models: Mapping[str, AnyModel]) -> None:
        self.repository, self.models = repository, models
        self.budget = ModelBudget(repository)

    async def choose_step(self, cached: CachedThread, agent: Agent) -> None:
        """Append a StepChosen with the events that follow from it, or a StepRefused with the reason; or let the thread rest
        for a budget of the agent."""
        seen = cached.thread.seq
        self.repository.telemetry.note_start(cached.thread.id)
        place = ""
        try:
            rest, place = await self.budget.reserve(cached.thread, agent)
            if rest is not None:
                await self.budget.rest(cached.thread.id, agent, rest)
                return
            shown_prompt, chosen = await self._ask_model(cached, agent)
        except ModelUnavailable as error:
            await self.budget.settle(agent, place, None)
            await self._record_refusal(cached, error)
            return
        await self.budget.settle(agent, place, chosen)
        text = write_answer(chosen, agent.steps)
        call = _make_model_call(cached.thread, agent, shown_prompt, chosen, text)
        side_writes = await _make_side_writes(self.repository, cached, agent, shown_prompt, text)
        found = read_step(chosen, agent.steps)
        if isinstance(found, InvalidAnswer):
            refused = _make_step_refused(found, cached.thread, seen, call, brief_answer(chosen, agent.steps))
            await self.repository.commit_events(
                cached.thread.id,
                lambda thread: [refused, *shown_prompt.note_choice(thread), *self._make_warning(thread, agent, call)],
                side_writes,
            )
            return
        judged = JudgedStep(found)
        if agent.hooks.after_answer:
            judged = await judge_step(agent, found, make_hook_context(cached.thread, agent, self.repository.clock()))
        if judged.stopped:
            stopped = InvalidAnswer(kind="impossible", reason=judged.stopped)
            refused = _make_step_refused(stopped, cached.thread, seen, call, brief_answer(chosen, agent.steps))
            await self.repository.commit_events(
                cached.thread.id,
                lambda thread: [*judged.applied, refused, *shown_prompt.note_choice(thread)],
                side_writes,
            )
            return
        answered = _AnsweredPrompt(chosen.words, seen, call, shown_prompt, judged.applied)
        await self._record_choice(cached, agent, judged.step, answered, side_writes)

    async def _ask_model(self, cached: CachedThread, agent: Agent) -> tuple["ShownPrompt", ModelAnswer]:
        """Return the sent prompt and the model's answer. Raises ModelUnavailable.

        A history that is too long for the model is sent once more, shortened to the share that the model takes; the
        thread keeps this limit. Raises PromptTooLong when the shorter one is refused too.
        """
        model = self.models[agent.name]
        shown_prompt = await self._build_shown_prompt(cached, agent, model)
        if hasattr(model, "choose_from"):  # an `EventModel`; to ask the protocol takes as long as to fold a step
            shown = [
                row.recorded
                for row in await self.repository.read_rows(cached.thread.id)
                if row.seq in shown_prompt.shown
            ]
            return shown_prompt._replace(request=event_rendering.write_request(shown_prompt.prompt)), model.choose_from(
                cached.thread, shown
            )
        try:
            return await _send_prompt(model, shown_prompt)
        except PromptTooLong as error:
            limit = max(int(len(shown_prompt.prompt.user) * error.share), LEAST_WINDOW)
            if limit >= len(shown_prompt.prompt.user):
                raise
            try:
                return await _send_prompt(model, await self._build_shown_prompt(cached, agent, model, limit))
            except PromptTooLong as again:
                raise PromptTooLong(f"{again.facts[0]}; a shorter history did not help", again.share) from error

    async def _build_shown_prompt(
        self, cached: CachedThread, agent: Agent, model: AnyModel, limit: int = 0
    ) -> "ShownPrompt":
        """The next prompt. `limit` is the characters of history that the model takes, 0: the limit of the last call, if
        any.
        """
        name, taken = cached.thread.fitting
        fits = limit or (taken if name == model.name and taken < agent.limits.context else 0)
        if cached.window.limit != (wanted := fits or agent.limits.context):
            await self.repository.rebuild_window(cached, wanted)
        return build_prompt(cached, agent, model.name, self.repository.clock())._replace(fits=fits)

    def _make_warning(self, thread: Thread, agent: Agent, call: e.ModelCall) -> list[e.Event]:
        """The notice about an odd answer to the requester and the owners, once in a thread."""
        if not call.warning or thread.is_warned:
            return []
        to = choose_question_audience(thread, agent.owners)
        people = self.repository.directory.people.values()
        return [e.notify_people(f"{agent.name}: {call.warning}", [each.id for each in people if to.has_person(each)])]

    async def _record_refusal(self, cached: CachedThread, error: ModelUnavailable) -> None:
        """Log a call without an answer. It is tried again later; after the limit of errors a person is asked. A final
        refusal is put to a person at once.
        """
        is_final = isinstance(error, ModelRefused)

        def make(thread: Thread) -> Sequence[e.Event]:
            wait = max(RETRY_FIRST * 6 ** thread.errors.get("model", 0), timedelta(seconds=error.retry_after))
            refused = e.StepRefused(
                kind="unavailable",
                reason=cut_text(replace_surrogates(str(error)), MAX_REASON),
                heard=thread.heard,
                retry_at=None if is_final else self.repository.clock() + wait,
                is_final=is_final,
            )
            return [refused]

        await self.repository.commit_events(cached.thread.id, make)

    async def _record_choice(
        self, cached: CachedThread, agent: Agent, step: Step, answer: "_AnsweredPrompt", side_writes: SideWrites
    ) -> None:
        """Log the choice with the events that follow from it. Under a hold no code of the tool is called."""
        tool, arguments = agent.registry.get(step.intent), step.write_arguments()
        is_held = find_hold(agent.name, step.intent, self.repository.holds, cached.thread.lineage) is not None
        prepared: CallPreparation | None = None if is_held else PreparedCall()
        notes: tuple[e.CallFact, ...] = ()
        if tool is not None and tool.gate is not None and not is_held:
            prepared = await prepare_call(tool, step, self.repository.secrets)
            found = await find_notes(self.repository, cached.thread, step.intent, arguments)
            notes = (*found, *(note for each in answer.applied if (note := each.make_note())))

        async def make(thread: Thread) -> Sequence[e.Event]:
            if thread.ended == "cancelled":
                reason = "The thread was cancelled."
                return [e.StepRefused(kind="cancelled", reason=reason, heard=answer.heard, model=answer.call)]
            chosen = e.StepChosen(
                call=thread.next_call,
                intent=step.intent,
                arguments=arguments,
                heard=answer.heard,
                words=answer.words,
                model=answer.with_number(thread.model_calls + 1),
            )
            told = [
                *(each.model_copy(update={"call": chosen.call}) for each in answer.applied),
                *answer.shown.note_choice(thread),
                *self._make_warning(thread, agent, answer.call),
            ]
            if tool is None:
                return [chosen, *await derive_built_in_events(self.repository, step, thread, agent), *told]
            return [chosen, *await self._derive_call_events(thread, agent, tool, chosen, prepared, notes), *told]

        try:
            await self.repository.commit_events(cached.thread.id, make, side_writes)
        except HeldCallStart:  # a hold came first: the choice is logged without its start
            await self.repository.read_holds()
            prepared = None
            await self.repository.commit_events(cached.thread.id, make, side_writes)

    async def _derive_call_events(
        self,
        thread: Thread,
        agent: Agent,
        tool: Tool[Step],
        chosen: e.StepChosen,
        prepared: "CallPreparation | None",
        notes: tuple[e.CallFact, ...],
    ) -> list[e.Event]:
        """The events of a chosen tool: a reading one is started, approvers are asked about a gated one."""
        now = self.repository.clock()
        if self.repository.find_agent(thread) is not agent:
            return []  # the rules have changed since the model was asked: the next action follows the new ones
        if tool.gate is not None:
            if again := refuse_repeated(thread, chosen.intent, chosen.arguments):
                return [again]
            if other := await find_open_elsewhere(
                self.repository, thread, chosen.call, chosen.intent, chosen.arguments
            ):
                why = f"The same call is open already in another thread: {other}. Wait for its end."
                return [thread.refuse_step(why, chosen.call)]
        held = find_hold(agent.name, chosen.intent, self.repository.holds, thread.lineage)
        if thread.paused or prepared is None or held:
            return []
        if isinstance(prepared, str):
            return [thread.refuse_step(prepared, chosen.call)]
        if tool.gate is None:
            return [e.ToolStarted(call=chosen.call)]
        after = fold_events(thread, [e.RecordedEvent(thread.seq + 1, to_micros(now), chosen)])
        call = after.calls[chosen.call]
        return ask_approvers(call, after, tool, prepared, notes, agent, self.repository.directory, now)


def _make_step_refused(
    found: InvalidAnswer, thread: Thread, heard: int, call: e.ModelCall, answer: str
) -> e.StepRefused:
    """The event of an answer that is no step. A second answer of thinking only, with the larger budget, is put to a
    person.
    """
    if found.kind == "exhausted" and thread.spent:
        reason = f"the model used its whole budget ({call.max_tokens} tokens) thinking, twice, and gave no answer"
        return e.StepRefused(kind="exhausted", reason=reason, heard=heard, model=call, is_final=True)
    return e.StepRefused(
        kind=found.kind,
        reason=replace_surrogates(found.reason),
        heard=heard,
        model=call,
        answer=replace_surrogates(answer),
    )


class _AnsweredPrompt:
    __slots__ = ("applied", "call", "heard", "shown", "words")

    def __init__(
        self, words: str, heard: int, call: e.ModelCall, shown: "ShownPrompt", applied: tuple[e.HookApplied, ...] = ()
    ) -> None:
        self.words, self.heard, self.call = replace_surrogates(cut_text(words, 4_000)), heard, call
        self.shown, self.applied = shown, applied

    def with_number(self, n: int) -> e.ModelCall:
        """The model call as the n-th of its thread, in case other calls were made meanwhile."""
        return self.call if self.call.n == n else self.call.model_copy(update={"n": n})


CallPreparation = PreparedCall | str
"""The facts and target of a gated call for its card, or the reason why it is impossible and no person is asked."""


async def prepare_call(tool: Tool[Any], step: Step, secrets: SecretStore) -> CallPreparation:
    """Check the precondition of a tool and collect its target and facts for a step that people are to approve.

    A step that names a secret which is not among `secrets` is impossible.
    """
    if why := explain_unknown_secret(step, secrets):
        return cut_text(why, 200)
    if tool.check is None and tool.target is None and tool.facts is None:
        return PreparedCall()
    try:
        async with asyncio.timeout(tool.timeout.total_seconds()):
            if tool.check is not None:
                await tool.check(step)
            target = await find_target(tool)
            facts = await tool.facts(step) if tool.facts is not None else ()
            return PreparedCall((*make_target_fact(target), *facts), target)
    except ToolError as error:
        return cut_text(replace_surrogates(str(error)), 200)
    except Exception as error:  # noqa: BLE001  a check is foreign code; each of its errors refuses the step
        return f"{step.intent} could not be checked: {type(error).__name__}"


class ShownPrompt(NamedTuple):
    """A prompt with the pieces that it shows, by event number, and the lines that replace pieces.

    `request` is the bytes; `fits` is the characters of history that the endpoint takes, 0: all that the agent shows.
    `name` is that of the agent's prompt, `persona` that of the text behind it.
    """

    prompt: event_rendering.ModelPrompt
    shown: dict[int, str]
    lines: dict[int, str]
    request: bytes = b""
    fits: int = 0
    name: str = ""
    persona: str = ""

    def note_choice(self, thread: Thread) -> list[e.Event]:
        """The events that another prompt or persona is used than before; none where they are the same."""
        prompt = [] if self.name == thread.prompt_name else [e.PromptChosen(name=self.name)]
        return [*prompt, *([] if self.persona == thread.persona else [e.PersonaChosen(name=self.persona)])]


def build_prompt(cached: CachedThread, agent: Agent, model: str, now: UtcMoment) -> ShownPrompt:
    """The prompt for the next step of this thread."""
    thread, window = cached.thread, cached.window
    shown = window.select_pieces(() if agent.show_resolved_errors else thread.hidden)
    lines = window.find_same_reads(shown)
    name = agent.prompt_choice.choose_name(thread.id, thread.prompt_name if thread.model_calls else None)
    persona = agent.prompt_choice.choose_persona(thread.persona if thread.persona_by else "", agent.personas)
    is_whole = not window.gone[0]
    if not is_whole:
        lines[window.gone[2]] = event_rendering.mark_left_out(window.gone, agent.can_look_back)
    waiting = [(call.id, call.intent, call.state) for call in thread.calls.values()]
    user = event_rendering.join_pieces(
        event_rendering.merge_pieces(shown, lines), event_rendering.render_tail(now, waiting)
    )
    prompt = event_rendering.ModelPrompt(
        model=model,
        system=agent.find_prompt(name, persona),
        user=user,
        tools=agent.tools_json if is_whole else agent.tools_to_look_back,
        max_tokens=agent.limits.answer or 0,
        spent=thread.spent,
    )
    return ShownPrompt(prompt, shown, lines, name=name, persona=persona)


async def _send_prompt(model: LanguageModel, shown_prompt: ShownPrompt) -> tuple[ShownPrompt, ModelAnswer]:
    """Send the prompt; return it in the form that the endpoint took, and the answer. Raises ModelUnavailable."""
    request = model.write_request(shown_prompt.prompt)
    chosen = await model.choose(request)
    if chosen.sent is None:
        return shown_prompt._replace(request=request), chosen
    return shown_prompt._replace(prompt=chosen.sent, request=event_rendering.write_request(chosen.sent)), chosen


_hash_shared_text = lru_cache(maxsize=64)(event_rendering.compute_sha256)
"""The SHA-256 of a prompt or a list of tools: many threads share a few of them."""


def _make_model_call(
    thread: Thread, agent: Agent, shown_prompt: ShownPrompt, chosen: ModelAnswer, answer: str
) -> e.ModelCall:
    """The record of a model call; `answer` is the text of the answer as it is kept."""
    prompt, shown = shown_prompt.prompt, shown_prompt.shown
    pieces = event_rendering.merge_pieces(shown, shown_prompt.lines)
    history = sum(map(len, pieces)) + len(event_rendering.SEPARATOR) * len(pieces)
    return e.ModelCall(
        n=thread.model_calls + 1,
        model=prompt.model,
        prompt=_hash_shared_text(prompt.system),
        tools=_hash_shared_text(prompt.tools),
        renderer=agent.renderer,
        seen=event_rendering.group_ranges(shown),
        tail=prompt.user[history:],
        request=event_rendering.compute_sha256(shown_prompt.request),
        max_tokens=prompt.max_tokens,
        input_tokens=chosen.input_tokens,
        output_tokens=chosen.output_tokens,
        form=prompt.form,
        warning=cut_text(replace_surrogates(chosen.warning), MAX_REASON),
        lines=tuple(sorted(shown_prompt.lines.items())),
        answer=event_rendering.compute_sha256(answer),
        window=shown_prompt.fits,
    )


async def _make_side_writes(
    repository: ThreadRepository, cached: CachedThread, agent: Agent, shown_prompt: ShownPrompt, answer: str
) -> SideWrites:
    """The pieces that are not kept yet, the texts of the prompt, and the answer. A window that jumped or grew may show
    old events for the first time.
    """
    thread, shown, stored = cached.thread, shown_prompt.shown, set[int]()
    if shown and thread.shown and thread.renderer == agent.renderer:
        if not all(seq in cached.kept for seq in shown if seq <= thread.shown):
            found = await repository.store.threads.list_kept_seqs(thread.id, agent.renderer, min(shown), thread.shown)
            cached.kept.update(found)
        stored = cached.kept
    new = {seq: piece for seq, piece in shown.items() if seq not in stored}
    bodies = await repository.read_bodies(cached, new)
    return SideWrites(
        renderer=agent.renderer,
        pieces=tuple((seq, piece, bodies[seq]) for seq, piece in new.items()),
        texts=repository.find_unkept_texts((shown_prompt.prompt.system, shown_prompt.prompt.tools)),
        answer=answer,
    )
