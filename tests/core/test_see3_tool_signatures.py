"""A tool's functions are compared with its step when the agent is built."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from bot.core.agent import Agent, Tool, ToolContext
from bot.core.errors import BadAgent
from bot.core.steps import Step

if TYPE_CHECKING:
    from nowhere import Something  # type: ignore[import-not-found]


class Look(Step):
    """Look."""

    intent: ClassVar[str] = "look"


class Push(Step):
    """Push."""

    intent: ClassVar[str] = "push"
    tag: str


async def right(step: Push, at: ToolContext) -> str:
    return step.tag


async def other(step: Look, at: ToolContext) -> str:
    return ""


async def by_field(tag: str, at: ToolContext) -> str:
    return tag


async def lonely(step: Push) -> str:
    return step.tag


async def greedy(step: Push, at: ToolContext, force: bool) -> str:
    return step.tag


async def named(*, step: Push, at: ToolContext) -> str:
    return step.tag


async def untyped(step, at):  # type: ignore[no-untyped-def]
    return step.tag


async def general(step: Step, at: ToolContext) -> str:
    return ""


async def anything(step: Any, at: ToolContext) -> str:
    return ""


async def both(step: Look | Push, at: ToolContext) -> str:
    return ""


async def lost(step: "Something", at: ToolContext) -> str:
    return ""


async def bound(origin: str, step: Push, at: ToolContext) -> str:
    return origin


class Pusher:
    async def push(self, step: Push, at: ToolContext) -> str:
        return step.tag

    async def look(self, step: Look, at: ToolContext) -> str:
        return ""

    async def __call__(self, step: Push, at: ToolContext) -> str:
        return step.tag


def build(**functions: Any) -> Agent:
    tool: Tool[Any] = Tool(step=Push, **{"run": right, **functions}, writes=True)
    return Agent(name="pusher", job="Pushes.", prompt="You push.", tools=(tool,))


@pytest.mark.parametrize(
    "run",
    [right, untyped, anything, general, both, lost, partial(bound, "x"), Pusher().push, Pusher(), lambda step, at: right(step, at)],
)  # fmt: skip
def test_see3_a_function_that_fits_its_step_is_taken(run: Callable[..., Any]) -> None:
    assert build(run=run).registry["push"].run is run


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        ({"run": other}, ["run of the tool 'push'", "other takes a Look as 'step'", "the tool's step is Push"]),
        ({"run": by_field}, ["by_field takes a str as 'tag'", "Push"]),
        ({"run": lonely}, ["lonely(step:", "(step, at)", "Push", "too many positional arguments"]),
        ({"run": greedy}, ["greedy(", "Push", "missing a required argument: 'force'"]),
        ({"run": named}, ["named(", "Push", "too many positional arguments"]),
        ({"run": partial(right, "x")}, ["right(at:", "Push"]),  # type: ignore[arg-type]  # the wrong type is what is found
        ({"run": Pusher().look}, ["Pusher.look takes a Look", "Push"]),
        ({"run": "push"}, ["is no function"]),
        ({"check": right}, ["check of the tool 'push'", "right(", "(step)", "Push"]),
        ({"facts": other}, ["facts of the tool 'push'", "other("]),
        ({"probe": lonely}, ["probe of the tool 'push'", "lonely("]),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else next(iter(given)),
)
def test_see3_a_function_that_does_not_fit_its_step_is_an_error_that_names_both(
    functions: dict[str, Any], said: list[str]
) -> None:
    with pytest.raises(BadAgent) as refused:
        build(**functions)
    assert [each for each in said if each not in str(refused.value)] == []
