"""Everything a surface shows of a request, made once for all of them: what will run first, the agent's words last."""

from bot.core.confirmation import typed_word
from bot.core.events import Fact, Format, Purpose, Urgency
from bot.core.forms import FormField
from bot.core.holds import describe_hold
from bot.core.people import Directory
from bot.core.policy import Policy, RejectOption, progress, refusal, who_may
from bot.core.shown import Argument, shown, shown_words
from bot.core.thread import Call, Thread
from bot.core.word import Moment, Word


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
    """How a request ended: its status, by whom (names, as shown), when, and the reason or the answer."""

    status: str
    by: str = ""
    at: Moment
    reason: str = ""


class Card(Word):
    """`may` are ids of the people who may decide. `paused` says who paused it, when and why: it cannot be approved then. A note (only `text`), an approval (`tool`, `arguments`, `digest`, …) or a question (`ask`)."""

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
    requester_may_decide: bool = False
    edits: bool = False
    expires_at: Moment | None = None
    on_silence: str = ""
    ask: Ask | None = None
    irreversible: bool = False
    typed: str = ""
    reject_options: tuple[RejectOption, ...] = ()
    outcome: Outcome | None = None
    paused: str = ""


def card_of(thread: Thread, call: Call, directory: Directory) -> Card:
    """The card of an open request."""
    by = ", ".join(directory.name_of(person) for person in call.askers) or _opener(thread, directory)
    card = Card(
        thread=thread.id,
        agent=thread.agent,
        request=call.id,
        digest=call.digest,
        requested_by=shown_words(by),
        expires_at=call.expires_at,
        paused=describe_hold(call.hold, directory) if call.hold else "",
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
        return card.model_copy(update={"ask": ask, "who_may": str(question.to), "may": may})
    policy = call.asked.policy if call.asked else Policy()
    return card.model_copy(
        update={
            "tool": call.intent,
            "arguments": shown(call.arguments),
            "facts": tuple(_shown(fact) for fact in _facts(call, directory)),
            "words": shown_words(call.words),
            "who_may": who_may(policy),
            "may": tuple(p.id for p in directory.people.values() if refusal(policy, p, call.askers) is None),
            "progress": progress(policy, call.votes, directory),
            "requester_may_decide": policy.requester_may_decide,
            "edits": policy.edits,
            "irreversible": policy.irreversible,
            "typed": typed_word(call),
            "reject_options": policy.reject_options,
            "on_silence": _on_silence(policy),
        }
    )


def _opener(thread: Thread, directory: Directory) -> str:
    return directory.name_of(thread.requester) if thread.requester else "an unknown sender"


def _facts(call: Call, directory: Directory) -> tuple[Fact, ...]:
    """What the tool looked up about these arguments: those that were asked for, or those of the latest edit."""
    if call.asked is None or call.asked.digest == call.digest:
        return call.asked.facts if call.asked else ()
    edits = [answer for answer in call.answers if answer.edited == call.digest]
    by = directory.name_of(edits[-1].person) if edits else "somebody"
    return (Fact(label="Edited", lines=(f"by {by}",)), *(edits[-1].facts if edits else ()))


def _shown(fact: Fact) -> Fact:
    return Fact(label=shown_words(fact.label), lines=tuple(shown_words(line) for line in fact.lines))


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
