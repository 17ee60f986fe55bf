"""The inbox and its pages: rendered on the server, whole without JavaScript; a GET never changes anything."""

from fastapi import APIRouter

from bot.http.pages import decide, holds, inbox, prompt, review, signin, stream, thread
from bot.http.pages.desk import Desk, Page, seen_by

GET: dict[str, Page] = {
    "/": inbox.inbox,
    "/sign-in": signin.offer,
    "/sign-in/{token}": signin.ask,
    "/review/{token}": review.read,
    "/requests/{id}": decide.read,
    "/requests/{id}/edit": decide.edit,
    "/requests/{id}/reject": decide.reject,
    "/threads/{id}": thread.read,
    "/threads/{id}/prompts/{n}": prompt.read,
    "/holds": holds.read,
    "/live": stream.listen,
}

POST: dict[str, Page] = {
    "/sign-in": signin.send_link,
    "/sign-in/{token}": signin.redeem,
    "/review/{token}": review.send_link,
    "/sign-out": signin.sign_out,
    "/threads": inbox.ask,
    "/holds": holds.place,
    "/holds/{id}/lift": holds.lift,
    "/threads/{id}/messages": thread.acting(thread.say),
    "/threads/{id}/pause": thread.acting(thread.pause),
    "/threads/{id}/resume": thread.acting(thread.resume),
    "/threads/{id}/cancel": thread.acting(thread.cancel),
    "/threads/{id}/fork": thread.acting(thread.fork),
    "/requests/{id}/decide": decide.decide,
    "/requests/{id}/answer": decide.answer,
}


def router(desk: Desk) -> APIRouter:
    """All pages. Static files are for the server to mount, from bot.http.pages.looks.STATIC at /static."""
    made = APIRouter(include_in_schema=False)
    for method, pages in (("GET", GET), ("POST", POST)):
        for path, page in pages.items():
            made.add_route(path, seen_by(desk, page), [method], include_in_schema=False)
    return made
