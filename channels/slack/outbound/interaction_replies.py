"""The results of clicks, forms and messages, and how each is shown: beside a card, in a modal, in the thread.

Best effort: the log owes none of them.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.base_types import JSON
from bot.core.escaping import make_visible
from bot.core.ports import TryLater, Undeliverable
from channels.slack.addresses import MessageAddress
from channels.slack.inbound.payload_parser import ElementClick, ModalSubmission, SlackSender, StopPressed, UserMessage
from channels.slack.installation.workspaces import WorkspaceClients
from channels.slack.outbound.single_attempt_api_call import PASSING, find_reasons, read_retry_after
from channels.slack.views import modals
from channels.slack.views.blocks import escape_mrkdwn
from channels.slack.views.plain_text_for_refused_blocks import make_plain_view

log = structlog.get_logger()

HOOKS = ("hooks.slack.com", "hooks.slack-gov.com")
TOO_LATE = "Slack gives a form three seconds to open, and they were over. Press the button once more."
NOT_TAKEN = "Slack did not open this form. Please decide it in the inbox; nothing was changed."
PATIENCE = 5
"""Seconds that a response_url gets."""
UNDRAWN = ("invalid_arguments", "view_too_large", "invalid_blocks")
"""Slack's codes for a malformed view of ours."""
SETTLE = 0.5
"""Seconds in which Slack puts the view of our acknowledgement into the dialog: an earlier view could be overwritten by
it.
"""
REDRAWN_AFTER = (1.0, 3.0, 10.0)
"""Seconds before a dialog with the result of its form is drawn again."""
LONGEST_WAIT = 30.0
"""Seconds of a Retry-After that are waited for a dialog, at the most."""
MOST_HASHES = 1_000
"""Dialogs of which the hash of our last change is kept."""
FAULTS = (SlackApiError, Undeliverable, TryLater, aiohttp.ClientError, OSError, TimeoutError)
HumanAct: TypeAlias = ElementClick | ModalSubmission | UserMessage | StopPressed


class NothingToShow(NamedTuple):
    """No reply: the card itself shows the result."""


class PrivateSentence(NamedTuple):
    """A sentence for the person behind the act, with blocks if it offers a button. `is_refusal`: nothing was carried out.
    `is_in_place`: it takes the place of the private message that was clicked.
    """

    text: str
    is_refusal: bool = False
    is_in_place: bool = False

    @property
    def refusal(self) -> str:
        """The sentence of a refusal; empty when something was carried out or nothing was asked for."""
        return self.text if self.is_refusal else ""

    blocks: tuple[JSON, ...] = ()


class OpenModal(NamedTuple):
    """A modal to open."""

    view: JSON


class ChangeModal(NamedTuple):
    """The open modal, changed."""

    view: JSON


class ThreadAnnouncement(NamedTuple):
    """A sentence for everybody in the thread at `address` (mrkdwn, escaped), and one for the person behind the act."""

    text: str
    address: MessageAddress
    reply: PrivateSentence


InteractionResult: TypeAlias = NothingToShow | PrivateSentence | OpenModal | ChangeModal | ThreadAnnouncement


class FieldErrors(NamedTuple):
    """The errors of a sent modal: block id -> sentence. Only an acknowledgement can carry them."""

    errors: dict[str, str]


class AwaitJudgement(NamedTuple):
    """A sent modal that is stored and judged behind the acknowledgement; the open view says so until then."""


FormRehearsal: TypeAlias = FieldErrors | AwaitJudgement | PrivateSentence


class EphemeralSender:
    """Sends to one person. `base_url` is the Web API's: unless it is Slack's own, its host may serve response URLs too."""

    def __init__(self, workspaces: WorkspaceClients, base_url: str) -> None:
        self.workspaces, self.base_url = workspaces, base_url
        self._hashes: dict[str, str] = {}

    async def show_result(self, act: HumanAct, done: InteractionResult, card: MessageAddress | None = None) -> None:
        """Shows the result of an act. `card` is the address of the card from which a sent form was opened."""
        if isinstance(done, ThreadAnnouncement):
            await self.send_to_thread(done.address, done.text)
            done = done.reply
        match act, done:
            case ModalSubmission(), (ChangeModal() | PrivateSentence()):
                if isinstance(done, ChangeModal):
                    view, refusal = done.view, modals.find_refusal(done.view)
                else:
                    view = modals.make_sentence_modal("Countersign", done.text)
                    refusal = done.refusal
                await asyncio.sleep(SETTLE)
                code = await self._try_draw(act.sender, "views.update", view, REDRAWN_AFTER, view_id=act.view)
                self._hashes.pop(act.view, None)  # no earlier choice changes this view any more
                if code and refusal:
                    await self.send_aside(act.sender, card, refusal)  # the dialog was closed meanwhile
            case ((ElementClick() | UserMessage() | StopPressed()), PrivateSentence()):
                await self.send_sentence(act, done.text, done.blocks, is_in_place=done.is_in_place)
            case ElementClick(), OpenModal():
                await self.open_modal(act, done.view)
            case ElementClick(), ChangeModal():
                await self.change_modal(act, done.view)
            case _:
                pass

    async def send_sentence(
        self,
        at: ElementClick | UserMessage | StopPressed,
        text: str,
        blocks: Sequence[JSON] = (),
        *,
        is_in_place: bool = False,
    ) -> None:
        """Sends a sentence beside the clicked card or the message; else as a modal, else as a direct message.

        `is_in_place`: in place of the private message that was clicked, if Slack takes that.
        `text` is plain: none of its characters is a mention or a link, or is invisible.
        """
        said, address = escape_mrkdwn(make_visible(text)), _find_thread_address(at)
        click = at if isinstance(at, ElementClick) else None
        if click and is_trusted(click.response_url, self.base_url):
            body: dict[str, Any] = {"response_type": "ephemeral", "replace_original": is_in_place, "text": said}
            body |= {"blocks": list(blocks)} if blocks else {}
            body |= {"thread_ts": address.ts} if address.ts else {}
            try:
                hook = AsyncWebhookClient(click.response_url, timeout=PATIENCE, retry_handlers=[])
                if (await hook.send_dict(body)).status_code == 200:
                    return
            except FAULTS as error:
                log.info("response_url not reached", error=read_error_code(error))
        if address.channel and await self._try_ephemeral(at.sender, address, said, blocks):
            return
        if (
            click
            and click.trigger
            and await self._try_open(click, modals.make_sentence_modal("Countersign", text)) == ""
        ):
            return
        await self._send_direct(at.sender, said)

    async def send_aside(self, sender: SlackSender, address: MessageAddress | None, text: str) -> None:
        """Sends a sentence to one person beside the card at `address`; as a direct message where that fails."""
        if not (address and await self._try_ephemeral(sender, address, escape_mrkdwn(make_visible(text)), ())):
            await self._send_direct(sender, escape_mrkdwn(make_visible(text)))

    async def send_to_thread(self, address: MessageAddress, text: str) -> None:
        """Posts a sentence (mrkdwn, escaped) for everybody in a thread."""
        if not address.channel:
            return
        try:
            client = await self.workspaces.make_client(address.team)
            await client.chat_postMessage(
                channel=address.channel, thread_ts=address.ts or None, text=text, unfurl_links=False, unfurl_media=False
            )
        except FAULTS as error:
            log.info("sentence not posted", where=str(address), error=read_error_code(error))

    async def open_modal(self, at: ElementClick, view: JSON) -> None:
        """Opens a modal, on top of the open one if the click came from there; says so when it is too late for that."""
        if code := await self._try_open(at, view):
            said = TOO_LATE if "trigger" in code else NOT_TAKEN
            await self.send_aside(at.sender, _find_thread_address(at) if at.address.channel else None, said)

    async def _try_open(self, at: ElementClick, view: JSON) -> str:
        """Why Slack did not open the view; empty when it is open."""
        method = "views.push" if at.callback and at.view_kind == "modal" else "views.open"
        return await self._try_draw(at.sender, method, view, trigger_id=at.trigger)

    async def _try_draw(
        self, sender: SlackSender, method: str, view: JSON, again: Sequence[float] = (), **at: str
    ) -> str:
        """Why Slack does not show this view; empty when it does, with its text alone where it refused the blocks.

        `again`: seconds before further tries, where Slack does not answer or asks to wait.
        """
        waits, is_plain = list(again), False
        while True:
            try:
                client = await self.workspaces.make_client(sender.team)
                answer = await client.api_call(method, json={**at, "view": make_plain_view(view) if is_plain else view})
            except FAULTS as error:
                code = read_error_code(error) or "unknown"
                level = log.error if code in UNDRAWN else log.info
                level("modal not shown", user=sender.user, error=code, reasons=read_error_reasons(error))
                if code in UNDRAWN and not is_plain:
                    is_plain = True
                elif waits and is_passing(error):
                    await asyncio.sleep(max(waits.pop(0), min(read_wait(error), LONGEST_WAIT)))
                else:
                    return code
            else:
                self._note_hash(answer.get("view"))
                return ""

    def _note_hash(self, shown: JSON) -> None:
        match shown:
            case {"id": str(id), "hash": str(hash)}:
                while len(self._hashes) >= MOST_HASHES:
                    del self._hashes[next(iter(self._hashes))]
                self._hashes[id] = hash

    async def change_modal(self, click: ElementClick, view: JSON) -> None:
        """Changes the open modal, unless it was sent meanwhile.

        A second choice may come from a modal that does not show yet what the first one changed: then the hash is the
        one of our own change.
        """
        draw = partial(self._try_draw, click.sender, "views.update", view, view_id=click.view)
        code = await (draw(hash=click.view_hash) if click.view_hash else draw())
        if code == "hash_conflict" and (changed := self._hashes.get(click.view)):
            await draw(hash=changed)

    async def _try_ephemeral(
        self, sender: SlackSender, address: MessageAddress, text: str, blocks: Sequence[JSON]
    ) -> bool:
        try:
            client: AsyncWebClient = await self.workspaces.make_client(sender.team)
            await client.chat_postEphemeral(
                channel=address.channel,
                user=sender.user,
                text=text,
                blocks=list(blocks) or None,
                thread_ts=address.ts or None,
            )
        except FAULTS as error:
            log.info("private sentence not shown", user=sender.user, error=read_error_code(error))
            return False
        return True

    async def _send_direct(self, sender: SlackSender, text: str) -> None:
        try:
            client = await self.workspaces.make_client(sender.team)
            opened = await client.conversations_open(users=sender.user)
            await client.chat_postMessage(channel=str((opened.get("channel") or {}).get("id")), text=text)
        except FAULTS as error:
            log.warning("a sentence reached nobody", user=sender.user, error=read_error_code(error))


def _find_thread_address(at: ElementClick | UserMessage | StopPressed) -> MessageAddress:
    """The address for a sentence: the thread of the clicked message, or the top of its conversation."""
    return at.address._replace(ts=at.thread) if isinstance(at, ElementClick) else at.address


def is_trusted(url: str, base_url: str) -> bool:
    """Whether a response_url belongs to Slack: no other URL is called (SLK33)."""
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


def read_error_code(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        answer = error.response
        body = answer if isinstance(answer, dict) else getattr(answer, "data", None)
        return str(body.get("error", error)) if isinstance(body, dict) else str(error)
    return f"{type(error).__name__}: {error}"


def is_passing(error: Exception) -> bool:
    """Whether the same call may be taken a moment later."""
    if not isinstance(error, SlackApiError):
        return not isinstance(error, Undeliverable)
    code, status = read_error_code(error), getattr(error.response, "status_code", 0)
    return status == 429 or status >= 500 or code in ("ratelimited", "rate_limited", *PASSING)


def read_wait(error: Exception) -> float:
    """The seconds that Slack asks to wait; 0 where it asks for none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    has_header = any(str(name).lower() == "retry-after" for name in headers)
    return read_retry_after(headers) if has_header else 0.0


def read_error_reasons(error: Exception) -> str:
    """Slack's explanation of a malformed view; empty for any other failure."""
    return find_reasons(error.response.data) if isinstance(error, SlackApiError) and error.response else ""
