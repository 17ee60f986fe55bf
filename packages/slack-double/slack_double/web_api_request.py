"""One Web API call: its arguments in any encoding, its token, and the conversations and people that its caller can see."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from slack_double.credentials import AppInstallation, SlackToken
from slack_double.messages import SlackMessage
from slack_double.size_limits import CallRefused
from slack_double.workspace import Channel, User

if TYPE_CHECKING:
    from slack_double.double import SlackDouble

JSON = dict[str, Any]


@dataclass(eq=False)
class WebApiCall:
    """A call being answered. `token` and `installation` are None only for methods that need none (oauth.v2.access)."""

    slack: "SlackDouble"
    method: str
    args: JSON
    token: SlackToken | None = None
    installation: AppInstallation | None = None
    warnings: tuple[str, ...] = ()

    # Arguments

    def text(self, name: str) -> str | None:
        """An optional argument as a string."""
        value = self.args.get(name)
        return None if value is None else str(value)

    def need(self, name: str) -> str:
        """A required argument, not empty."""
        value = self.text(name)
        if not value:
            raise CallRefused("invalid_arguments", f"[ERROR] missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """An optional boolean: true/false, 1/0, "true"/"false"."""
        value = self.args.get(name)
        return default if value is None else str(value).lower() in ("1", "true", "on")

    def number(self, name: str, default: int) -> int:
        """An optional whole number."""
        try:
            return int(self.args.get(name, default))
        except (TypeError, ValueError):
            raise CallRefused("invalid_arguments", f"[ERROR] must be an integer [json-pointer:/{name}]") from None

    def json(self, name: str, refusal: str = "invalid_json") -> Any:
        """An optional structure, given as JSON or as a string of JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise CallRefused(refusal, f"[ERROR] {name} is not JSON") from None

    def list(self, name: str, refusal: str = "invalid_arguments") -> list[Any]:
        """An optional array, empty when absent."""
        value = self.json(name, refusal)
        if value is None:
            return []
        if not isinstance(value, list):
            raise CallRefused(refusal, f"[ERROR] must be an array [json-pointer:/{name}]")
        return value

    # The caller and what it sees

    @property
    def bot(self) -> User:
        """The bot user behind the token."""
        return self.grant.bot

    @property
    def grant(self) -> AppInstallation:
        """The installation behind the token."""
        if self.installation is None:
            raise CallRefused("not_allowed_token_type")
        return self.installation

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes of the token."""
        return self.token.scopes if self.token else frozenset()

    def require_scope(self, *any_of: str) -> None:
        """Refuse with missing_scope unless the token has one of these."""
        if any_of and not self.scopes.intersection(any_of):
            provided = ",".join(sorted(self.scopes))
            raise CallRefused("missing_scope", needed=any_of[0], provided=provided)

    def room(self, name: str = "channel") -> Channel:
        """The conversation an argument names, as far as the caller may know of it."""
        id = self.need(name)
        room = self.slack.world.channel(id)
        if room is None or not self.covers(room):
            raise CallRefused("channel_not_found")
        if room.kind != "public" and self.bot.id not in room.members:
            raise CallRefused("channel_not_found")
        return room

    def covers(self, room: Channel) -> bool:
        """Whether the caller's installation reaches that conversation's team."""
        if room.team is self.grant.team or self.bot.id in room.members:
            return True
        return self.grant.is_enterprise and room.team.enterprise_id == self.grant.team.enterprise_id

    def person(self, name: str = "user") -> User:
        """The person an argument names."""
        user = self.slack.world.user(self.need(name), self.grant.team)
        if user is None:
            raise CallRefused("user_not_found")
        return user

    def own_message(self, room: Channel, refusal: str) -> SlackMessage:
        """A message of the caller's own bot; another's is refused with that code."""
        message = self.slack.world.message(room, self.need("ts"))
        if message is None:
            raise CallRefused("message_not_found")
        if message.user is not self.bot:
            raise CallRefused(refusal)
        return message


async def read_arguments(request: web.Request) -> JSON:
    """All arguments of a request: query, then form (or multipart) or JSON, the later winning."""
    found: JSON = dict(request.query)
    if request.content_type == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw) if raw.strip() else {}
        except ValueError:
            raise CallRefused("invalid_json") from None
        if not isinstance(body, dict):
            raise CallRefused("json_not_object")
        return found | body
    if request.can_read_body:
        form: Mapping[str, Any] = await request.post()
        found |= dict(form)
    return found


def bearer(request: web.Request, args: JSON) -> str | None:
    """The token: from the Authorization header, else the `token` argument."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    given = args.pop("token", None)
    return value.strip() if scheme.lower() == "bearer" and value.strip() else (str(given) if given else None)


def authorise(call: WebApiCall, secret: str | None, kind: str) -> None:
    """Put token and installation on the call. Raises `CallRefused` with Slack's code for a missing, unknown or expired token."""
    if not secret:
        raise CallRefused("not_authed")
    token = call.slack.grants.tokens.get(secret)
    if token is None:
        raise CallRefused("invalid_auth")
    if token.is_revoked:
        raise CallRefused("token_revoked")
    if token.expires is not None and token.expires <= call.slack.clock.now():
        raise CallRefused("token_expired")
    if token.installation is not None and not token.installation.is_active:
        raise CallRefused("account_inactive")
    call.token, call.installation = token, token.installation
    if kind != "any" and token.kind != kind:
        raise CallRefused("not_allowed_token_type")
