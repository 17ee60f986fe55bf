"""The verbs about threads: launch one, read it, speak into it, stop it, copy it."""

import asyncio
import json
import sys
from typing import Annotated

import typer

from bot.cli.client import Client, acting, reading
from bot.cli.lines import event_lines, out, out_json, request_table, thread_table, when
from bot.cli.verb import As, AsJson, Cursor, Follow, Limit, ThreadId, verb
from bot.core.errors import Unknown
from bot.core.shown import shown_words, visible
from bot.core.word import JSON

BETWEEN_LOOKS = 0.5
"""Seconds between two questions to a server whether anything happened."""

Text = Annotated[str, typer.Argument(metavar="TEXT", help="What you say.", show_default=False)]


@verb
async def launch(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="An agent's name.", show_default=False)],
    text: Text,
    follow: Follow = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Open a thread of an agent. Without a server, the agent runs here until it rests."""
    async with acting(person) as api:
        thread = await api.send("threads", body={"agent": agent, "message": text})
        if as_json:
            out_json(thread)
            return
        out(thread["id"])
        await told(api, thread["id"], 0, follow=follow)


@verb
async def threads(
    status: Annotated[str | None, typer.Option(help="Only threads with this status.", show_default=False)] = None,
    agent: Annotated[str | None, typer.Option(help="Only threads of this agent.", show_default=False)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """List threads, last touched first."""
    async with reading() as api:
        found = await api.read("threads", status=status, agent=agent, limit=limit, cursor=cursor)
        await warn_of_holds(api)
    if as_json:
        out_json(found)
        return
    out(thread_table(found["items"]))
    more(found)


@verb
async def show(thread: ThreadId, as_json: AsJson = False) -> None:
    """Show all that happened in a thread. With --json: the API's list of its events."""
    async with reading() as api:
        events = await api.read("threads", thread, "events")
        if as_json:
            out_json(events)
            return
        await _headed(api, thread)
        await warn_of_holds(api)
        for event in events["items"]:
            out(event_lines(event))
        await _requests(api, thread, None)


@verb
async def prompt(
    thread: ThreadId,
    n: Annotated[int, typer.Argument(min=1, metavar="N", help="Which model call, from 1.", show_default=False)],
    answer: Annotated[bool, typer.Option("--answer", help="What the model answered, not what it was sent.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the exact request of a model call, or its answer. Into a pipe or a file: its very bytes."""
    async with reading() as api:
        found = await api.read("threads", thread, "prompts", str(n))
    if answer and not as_json:
        _print_answer(found)
        return
    exact = "exactly what was sent" if found["is_exact"] else "NOT what was sent: its hash differs"
    if as_json:
        out_json(found)
    elif sys.stdout.isatty():
        out(found["request"])
        out(f"# call {n}, {shown_words(found['model'])}, SHA-256 {found['sha256']}, {exact}", to=sys.stderr)
    else:
        sys.stdout.buffer.write(found["request"].encode())
        sys.stdout.buffer.flush()


def _print_answer(found: JSON) -> None:
    """The answer as it is kept: laid out on a terminal, its very bytes into a pipe. Raises Unknown."""
    if found["answer"] is None:
        raise Unknown("kept answer of model call", found["n"])
    if sys.stdout.isatty():
        out_json(json.loads(found["answer"]))
    else:
        sys.stdout.buffer.write(found["answer"].encode())
        sys.stdout.buffer.flush()


@verb
async def say(thread: ThreadId, text: Text, follow: Follow = False, person: As = "") -> None:
    """Write a message into a thread. It is neither consent nor refusal."""
    async with acting(person) as api:
        before = await api.read("threads", thread)
        await api.send("threads", thread, "messages", body={"message": text})
        await told(api, thread, before["events"], follow=follow)


@verb
async def cancel(
    thread: ThreadId,
    reason: Annotated[str, typer.Option(help="Why, for the log.", show_default=False)] = "",
    person: As = "",
) -> None:
    """End a thread for good. What is open in it is withdrawn."""
    await control_thread(thread, "cancel", person, {"reason": reason})


@verb
async def fork(
    thread: ThreadId,
    at: Annotated[int | None, typer.Option(min=1, help="The last event to copy.", show_default="all of them")] = None,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Copy a thread up to an event, paused; nothing that was open is open in the copy."""
    async with acting(person) as api:
        copy = await api.send("threads", thread, "fork", body={"at": at})
    if as_json:
        out_json(copy)
        return
    out(copy["id"])
    out(f"It is {copy['status']}: countersign resume {copy['id']}")


async def control_thread(thread: str, act: str, person: str, body: JSON = None) -> None:
    """Does this to a thread, and says what came of it."""
    async with acting(person) as api:
        before = await api.read("threads", thread)
        await api.send("threads", thread, act, body=body)
        await told(api, thread, before["events"])


async def told(api: Client, thread: str, after: int, *, follow: bool = False) -> None:
    """What came of it: the events behind `after` when they are here to see, and where the thread stands."""
    if follow or api.is_inside:
        await _followed(api, thread, after)
    now = await api.read("threads", thread)
    out(f"Thread {now['id']} is {now['status']}.")
    await warn_of_holds(api)
    if follow or api.is_inside:
        await _requests(api, thread, "pending")


async def warn_of_holds(api: Client) -> None:
    """Says on stderr what is paused, so that nobody wonders why nothing goes on."""
    for hold in (await api.read("holds"))["items"]:
        out(visible(hold["text"]), to=sys.stderr)


async def _followed(api: Client, thread: str, after: int) -> None:
    while True:
        status = (await api.read("threads", thread))["status"]
        for event in (await api.read("threads", thread, "events", after=after))["items"]:
            out(event_lines(event))
            after = event["seq"]
        if status != "working" or api.is_inside:
            return
        await asyncio.sleep(BETWEEN_LOOKS)


async def _headed(api: Client, thread: str) -> None:
    found = await api.read("threads", thread)
    out(f"{found['id']}  {found['agent']}  {found['status']}  {shown_words(found['title'])}")
    by = shown_words(found["requested_by"] or "an unknown sender")
    out(f"opened {when(found['created_at'])} UTC by {by}")


async def _requests(api: Client, thread: str, status: str | None) -> None:
    """The requests of a thread with this status, or all of them with how each stands."""
    found = await api.read("requests", thread=thread, status=status)
    if found["items"]:
        out("")
        out(request_table(found["items"]))


def more(page: JSON) -> None:
    """Says how to see the next page, if there is one."""
    if page["next_cursor"]:
        out(f"There are more: --cursor {shown_words(page['next_cursor'])}", to=sys.stderr)
