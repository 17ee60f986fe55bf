"""The dialogs: details, a reason to reject, edited arguments, a typed confirmation, a written answer. They decide nothing.

`sealed` goes into private_metadata and says what a dialog is about; closing one changes nothing. What was put in is read
back by `input_of`, the fields of a form by `values_of`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core.card import Ask, Card
from bot.core.forms import FormField
from bot.core.policy import RejectOption
from bot.core.redact import redacted
from bot.core.shown import visible
from bot.core.word import JSON
from channels.slack import actions
from channels.slack.blocks import (
    buttons,
    context,
    option,
    plain,
    preformatted,
    quote,
    rich,
    section,
    short,
    spoken,
    words,
)
from channels.slack.inputs import (
    MAX_ERROR,
    errors_of,
    found_in,
    input_block,
    inputs,
    text_input,
    values_in,
    values_of,
    why_not_here,
)
from channels.slack.look import AGENTS_WORDS, Look, agents_words, ending, footer, paused, people
from channels.slack.questions import answers_of, is_shown_whole, listed, options
from channels.slack.runs import sentence_of, what_runs

__all__ = [
    "MAX_ERROR",
    "Written",
    "answer",
    "block_of",
    "confirm",
    "details",
    "edit",
    "errors_of",
    "first_input",
    "input_of",
    "reject",
    "sentence",
    "values_of",
    "waiting",
]

MAX_TITLE = 24
MAX_DETAILS = 60_000
"""Size of what a dialog shows in which nothing is approved: Slack takes 250 kB."""

MIN_REASON, MAX_REASON = 3, 1_000
MAX_RADIO = 10
OPTIONS = "option"
"""The id of the block with the reasons to choose from, which is no input."""

BY_EDITOR = "What stands here when you approve is what runs. If you change anything, it is a new proposal."
BY_ANOTHER = (
    "Somebody else must approve what you propose here: who changes it may not. To approve it as it is, use the card."
)
"""What the form with the arguments does, by the policy's rule of edits."""

WAITING = (
    "⏳ Stored. It is being checked now; this takes a moment. You may close this: the card shows what comes of it."
)

NONE: Mapping[str, str] = MappingProxyType({})


class Written(NamedTuple):
    """What somebody had put into a form that is shown once more, and why it was refused (by field; "": the whole)."""

    complaints: Mapping[str, str] = NONE
    reason: str = ""
    typed: str = ""
    answer: str = ""


NOTHING = Written()
Input = Literal["reason", "typed", "answer"]


def details(card: Card, look: Look) -> JSON:
    """All that the card says, at greater length. Nothing can be decided in it."""
    blocks = [
        *ending(card, look.version),
        *paused(card, look.version),
        *(_question(card.ask) if card.ask else [_tool(card), *what_runs(card, look.version, MAX_DETAILS).blocks]),
        *people(card, look, "May answer" if card.ask else "May decide"),
        *agents_words(AGENTS_WORDS, card.words, look.version),
        *([rich("digest", [section(words("Digest: ", "bold"), words(card.digest, "code"))])] if card.digest else []),
        *(
            [rich("request", [section(words("Request: ", "bold"), words(short(visible(card.request), 300), "code"))])]
            if card.request
            else []
        ),
        footer(card, look),
    ]
    return _view("Details", actions.DETAILS, blocks)


def reject(card: Card, sealed: str, option: str = "", written: Written = NOTHING) -> JSON:
    """Asks for the reason. With the name of one of the card's options its text stands there already.

    The reason's block then has another id: Slack keeps what was typed into a block as long as its id stays.
    """
    chosen = next((each for each in card.reject_options if each.name == option), None)
    element = text_input(
        value=redacted(chosen.text)[:MAX_REASON] if chosen else written.reason[:MAX_REASON],
        is_long=True,
        at_least=min(MIN_REASON, len(redacted(chosen.text))) if chosen else MIN_REASON,
        at_most=MAX_REASON,
    )
    blocks = [
        *_refusal(written),
        rich("call", [preformatted(sentence_of(card, 600))]),
        *_reject_options(card.reject_options[:100], chosen),
        input_block(_reason_id(option), "Why?", element, hint="The agent reads this and may propose something else."),
    ]
    return _view("Reject", actions.REJECT, blocks, submit="Reject", sealed=sealed)


def edit(card: Card, fields: Sequence[FormField], sealed: str, written: Written = NOTHING) -> JSON:
    """The arguments as a form, to approve what stands in it, or to propose it where somebody else must approve an edit.

    A dialog that only says why where it cannot be shown whole.
    """
    is_proposal = card.edit_rule == "by_another"
    title, submit, what = ("Edit", "Propose", "propose") if is_proposal else ("Edit & approve", "Approve", "approve")
    why_not = what_runs(card, "edit").why_not or why_not_here(fields) or ("" if fields else "There is nothing to edit.")
    if why_not:
        return sentence(title, f"{why_not} Edit it in the inbox.")
    again = f"Type {card.typed} to {what}; if you change that value, type the new one"
    blocks = [
        _tool(card),
        context("hint", plain(BY_ANOTHER if is_proposal else BY_EDITOR)),
        *inputs(fields, written.complaints),
        *([input_block("typed", again, text_input(value=written.typed))] if card.typed else []),
    ]
    return _view(title, actions.EDIT, blocks, submit=submit, sealed=sealed)


def confirm(card: Card, sealed: str, written: Written = NOTHING) -> JSON:
    """The typed confirmation of what cannot be undone, under its arguments whole."""
    runs = what_runs(card, "confirm")
    if runs.why_not:
        return sentence("Approve", f"{runs.why_not} Decide it in the inbox.")
    blocks = [
        *_refusal(written),
        _tool(card),
        *runs.blocks,
        *([context("irreversible", plain("⚠ It cannot be undone."))] if card.irreversible else []),
        input_block("typed", f"Type {card.typed} to approve", text_input(value=written.typed)),
    ]
    return _view("Approve", actions.APPROVE, blocks, submit="Approve", sealed=sealed)


def answer(card: Card, sealed: str, written: Written = NOTHING, fields: Sequence[FormField] | None = None) -> JSON:
    """Where an answer is written, chosen, or a form filled in. `fields` are the question's own, with other values."""
    ask = card.ask
    why_not = "It is no question." if ask is None else why_not_here(ask.fields)
    if ask is None or why_not or not is_shown_whole(ask):
        return sentence("Answer", f"{why_not or 'The question is too long to be shown here.'} Answer it in the inbox.")
    if ask.format == "form":
        asked = inputs(ask.fields if fields is None else fields, written.complaints)
    else:
        asked = [*_refusal(written), _answer(ask, written.answer)]
    blocks = [*_question(ask), *asked]
    return _view("Answer", actions.WRITE, blocks, submit="Answer", sealed=sealed)


def sentence(title: str, text: str) -> JSON:
    """A dialog that only says something, to one person."""
    said = {"type": "section", "block_id": "sentence", "text": plain(text)}
    return _view(title, actions.SENTENCE, [said])


def waiting() -> JSON:
    """What stands in place of a sent form until it is judged."""
    return sentence("Countersign", WAITING)


def refusal_in(view: JSON) -> str:
    """Why a form that is shown once more was refused, as one text."""
    found = [block for block in view["blocks"] if block["block_id"].startswith(("refused.", "complaint.", "note."))]
    return " ".join(element["text"] for block in found for element in block["elements"])


def input_of(view_state: JSON, input: Input) -> str:
    """What was put into the reason, the confirmation or the answer (of a select: its number); empty for nothing."""
    found = found_in(view_state, block_of(view_state, input))
    selected = found.get("selected_option")
    value = selected.get("value") if isinstance(selected, dict) else found.get("value")
    return value if isinstance(value, str) else ""


def first_input(view_state: JSON) -> str:
    """The id of the first block in which something is typed or chosen, for an error beside it; empty: there is none."""
    return next((id for id in values_in(view_state) if id != OPTIONS), "")


def block_of(view_state: JSON, input: Input) -> str:
    """The id of that input's block, for `response_action: errors`; empty when the view has none."""
    return next((id for id in values_in(view_state) if id == input or id.startswith(f"{input}.")), "")


def _view(title: str, callback: str, blocks: list[JSON], *, submit: str = "", sealed: str = "") -> JSON:
    view = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, MAX_TITLE),
        "close": plain("Cancel" if submit else "Close", MAX_TITLE),
        "private_metadata": sealed,
        "blocks": blocks,
    }
    return view | ({"submit": plain(submit, MAX_TITLE)} if submit else {})


def _tool(card: Card) -> JSON:
    return rich("tool", [section(*spoken(card.tool, "bold"))])


def _question(ask: Ask) -> list[JSON]:
    asked, known = visible(redacted(ask.question)), visible(redacted(ask.context))
    blocks = [rich("question", [section(*spoken(asked))])]
    if known.strip():
        label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
        blocks += [context("about", plain(label)), rich("context", [quote(known)])]
    return blocks + listed(ask, "answers")


def _refusal(written: Written) -> list[JSON]:
    """Why the form was refused as a whole, above what was put into it."""
    return [context(f"refused.{n}", plain(f"⚠ {text}", 900)) for n, text in enumerate(written.complaints.values())][:5]


def _answer(ask: Ask, written: str) -> JSON:
    answers = answers_of(ask)
    if not answers:
        return input_block("answer", "Your answer", text_input(value=written, is_long=True))
    numbers = [str(number) for number in range(len(answers))]
    select: JSON = {"type": "static_select", "placeholder": plain("Choose"), "options": options(answers, numbers)}
    if written in numbers:
        select["initial_option"] = select["options"][int(written)]
    return input_block("answer", "Your answer", select)


def _reject_options(given: Sequence[RejectOption], chosen: RejectOption | None) -> list[JSON]:
    """Choosing one reports itself at once, and the dialog is drawn anew."""
    if not given:
        return []
    found = [option(redacted(each.name), each.name[:150]) for each in given]
    picked = {"initial_option": found[list(given).index(chosen)]} if chosen else {}
    kind = (
        {"type": "radio_buttons"}
        if len(given) <= MAX_RADIO
        else {"type": "static_select", "placeholder": plain("Choose")}
    )
    return [buttons(OPTIONS, [kind | {"action_id": actions.OPTION, "options": found} | picked])]


def _reason_id(option: str) -> str:
    return f"reason.{hashlib.sha256(option.encode('utf-8')).hexdigest()[:12]}" if option else "reason"
