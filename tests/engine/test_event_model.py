"""A model that reads events: it is given the events of a prompt, its answers are judged as any model's, its prompt is kept."""

from collections.abc import Sequence
from pathlib import Path

from bot.core import events as e
from bot.core.agent import AgentLimits, Tool, ToolContext
from bot.core.errors import ToolError
from bot.core.prompts.event_rendering import render_event
from bot.core.steps import ModelAnswer
from bot.core.threads.thread import Thread
from tests.platform_fixture import MANAGERS, LookStep, OutsideLedger, PlatformFixture, PushStep, agent, choose


class ScriptedEventModel:
    """Gives the answers of the script in order; then `reply`. `seen`: the events it was given."""

    name = "scripted-rules"

    def __init__(self, *script: ModelAnswer) -> None:
        self.script = list(script)
        self.seen: list[tuple[Thread, Sequence[e.RecordedEvent]]] = []

    def choose_from(self, thread: Thread, events: Sequence[e.RecordedEvent]) -> ModelAnswer:
        self.seen.append((thread, events))
        return self.script.pop(0) if self.script else choose("reply", message="I wait.")


def with_model(platform: PlatformFixture, *script: ModelAnswer) -> ScriptedEventModel:
    model = ScriptedEventModel(*script)
    platform.app.models["pusher"] = model
    return model


def shown_by(call: e.ModelCall) -> list[int]:
    return [seq for first, last in call.seen for seq in range(first, last + 1)]


def model_calls(platform: PlatformFixture, thread: str) -> list[e.ModelCall]:
    return [event.model for event in platform.log(thread) if isinstance(event, e.StepChosen)]


async def test_an_event_model_is_given_the_events_that_a_prompt_shows_and_no_other(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        model = with_model(platform, choose("look"), choose("push", tag="v1"))
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.app.pause(thread, by="olive")
        await platform.app.resume(thread, by="olive")
        await platform.decide(request, "reject", reason="not that one")
        await platform.settle()
        log = {recorded.seq: recorded for recorded in await platform.app.queries.list_events(thread)}
        assert len(model.seen) == 3
        for (then, events), call in zip(model.seen, model_calls(platform, thread), strict=True):
            assert list(events) == [log[seq] for seq in shown_by(call)]
            assert {each.seq for each in events} == {
                s for s, each in log.items() if s <= then.seq and render_event(each)
            }
        assert [each.event.type for each in model.seen[-1][1]][-2:] == ["ApprovalAsked", "ApprovalSettled"]


async def test_an_event_model_is_given_no_error_that_is_resolved_and_nothing_that_left_the_window(
    tmp_path: Path,
) -> None:
    failing = [True]

    async def look(step: LookStep, at: ToolContext) -> str:
        if failing and failing.pop():
            raise ToolError("no route to host")
        return "c0"

    async def push(step: PushStep, at: ToolContext) -> str:
        return "pushed"

    tools = (Tool(step=LookStep, run=look), Tool(step=PushStep, run=push, writes=True, policy=MANAGERS))
    small = agent(OutsideLedger(tmp_path / "other"), tools=tools, limits=AgentLimits(context=2_000, steps=20))
    async with PlatformFixture(tmp_path, agents=[small]) as platform:
        model = with_model(platform, choose("look"), choose("look"))
        thread = await platform.launch("the opening request")
        assert "ToolFailed" in [each.event.type for each in model.seen[1][1]]
        assert "ToolFailed" not in [each.event.type for each in model.seen[2][1]]
        for n in range(8):
            await platform.say(thread, f"say {n} {'f' * 500}")
        texts = [each.event.text for each in model.seen[-1][1] if isinstance(each.event, e.MessageReceived)]
        assert texts[0] == "the opening request"
        assert texts[-1].startswith("say 7")
        assert len(texts) < 9
        assert [each.seq for each in model.seen[-1][1]] == shown_by(model_calls(platform, thread)[-1])


async def test_the_prompt_of_an_event_model_is_kept_though_nobody_was_sent_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        with_model(platform, choose("look"))
        thread = await platform.launch()
        for call in model_calls(platform, thread):
            rebuilt = await platform.app.prompts.rebuild_prompt(thread, call.n)
            assert rebuilt.is_exact
            assert b"push it" in rebuilt.request
            assert call.model == "scripted-rules"


async def test_an_event_models_answer_that_is_no_step_is_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        model = with_model(platform, choose("bash", cmd="git push"))
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert "There is no tool 'bash'" in refused.reason
        assert model.seen[1][1][-1].event == refused


async def test_an_event_model_of_a_paused_thread_is_not_asked(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        model = with_model(platform, choose("push", tag="v1"))
        thread = await platform.launch()
        await platform.app.pause(thread, by="olive")
        await platform.say(thread, "what now?")
        assert len(model.seen) == 1
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert len(model.seen) == 2
        assert not model.seen[1][0].paused
