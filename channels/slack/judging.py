"""What clicks and sent forms have in common: who it is, what a button or a form stands for, and how a refusal reads."""

from typing import TypeVar

from pydantic import ValidationError

from bot.core.answers import Ballot, Reply
from bot.core.errors import (
    AlreadySettled,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    NotUnderstood,
    Unavailable,
)
from bot.core.people import Person
from bot.core.ports import House
from bot.core.requests import Request
from bot.core.shown import visible
from bot.core.steps import complaint
from bot.core.word import JSON, Word
from channels.slack import marks, questions, runs
from channels.slack.address import CHANNEL, Spot
from channels.slack.blocks import escaped
from channels.slack.marks import Mark
from channels.slack.members import Members
from channels.slack.outcomes import Quiet, Told
from channels.slack.parse import Sender
from channels.slack.post import Looks, audience
from channels.slack.wording import describe_change, describe_refusal

LEFT = "✅ That was stored and has been decided. The card shows how it went."
"""What the dialog of a form says that was judged as an earlier process ended."""

W = TypeVar("W", bound=Word)


class ChangedSince(Conflict):
    """{0}"""


class VotedAlready(Conflict):
    """You approved this already, and it counts: {0}. Others must approve it, too."""


class NobodyAsked(Conflict):
    """{0} Nothing was decided."""


class RequestJudge:
    """Checks of a request against what somebody saw of it, and the refusals in words."""

    def __init__(self, house: House, members: Members, looks: Looks) -> None:
        self.house, self.members, self.looks = house, members, looks

    async def find_decider(self, sender: Sender) -> Person:
        """The person behind an account that Slack vouches for now. Raises Forbidden's children, NobodyAsked."""
        try:
            return await self.members.decider(sender)
        except Unavailable as error:
            raise NobodyAsked(str(error)) from error

    def refuse_closed(self, request: Request, mark: Mark) -> None:
        """Raises Conflict for a request that is settled, ChangedSince for one that was changed after `mark` was shown."""
        if request.status != "pending":
            by = request.decided_by_name or ""
            raise AlreadySettled(request.status, request.decided_by, request.decided_at, by)
        self.refuse_changed(request, mark)

    def refuse_changed(self, request: Request, mark: Mark) -> None:
        """Raises ChangedSince for what was shown with another digest than stands now."""
        if request.status == "pending" and request.digest != mark.digest:
            raise ChangedSince(describe_change(request, mark.digest, self.looks.link(request.id)))

    def refuse_unshown(self, request: Request, mark: Mark) -> None:
        """Raises Forbidden for what no card of ours here shows whole, whoever made the button."""
        is_it = request.status == "pending" and request.digest == mark.digest
        if is_it and (why := runs.what_runs(request.card, "").why_not):
            raise Forbidden(f"It cannot be approved in Slack. {why} {self.looks.link(request.id)}".rstrip())

    def seal_for_modal(self, mark: Mark, sender: Sender, spot: Spot) -> str:
        """What a modal of this person carries: the request and digest that the card showed, and where that stands."""
        place = f"{spot.channel}/{spot.ts}" if spot.channel else ""
        return marks.seal(self.looks.keys, mark.model_copy(update={"choice": place}), _modal(sender))

    def unseal_of_modal(self, metadata: str, sender: Sender) -> Mark | None:
        return marks.unseal(self.looks.keys, metadata, _modal(sender))

    async def describe(
        self,
        sender: Sender,
        request: str,
        refused: CountersignError,
        *,
        shown: str = "",
        is_left: bool = False,
        is_form: bool = False,
    ) -> Told | Quiet:
        """The refusal in a sentence; of what was changed since the digest `shown`, what is different.

        Who may not decide is noted by the house already, strangers are noted here. What an earlier process had may be
        refused because that process decided it: then there is nothing to say, but to end what a dialog says.
        """
        person = self.members.person(sender)
        settled_by = (refused.decided_by or "").split(", ") if isinstance(refused, AlreadySettled) else []
        if is_left and person and (person.id in settled_by or isinstance(refused, VotedAlready)):
            return Told(LEFT) if is_form else Quiet()
        if isinstance(refused, DigestMismatch):
            now = await self.house.request(request)
            if now.status == "pending" and now.digest != shown:
                return Told(describe_change(now, shown, self.looks.link(request)), is_refusal=True)
        if person is None:
            await self.note("refused: stranger", sender, about=request, detail=str(refused))
        return Told(describe_refusal(refused), is_refusal=True)

    async def note(self, what: str, sender: Sender, *, about: str = "", detail: str = "") -> None:
        """A line of the audit."""
        person = self.members.person(sender)
        line = f"{credential_of(sender)} {detail}"
        await self.house.note(what, person=person.id if person else "", door=CHANNEL, about=about, detail=line[:500])


def spot_of(mark: Mark, sender: Sender) -> Spot | None:
    """Where the card stands from which a modal was opened; None: it was opened from Home."""
    channel, slash, thread = mark.choice.partition("/")
    return Spot(sender.team, channel, thread) if slash and channel else None


def credential_of(sender: Sender) -> str:
    return f"{sender.team.id}/{sender.user}"


def name_sender(person: Person | None, sender: Sender) -> str:
    """What a sentence in mrkdwn calls somebody: the person's name; a mention of whom the directory does not know."""
    return escaped(visible(person.name)) if person else f"<@{sender.user}>"


def ballot_of(mark: Mark, person: Person, sender: Sender, decision: str, **given: str) -> Ballot:
    """A decision through Slack. `given`: reason, arguments, confirmation. Raises NotUnderstood."""
    return _filled_in(
        Ballot,
        call=mark.request,
        digest=mark.digest,
        decision=decision,
        person=person.id,
        door=CHANNEL,
        credential=credential_of(sender),
        reason=given.get("reason", ""),
        arguments=given.get("arguments"),
        confirmation=given.get("confirmation", ""),
    )


def reply_of(mark: Mark, person: Person, sender: Sender, text: str) -> Reply:
    """An answer through Slack. Raises NotUnderstood."""
    credential = credential_of(sender)
    return _filled_in(Reply, call=mark.request, answer=text, person=person.id, door=CHANNEL, credential=credential)


def find_answer(request: Request, choice: str) -> str:
    """The answer behind a button: the number of one of the question's own. Raises NotUnderstood."""
    found = questions.chosen(request.card.ask, choice) if request.card.ask else None
    if found is None:
        raise NotUnderstood("This answer is not one of the question's.")
    return found


def _filled_in(kind: type[W], **fields: JSON) -> W:
    """Raises NotUnderstood for what no dialog of ours lets through, and somebody sent all the same."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise NotUnderstood(f"That cannot be taken: {complaint(error)}") from error


def _modal(sender: Sender) -> str:
    return audience(sender.team, f"modal/{sender.user}")
