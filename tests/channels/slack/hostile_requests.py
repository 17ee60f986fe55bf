"""Requests that a hostile client, a holder of the bot's token, or an eavesdropper can send to the app."""

import json
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from slack_sdk.web.async_client import AsyncWebClient

from bot.core import events as e
from bot.core.decisions import ApprovalDecision
from bot.core.request_views import Request
from slack_double import interaction_payloads
from slack_double.event_sender import FORM, JSON_TYPE, DeliveryAttempt, EventDelivery
from slack_double.messages import JSON, SlackMessage
from slack_double.workspace import Channel, Team, User
from tests.channels.slack.slack_workspace import SlackFixture

APPROVE = "countersign.approve"


def value_of(message: SlackMessage, text: str = "Approve") -> str:
    """The value of the button with this text."""
    return next(str(button["value"]) for button in message.buttons() if button["text"]["text"] == text)


async def press(
    here: SlackFixture, user: User, message: SlackMessage, value: str, action: str = APPROVE, /, **outer: Any
) -> EventDelivery:
    """A click on a message that no client would send: any action with any value; `outer` replaces parts of the payload."""
    url = str(outer.pop("response_url", "")) or here.slack.response_url(
        here.app, user, here.app.bot(message.channel.team), message.channel, message
    )
    added = interaction_payloads.message_click(message, here.slack.world.shown(message), url)
    made: JSON = {"action_id": action, "block_id": "b", "type": "button", "value": value, "action_ts": "1.1"}
    return await here.app.send_actions(user, [made], added | outer, message.channel.team.id)


async def submit_anything(here: SlackFixture, user: User, values: Mapping[str, Any]) -> EventDelivery:
    """Sends the modal on top with values that the client would have refused."""
    view = here.slack.modals(user)[-1]
    view.typed = {id: {"countersign.input": {"type": "plain_text_input", "value": text}} for id, text in values.items()}
    payload: JSON = {"type": "view_submission"} | interaction_payloads.frame(
        here.app, here.app.installation(user.team), user, user.team, here.slack.grants.trigger(here.app.id, user)
    )
    return await here.app.send_interaction(payload | {"view": view.json(), "response_urls": []})


async def resend(
    here: SlackFixture, delivery: EventDelivery, retry: int | None = None, **changed: Any
) -> DeliveryAttempt:
    """The same payload once more, on whichever transport, with other fields if need be, rightly signed."""
    payload = delivery.payload | changed
    again = EventDelivery(delivery.kind, delivery.envelope, payload, delivery.app_id, may_retry=False)
    if here.app.socket_mode:
        return await here.slack.sockets.push(here.app, again, retry, "timeout" if retry else None)
    extra: dict[str, str | None] = {}
    if retry:
        extra = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
    return await here.app.forge(*_encoded(again), headers=extra)


def token_holder(here: SlackFixture) -> AsyncWebClient:
    """A client with the bot's token that is not our app."""
    token = here.app.grant_token(here.app.installation(here.team)).value
    return AsyncWebClient(token=token, base_url=here.slack.api_url)


async def posted_by_hand(here: SlackFixture, channel: Channel, value: str, text: str = "Approve") -> SlackMessage:
    """A look-alike of a card, posted with the bot's own token."""
    button = {"type": "button", "action_id": APPROVE, "value": value, "text": {"type": "plain_text", "text": text}}
    answer = await token_holder(here).chat_postMessage(
        channel=channel.id, text="Approval needed", blocks=[{"type": "actions", "elements": [button]}]
    )
    found = here.slack.world.message(channel, str(answer["ts"]))
    assert found is not None
    return found


def abroad(here: SlackFixture, id: str, name: str) -> User:
    """A user of another organisation, in #ops by Slack Connect."""
    other: Team = here.slack.team("T0EVIL", "Evil")
    user = other.user(id, name)
    here.channel().members[f"{other.id}/{id}"] = user
    return user


async def decide_in_the_inbox(
    here: SlackFixture, request: Request, person: str, decision: Literal["approve", "reject"] = "approve"
) -> None:
    """The same request, decided at another entry point."""
    fields = {"call": request.id, "digest": request.digest, "person": person, "reason": "no" * (decision == "reject")}
    await here.platform.decide(ApprovalDecision(**fields, decision=decision, door="web", credential="session"))


def settled(here: SlackFixture) -> list[e.ApprovalSettled]:
    return [event for id in here.thread_ids() for event in here.log(id) if isinstance(event, e.ApprovalSettled)]


def count(here: SlackFixture, type: str) -> int:
    return sum(here.types(id).count(type) for id in here.thread_ids())


def _encoded(delivery: EventDelivery) -> tuple[bytes, str]:
    match delivery.envelope:
        case "events_api":
            return json.dumps(delivery.payload).encode(), JSON_TYPE
        case "interactive":
            return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM
        case "slash_commands":
            return urlencode(delivery.payload).encode(), FORM
