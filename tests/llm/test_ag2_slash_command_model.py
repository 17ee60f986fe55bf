"""An agent without a model takes `/tool key=value`: the steps, approvals and reports are those of any other model."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import Field

from bot.core import events as e
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.errors import ToolError
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import InvalidAnswer, Step
from bot.core.steps.tool_command_parser import read_slash_command
from bot.llm.slash_command_model import SlashCommandModel
from bot.testing import ScriptedPlatform

POLICY = Policy(approvers=(ApproverClause(groups=("managers",)),))


class CopyFiles(Step):
    """Copy some files."""

    intent: ClassVar[str] = "copy_files"
    names: tuple[str, ...] = ()
    times: int = Field(default=1, ge=1, le=3)
    ratio: float | None = None
    note: str = ""
    sure: bool = False


class PrintPage(Step):
    """Print a page."""

    intent: ClassVar[str] = "print_page"
    page: int


STEPS: dict[str, type[Step]] = {"copy_files": CopyFiles, "print_page": PrintPage}


async def copy(step: CopyFiles, at: ToolContext) -> str:
    return f"Copied {len(step.names)} files."


async def put(step: PrintPage, at: ToolContext) -> str:
    if step.page == 13:
        raise ToolError("There is no page 13.")
    return f"Page {step.page} is printed."


def make_agent() -> Agent:
    tools: tuple[Tool[Any], ...] = (
        Tool(step=CopyFiles, run=copy),
        Tool(step=PrintPage, run=put, writes=True, policy=POLICY),
    )
    return Agent(name="printer", job="Prints.", prompt="You print.", tools=tools)


def open_platform(folder: Path) -> ScriptedPlatform:
    agent = make_agent()
    return ScriptedPlatform(folder, agent, model=SlashCommandModel(agent.steps))


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("/copy_files", {}),
        ("  /copy_files times=3 \n", {"times": 3}),
        ("/copy_files note=3", {"note": "3"}),
        ('/copy_files note="two words" sure=true', {"note": "two words", "sure": True}),
        ("/copy_files note=a=b", {"note": "a=b"}),
        ("""/copy_files names='["a","b"]' ratio=0.5""", {"names": ("a", "b"), "ratio": 0.5}),
        ("/copy_files ratio=null", {"ratio": None}),
    ],
)
def test_ag2_a_command_is_a_step_with_values_of_its_types(text: str, arguments: dict[str, Any]) -> None:
    assert read_slash_command(text, STEPS) == CopyFiles(**arguments)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/copy_file", "There is no tool 'copy_file'; did you mean copy_files?"),
        ("/", "There is no tool ''"),
        ("/copy_files 3", "'3' is not key=value. /copy_files [names=…] [times=…]"),
        ("/copy_files time=3", "copy_files has no argument 'time'; did you mean times?"),
        ("/copy_files times=3 times=2", "times is given twice"),
        ("/copy_files times=9", "copy_files: times"),
        ("/copy_files times=many", "copy_files: times"),
        ('/copy_files note="open', "cannot be split into words"),
        ("/print_page", "print_page: page"),
        ("/copy_files note=ghp_0123456789abcdefghijklmnopqrstuvwxyz", "looks like a secret"),
    ],
)
def test_ag2_a_wrong_command_is_answered_with_what_is_wrong(text: str, says: str) -> None:
    found = read_slash_command(text, STEPS)
    assert isinstance(found, InvalidAnswer)
    assert says in found.reason


@pytest.mark.parametrize("text", ["copy_files times=3", "please /copy_files", "", "see https://example.com/copy_files"])
def test_ag2_other_words_are_no_command(text: str) -> None:
    assert read_slash_command(text, STEPS) is None


async def test_ag2_other_words_are_answered_with_the_commands(tmp_path: Path) -> None:
    async with open_platform(tmp_path) as here:
        thread = await here.launch("what can you do?")
        (said,) = await here.list_said(thread)
        assert "/print_page page=…  Print a page." in said
        assert "/copy_files [names=…]" in said
        assert "OPENAI_API_KEY" in said
        await here.say(thread, "/copy_files times=9")
        assert "copy_files: times" in (await here.list_said(thread))[-1]
        assert not [event for event in await here.list_events(thread) if isinstance(event, e.StepRefused)]


async def test_ag2_a_read_is_run_and_its_result_is_said(tmp_path: Path) -> None:
    async with open_platform(tmp_path) as here:
        thread = await here.launch('/copy_files names=\'["a","b"]\'')
        assert await here.list_said(thread) == ["Copied 2 files."]


async def test_ag2_a_gated_command_waits_for_its_approvers(tmp_path: Path) -> None:
    async with open_platform(tmp_path) as here:
        thread = await here.launch("/print_page page=4")
        (request,) = await here.list_pending()
        await here.say(thread, "yes, go ahead")
        await here.say(thread, "/print_page page=4")
        (same,) = await here.list_pending()
        assert same.id == request.id
        assert (await here.list_said(thread))[-1] == f"Still open: print_page ({request.id})."
        results = [event for event in await here.list_events(thread) if isinstance(event, e.ToolFinished)]
        assert results == []
        await here.platform.cancel(thread, by="olive")


async def test_ag2_what_follows_a_command_is_reported(tmp_path: Path) -> None:
    async with open_platform(tmp_path) as here:
        for page, says in ((4, "Page 4 is printed."), (13, "This did not happen: There is no page 13.")):
            thread = await here.launch(f"/print_page page={page}")
            (request,) = await here.list_pending()
            await here.approve(request)
            assert (await here.list_said(thread))[-1] == says
        thread = await here.launch("/print_page page=5")
        (request,) = await here.list_pending()
        await here.reject(request, "Save paper.")
        assert (await here.list_said(thread))[-1] == "The approval is rejected: Save paper."
        thread = await here.launch('/ask_human question="Which page?"')
        (question,) = await here.list_pending()
        await here.answer(question, "the last one")
        assert "the last one" in (await here.list_said(thread))[-1]
        thread = await here.launch("/print_page page=6")
        here.clock.passes(days=30)
        await here.settle()
        assert (await here.list_said(thread))[-1].startswith("The approval is expired")
        thread = await here.launch("/wait seconds=60")
        here.clock.passes(seconds=61)
        await here.settle()
        assert await here.list_said(thread) == ["The wait is over."]
