"""Everything a surface shows of a request, made once for all of them: what will run first, the agent's words last."""

from typing import Literal

from bot.core.changes import Change, changes_of
from bot.core.confirmation import typed_word
from bot.core.events import Fact, Format, Purpose, Urgency
from bot.core.execution import Execution
from bot.core.forms import FormField
from bot.core.holds import describe_hold
from bot.core.people import Directory, describe_clause
from bot.core.policy import Policy, RejectOption, counted_votes, exclusion, progress, refusal, who_may
from bot.core.redact import redacted
from bot.core.shaping import Act, describe_acts, has_unknown, is_unknown, name_shaper
from bot.core.shown import Argument, shown, shown_words
from bot.core.thread import Call, Thread
from bot.core.withheld import facts_of, has_secret, why_withheld
from bot.core.word import Moment, Word, moment


class Ask(Word):
    """What only a question has."""

    question: str
    context: str
    urgency: Urgency
    format: Format
    choices: tuple[str, ...]
    purpose: Purpose
    fields: tuple[FormField, ...] = ()


class Outcome(Word):
    """How a request ended: its status, by whom (names, as shown), when, and the reason or the answer.

    `seq` is the number of the event that ended it: another one is another ending.
    """

    status: str
    by: str = ""
    at: Moment
    reason: str = ""
    seq: int = 0


class Card(Word):
    """`may` are ids of the people who may decide, `approved_by` of those who approved it as it stands, while it is open.
    `withheld` says why nobody may approve it on any surface, `paused` who paused it, when and why: then it cannot be approved
    either. `stopped` says who paused its thread, and what that means: it can be decided all the same. A note (only `text`), an approval (`tool`, `arguments`,
    `digest`, …) or a question (`ask`).
    """

    thread: str
    agent: str = ""
    request: str | None = None
    text: str = ""
    tool: str = ""
    arguments: tuple[Argument, ...] = ()
    digest: str = ""
    facts: tuple[Fact, ...] = ()
    words: str = ""
    requested_by: str = ""
    who_may: str = ""
    may: tuple[str, ...] = ()
    progress: str = ""
    approved_by: tuple[str, ...] = ()
    requester_may_decide: bool = False
    edits: bool = False
    edit_rule: Literal["", "by_editor", "by_another"] = ""
    expires_at: Moment | None = None
    on_silence: str = ""
    ask: Ask | None = None
    irreversible: bool = False
    typed: str = ""
    reject_options: tuple[RejectOption, ...] = ()
    outcome: Outcome | None = None
    changes: tuple[Change, ...] = ()
    withheld: str = ""
    paused: str = ""
    stopped: str = ""
    execution: Execution | None = None

    @property
    def holds_secret(self) -> bool:
        """Whether a part that one decides by holds a secret: where it is hidden, the card is not shown whole.

        The agent's words are no such part: they are hidden in the same way, and nobody approves them.
        """
        arguments = "\n".join(f"{line.name} = {line.text}" for line in self.arguments)
        facts = (text for fact in self.facts for text in (fact.label, "\n".join(fact.lines)))
        options = (text for option in self.reject_options for text in (option.name, option.text))
        return bool(self.withheld) or has_secret((self.tool, arguments, self.typed, *facts, *options))


def card_of(thread: Thread, call: Call, directory: Directory) -> Card:
    """The card of an open request."""
    requester = call.requester or thread.requester
    by = name_shaper(directory, requester) if requester else "an unknown sender"
    card = Card(
        thread=thread.id,
        agent=thread.agent,
        request=call.id,
        digest=call.digest,
        requested_by=shown_words(by),
        expires_at=call.expires_at,
        paused=describe_hold(call.hold, directory) if call.hold else "",
        stopped=describe_stop(thread, call, directory),
    )
    if call.question is not None:
        question = call.question
        ask = Ask(
            question=shown_words(question.question),
            context=shown_words(question.context),
            urgency=question.urgency,
            format=question.format,
            choices=tuple(shown_words(choice) for choice in question.choices),
            purpose=question.purpose,
            fields=tuple(map(_shown_field, question.fields)),
        )
        may = tuple(person.id for person in directory.people.values() if question.to.names(person))
        to = shown_words(describe_clause(question.to, directory))
        return card.model_copy(update={"ask": ask, "who_may": to, "may": may})
    policy = call.asked.policy if call.asked else Policy()
    return card.model_copy(
        update={
            "tool": call.intent,
            "arguments": tuple(map(_named_safely, shown(call.arguments))),
            "facts": (*_edit(call, directory), *map(_shown, _facts(call)), *_people(call, policy, directory)),
            "words": shown_words(call.words),
            "who_may": shown_words(who_may(policy, directory)),
            "may": tuple(p.id for p in directory.people.values() if refusal(policy, p, call.shapers) is None),
            "progress": shown_words(progress(policy, call.votes, directory, call.shapers)),
            "approved_by": _approved_by(call, policy, directory),
            "requester_may_decide": policy.requester_may_decide,
            "edits": bool(policy.edit_rule),
            "edit_rule": policy.edit_rule,
            "irreversible": policy.irreversible,
            "typed": typed_word(call),
            "reject_options": tuple(o for o in policy.reject_options if not has_secret((o.name, o.text))),
            "on_silence": _on_silence(policy),
            "changes": changes_of(call, directory),
            "withheld": why_withheld(call, facts_of(call)),
        }
    )


def describe_stop(thread: Thread, call: Call, directory: Directory) -> str:
    """Who paused the thread of a waiting call, when, and what that means for it; empty: its thread goes on."""
    if not thread.paused:
        return ""
    by = _name(thread.paused_by, directory) if thread.paused_by else "somebody"
    meaning = {
        "asked": "It can be decided; what is approved waits until its thread is resumed.",
        "question": "It can be answered; the agent goes on when its thread is resumed.",
    }.get(call.state, "It waits until its thread is resumed.")
    return f"Paused by {by} at {moment(thread.paused_at):%-d %b %Y, %H:%M} UTC. {meaning}"


def _approved_by(call: Call, policy: Policy, directory: Directory) -> tuple[str, ...]:
    votes = counted_votes(policy, call.votes, directory, call.shapers)
    return tuple(vote.person for vote in votes if vote.approves)


def _facts(call: Call) -> tuple[Fact, ...]:
    """What the tool looked up about the arguments as they stand, and what the platform knows of the request."""
    own = (_marked(fact) for fact in facts_of(call))
    return (*own, *(call.asked.notes if call.asked else ()))


def _marked(fact: Fact) -> Fact:
    is_reserved = " ".join(fact.label.split()).casefold().startswith(RESERVED)
    return fact.model_copy(update={"label": f"{fact.label} (says the tool)"}) if is_reserved else fact


def _edit(call: Call, directory: Directory) -> tuple[Fact, ...]:
    """Who changed the arguments, and each that differs from what was asked for: old → new, as a card shows values."""
    if not any(past.by for past in call.past):
        return ()
    first = changes_of(call, directory)[0]
    lines = tuple(f"{each.name}: {each.old or '(nothing)'} → {each.new or '(nothing)'}" for each in first.arguments)
    return (Fact(label=f"Edited by {first.by}", lines=lines or ("what was asked for stands again",)),)


def _people(call: Call, policy: Policy, directory: Directory) -> tuple[Fact, ...]:
    """Whose wish it is, who of them may not decide, and which votes came with a credential that somebody else made."""
    wishes = sorted(call.shapers.items(), key=lambda each: not exclusion(policy, each[1]))
    lines = [_wish(who, acts, policy, directory) for who, acts in wishes]
    if has_unknown(call.shapers, directory):
        lines.append("one more approver than usual: somebody acted whom the directory does not know")
    wish = (Fact(label="Whose wish", lines=tuple(lines)),) if lines else ()
    made = [
        f"{_name(vote.person, directory)}: with a key or link made by "
        + ", ".join(_name(maker, directory) for maker in vote.makers)
        for vote in call.votes
        if vote.makers
    ]
    return (*wish, *((Fact(label="Credentials", lines=tuple(made)),) if made else ()))


def _wish(who: str, acts: tuple[Act, ...], policy: Policy, directory: Directory) -> str:
    excluded = is_unknown(who) or exclusion(policy, acts)
    return f"{_name(who, directory)} {describe_acts(acts)}{'; may not decide' if excluded else ''}"


def _name(who: str, directory: Directory) -> str:
    return shown_words(name_shaper(directory, who))


RESERVED = ("edited by", "whose wish", "credentials", "fork", "rejected before", "asked again")
"""How labels of the platform's own facts begin: a tool's fact of such a name is marked as the tool's."""


def _shown(fact: Fact) -> Fact:
    return Fact(label=shown_words(redacted(fact.label)), lines=tuple(shown_words(line) for line in fact.lines))


def _named_safely(argument: Argument) -> Argument:
    return argument.model_copy(update={"name": redacted(argument.name)})


def _shown_field(field: FormField) -> FormField:
    """Copied without a check: what is escaped may be longer than a label is."""
    choices = tuple(shown_words(choice) for choice in field.choices)
    said = {"label": shown_words(field.label), "help": shown_words(field.help), "choices": choices}
    return field.model_copy(update=said)


def _on_silence(policy: Policy) -> str:
    if policy.expires_after is None:
        return "It waits until somebody decides. Nothing runs by itself."
    hours = policy.expires_after.total_seconds() / 3600
    return f"It expires after {hours:g} hours and does not run. Silence is not consent."
