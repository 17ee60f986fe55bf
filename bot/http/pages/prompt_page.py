"""GET /threads/{id}/prompts/{n}: the exact request of one model call, and its answer."""

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.errors import NotFound
from bot.http.pages import templating
from bot.http.pages.page_context import PageContext


async def show_prompt(context: PageContext, request: Request) -> Response:
    """GET /threads/{id}/prompts/{n}. Raises `NotFound`."""
    visitor = await context.require_visitor(request)
    id, number = request.path_params["id"], request.path_params["n"]
    platform = context.authorize_platform(visitor)
    thread = await platform.find_thread(id)
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise NotFound("model call", number[:20])
    rebuilt = await platform.rebuild_prompt(id, int(number))
    return context.render_page(
        "prompt.html",
        visitor,
        thread=thread,
        rebuilt=rebuilt,
        tools=templating.indent_json(rebuilt.prompt.tools),
        raw=rebuilt.request.decode(),
        last=await platform.count_prompts(id),
    )
