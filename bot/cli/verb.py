"""What the verbs share: an async function as a command, and the options that several of them have."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, ParamSpec

import typer

P = ParamSpec("P")

AsJson = Annotated[bool, typer.Option("--json", help="Print the API's JSON.")]
As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="PERSON",
        help="Who you are, when no server runs (or COUNTERSIGN_PERSON). With a server its key says so.",
        show_default=False,
    ),
]
ThreadId = Annotated[str, typer.Argument(metavar="THREAD", help="A thread's id.", show_default=False)]
RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="A request's id.", show_default=False)]
Cursor = Annotated[str | None, typer.Option(help="Where the page before ended.", show_default=False)]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at the most.")]
Follow = Annotated[bool, typer.Option("--follow", help="Print what happens until the thread rests.")]


def verb(work: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """A command that runs this to its end."""

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(work(*args, **kwargs))

    return run
