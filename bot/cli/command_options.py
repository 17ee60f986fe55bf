"""Options that several verbs share, and the decorator that makes a command of an async function."""

import asyncio
import functools
from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any, ParamSpec

import typer

P = ParamSpec("P")

JsonOption = Annotated[bool, typer.Option("--json", help="Print the API's JSON.")]
PersonOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="PERSON",
        help="Who you are, when no server runs (or COUNTERSIGN_PERSON). With a server the API key tells.",
        show_default=False,
    ),
]
ThreadIdArgument = Annotated[str, typer.Argument(metavar="THREAD", help="A thread's id.", show_default=False)]
RequestIdArgument = Annotated[str, typer.Argument(metavar="REQUEST", help="A request's id.", show_default=False)]
CursorOption = Annotated[str | None, typer.Option(help="The cursor that the page before printed.", show_default=False)]
LimitOption = Annotated[int, typer.Option(min=1, max=200, help="Maximum number of entries.")]
FollowOption = Annotated[bool, typer.Option("--follow", help="Print events until the thread rests.")]


def make_command(work: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A command that runs the coroutine function `work` in a new event loop."""

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(work(*args, **kwargs))

    return run


def read_pairs(given: Sequence[str], option: str) -> list[tuple[str, str]]:
    """Read the NAME=VALUE arguments of an option that may be given again. Raises BadParameter."""
    pairs = []
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals):
            why = f"{each[:60]!r} is not NAME=VALUE; write {name[:60] or 'NAME'}=VALUE"
            raise typer.BadParameter(why, param_hint=option)
        pairs.append((name, value))
    return pairs
