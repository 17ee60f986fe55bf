"""The answers of a question in Slack: a button each, a select, or a dialog. Pure."""

from collections.abc import Sequence
from typing import Literal

from bot.core.base_types import JSON
from bot.core.card.card import QuestionPart
from bot.core.card.document_builder import list_answers
from bot.core.card.parts import ActionsPart, AnswersPart
from bot.core.errors import NotUnderstood
from bot.core.escaping import make_visible
from bot.core.request_views import Request
from bot.core.secrets.redaction import redact_secrets
from channels.slack.views import action_ids
from channels.slack.views.blocks import MAX_LABEL, make_button, make_option, make_plain_text, measure_text
from channels.slack.views.view_context import SlackViewContext

__all__ = [
    "choose_control",
    "find_answer_text",
    "is_label_fitting",
    "list_answers",
    "make_answer_controls",
    "make_select_options",
    "number_answers",
    "require_answer",
]

MAX_BUTTONS, MAX_OPTIONS = 5, 100
MAX_VALUE = 150
"""Characters of an option's value."""

MAX_LISTED = 600
"""Size of the labels of a select whose answers are listed, too."""


def require_answer(request: Request, choice: str) -> str:
    """The answer of a button: `choice` is the number of one of the question's own. Raises `NotUnderstood`."""
    found = find_answer_text(request.card.ask, choice) if request.card.ask else None
    if found is None:
        raise NotUnderstood("This answer is not one of the question's.")
    return found


def find_answer_text(ask: QuestionPart, choice: str) -> str | None:
    """The answer of a token's `choice` (its number, from 0); None when there is no such answer."""
    answers = list_answers(ask)
    is_number = choice.isascii() and choice.isdigit() and len(choice) <= 4
    return answers[int(choice)] if is_number and int(choice) < len(answers) else None


def is_label_fitting(answer: str) -> bool:
    """Whether a label has room for all of an answer."""
    return 0 < measure_text(make_visible(redact_secrets(answer))) <= MAX_LABEL


def number_answers(answers: Sequence[str]) -> str:
    """The answers whole, a numbered line each."""
    return "\n".join(f"{number}. {make_visible(redact_secrets(answer))}" for number, answer in enumerate(answers, 1))


def choose_control(
    answers: Sequence[str], actions: ActionsPart | None, context: SlackViewContext
) -> Literal["", "buttons", "select", "dialog"]:
    """The control to answer with; empty where the card offers no answer."""
    if actions is None or not actions.may_answer:
        return ""
    has_labels = all(map(is_label_fitting, answers))
    if answers and len(answers) <= MAX_BUTTONS and has_labels:
        return "buttons"
    values = [context.sign_choice(str(number)) for number in range(len(answers))]
    if not 0 < len(values) <= MAX_OPTIONS or max(map(len, values)) > MAX_VALUE:
        return "dialog"
    labels = [measure_text(option["text"]["text"]) for option in make_select_options(answers, values)]
    return "select" if has_labels or sum(labels) <= MAX_LISTED else "dialog"


def make_answer_controls(part: AnswersPart | None, actions: ActionsPart, context: SlackViewContext) -> list[JSON]:
    """The elements to answer with."""
    answers = part.answers if part else ()
    values = [context.sign_choice(str(number)) for number in range(len(answers))]
    match choose_control(answers, actions, context):
        case "buttons":
            return [
                make_button(
                    _make_label(answer), action_ids.name_answer_action(number), f"Answer: {answer}", value=value
                )
                for number, (answer, value) in enumerate(zip(answers, values, strict=True))
            ]
        case "select":
            placeholder = make_plain_text("Choose an answer")
            select = {"type": "static_select", "action_id": action_ids.CHOOSE, "placeholder": placeholder}
            return [select | {"options": make_select_options(answers, values)}]
        case "dialog":
            value = context.sign_choice("")
            return [make_button("Answer…", action_ids.WRITE, "Answer in a dialog", style="primary", value=value)]
        case "":
            return []


def make_select_options(answers: Sequence[str], values: Sequence[str]) -> list[JSON]:
    """The options of a select: numbered as in the list of the answers, when a label has no room for one of them."""
    is_numbered = not all(map(is_label_fitting, answers))
    return [
        make_option(f"{number}. {redact_secrets(answer)}" if is_numbered else _make_label(answer), value)
        for number, (answer, value) in enumerate(zip(answers, values, strict=True), 1)
    ]


def _make_label(answer: str) -> str:
    return {"yes": "Yes", "no": "No"}.get(answer, redact_secrets(answer))
