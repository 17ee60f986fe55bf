"""What only one person sees: sentences beside a card, and modals. Best effort: nothing here is owed by the log."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.ports import TryLater, Undeliverable
from bot.core.shown import visible
from bot.core.word import JSON
from channels.slack import modals
from channels.slack.address import Spot
from channels.slack.ask import find_reasons
from channels.slack.bare import bare_view
from channels.slack.blocks import escaped
from channels.slack.parse import Click, Command, Message, Sender, Submission
from channels.slack.workspaces import Workspaces

log = structlog.get_logger()

HOOKS = ("hooks.slack.com", "hooks.slack-gov.com")
TOO_LATE = "Slack gives a form three seconds to open, and they were over. Press the button once more."
NOT_TAKEN = "Slack did not open this form. Please decide it in the inbox; nothing was changed."
PATIENCE = 5
"""Seconds that a response_url gets."""
UNDRAWN = ("invalid_arguments", "view_too_large", "invalid_blocks")
"""Slack's codes for a view that we built wrongly."""
DrawView = Callable[[AsyncWebClient, JSON], Awaitable[Any]]
FAULTS = (SlackApiError, Undeliverable, TryLater, aiohttp.ClientError, OSError, TimeoutError)


class Tell:
    """Speaks to one person. `base_url` is the Web API's: where it is not Slack's own, its host may answer for hooks too."""

    def __init__(self, workspaces: Workspaces, base_url: str) -> None:
        self.workspaces, self.base_url = workspaces, base_url

    async def sentence(self, at: Click | Command | Message, text: str, blocks: Sequence[JSON] = ()) -> None:
        """Beside what was clicked or written; where nothing can stand beside it, as a modal, else in a direct message.

        `text` is plain: no character of it is a mention or a link, or hides.
        """
        said, url = escaped(visible(text)), getattr(at, "response_url", "")
        if url and is_trusted(url, self.base_url) and await self._responded(url, _thread(at), said, blocks):
            return
        if at.spot.channel and await self._ephemeral(at.sender, _thread(at), said, blocks):
            return
        trigger = getattr(at, "trigger", "")
        if trigger and await self._opened(at, modals.sentence("Countersign", text)) == "":
            return
        await self._direct(at.sender, said)

    async def aside(self, sender: Sender, spot: Spot | None, text: str) -> None:
        """A sentence for one person beside the card at `spot`; in a direct message where it has no place."""
        if not (spot and await self._ephemeral(sender, spot, escaped(visible(text)), ())):
            await self._direct(sender, escaped(visible(text)))

    async def everybody(self, spot: Spot, text: str) -> None:
        """A sentence (mrkdwn, escaped) for everybody in a thread."""
        if not spot.channel:
            return
        try:
            client = await self.workspaces.client(spot.team)
            await client.chat_postMessage(
                channel=spot.channel, thread_ts=spot.ts or None, text=text, unfurl_links=False, unfurl_media=False
            )
        except FAULTS as error:
            log.info("sentence not posted", where=str(spot), error=code_of(error))

    async def modal(self, at: Click, view: JSON) -> None:
        """Opens a modal, on top of the open one if the click came from there; says so when it is too late for that."""
        if code := await self._opened(at, view):
            said = TOO_LATE if "trigger" in code else NOT_TAKEN
            await self.aside(at.sender, _thread(at) if at.spot.channel else None, said)

    async def _opened(self, at: Click | Command | Message, view: JSON) -> str:
        """Why Slack did not open it; empty: it is open."""
        trigger = getattr(at, "trigger", "")
        is_inside = isinstance(at, Click) and bool(at.callback) and at.view_kind == "modal"

        async def open_view(client: AsyncWebClient, view: JSON) -> Any:
            return await (client.views_push if is_inside else client.views_open)(trigger_id=trigger, view=view)

        return await self._drawn(at.sender, open_view, view)

    async def _drawn(self, sender: Sender, draw: DrawView, view: JSON) -> str:
        """Why Slack does not show this view; empty: it does, with its words alone where it did not take its blocks."""
        code = ""
        for drawn in (view, bare_view(view)):
            try:
                await draw(await self.workspaces.client(sender.team), drawn)
            except FAULTS as error:
                code = code_of(error) or "unknown"
                level = log.error if code in UNDRAWN else log.info
                level("modal not shown", user=sender.user, error=code, reasons=reasons_of(error))
            else:
                return ""
            if code not in UNDRAWN:
                return code
        return code

    async def replace(self, sent: Submission, view: JSON) -> bool:
        """Whether the modal that was sent is still open, and shows this view now."""

        async def update(client: AsyncWebClient, view: JSON) -> Any:
            return await client.views_update(view_id=sent.view, view=view)

        return await self._drawn(sent.sender, update, view) == ""

    async def change(self, click: Click, view: JSON) -> None:
        """The open modal, changed; not when it was changed meanwhile."""

        async def update(client: AsyncWebClient, view: JSON) -> Any:
            return await client.views_update(view_id=click.view, hash=click.view_hash or None, view=view)

        await self._drawn(click.sender, update, view)

    async def _responded(self, url: str, spot: Spot, text: str, blocks: Sequence[JSON]) -> bool:
        body: dict[str, Any] = {"response_type": "ephemeral", "replace_original": False, "text": text}
        if blocks:
            body["blocks"] = list(blocks)
        if spot.ts:
            body["thread_ts"] = spot.ts
        try:
            answer = await AsyncWebhookClient(url, timeout=PATIENCE, retry_handlers=[]).send_dict(body)
        except FAULTS as error:
            log.info("response_url not reached", error=code_of(error))
            return False
        return answer.status_code == 200

    async def _ephemeral(self, sender: Sender, spot: Spot, text: str, blocks: Sequence[JSON]) -> bool:
        try:
            client: AsyncWebClient = await self.workspaces.client(sender.team)
            await client.chat_postEphemeral(
                channel=spot.channel,
                user=sender.user,
                text=text,
                blocks=list(blocks) or None,
                thread_ts=spot.ts or None,
            )
        except FAULTS as error:
            log.info("private sentence not shown", user=sender.user, error=code_of(error))
            return False
        return True

    async def _direct(self, sender: Sender, text: str) -> None:
        try:
            client = await self.workspaces.client(sender.team)
            opened = await client.conversations_open(users=sender.user)
            await client.chat_postMessage(channel=str((opened.get("channel") or {}).get("id")), text=text)
        except FAULTS as error:
            log.warning("a sentence reached nobody", user=sender.user, error=code_of(error))


def _thread(at: Click | Command | Message) -> Spot:
    """Where a sentence stands: in the thread of what was clicked, at the top when that is in none."""
    return at.spot._replace(ts=at.thread) if isinstance(at, Click) else at.spot


def is_trusted(url: str, base_url: str) -> bool:
    """Whether a response_url is one of Slack's: nothing else is ever called (SLK33)."""
    try:
        parts, ours = urlsplit(url), urlsplit(base_url)
        port, our_port = parts.port, ours.port
    except ValueError:
        return False
    if "@" in parts.netloc or "\\" in url:
        return False
    if parts.scheme == "https" and parts.hostname in HOOKS and port in (None, 443):
        return True
    is_slacks_own = ours.hostname in (None, "slack.com", "www.slack.com", "slack-gov.com")
    return not is_slacks_own and (parts.scheme, parts.hostname, port) == (ours.scheme, ours.hostname, our_port)


def code_of(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        answer = error.response
        body = answer if isinstance(answer, dict) else getattr(answer, "data", None)
        return str(body.get("error", error)) if isinstance(body, dict) else str(error)
    return f"{type(error).__name__}: {error}"


def reasons_of(error: Exception) -> str:
    """What Slack says is wrong with what we built; empty for any other failure."""
    return find_reasons(error.response.data) if isinstance(error, SlackApiError) and error.response else ""
