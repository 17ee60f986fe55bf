"""views.open, push, update, publish: modals by trigger, three deep, and the Home tab; they send no events."""

from typing import Any

from slack_double.credentials import ViewTrigger
from slack_double.messages import View
from slack_double.people_clicks import STACK
from slack_double.size_limits import CallRefused, check_view
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]


@method("views.open", tier=4)
async def open_view(call: WebApiCall) -> JSON:
    """Open a modal for the person of a trigger, replacing nothing: a person has one stack of an app."""
    content = _content(call)
    trigger = spend_trigger(call)
    _fresh_external_id(call, content)
    stack = call.slack.world.stack(trigger.user, call.grant.app_id)
    stack.clear()
    view = call.slack.world.new_view(call.grant.app_id, call.bot, trigger.user, content)
    stack.append(view)
    return {"view": view.json()}


@method("views.push", tier=4)
async def push(call: WebApiCall) -> JSON:
    """Push a modal on the open one, three at most."""
    content = _content(call)
    trigger = spend_trigger(call)
    _fresh_external_id(call, content)
    stack = call.slack.world.stack(trigger.user, call.grant.app_id)
    if not stack:
        raise CallRefused("not_found")
    if len(stack) >= STACK:
        raise CallRefused("push_limit_reached")
    view = call.slack.world.new_view(call.grant.app_id, call.bot, trigger.user, content)
    view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    return {"view": view.json()}


@method("views.update", tier=4)
async def update(call: WebApiCall) -> JSON:
    """Change an open modal, named by view_id or external_id; with `hash` only if it has not changed since."""
    content = _content(call)
    view = _find_open_view(call)
    _match_hash(call, view)
    call.slack.world.fill_view(view, content)
    return {"view": view.json()}


@method("views.publish", tier=4)
async def publish(call: WebApiCall) -> JSON:
    """Set a person's Home tab."""
    content = _content(call, home=True)
    user = call.slack.world.user(call.need("user_id"), call.grant.team)
    if user is None or user.is_deleted:
        raise CallRefused("user_not_found" if user is None else "not_enabled")
    key = (user.team.id, user.id, call.grant.app_id)
    view = call.slack.world.homes.get(key)
    if view is None:
        view = call.slack.world.new_view(call.grant.app_id, call.bot, user, content)
        call.slack.world.homes[key] = view
    else:
        _match_hash(call, view)
        call.slack.world.fill_view(view, content)
    return {"view": view.json()}


def spend_trigger(call: WebApiCall) -> ViewTrigger:
    """The trigger of the call, spent: of this app, at most three seconds old, never used."""
    trigger = call.slack.grants.triggers.get(call.need("trigger_id"))
    if trigger is None or trigger.app_id != call.grant.app_id:
        raise CallRefused("invalid_trigger_id")
    if trigger.is_used:
        raise CallRefused("exchanged_trigger_id")
    if call.slack.clock.now() - trigger.made > call.slack.trigger_seconds:
        raise CallRefused("expired_trigger_id")
    trigger.is_used = True
    return trigger


def _content(call: WebApiCall, home: bool = False) -> JSON:
    view = call.json("view", "invalid_arguments")
    if view is None:
        raise CallRefused("invalid_arguments", "[ERROR] missing required field: view")
    check_view(view, home)
    return dict(view)


def _fresh_external_id(call: WebApiCall, content: JSON) -> None:
    wanted = content.get("external_id")
    if wanted and any(v.content.get("external_id") == wanted for v in call.slack.world.views.values()):
        raise CallRefused("duplicate_external_id")


def _find_open_view(call: WebApiCall) -> View:
    id, external = call.text("view_id"), call.text("external_id")
    for view in call.slack.world.views.values():
        named = view.id == id or (external and view.content.get("external_id") == external)
        if named and view.app_id == call.grant.app_id:
            if view.type == "modal" and view not in call.slack.world.stack(view.user, view.app_id):
                raise CallRefused("not_found")
            return view
    raise CallRefused("not_found")


def _match_hash(call: WebApiCall, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise CallRefused("hash_conflict")
