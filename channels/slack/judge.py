"""Behind the acknowledgement: what a stored payload means is committed, and the one person is shown what came of it."""

import asyncio
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError

from bot.core.errors import Unavailable
from bot.core.ports import House
from bot.core.word import JSON
from channels.slack import actions, marks, modals
from channels.slack.address import CHANNEL, Team
from channels.slack.blocks import button, buttons, context, plain
from channels.slack.clicks import CardClicks
from channels.slack.judging import spot_of
from channels.slack.messages import PAUSED, MessageIntake
from channels.slack.outcomes import Announces, Changes, Done, Opens, Quiet, Told, Turns
from channels.slack.parse import Click, Gone, Heard, Me, Message, Opened, Stopped, Submission, app_of, heard, team_of
from channels.slack.payloads import KeptShow, Show
from channels.slack.post import Looks, audience
from channels.slack.presence import Presence
from channels.slack.submissions import SentForms
from channels.slack.tell import Tell, code_of
from channels.slack.wording import describe_unavailable
from channels.slack.workspaces import DEAD, Workspaces

log = structlog.get_logger()

SETTLE = 0.5
"""Seconds in which Slack puts the view of our acknowledgement into the dialog: what comes sooner could be overwritten by it."""
GIVEN_UP = "Something went wrong on my side, and I could not finish this. Look at the card before you try it again."
ABSENT = "0" * 64
"""The digest of a mark that is about a thread and not about a request."""


async def show_nothing() -> None:
    """Nobody has to be shown anything."""


class PayloadJudge:
    """Takes what was stored or acknowledged, and may ask Slack and tools as long as it needs."""

    def __init__(
        self,
        house: House,
        workspaces: Workspaces,
        intake: MessageIntake,
        clicks: CardClicks,
        forms: SentForms,
        looks: Looks,
        tell: Tell,
        presence: Presence,
    ) -> None:
        self.house, self.workspaces, self.intake = house, workspaces, intake
        self.clicks, self.forms = clicks, forms
        self.looks, self.tell, self.presence = looks, tell, presence
        self._has_seen = False

    async def judge(self, body: JSON, is_left: bool) -> Show:
        """Commits what a stored payload means. Raises Unavailable when Slack does not say who we are, or nothing can be written."""
        team = team_of(body)
        if team is None:
            return show_nothing
        try:
            me = await self.workspaces.me(team)
        except (SlackApiError, OSError, TimeoutError) as error:
            return await self._without_name(body, team, error)
        if me is None or (me.app and app_of(body) not in ("", me.app)):
            await self.note_foreign(team, app_of(body))
            return show_nothing
        what = heard(body, me)
        if what is None:
            return show_nothing
        done = await self._commit(what, me, is_left)
        show = partial(self.show, what, Quiet() if is_left and isinstance(done, Opens) else done)
        return KeptShow(show) if isinstance(what, Submission) else show

    async def show(self, what: Heard, done: Done) -> None:
        """Shows the one person what came of it."""
        if isinstance(done, Announces):
            await self.tell.everybody(done.spot, done.text)
            done = done.told
        match what, done:
            case Opened(), _:
                await self.presence.opened(what)
            case ((Message() | Stopped()), Told()):
                await self._paused_or_ended(what, done)
            case Click(), Told():
                await self.tell.sentence(what, done.text)
            case Click(), Opens():
                await self.tell.modal(what, done.view)
            case Click(), Changes():
                await self.tell.change(what, done.view)
            case Click(), Turns():
                await self.presence.homes.show(what.sender, done.page)
            case Submission(), (Changes() | Told()):
                await self._show_sent(what, done)
            case _:
                pass

    def give_up(self, body: JSON) -> Show:
        """Tells whose click, form or words could not be judged."""
        what = heard(body, Me(team_of(body) or Team(""), ""))
        return partial(self.show, what, Told(GIVEN_UP)) if what is not None else show_nothing

    async def open_form(self, click: Click) -> None:
        """What a click opens that decides nothing, at once: its trigger holds for three seconds."""
        try:
            await self._seen()
            done = await self.clicks.click(click)
        except Unavailable as error:
            done = Told(describe_unavailable(error))
        await self.show(click, done)

    async def note_foreign(self, team: Team, app: str) -> None:
        """Signed with our secret and meant for somebody else: noted for whoever watches. Raises Unavailable."""
        await self.house.note("foreign workspace", door=CHANNEL, detail=f"{team} {app}")

    async def _without_name(self, body: JSON, team: Team, error: Exception) -> Show:
        """Slack does not say who we are. When it takes our token for dead, the news is often that we were removed."""
        if code_of(error) not in DEAD or not isinstance(heard(body, Me(team, "")), Gone):
            raise Unavailable(f"Slack does not say who we are in {team}: {code_of(error)}") from error
        await self.workspaces.forget(team)
        return show_nothing

    async def _commit(self, what: Heard, me: Me, is_left: bool) -> Done:
        match what:
            case Message():
                return await self.intake.take(what, me)
            case Stopped():
                return await self.intake.stop(what)
            case Gone():
                await self.workspaces.forget(what.team)
            case Click():
                await self._seen()
                return await self.clicks.click(what, is_left=is_left)
            case Submission():
                return await self.forms.judge(what, is_left=is_left)
            case _:
                pass
        return Quiet()

    async def _seen(self) -> None:
        """Clicks arrive: what `countersign doctor` cannot ask Slack."""
        if not self._has_seen:
            await self.house.vault.put("slack seen", "interaction", b"1")
            self._has_seen = True

    async def _show_sent(self, sent: Submission, done: Changes | Told) -> None:
        """The open dialog says how it ended. Where it was closed meanwhile, a refusal is told beside the card."""
        view = done.view if isinstance(done, Changes) else modals.sentence("Countersign", done.text)
        await asyncio.sleep(SETTLE)
        if await self.tell.replace(sent, view) or (isinstance(done, Told) and not done.is_refusal):
            return
        mark = self.forms.unseal_of_modal(sent.metadata, sent.sender)
        spot = spot_of(mark, sent.sender) if mark else None
        why = done.text if isinstance(done, Told) else modals.refusal_in(view)
        await self.tell.aside(sent.sender, spot, why)

    async def _paused_or_ended(self, what: Message | Stopped, done: Told) -> None:
        """The sentence; below that of a pause the button that ends it."""
        at = what if isinstance(what, Message) else Message(what.sender, what.spot, what.spot.ts, "", True)
        thread = self.house.thread_of(CHANNEL, str(what.spot))
        blocks: list[JSON] = []
        person = self.intake.members.person(what.sender)
        may_resume = not self.intake.rules.why_no_resume(what.spot.channel, person)
        if done.text == PAUSED and thread and may_resume:
            mark = marks.Mark(request=thread, digest=ABSENT)
            value = marks.seal(self.looks.keys, mark, audience(what.sender.team, f"home/{what.sender.user}"))
            blocks = [
                context("paused", plain(PAUSED)),
                buttons("resume", [button("Resume", actions.RESUME, "Resume", value=value)]),
            ]
        await self.tell.sentence(at, done.text, blocks)
