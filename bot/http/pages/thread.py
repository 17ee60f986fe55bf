"""GET /threads/{id}: the log as a timeline, open requests in it, a box to write in, and what an operator does."""

import secrets
from collections.abc import Awaitable, Callable, Mapping

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.contact import Route
from bot.core.effects import status
from bot.core.errors import Conflict, CountersignError, NotAllowed, NotUnderstood
from bot.core.events import ApprovalAsked, QuestionAsked, Recorded
from bot.core.thread import Thread
from bot.http.pages.desk import Desk, Page, brief, onward, written
from bot.http.pages.inbox import DOOR, once
from bot.http.pages.timeline import Timeline
from bot.http.pages.view import View
from bot.http.problems import status_of
from bot.http.sessions import Visitor

MAX_REASON = 500

Act = Callable[[Desk, str, Visitor, Mapping[str, str]], Awaitable[str | None]]
"""Does something to a thread; returns the id of the thread to show next, None for the same."""


async def read(desk: Desk, request: Request) -> Response:
    """GET /threads/{id}."""
    return await _shown(desk, desk.visitor(request), request.path_params["id"])


def acting(act: Act) -> Page:
    """A POST that does this, then shows the thread; a refusal shows it as it is, with the reason."""

    async def page(desk: Desk, request: Request) -> Response:
        visitor, fields = await desk.form(request)
        id = request.path_params["id"]
        try:
            other = await act(desk, id, visitor, fields)
        except (Conflict, NotAllowed, NotUnderstood) as refused:
            return await _shown(desk, visitor, id, refused, fields.get("text", ""))
        return onward(f"/threads/{other or id}")

    return page


async def say(desk: Desk, id: str, visitor: Visitor, fields: Mapping[str, str]) -> None:
    text, route = written(fields, "text"), Route(channel=DOOR)
    await desk.guarded(visitor).say(id, text, route=route, key=once(visitor, fields, f"{id}\n{text}"))


async def pause(desk: Desk, id: str, visitor: Visitor, fields: Mapping[str, str]) -> None:
    await desk.guarded(visitor).pause(id)


async def resume(desk: Desk, id: str, visitor: Visitor, fields: Mapping[str, str]) -> None:
    await desk.guarded(visitor).resume(id)


async def cancel(desk: Desk, id: str, visitor: Visitor, fields: Mapping[str, str]) -> None:
    reason = brief(fields, "reason", MAX_REASON).strip()
    await desk.guarded(visitor).cancel(id, reason)


async def fork(desk: Desk, id: str, visitor: Visitor, fields: Mapping[str, str]) -> str:
    at = fields.get("at", "").strip()
    if at and not (at.isascii() and at.isdigit() and len(at) <= 9):
        raise NotUnderstood(f"{at[:20]!r} is not the number of an event.")
    return await desk.guarded(visitor).fork(id, int(at) if at else None)


async def _shown(
    desk: Desk, visitor: Visitor, id: str, refused: CountersignError | None = None, typed: str = ""
) -> Response:
    house = desk.guarded(visitor)
    thread, log = house.thread(id), house.events(id)
    return desk.show(
        "thread.html",
        visitor,
        status_of(refused) if refused else 200,
        thread=thread,
        status=status(thread),
        entries=Timeline(thread.agent, desk.house.directory, house.answers(id, log)).entries(log),
        open=await _open(desk, visitor, thread, log),
        known=frozenset(thread.calls),
        may_speak=house.check.may("speak", thread),
        may_operate=house.check.may("operate", thread),
        typed=typed,
        once=secrets.token_hex(8),
        problem=str(refused) if refused else "",
        here=f"/threads/{id}",
        live=f"/live?thread={id}",
        position=str(thread.seq),
        word=status(thread),
    )


async def _open(desk: Desk, visitor: Visitor, thread: Thread, log: list[Recorded]) -> dict[int, View]:
    """The open requests, by the event that asked last."""
    asked = {each.event.call: each.seq for each in log if isinstance(each.event, ApprovalAsked | QuestionAsked)}
    waiting = [call.id for call in thread.calls.values() if call.state in ("asked", "question") and call.id in asked]
    found = {asked[id]: await desk.guarded(visitor).request(id) for id in waiting}
    return {seq: desk.view(request, thread, visitor) for seq, request in found.items()}
