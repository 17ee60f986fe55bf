"""The pages of the inbox, rendered on the server and usable without JavaScript. GET handlers change nothing."""

from fastapi import APIRouter

from bot.http.pages import (
    event_stream,
    grants_page,
    holds_page,
    inbox_page,
    prompt_page,
    request_page,
    review_link_page,
    signin_pages,
    thread_page,
)
from bot.http.pages.page_context import PageContext, PageHandler, make_endpoint

GET: dict[str, PageHandler] = {
    "/": inbox_page.show_inbox,
    "/sign-in": signin_pages.show_sign_in_form,
    "/sign-in/{token}": signin_pages.show_link_page,
    "/review/{token}": review_link_page.show_review,
    "/requests/{id}": request_page.show_request,
    "/requests/{id}/edit": request_page.show_edit_page,
    "/requests/{id}/reject": request_page.show_reject_page,
    "/threads/{id}": thread_page.show_thread,
    "/threads/{id}/prompts/{n}": prompt_page.show_prompt,
    "/holds": holds_page.show_holds,
    "/grants": grants_page.show_grants,
    "/live": event_stream.stream_changes,
}

POST: dict[str, PageHandler] = {
    "/sign-in": signin_pages.send_link,
    "/sign-in/{token}": signin_pages.redeem_link,
    "/review/{token}": review_link_page.send_link,
    "/sign-out": signin_pages.sign_out,
    "/threads": inbox_page.open_thread,
    "/holds": holds_page.place_hold,
    "/holds/{id}/lift": holds_page.lift_hold,
    "/grants/{id}/revoke": grants_page.revoke_grant,
    "/threads/{id}/messages": thread_page.make_act_endpoint(thread_page.say_message),
    "/threads/{id}/pause": thread_page.make_act_endpoint(thread_page.pause_thread),
    "/threads/{id}/resume": thread_page.make_act_endpoint(thread_page.resume_thread),
    "/threads/{id}/cancel": thread_page.make_act_endpoint(thread_page.cancel_thread),
    "/threads/{id}/fork": thread_page.make_act_endpoint(thread_page.fork_thread),
    "/requests/{id}/decide": request_page.decide_request,
    "/requests/{id}/answer": request_page.answer_request,
    "/requests/{id}/grant": request_page.ask_grant,
}


def build_router(context: PageContext) -> APIRouter:
    """The router of all pages. The app mounts `bot.http.pages.templating.STATIC` at /static."""
    made = APIRouter(include_in_schema=False)
    for method, pages in (("GET", GET), ("POST", POST)):
        for path, page in pages.items():
            made.add_route(path, make_endpoint(context, page), [method], include_in_schema=False)
    return made
