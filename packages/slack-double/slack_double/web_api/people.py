"""auth.test, users.*, bots.info, team.info, apps.connections.open: people, bots and teams; e-mail addresses need their scope."""

from typing import Any

from slack_double.size_limits import CallRefused
from slack_double.web_api.conversations import page_of
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]


@method("auth.test", tier=None)
async def auth_test(call: WebApiCall) -> JSON:
    """The user and team of the token."""
    grant = call.grant
    answer: JSON = {"url": f"https://{grant.team.domain}.slack.com/", "team": grant.team.name, "user": grant.bot.handle}
    answer |= {"team_id": grant.team.id, "user_id": grant.bot.id, "bot_id": grant.bot.bot_id}
    answer["is_enterprise_install"] = grant.is_enterprise
    if grant.team.enterprise_id:
        answer["enterprise_id"] = grant.team.enterprise_id
    return answer


@method("auth.revoke", tier=None)
async def auth_revoke(call: WebApiCall) -> JSON:
    """Give the token back."""
    if call.token is not None:
        call.token.is_revoked = True
    return {"revoked": True}


@method("bots.info", "users:read")
async def bots_info(call: WebApiCall) -> JSON:
    """A bot by its B id."""
    wanted = call.text("bot") or call.bot.bot_id
    for user in call.grant.team.users.values():
        if user.bot_id == wanted:
            bot = {"id": user.bot_id, "deleted": user.is_deleted, "name": user.name, "updated": 1_700_000_000}
            return {"bot": bot | {"app_id": user.app_id, "user_id": user.id, "icons": {}}}
    raise CallRefused("bot_not_found")


@method("team.info", "team:read")
async def team_info(call: WebApiCall) -> JSON:
    """The caller's workspace."""
    return {"team": call.grant.team.json()}


@method("users.info", "users:read", tier=4)
async def users_info(call: WebApiCall) -> JSON:
    """One person, strangers of shared channels included."""
    return {"user": call.person().json(call.grant.team, "users:read.email" in call.scopes)}


@method("users.list", "users:read", tier=2)
async def users_list(call: WebApiCall) -> JSON:
    """The people of the workspace, by page."""
    page, cursor = page_of(call, list(call.grant.team.users.values()), 200)
    with_email = "users:read.email" in call.scopes
    shown = [user.json(call.grant.team, with_email) for user in page]
    now = int(call.slack.clock.now())
    return {"members": shown, "cache_ts": now, "response_metadata": {"next_cursor": cursor}}


@method("users.lookupByEmail", "users:read.email")
async def lookup_by_email(call: WebApiCall) -> JSON:
    """An active member by e-mail address."""
    wanted = call.need("email").lower()
    for user in call.grant.team.users.values():
        if user.address.lower() == wanted and not user.is_bot and not user.is_deleted:
            return {"user": user.json(call.grant.team, with_email=True)}
    raise CallRefused("users_not_found")


@method("apps.connections.open", "connections:write", tier=1, token="app")
async def connections_open(call: WebApiCall) -> JSON:
    """The address of a new Socket Mode connection."""
    app_id = call.token.app_id if call.token else ""
    if not call.slack.apps[app_id].socket_mode:
        raise CallRefused("socket_mode_not_enabled")
    return {"url": call.slack.sockets.ticket(app_id)}
