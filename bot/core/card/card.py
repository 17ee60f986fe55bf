"""The card of a request, the same for all surfaces: the call first, the agent's words last."""

from collections.abc import Sequence
from typing import Literal

from bot.core.base_types import FrozenModel, UtcMoment, from_micros
from bot.core.card.call_presentation import PLAIN_PRESENTATION, CallPresentation
from bot.core.card.call_revision_diff import CallChange, list_changes
from bot.core.card.complete_argument_rows import list_clean_rows
from bot.core.card.execution import CallExecution
from bot.core.card.typed_confirmation_word import find_typed_word
from bot.core.dry_run_markers import DRY_RUN_FACT, DRY_RUN_TITLE, is_dry_signature
from bot.core.errors import THREAD_RESTS
from bot.core.escaping import ShownArgument, quote_label, show_words
from bot.core.events import CallFact, QuestionFormat, QuestionPurpose, QuestionUrgency
from bot.core.forms import FormField
from bot.core.holds import describe_hold
from bot.core.people import SYSTEM, PeopleDirectory, describe_clause
from bot.core.policy import (
    Policy,
    RejectOption,
    count_votes,
    describe_approvers,
    describe_progress,
    explain_exclusion,
    explain_refusal,
)
from bot.core.secrets.redaction import redact_secrets
from bot.core.secrets.secrets_in_call_headings import explain_withheld, find_facts, has_secret
from bot.core.threads.shaper_tracking import describe_acts, has_unknown, is_unknown, name_shaper
from bot.core.threads.thread import AskerWords, Thread, ToolCall

MAX_NAME = 80
"""Characters of the name that a channel gives of a writer who is not in the directory."""


class CardFact(CallFact):
    """A fact about the call, said by its tool or by the platform itself, such as "Rejected before"."""

    source: Literal["tool", "platform"] = "tool"


class QuestionPart(FrozenModel):
    """The part of a card that only a question has."""

    question: str
    context: str
    urgency: QuestionUrgency
    format: QuestionFormat
    choices: tuple[str, ...]
    purpose: QuestionPurpose
    fields: tuple[FormField, ...] = ()


class RequestOutcome(FrozenModel):
    """How a request ended: its status, the people (names, as shown), the time, and the reason or the answer.

    `seq` is the number of the event that ended it: another number is another ending.
    """

    status: str
    by: str = ""
    at: UtcMoment
    reason: str = ""
    seq: int = 0


class CardVote(FrozenModel):
    """One person's decision on the request, or their answer; names as shown.

    `why_not` is the reason why it does not count; empty: it counts. `door` is its entry point; `via` names the holder of
    the key or link that it came with, `joined` the approver of another vote where both count as one.
    """

    person: str
    name: str
    decision: Literal["approve", "reject", "answer"]
    door: str = ""
    reason: str = ""
    why_not: str = ""
    via: str = ""
    joined: str = ""


class RequestCard(FrozenModel):
    """A note (only `text`), an approval (`tool`, `arguments`, `digest`, …) or a question (`ask`), as surfaces show it.

    `may` are ids of possible deciders, `approved_by` of the approvers of the present version, while it is open.
    `withheld` is the reason why no surface may approve it; `paused` tells the person, time and reason of a hold: it
    cannot be approved then, either. `stopped` describes a pause of its thread: it can be decided all the same. Where the
    thread rests, `stopped` says so, and nothing can be decided; an approval is `withheld`, too. `title` and `sentence` are
    the tool's; `wish` are the words that asked for the call, written by `wish_by`.
    """

    thread: str
    agent: str = ""
    request: str | None = None
    text: str = ""
    tool: str = ""
    title: str = ""
    sentence: str = ""
    arguments: tuple[ShownArgument, ...] = ()
    wish: str = ""
    wish_by: str = ""
    votes: tuple[CardVote, ...] = ()
    digest: str = ""
    facts: tuple[CardFact, ...] = ()
    words: str = ""
    requested_by: str = ""
    who_may: str = ""
    may: tuple[str, ...] = ()
    progress: str = ""
    approved_by: tuple[str, ...] = ()
    requester_may_decide: bool = False
    edits: bool = False
    edit_rule: Literal["", "by_editor", "by_another"] = ""
    expires_at: UtcMoment | None = None
    on_silence: str = ""
    ask: QuestionPart | None = None
    irreversible: bool = False
    typed: str = ""
    reject_options: tuple[RejectOption, ...] = ()
    outcome: RequestOutcome | None = None
    changes: tuple[CallChange, ...] = ()
    withheld: str = ""
    paused: str = ""
    stopped: str = ""
    execution: CallExecution | None = None

    @property
    def is_dry_run(self) -> bool:
        """Whether an approval runs nothing. The platform says so, regardless of the title and the tool's own facts."""
        return any(fact.source == "platform" and fact.label == DRY_RUN_TITLE for fact in self.facts)

    @property
    def is_resting(self) -> bool:
        """Whether the thread of this request rests: no surface may decide it, and none offers to."""
        return self.stopped == THREAD_RESTS

    @property
    def holds_secret(self) -> bool:
        """Whether a part that a decision depends on holds a secret: it is hidden, so the card is not shown whole.

        The agent's words are no such part: secrets in them are hidden too, but they are not approved.
        """
        if any(line.kind == "secret" for line in self.arguments):
            return True
        arguments = "\n".join(f"{line.name} = {line.text}" for line in self.arguments)
        facts = (text for fact in self.facts for text in (fact.label, "\n".join(fact.lines)))
        options = (text for option in self.reject_options for text in (option.name, option.text))
        return bool(self.withheld) or has_secret((self.tool, arguments, self.typed, *facts, *options))


def build_card(
    thread: Thread, call: ToolCall, directory: PeopleDirectory, presentation: CallPresentation = PLAIN_PRESENTATION
) -> RequestCard:
    """Return the card of an open request, presented as its tool wants it."""
    requester = call.requester or thread.requester
    by = name_shaper(directory, requester) if requester else "an unknown sender"
    card = RequestCard(
        thread=thread.id,
        agent=thread.agent,
        request=call.id,
        digest=call.digest,
        requested_by=show_words(by),
        expires_at=call.expires_at,
        paused=describe_hold(call.hold, directory) if call.hold else "",
        stopped=describe_stop(thread, call, directory),
        wish=show_words(call.wish.text) if call.wish else "",
        wish_by=_name_writer(call.wish, directory) if call.wish else "",
    )
    if call.question is not None:
        card = _add_question(card, call, directory)
    else:
        card = _add_approval(card, call, directory, presentation)
    if thread.unread is not None:
        withheld = "" if call.question else card.withheld or THREAD_RESTS
        return card.model_copy(update={"edits": False, "withheld": withheld})
    return card


def _add_question(card: RequestCard, call: ToolCall, directory: PeopleDirectory) -> RequestCard:
    question = call.question
    assert question is not None
    ask = QuestionPart(
        question=show_words(question.question),
        context=show_words(question.context),
        urgency=question.urgency,
        format=question.format,
        choices=tuple(show_words(choice) for choice in question.choices),
        purpose=question.purpose,
        fields=tuple(  # copied without validation: an escaped label may be longer than `MAX_LABEL`
            field.model_copy(
                update={
                    "label": show_words(field.label),
                    "help": show_words(field.help),
                    "choices": tuple(show_words(choice) for choice in field.choices),
                }
            )
            for field in question.fields
        ),
    )
    may = tuple(person.id for person in directory.people.values() if question.to.has_person(person))
    to = show_words(describe_clause(question.to, directory))
    return card.model_copy(update={"ask": ask, "who_may": to, "may": may})


def _add_approval(
    card: RequestCard, call: ToolCall, directory: PeopleDirectory, presentation: CallPresentation
) -> RequestCard:
    policy = call.asked.policy if call.asked else Policy()
    votes = count_votes(policy, call.votes, directory, call.shapers)
    changes = list_changes(call, directory, presentation.secret_names)
    title, dry = presentation.format_title(call.intent, call.arguments), list[CardFact]()
    if call.asked is not None and is_dry_signature(call.asked.tool_version):
        title = f"{DRY_RUN_TITLE}: {title}"
        dry.append(CardFact(label=DRY_RUN_TITLE, lines=(DRY_RUN_FACT,), source="platform"))
    silence = "It waits until somebody decides. Nothing runs by itself."
    if policy.expires_after is not None:
        hours = policy.expires_after.total_seconds() / 3600
        silence = f"It expires after {hours:g} hours and does not run. Silence is not consent."
    return card.model_copy(
        update={
            "tool": call.intent,
            "title": title,
            "sentence": show_words(presentation.sentence),
            "arguments": list_clean_rows(call.arguments, presentation),
            "facts": (
                *dry,
                *_describe_edit(changes),
                *_show_facts(call),
                *_describe_people(call, policy, directory),
            ),
            "words": show_words(call.words),
            "who_may": show_words(describe_approvers(policy, directory)),
            "may": tuple(p.id for p in directory.people.values() if explain_refusal(policy, p, call.shapers) is None),
            "progress": show_words(describe_progress(policy, call.votes, directory, call.shapers)),
            "approved_by": tuple(vote.person for vote in votes if vote.approves),
            "requester_may_decide": policy.requester_may_decide,
            "edits": bool(policy.edit_rule),
            "edit_rule": policy.edit_rule,
            "irreversible": policy.irreversible,
            "typed": find_typed_word(call),
            "reject_options": tuple(o for o in policy.reject_options if not has_secret((o.name, o.text))),
            "on_silence": silence,
            "changes": changes,
            "withheld": explain_withheld(call, find_facts(call)),
        }
    )


def describe_stop(thread: Thread, call: ToolCall, directory: PeopleDirectory) -> str:
    """Describe why a waiting call's thread does not go on and the effect; empty when it is neither resting nor paused."""
    if thread.unread is not None:
        return THREAD_RESTS
    if not thread.paused:
        return ""
    by = _show_name(thread.paused_by, directory) if thread.paused_by else "somebody"
    meaning = {
        "asked": "It can be decided; what is approved waits until its thread is resumed.",
        "question": "It can be answered; the agent goes on when its thread is resumed.",
    }.get(call.state, "It waits until its thread is resumed.")
    return f"Paused by {by} at {from_micros(thread.paused_at):%-d %b %Y, %H:%M} UTC. {meaning}"


def _show_facts(call: ToolCall) -> tuple[CardFact, ...]:
    """Return the tool's facts about the present arguments and the platform's notes on the request, escaped."""
    sources: tuple[tuple[Literal["tool", "platform"], tuple[CallFact, ...]], ...] = (
        ("tool", find_facts(call)),
        ("platform", call.asked.notes if call.asked else ()),
    )
    return tuple(
        CardFact(
            label=show_words(redact_secrets(fact.label)),
            lines=tuple(show_words(line) for line in fact.lines),
            source=source,
        )
        for source, facts in sources
        for fact in facts
    )


def _describe_edit(changes: Sequence[CallChange]) -> tuple[CardFact, ...]:
    """Return the fact of an edit: its people, and each argument that differs from the first version, old → new."""
    if not changes or not changes[0].by:
        return ()
    first = changes[0]
    lines = tuple(
        f"{each.name}: {_show_changed(each.name, each.old)} → {_show_changed(each.name, each.new)}"
        for each in first.arguments
    )
    return (
        CardFact(label=f"Edited by {first.by}", lines=lines or ("the first arguments are back",), source="platform"),
    )


def _show_changed(name: str, value: str) -> str:
    """Return a value of an edit. A value that is a secret by the name of its argument is hidden, as in the arguments."""
    line = f"{name} = {value}"
    return "[secret]" if redact_secrets(line) != line else value or "(nothing)"


def _describe_people(call: ToolCall, policy: Policy, directory: PeopleDirectory) -> tuple[CardFact, ...]:
    """Return the facts about the shapers, which of them may not decide, and votes with a credential made by another
    person."""
    wishes = sorted(call.shapers.items(), key=lambda each: not explain_exclusion(policy, each[1]))
    lines: list[str] = []
    for who, acts in wishes:
        excluded = "; may not decide" if is_unknown(who) or explain_exclusion(policy, acts) else ""
        lines.append(f"{_show_name(who, directory)} {describe_acts(acts)}{excluded}")
    if has_unknown(call.shapers, directory):
        lines.append("one more approver than usual: somebody acted whom the directory does not know")
    wish = (CardFact(label="Whose wish", lines=tuple(lines), source="platform"),) if lines else ()
    made = [
        f"{_show_name(vote.person, directory)}: with a key or link made by "
        + ", ".join(_show_name(maker, directory) for maker in vote.makers)
        for vote in call.votes
        if vote.makers
    ]
    return (*wish, *((CardFact(label="Credentials", lines=tuple(made), source="platform"),) if made else ()))


def _show_name(who: str, directory: PeopleDirectory) -> str:
    return show_words(name_shaper(directory, who))


def _name_writer(wish: AskerWords, directory: PeopleDirectory) -> str:
    """Return the name of the writer: of the directory, of an agent, or, quoted, as the channel gave it."""
    if wish.by.startswith(SYSTEM):
        return f"The agent {show_words(wish.sender)}"
    if wish.by:
        return _show_name(wish.by, directory)
    sender = show_words(" ".join(wish.sender.split())[:MAX_NAME])
    return f"{quote_label(sender) if sender else 'somebody'} (not in the directory)"
