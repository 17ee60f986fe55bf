"""A question as a Slack message, with its controls: buttons, a select, a dialog. A question that is cut has none of
them.
"""

from bot.core.card.card import QuestionPart, RequestCard
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets
from bot.core.values import JSON
from channels.slack.views import action_ids
from channels.slack.views.blocks import (
    MAX_LABEL,
    cut_text,
    make_actions,
    make_block_id,
    make_button,
    make_context,
    make_header,
    make_option,
    make_plain_text,
    make_quote,
    make_rich_section,
    make_rich_text,
    make_text_elements,
    measure_text,
    shorten_text,
)
from channels.slack.views.card_sections import (
    AGENTS_WORDS,
    CardMessage,
    SlackViewContext,
    format_status,
    render_ending,
    render_footer,
    render_pause,
    render_people,
    summarize_message,
)

MAX_SHOWN = 9_000
"""Size of the question, its context and its answers together."""

MAX_QUESTION, MAX_CONTEXT = 3_500, 2_000
"""Shown sizes of the question and its context when they do not fit together."""

MAX_BUTTONS = 5
MAX_VALUE = 150
"""Characters of an option's value."""

YES_NO = ("yes", "no")


def render_question(card: RequestCard, ask: QuestionPart, context: SlackViewContext) -> CardMessage:
    """The message of a question, open or settled."""
    is_whole = is_shown_whole(ask)
    asked = make_visible(redact_secrets(ask.question))
    first = " ".join(asked.split())
    title = f"{format_status(card.outcome)}: {first}" if card.outcome else _render_title(card, ask)
    blocks = [
        make_header(make_block_id("header", context.version), title),
        *render_ending(card, context.version),
        *render_pause(card, context.version),
        *(
            [make_context(make_block_id("urgency", context.version), make_plain_text("🔴 Urgent"))]
            if ask.urgency == "high"
            else []
        ),
        make_rich_text(
            make_block_id("question", context.version),
            [make_rich_section(*make_text_elements(asked if is_whole else cut_text(asked, MAX_QUESTION)))],
        ),
        *_render_context(ask, context, is_whole=is_whole),
        *_render_answers(ask, context, is_whole=is_whole),
        *render_people(card, context, "May answer"),
        render_footer(card, context),
        *(_render_answer_controls(ask, context, is_whole=is_whole) if context.is_live and not card.outcome else []),
    ]
    return CardMessage(
        summarize_message(card, context, f"{_render_title(card, ask)} for", shorten_text(first, 600)), blocks
    )


def list_answers(ask: QuestionPart) -> tuple[str, ...]:
    """The answers to choose from; empty for written answers."""
    return {"yes_no": YES_NO, "multiple_choice": ask.choices}.get(ask.format, ())


def find_answer_text(ask: QuestionPart, choice: str) -> str | None:
    """The answer of a token's `choice` (its number, from 0); None when there is no such answer."""
    answers = list_answers(ask)
    is_number = choice.isascii() and choice.isdigit() and len(choice) <= 4
    return answers[int(choice)] if is_number and int(choice) < len(answers) else None


def is_shown_whole(ask: QuestionPart) -> bool:
    shown = (ask.question, ask.context, *list_answers(ask))
    return sum(measure_text(make_visible(redact_secrets(text))) + 8 for text in shown) <= MAX_SHOWN


def is_label_fitting(answer: str) -> bool:
    """Whether a label has room for all of an answer."""
    return 0 < measure_text(make_visible(redact_secrets(answer))) <= MAX_LABEL


def render_controls(card: RequestCard, ask: QuestionPart, context: SlackViewContext) -> list[JSON]:
    """The controls, for a view that shows the question whole; empty once it is settled."""
    return (
        _render_answer_controls(ask, context, is_whole=is_shown_whole(ask))
        if context.is_live and not card.outcome
        else []
    )


def _render_title(card: RequestCard, ask: QuestionPart) -> str:
    """The title of a question. Questions of the platform are not attributed to the agent."""
    agent = make_visible(card.agent) or "an agent"
    return {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(ask.purpose, f"Question from {agent}")


def _render_context(ask: QuestionPart, context: SlackViewContext, *, is_whole: bool) -> list[JSON]:
    text = make_visible(redact_secrets(ask.context))
    if not text.strip():
        return []
    label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
    said = make_quote(text if is_whole else cut_text(text, MAX_CONTEXT))
    return [
        make_context(make_block_id("label", context.version), make_plain_text(label)),
        make_rich_text(make_block_id("context", context.version), [said]),
    ]


def _render_answers(ask: QuestionPart, context: SlackViewContext, *, is_whole: bool) -> list[JSON]:
    """The answers that do not fit into labels; a note when the question is cut."""
    if not is_whole:
        note = f"✂ cut here: the question has {len(ask.question) + len(ask.context)} characters with its context."
        return [make_context(make_block_id("cut", context.version), make_plain_text(note))]
    if ask.format == "form" and ask.fields:
        labels = ", ".join(field.label for field in ask.fields)
        return [make_context(make_block_id("fields", context.version), make_plain_text(f"It asks for: {labels}", 600))]
    return render_answer_list(ask, make_block_id("answers", context.version))


def render_answer_list(ask: QuestionPart, id: str) -> list[JSON]:
    """The answers whole and numbered, where a label has no room for one of them; else empty."""
    answers = list_answers(ask)
    if all(is_label_fitting(answer) for answer in answers):
        return []
    lines = "\n".join(f"{number}. {make_visible(redact_secrets(answer))}" for number, answer in enumerate(answers, 1))
    return [make_rich_text(id, [make_rich_section(*make_text_elements(lines))])]


def _render_answer_controls(ask: QuestionPart, context: SlackViewContext, *, is_whole: bool) -> list[JSON]:
    if not is_whole:
        if not context.link:
            return []
        whole = make_button(
            "Read it whole and answer", action_ids.OPEN, "Read the whole question and answer it", url=context.link
        )
        return [make_actions(make_block_id("actions", context.version), [whole])]
    answers = list_answers(ask)
    if answers and len(answers) <= MAX_BUTTONS and all(is_label_fitting(answer) for answer in answers):
        return [
            make_actions(
                make_block_id("actions", context.version),
                [
                    make_button(
                        _make_label(answer),
                        action_ids.name_answer_action(number),
                        f"Answer: {redact_secrets(answer)}",
                        value=context.sign_choice(str(number)),
                    )
                    for number, answer in enumerate(answers)
                ],
            )
        ]
    values = [context.sign_choice(str(number)) for number in range(len(answers))]
    if 0 < len(values) <= 100 and max(map(len, values)) <= MAX_VALUE:
        select = {
            "type": "static_select",
            "action_id": action_ids.CHOOSE,
            "placeholder": make_plain_text("Choose an answer"),
            "options": make_select_options(answers, values),
        }
        return [make_actions(make_block_id("actions", context.version), [select])]
    write = make_button(
        "Answer…", action_ids.WRITE, "Answer in a dialog", style="primary", value=context.sign_choice("")
    )
    hint = [make_context(make_block_id("hint", context.version), make_plain_text("… or reply in this thread."))]
    return [
        make_actions(make_block_id("actions", context.version), [write]),
        *(hint if ask.format == "free_text" else []),
    ]


def make_select_options(answers: tuple[str, ...], values: list[str]) -> list[JSON]:
    """The options of a select: numbered as in the list above it, when a label has no room for one."""
    is_numbered = not all(is_label_fitting(answer) for answer in answers)
    return [
        make_option(f"{number}. {redact_secrets(answer)}" if is_numbered else _make_label(answer), value)
        for number, (answer, value) in enumerate(zip(answers, values, strict=True), 1)
    ]


def _make_label(answer: str) -> str:
    return {"yes": "Yes", "no": "No"}.get(answer, redact_secrets(answer))
