"""GET /threads/{id}/prompts/{n}: exactly what one model call was sent."""

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.errors import Unknown
from bot.http.pages import looks
from bot.http.pages.desk import Desk


async def read(desk: Desk, request: Request) -> Response:
    visitor = desk.visitor(request)
    id, number = request.path_params["id"], request.path_params["n"]
    house = desk.guarded(visitor)
    thread = house.thread(id)
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise Unknown("model call", number[:20])
    rebuilt = house.prompt(id, int(number))
    return desk.show(
        "prompt.html",
        visitor,
        thread=thread,
        rebuilt=rebuilt,
        tools=looks.indented(rebuilt.prompt.tools),
        raw=rebuilt.request.decode(),
        last=house.count_prompts(id),
    )
