"""The dialogs: details, a reason to reject, edited arguments, a typed confirmation, a written answer. Pure.

`metadata` goes into private_metadata: the signed token of the request; closing a dialog changes nothing. The values are
read back by `read_input`, the fields of a form by `read_values`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core.card.card import RequestCard
from bot.core.card.document import SizeLimit, build_document, list_answers, print_raw_arguments
from bot.core.card.parts import AnswersPart, CardDocument, NoticePart, QuotePart
from bot.core.escaping import make_visible
from bot.core.forms import FormField
from bot.core.secrets.redaction import redact_secrets
from bot.core.values import JSON
from channels.slack.views import action_ids
from channels.slack.views.blocks import (
    make_actions,
    make_context,
    make_option,
    make_plain_text,
    make_preformatted,
    make_rich_section,
    make_rich_text,
    make_text_element,
    make_text_elements,
    measure_text,
    shorten_text,
)
from channels.slack.views.card_printer import SLACK_LIMITS, explain_unshown, summarize_card
from channels.slack.views.form_inputs import (
    MAX_ERROR,
    explain_unusable_form,
    find_block_errors,
    find_block_states,
    find_input_state,
    make_input_block,
    make_inputs,
    make_text_input,
    read_values,
)
from channels.slack.views.part_printer import print_parts, print_title
from channels.slack.views.question import is_label_fitting, make_select_options
from channels.slack.views.view_context import SlackViewContext, make_quiet_context

__all__ = [
    "MAX_ERROR",
    "FormInputState",
    "find_block_errors",
    "find_first_input",
    "find_input_block",
    "make_answer_modal",
    "make_confirm_modal",
    "make_details_modal",
    "make_edit_modal",
    "make_reject_modal",
    "make_sentence_modal",
    "make_waiting_modal",
    "read_input",
    "read_values",
]

MAX_TITLE = 24
MAX_RAW = 30_000
DETAILS_LIMITS = SLACK_LIMITS._replace(
    sizes=(SizeLimit(measure_text, 60_000),), cut_to=60_000, words=2_400, total=80_000
)
"""The limits of a dialog in which nothing is approved: Slack takes 250 kB. `MAX_RAW` is that of its raw arguments."""

MIN_REASON, MAX_REASON = 3, 1_000
MAX_RADIO = 10
OPTIONS = "option"
"""The id of the block with the reasons to choose from, which is no input."""

BY_EDITOR = "What stands here when you approve is what runs. If you change anything, it is a new proposal."
BY_ANOTHER = (
    "Somebody else must approve what you propose here: who changes it may not. To approve it as it is, use the card."
)
"""The effect of the form with the arguments, by the policy's rule of edits."""

WAITING = (
    "⏳ Stored. It is being checked now; this takes a moment. You may close this: the card shows what comes of it."
)

NONE: Mapping[str, str] = MappingProxyType({})


class FormInputState(NamedTuple):
    """The values of a form that is shown once more, and the reasons for its refusal (by field; "": the whole)."""

    complaints: Mapping[str, str] = NONE
    reason: str = ""
    typed: str = ""
    answer: str = ""


NOTHING = FormInputState()
ModalInput = Literal["reason", "typed", "answer"]


def make_details_modal(card: RequestCard, context: SlackViewContext) -> JSON:
    """All parts of the card at greater length, and the raw form of texts of several lines. Nothing is decided in it."""
    document = build_document(card, DETAILS_LIMITS, context.reader._replace(may_decide=False))
    raw = shorten_text(print_raw_arguments(card, DETAILS_LIMITS), MAX_RAW)
    label = make_rich_section(make_text_element("On one line each, as they are sent:", "bold"))
    blocks = [
        _render_heading(document),
        *print_parts(document, context),
        *([make_rich_text("raw", [label, make_preformatted(raw)])] if raw else []),
        *([_render_reference("Digest", card.digest)] if card.digest else []),
        *([_render_reference("Request", card.request)] if card.request else []),
    ]
    return _make_view("Details", action_ids.DETAILS, blocks)


def make_reject_modal(card: RequestCard, metadata: str, option: str = "", written: FormInputState = NOTHING) -> JSON:
    """Asks for the reason. With the name of one of the card's options the field holds its text already.

    The reason's block then has another id: Slack keeps typed text in a block as long as its id stays.
    """
    reasons = card.reject_options[:100]
    chosen = next((each for each in reasons if each.name == option), None)
    offered = [make_option(redact_secrets(each.name), each.name[:150]) for each in reasons]
    if len(reasons) <= MAX_RADIO:
        choice: JSON = {"type": "radio_buttons"}
    else:
        choice = {"type": "static_select", "placeholder": make_plain_text("Choose")}
    choice |= {"action_id": action_ids.OPTION, "options": offered}
    choice |= {"initial_option": offered[reasons.index(chosen)]} if chosen else {}
    element = make_text_input(
        value=redact_secrets(chosen.text)[:MAX_REASON] if chosen else written.reason[:MAX_REASON],
        is_long=True,
        at_least=min(MIN_REASON, len(redact_secrets(chosen.text))) if chosen else MIN_REASON,
        at_most=MAX_REASON,
    )
    blocks = [
        *_render_refusal(written),
        make_rich_text("call", [make_preformatted(summarize_card(card, 600))]),
        *([make_actions(OPTIONS, [choice])] if reasons else []),  # a choice is reported at once, the dialog drawn anew
        make_input_block(
            f"reason.{hashlib.sha256(option.encode('utf-8')).hexdigest()[:12]}" if option else "reason",
            "Why?",
            element,
            hint="The agent reads this and may propose something else.",
        ),
    ]
    return _make_view("Reject", action_ids.REJECT, blocks, submit="Reject", metadata=metadata)


def make_edit_modal(
    card: RequestCard, fields: Sequence[FormField], metadata: str, written: FormInputState = NOTHING
) -> JSON:
    """The arguments as a form, to approve its values, or to propose them where somebody else must approve an edit.

    A dialog with the reason where the call cannot be shown whole.
    """
    is_proposal = card.edit_rule == "by_another"
    title, submit, what = ("Edit", "Propose", "propose") if is_proposal else ("Edit & approve", "Approve", "approve")
    why_not = explain_unshown(card) or explain_unusable_form(fields) or ("" if fields else "There is nothing to edit.")
    if why_not:
        return make_sentence_modal(title, f"{why_not} Edit it in the inbox.")
    again = f"Type {card.typed} to {what}; if you change that value, type the new one"
    blocks = [
        _render_heading(build_document(card, SLACK_LIMITS)),
        make_context("hint", make_plain_text(BY_ANOTHER if is_proposal else BY_EDITOR)),
        *make_inputs(fields, written.complaints),
        *([make_input_block("typed", again, make_text_input(value=written.typed))] if card.typed else []),
    ]
    return _make_view(title, action_ids.EDIT, blocks, submit=submit, metadata=metadata)


def make_confirm_modal(card: RequestCard, metadata: str, written: FormInputState = NOTHING) -> JSON:
    """The typed confirmation of an irreversible call, under the whole card."""
    context = make_quiet_context("confirm")
    document = build_document(card, SLACK_LIMITS, context.reader)
    if document.why_not:
        return make_sentence_modal("Approve", f"{document.why_not} Decide it in the inbox.")
    blocks = [
        *_render_refusal(written),
        _render_heading(document),
        *print_parts(document, context),
        make_input_block("typed", f"Type {card.typed} to approve", make_text_input(value=written.typed)),
    ]
    return _make_view("Approve", action_ids.APPROVE, blocks, submit="Approve", metadata=metadata)


def make_answer_modal(
    card: RequestCard, metadata: str, written: FormInputState = NOTHING, fields: Sequence[FormField] | None = None
) -> JSON:
    """The dialog to write or choose an answer, or to fill in a form. `fields` are the question's own, with other
    values.
    """
    ask = card.ask
    why_not = "It is no question." if ask is None else explain_unusable_form(ask.fields)
    document = build_document(card, SLACK_LIMITS)
    why_not = why_not or document.why_not
    if ask is None or why_not:
        return make_sentence_modal("Answer", f"{why_not} Answer it in the inbox.")
    answers = list_answers(ask)
    if ask.format == "form":
        asked = make_inputs(ask.fields if fields is None else fields, written.complaints)
    elif not answers:
        element = make_text_input(value=written.answer, is_long=True)
        asked = [*_render_refusal(written), make_input_block("answer", "Your answer", element)]
    else:
        options = make_select_options(answers, [str(number) for number in range(len(answers))])
        chosen = [option for number, option in enumerate(options) if written.answer == str(number)]
        select: JSON = {"type": "static_select", "placeholder": make_plain_text("Choose"), "options": options}
        select |= {"initial_option": chosen[0]} if chosen else {}
        asked = [*_render_refusal(written), make_input_block("answer", "Your answer", select)]
    blocks = [*_render_question(document), *asked]
    return _make_view("Answer", action_ids.WRITE, blocks, submit="Answer", metadata=metadata)


def make_sentence_modal(title: str, text: str) -> JSON:
    """A dialog that only says something, to one person."""
    said = {"type": "section", "block_id": "sentence", "text": make_plain_text(text)}
    return _make_view(title, action_ids.SENTENCE, [said])


def make_waiting_modal() -> JSON:
    """The view in place of a sent form until it is judged."""
    return make_sentence_modal("Countersign", WAITING)


def find_refusal(view: JSON) -> str:
    """The refusal in a form that is shown once more, as one text."""
    found = [block for block in view["blocks"] if block["block_id"].startswith(("refused.", "complaint.", "note."))]
    return " ".join(element["text"] for block in found for element in block["elements"])


def read_input(view_state: JSON, input: ModalInput) -> str:
    """The value of the reason, the confirmation or the answer (of a select: its number); empty for nothing."""
    found = find_input_state(view_state, find_input_block(view_state, input))
    selected = found.get("selected_option")
    value = selected.get("value") if isinstance(selected, dict) else found.get("value")
    return value if isinstance(value, str) else ""


def find_first_input(view_state: JSON) -> str:
    """The id of the first block with an input, for an error beside it; empty when there is none."""
    return next((id for id in find_block_states(view_state) if id != OPTIONS), "")


def find_input_block(view_state: JSON, input: ModalInput) -> str:
    """The id of that input's block, for `response_action: errors`; empty when the view has none."""
    return next((id for id in find_block_states(view_state) if id == input or id.startswith(f"{input}.")), "")


def _make_view(title: str, callback: str, blocks: list[JSON], *, submit: str = "", metadata: str = "") -> JSON:
    view = {
        "type": "modal",
        "callback_id": callback,
        "title": make_plain_text(title, MAX_TITLE),
        "close": make_plain_text("Cancel" if submit else "Close", MAX_TITLE),
        "private_metadata": metadata,
        "blocks": blocks,
    }
    return view | ({"submit": make_plain_text(submit, MAX_TITLE)} if submit else {})


def _render_heading(document: CardDocument) -> JSON:
    return make_rich_text("heading", [make_rich_section(*make_text_elements(print_title(document), "bold"))])


def _render_reference(label: str, text: str) -> JSON:
    parts = (make_text_element(f"{label}: ", "bold"), make_text_element(shorten_text(make_visible(text), 300), "code"))
    return make_rich_text(label.lower(), [make_rich_section(*parts)])


def _render_question(document: CardDocument) -> list[JSON]:
    """The question with its context, and the answers that a select has no room for."""
    answers = document.find_part(AnswersPart)
    is_listed = answers is not None and not all(map(is_label_fitting, answers.answers))
    kinds = (QuotePart, NoticePart, *((AnswersPart,) if is_listed else ()))
    asked = document._replace(parts=tuple(part for part in document.parts if isinstance(part, kinds)))
    return print_parts(asked, make_quiet_context("answer"))


def _render_refusal(written: FormInputState) -> list[JSON]:
    """The refusal of the whole form, above its inputs."""
    return [
        make_context(f"refused.{n}", make_plain_text(f"⚠ {text}", 900))
        for n, text in enumerate(written.complaints.values())
    ][:5]
