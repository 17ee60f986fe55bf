"""What the verbs share: an async function as a command, and the options that several of them have."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, ParamSpec

import typer

P = ParamSpec("P")

JsonOption = Annotated[bool, typer.Option("--json", help="Print the API's JSON.")]
PersonOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="PERSON",
        help="Who you are, when no server runs (or COUNTERSIGN_PERSON). With a server its key says so.",
        show_default=False,
    ),
]
ThreadIdArgument = Annotated[str, typer.Argument(metavar="THREAD", help="A thread's id.", show_default=False)]
RequestIdArgument = Annotated[str, typer.Argument(metavar="REQUEST", help="A request's id.", show_default=False)]
CursorOption = Annotated[str | None, typer.Option(help="Where the page before ended.", show_default=False)]
LimitOption = Annotated[int, typer.Option(min=1, max=200, help="How many at the most.")]
FollowOption = Annotated[bool, typer.Option("--follow", help="Print what happens until the thread rests.")]


def make_command(work: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A command that runs this to its end."""

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(work(*args, **kwargs))

    return run
