"""The dialogs: details, a reason to reject, edited arguments, a typed confirmation, a written answer. Pure.

`metadata` goes into private_metadata: the signed token of the request; closing a dialog changes nothing. The values are
read back by `form_inputs.read_form`.
"""

import hashlib
from collections.abc import Sequence

from bot.core.base_types import JSON
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import SizeLimit, build_document, list_answers, print_raw_arguments
from bot.core.card.parts import AnswersPart, FactPart, NoticePart, QuotePart
from bot.core.escaping import make_visible
from bot.core.forms import FormField
from bot.core.secrets.redaction import redact_secrets
from channels.slack.views import action_ids
from channels.slack.views.blocks import (
    make_actions,
    make_heading,
    make_note,
    make_option,
    make_plain_text,
    make_preformatted,
    make_rich_section,
    make_rich_text,
    make_text_element,
    measure_text,
    shorten_text,
)
from channels.slack.views.card_printer import SLACK_LIMITS, summarize_card
from channels.slack.views.form_inputs import (
    OPTIONS,
    FormInputState,
    make_input_block,
    make_inputs,
    make_text_input,
)
from channels.slack.views.part_printer import print_parts, print_title
from channels.slack.views.question_answer_controls import is_label_fitting, make_select_options
from channels.slack.views.view_context import SlackViewContext, make_quiet_context

MAX_TITLE = 24
MAX_RAW = 30_000
DETAILS_LIMITS = SLACK_LIMITS._replace(
    sizes=(SizeLimit(measure_text, 60_000),), cut_to=60_000, words=2_400, total=80_000
)
"""The limits of a dialog in which nothing is approved: Slack takes 250 kB. `MAX_RAW` is that of its raw arguments."""

MIN_REASON, MAX_REASON = 3, 1_000
MAX_RADIO = 10
BY_EDITOR = "The arguments in this form run when you approve. If you change anything, it is a new proposal."
BY_ANOTHER = (
    "Somebody else must approve what you propose here: who changes it may not. To approve it as it is, use the card."
)
"""The effect of the form with the arguments, by the policy's rule of edits."""

WAITING = (
    "⏳ Stored. It is being checked now; this takes a moment. You may close this: the card shows what comes of it."
)

NOTHING = FormInputState()


def make_details_modal(card: RequestCard, context: SlackViewContext) -> JSON:
    """All parts of the card at greater length, and the raw form of texts of several lines. Nothing is decided in it."""
    document = build_document(card, DETAILS_LIMITS, context.reader._replace(may_decide=False))
    raw = shorten_text(print_raw_arguments(card, DETAILS_LIMITS), MAX_RAW)
    label = make_rich_section(make_text_element("On one line each, as they are sent:", "bold"))
    blocks = [
        *make_heading("heading", print_title(document)),
        *print_parts(document, context),
        *([make_rich_text("raw", [label, make_preformatted(raw)])] if raw else []),
        *([_render_reference("Digest", card.digest)] if card.digest else []),
        *([_render_reference("Request", card.request)] if card.request else []),
    ]
    return _make_view("Details", action_ids.DETAILS, blocks)


def make_form_modal(
    action: str, card: RequestCard, metadata: str, fields: Sequence[FormField] = (), written: FormInputState = NOTHING
) -> JSON:
    """One of the dialogs that are sent, by its id. `fields` are the arguments, for the dialog that edits them."""
    match action:
        case action_ids.REJECT:
            return make_reject_modal(card, metadata, written=written)
        case action_ids.APPROVE:
            return make_confirm_modal(card, metadata, written)
        case action_ids.EDIT:
            return make_edit_modal(card, fields, metadata, written)
        case action_ids.WRITE:
            return make_answer_modal(card, metadata, written)
        case _:
            raise ValueError(f"There is no dialog {action!r}. There are: {', '.join(action_ids.FORMS)}.")


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
    (inputs, unusable), document = make_inputs(fields, written), build_document(card, SLACK_LIMITS)
    why_not = document.why_not or unusable or ("" if fields else "There is nothing to edit.")
    if why_not:
        return make_sentence_modal(title, f"{why_not} Edit it in the inbox.")
    again = f"Type {card.typed} to {what}; if you change that value, type the new one"
    blocks = [
        *make_heading("heading", print_title(document), hint=BY_ANOTHER if is_proposal else BY_EDITOR),
        *inputs,
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
        *make_heading("heading", print_title(document)),
        *print_parts(document, context),
        make_input_block("typed", f"Type {card.typed} to approve", make_text_input(value=written.typed)),
    ]
    return _make_view("Approve", action_ids.APPROVE, blocks, submit="Approve", metadata=metadata)


def make_answer_modal(card: RequestCard, metadata: str, written: FormInputState = NOTHING) -> JSON:
    """The dialog to write or choose an answer, or to fill in a form."""
    ask, document = card.ask, build_document(card, SLACK_LIMITS)
    asked, why_not = make_inputs(ask.fields, written) if ask else ([], "It is no question.")
    why_not = why_not or document.why_not
    if ask is None or why_not:
        return make_sentence_modal("Answer", f"{why_not} Answer it in the inbox.")
    if ask.format != "form":
        answers = list_answers(ask)
        options = make_select_options(answers, [str(number) for number in range(len(answers))])
        element = make_text_input(value=written.answer, is_long=True)
        if options:
            chosen = [option for number, option in enumerate(options) if written.answer == str(number)]
            element = {"type": "static_select", "placeholder": make_plain_text("Choose"), "options": options}
            element |= {"initial_option": chosen[0]} if chosen else {}
        asked = [*_render_refusal(written), make_input_block("answer", "Your answer", element)]
    listed = document.find_part(AnswersPart)  # the answers that a select has no room for
    is_listed = listed is not None and not all(map(is_label_fitting, listed.answers))
    kinds = (QuotePart, NoticePart, FactPart, *((AnswersPart,) if is_listed else ()))
    shown = document._replace(parts=tuple(part for part in document.list_printed() if isinstance(part, kinds)))
    blocks = [*print_parts(shown, make_quiet_context("answer")), *asked]
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


def _render_reference(label: str, text: str) -> JSON:
    parts = (make_text_element(f"{label}: ", "bold"), make_text_element(shorten_text(make_visible(text), 300), "code"))
    return make_rich_text(label.lower(), [make_rich_section(*parts)])


def _render_refusal(written: FormInputState) -> list[JSON]:
    """The refusal of the whole form, above its inputs."""
    return [make_note(f"refused.{n}", f"⚠ {text}", 900) for n, text in enumerate(written.complaints.values())][:5]
