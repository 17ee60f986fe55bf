"""The channels' doors over HTTP: the raw request goes to the channel, its arrival is durable before we say 200."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as InPath

from bot.core.contact import Arrival
from bot.core.errors import Conflict, SameIdOtherBody
from bot.core.ports import Door, Inbound
from bot.core.word import micros
from bot.engine.house import Countersign
from bot.http.api import house_of
from bot.http.problems import RESPONSES
from bot.http.shapes import TakenOut
from bot.store import doors


def router(house: Countersign) -> APIRouter:
    """POST /{path}/{name} for every channel that has a door."""
    made = APIRouter(responses=RESPONSES)
    for surface in house.surfaces:
        if surface.door is not None:
            made.post(f"/{surface.door.path}/{{name}}", name=f"receive_{surface.name}")(_route(surface.door))
    return made


def _route(door: Door):  # type: ignore[no-untyped-def]  # FastAPI reads the inner function's own signature
    async def receive(request: Request, name: Annotated[str, InPath(max_length=64)]) -> TakenOut:
        """Takes a signed delivery of a configured source. The signature is checked over the raw body.

        A delivery that concerns nobody leaves no trace: only what was taken blocks a repeat.
        """
        house = house_of(request)
        headers = {key.lower(): value for key, value in request.headers.items()}
        arrival = door.receive(Inbound(name=name, headers=headers, body=await request.body()))
        try:
            taken = await house.take(arrival) if isinstance(arrival, Arrival) else house.find_repeat(arrival)
        except Conflict as conflict:
            what = "same id, other body" if isinstance(conflict, SameIdOtherBody) else "delivery refused"
            note = doors.Note(micros(house.clock()), what, "", door.path, arrival.id, str(conflict))
            await house.database.write(lambda connection: doors.note(connection, note))
            raise
        return TakenOut(thread=taken.thread or None, again=taken.again)

    return receive
