"""oauth.v2.access: codes and refresh tokens become bot tokens, each good once; the consent page is the server's."""

import base64
import binascii
from typing import TYPE_CHECKING, Any

from slack_double.credentials import TOKEN_SECONDS, AppInstallation
from slack_double.size_limits import CallRefused
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall

if TYPE_CHECKING:
    from slack_double.app_with_people_acts import SlackApp

JSON = dict[str, Any]


@method("oauth.v2.access", tier=4, token="none")
async def access(call: WebApiCall) -> JSON:
    """Exchange a code, or a refresh token of an app with token rotation. Credentials by HTTP Basic or as arguments."""
    app = _client(call)
    grants = call.slack.grants
    match call.text("grant_type") or "authorization_code":
        case "authorization_code":
            installation = grants.codes.pop(call.need("code"), None)
            if installation is None or installation.app_id != app.id:
                raise CallRefused("invalid_code")
        case "refresh_token":
            installation = grants.refreshers.pop(call.need("refresh_token"), None)
            if installation is None or installation.app_id != app.id:
                raise CallRefused("invalid_refresh_token")
        case other:
            raise CallRefused("invalid_grant_type", f"[ERROR] unknown grant_type {other!r}")
    return _answer_with_token(call, app, installation)


def _client(call: WebApiCall) -> "SlackApp":
    id, secret = call.text("client_id"), call.text("client_secret")
    scheme, _, encoded = str(call.args.get("_authorization") or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            id, _, secret = base64.b64decode(encoded).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise CallRefused("bad_client_secret") from None
    for app in call.slack.apps.values():
        if app.client_id == id:
            if app.client_secret != secret:
                raise CallRefused("bad_client_secret")
            return app
    raise CallRefused("invalid_client_id")


def _answer_with_token(call: WebApiCall, app: "SlackApp", installation: AppInstallation) -> JSON:
    token = app.grant_token(installation)
    team, org = installation.team, installation.team.enterprise_id
    shown_team = None if installation.is_enterprise else {"id": team.id, "name": team.name}
    answer: JSON = {"access_token": token.value, "token_type": "bot", "scope": ",".join(sorted(installation.scopes))}
    answer |= {"bot_user_id": installation.bot.id, "app_id": app.id, "team": shown_team}
    answer |= {"enterprise": {"id": org, "name": f"{team.name} org"} if org else None, "authed_user": {"id": "U0ADMIN"}}
    answer["is_enterprise_install"] = installation.is_enterprise
    if app.rotates:
        answer |= {"refresh_token": call.slack.grants.refresh_token(installation), "expires_in": TOKEN_SECONDS}
    return answer
