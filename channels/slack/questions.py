"""A question as a Slack message, and the ways to answer it there: buttons, a select, a dialog. What is cut has none of them."""

from bot.core.card import Ask, Card
from bot.core.redact import redacted
from bot.core.shown import visible
from bot.core.word import JSON
from channels.slack import actions
from channels.slack.blocks import (
    MAX_LABEL,
    block_id,
    button,
    buttons,
    context,
    header,
    option,
    plain,
    quote,
    rich,
    section,
    short,
    size,
    spoken,
    start,
)
from channels.slack.look import AGENTS_WORDS, Look, Message, ending, footer, paused, people, sentence, status

MAX_SHOWN = 9_000
"""Size of the question, its context and its answers together."""

MAX_QUESTION, MAX_CONTEXT = 3_500, 2_000
"""What is shown of them when they do not fit together."""

MAX_BUTTONS = 5
MAX_VALUE = 150
"""Characters of an option's value."""

YES_NO = ("yes", "no")


def question(card: Card, ask: Ask, look: Look) -> Message:
    """The message of a question, open or settled."""
    is_whole = is_shown_whole(ask)
    asked = visible(redacted(ask.question))
    first = " ".join(asked.split())
    title = f"{status(card.outcome)}: {first}" if card.outcome else _title(card, ask)
    blocks = [
        header(block_id("header", look.version), title),
        *ending(card, look.version),
        *paused(card, look.version),
        *_urgency(ask, look),
        rich(block_id("question", look.version), [section(*spoken(asked if is_whole else start(asked, MAX_QUESTION)))]),
        *_context(ask, look, is_whole=is_whole),
        *_answers(ask, look, is_whole=is_whole),
        *people(card, look, "May answer"),
        footer(card, look),
        *(_controls(ask, look, is_whole=is_whole) if look.is_live and not card.outcome else []),
    ]
    return Message(sentence(card, look, f"{_title(card, ask)} for", short(first, 600)), blocks)


def answers_of(ask: Ask) -> tuple[str, ...]:
    """The answers that one chooses from; empty where one writes."""
    return {"yes_no": YES_NO, "multiple_choice": ask.choices}.get(ask.format, ())


def chosen(ask: Ask, choice: str) -> str | None:
    """The answer that a mark's choice stands for (its number, from 0); None when there is no such answer."""
    answers = answers_of(ask)
    is_number = choice.isascii() and choice.isdigit() and len(choice) <= 4
    return answers[int(choice)] if is_number and int(choice) < len(answers) else None


def is_shown_whole(ask: Ask) -> bool:
    shown = (ask.question, ask.context, *answers_of(ask))
    return sum(size(visible(redacted(text))) + 8 for text in shown) <= MAX_SHOWN


def fits(answer: str) -> bool:
    """Whether a label has room for all of an answer."""
    return 0 < size(visible(redacted(answer))) <= MAX_LABEL


def controls(card: Card, ask: Ask, look: Look) -> list[JSON]:
    """The ways to answer, for a place where the question itself is shown whole; nothing once it is settled."""
    return _controls(ask, look, is_whole=is_shown_whole(ask)) if look.is_live and not card.outcome else []


def _title(card: Card, ask: Ask) -> str:
    """The house's own questions are not the agent's."""
    agent = visible(card.agent) or "an agent"
    return {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(ask.purpose, f"Question from {agent}")


def _urgency(ask: Ask, look: Look) -> list[JSON]:
    return [context(block_id("urgency", look.version), plain("🔴 Urgent"))] if ask.urgency == "high" else []


def _context(ask: Ask, look: Look, *, is_whole: bool) -> list[JSON]:
    text = visible(redacted(ask.context))
    if not text.strip():
        return []
    label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
    said = quote(text if is_whole else start(text, MAX_CONTEXT))
    return [context(block_id("label", look.version), plain(label)), rich(block_id("context", look.version), [said])]


def _answers(ask: Ask, look: Look, *, is_whole: bool) -> list[JSON]:
    """What no label has room for is listed; what is not shown whole is said to be cut."""
    if not is_whole:
        note = f"✂ cut here: the question has {len(ask.question) + len(ask.context)} characters with its context."
        return [context(block_id("cut", look.version), plain(note))]
    if ask.format == "form" and ask.fields:
        labels = ", ".join(field.label for field in ask.fields)
        return [context(block_id("fields", look.version), plain(f"It asks for: {labels}", 600))]
    return listed(ask, block_id("answers", look.version))


def listed(ask: Ask, id: str) -> list[JSON]:
    """The answers whole and numbered, where a label has no room for one of them; else nothing."""
    answers = answers_of(ask)
    if all(fits(answer) for answer in answers):
        return []
    lines = "\n".join(f"{number}. {visible(redacted(answer))}" for number, answer in enumerate(answers, 1))
    return [rich(id, [section(*spoken(lines))])]


def _controls(ask: Ask, look: Look, *, is_whole: bool) -> list[JSON]:
    if not is_whole:
        if not look.link:
            return []
        whole = button("Read it whole and answer", actions.OPEN, "Read the whole question and answer it", url=look.link)
        return [buttons(block_id("actions", look.version), [whole])]
    answers = answers_of(ask)
    if answers and len(answers) <= MAX_BUTTONS and all(fits(answer) for answer in answers):
        return [buttons(block_id("actions", look.version), _answer_buttons(answers, look))]
    values = [look.sealed(str(number)) for number in range(len(answers))]
    if 0 < len(values) <= 100 and max(map(len, values)) <= MAX_VALUE:
        return [buttons(block_id("actions", look.version), [_select(answers, values)])]
    write = button("Answer…", actions.WRITE, "Answer in a dialog", style="primary", value=look.sealed(""))
    hint = [context(block_id("hint", look.version), plain("… or reply in this thread."))]
    return [buttons(block_id("actions", look.version), [write]), *(hint if ask.format == "free_text" else [])]


def _answer_buttons(answers: tuple[str, ...], look: Look) -> list[JSON]:
    return [
        button(_label(answer), actions.answer(number), f"Answer: {redacted(answer)}", value=look.sealed(str(number)))
        for number, answer in enumerate(answers)
    ]


def _select(answers: tuple[str, ...], values: list[str]) -> JSON:
    return {
        "type": "static_select",
        "action_id": actions.CHOOSE,
        "placeholder": plain("Choose an answer"),
        "options": options(answers, values),
    }


def options(answers: tuple[str, ...], values: list[str]) -> list[JSON]:
    """The options of a select: numbered as they are listed above it, when a label has no room for one."""
    is_numbered = not all(fits(answer) for answer in answers)
    return [
        option(f"{number}. {redacted(answer)}" if is_numbered else _label(answer), value)
        for number, (answer, value) in enumerate(zip(answers, values, strict=True), 1)
    ]


def _label(answer: str) -> str:
    return {"yes": "Yes", "no": "No"}.get(answer, redacted(answer))
