"""The inbox and its pages: rendered on the server, whole without JavaScript; a GET never changes anything."""

from fastapi import APIRouter

from bot.http.pages import decide, holds, inbox, prompt, review, signin, stream, thread
from bot.http.pages.desk import PageContext, PageHandler, make_endpoint

GET: dict[str, PageHandler] = {
    "/": inbox.show_inbox,
    "/sign-in": signin.show_sign_in_form,
    "/sign-in/{token}": signin.show_link_page,
    "/review/{token}": review.show_review,
    "/requests/{id}": decide.show_request,
    "/requests/{id}/edit": decide.show_edit_page,
    "/requests/{id}/reject": decide.show_reject_page,
    "/threads/{id}": thread.show_thread,
    "/threads/{id}/prompts/{n}": prompt.show_prompt,
    "/holds": holds.show_holds,
    "/live": stream.stream_changes,
}

POST: dict[str, PageHandler] = {
    "/sign-in": signin.send_link,
    "/sign-in/{token}": signin.redeem_link,
    "/review/{token}": review.send_link,
    "/sign-out": signin.sign_out,
    "/threads": inbox.open_thread,
    "/holds": holds.place_hold,
    "/holds/{id}/lift": holds.lift_hold,
    "/threads/{id}/messages": thread.make_act_endpoint(thread.say_message),
    "/threads/{id}/pause": thread.make_act_endpoint(thread.pause_thread),
    "/threads/{id}/resume": thread.make_act_endpoint(thread.resume_thread),
    "/threads/{id}/cancel": thread.make_act_endpoint(thread.cancel_thread),
    "/threads/{id}/fork": thread.make_act_endpoint(thread.fork_thread),
    "/requests/{id}/decide": decide.decide_request,
    "/requests/{id}/answer": decide.answer_request,
}


def build_router(desk: PageContext) -> APIRouter:
    """All pages. Static files are for the server to mount, from bot.http.pages.looks.STATIC at /static."""
    made = APIRouter(include_in_schema=False)
    for method, pages in (("GET", GET), ("POST", POST)):
        for path, page in pages.items():
            made.add_route(path, make_endpoint(desk, page), [method], include_in_schema=False)
    return made
