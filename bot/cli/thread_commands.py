"""The verbs for threads: launch, list, show, say, cancel, fork; and the request of a model call."""

import asyncio
import json
import sys
from typing import Annotated

import typer

from bot.cli.api_connection import open_for_acting, open_for_reading
from bot.cli.command_options import (
    CursorOption,
    FollowOption,
    JsonOption,
    LimitOption,
    PersonOption,
    ThreadIdArgument,
    make_command,
)
from bot.cli.terminal_output import format_event, format_requests, format_threads, format_time, print_json
from bot.cli.terminal_text import print_text
from bot.core.base_types import JSON
from bot.core.errors import NotFound
from bot.core.escaping import make_visible, show_words
from bot.http.api_client import ApiClient

POLL_INTERVAL = 0.5
"""Seconds between two requests for new events."""

TextArgument = Annotated[str, typer.Argument(metavar="TEXT", help="Your message.", show_default=False)]


@make_command
async def launch(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="An agent's name.", show_default=False)],
    text: TextArgument,
    follow: FollowOption = False,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Open a thread of an agent. Without a server, the agent runs here until it rests."""
    async with open_for_acting(person) as api:
        thread = await api.post("threads", body={"agent": agent, "message": text})
        if as_json:
            print_json(thread)
            return
        print_text(thread["id"])
        await print_outcome(api, thread["id"], 0, follow=follow)


@make_command
async def threads(
    status: Annotated[str | None, typer.Option(help="Only threads with this status.", show_default=False)] = None,
    agent: Annotated[str | None, typer.Option(help="Only threads of this agent.", show_default=False)] = None,
    limit: LimitOption = 50,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
) -> None:
    """List threads, last touched first."""
    async with open_for_reading() as api:
        found = await api.read("threads", status=status, agent=agent, limit=limit, cursor=cursor)
        await warn_of_holds(api)
    if as_json:
        print_json(found)
        return
    print_text(format_threads(found["items"]))
    print_next_page(found)


@make_command
async def show(thread: ThreadIdArgument, as_json: JsonOption = False) -> None:
    """Show the events of a thread. With --json: the API's list of events."""
    async with open_for_reading() as api:
        events = await api.read("threads", thread, "events")
        found = await api.read("threads", thread)
        if as_json:
            print_json(events)
            warn_of_rest(found)
            return
        print_text(f"{found['id']}  {found['agent']}  {found['status']}  {show_words(found['title'])}")
        by = show_words(found["requested_by"] or "an unknown sender")
        print_text(f"opened {format_time(found['created_at'])} UTC by {by}")
        await warn_of_holds(api)
        warn_of_rest(found)
        for event in events["items"]:
            print_text(format_event(event))
        await _print_requests(api, thread, None)


@make_command
async def prompt(
    thread: ThreadIdArgument,
    n: Annotated[int, typer.Argument(min=1, metavar="N", help="Which model call, from 1.", show_default=False)],
    answer: Annotated[bool, typer.Option("--answer", help="Print the answer of the model, not the request.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Print the exact request of a model call, or its answer. Into a pipe or a file: the unchanged bytes."""
    async with open_for_reading() as api:
        found = await api.read("threads", thread, "prompts", str(n))
    if answer and not as_json:
        if found["answer"] is None:
            raise NotFound("kept answer of model call", found["n"])
        if sys.stdout.isatty():
            print_json(json.loads(found["answer"]))
        else:
            _write_unchanged(found["answer"])
        return
    exact = "exactly what was sent" if found["is_exact"] else "NOT what was sent: its hash differs"
    if as_json:
        print_json(found)
    elif sys.stdout.isatty():
        print_text(found["request"])
        print_text(f"# call {n}, {show_words(found['model'])}, SHA-256 {found['sha256']}, {exact}", to=sys.stderr)
    else:
        _write_unchanged(found["request"])


def _write_unchanged(text: str) -> None:
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


@make_command
async def say(
    thread: ThreadIdArgument, text: TextArgument, follow: FollowOption = False, person: PersonOption = ""
) -> None:
    """Write a message into a thread. It is neither consent nor refusal."""
    async with open_for_acting(person) as api:
        before = await api.read("threads", thread)
        await api.post("threads", thread, "messages", body={"message": text})
        await print_outcome(api, thread, before["events"], follow=follow)


@make_command
async def cancel(
    thread: ThreadIdArgument,
    reason: Annotated[str, typer.Option(help="Why, for the log.", show_default=False)] = "",
    person: PersonOption = "",
) -> None:
    """End a thread for good. Its open requests are withdrawn."""
    await control_thread(thread, "cancel", person, {"reason": reason})


@make_command
async def fork(
    thread: ThreadIdArgument,
    at: Annotated[int | None, typer.Option(min=1, help="The last event to copy.", show_default="all of them")] = None,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Copy a thread up to an event. The copy starts paused and has no open requests."""
    async with open_for_acting(person) as api:
        copy = await api.post("threads", thread, "fork", body={"at": at})
    if as_json:
        print_json(copy)
        return
    print_text(copy["id"])
    print_text(f"It is {copy['status']}: countersign resume {copy['id']}")


async def control_thread(thread: str, act: str, person: str, body: JSON = None) -> None:
    """POST `act` to a thread, such as "pause", and print the outcome."""
    async with open_for_acting(person) as api:
        before = await api.read("threads", thread)
        await api.post("threads", thread, act, body=body)
        await print_outcome(api, thread, before["events"])


async def print_outcome(api: ApiClient, thread: str, after: int, *, follow: bool = False) -> None:
    """Print the status of the thread; in this process or with `follow`, also the events behind `after` and open requests."""
    if follow or api.is_inside:
        while True:
            status = (await api.read("threads", thread))["status"]
            for event in (await api.read("threads", thread, "events", after=after))["items"]:
                print_text(format_event(event))
                after = event["seq"]
            if status != "working" or api.is_inside:
                break
            await asyncio.sleep(POLL_INTERVAL)
    now = await api.read("threads", thread)
    print_text(f"Thread {now['id']} is {now['status']}.")
    warn_of_rest(now)
    await warn_of_holds(api)
    if follow or api.is_inside:
        await _print_requests(api, thread, "pending")


async def warn_of_holds(api: ApiClient) -> None:
    """Print the active holds to stderr: they explain why a thread does not go on."""
    for hold in (await api.read("holds"))["items"]:
        print_text(make_visible(hold["text"]), to=sys.stderr)


def warn_of_rest(thread: JSON) -> None:
    """Print to stderr that this thread rests, with the event that the server's version cannot read; else nothing."""
    if unread := thread.get("unread"):
        print_text(make_visible(unread["text"]), to=sys.stderr)


async def _print_requests(api: ApiClient, thread: str, status: str | None) -> None:
    """Print the requests of a thread that have this status; None: all, with their statuses."""
    found = await api.read("requests", thread=thread, status=status)
    if found["items"]:
        print_text("")
        print_text(format_requests(found["items"]))


def print_next_page(page: JSON) -> None:
    """Print the option that shows the next page, if there is one."""
    if page["next_cursor"]:
        print_text(f"There are more: --cursor {show_words(page['next_cursor'])}", to=sys.stderr)
