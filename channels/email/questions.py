"""A question as a letter, and how to answer it: in a reply, or on its page where a reply has no room for it. Decides nothing."""

from bot.core.card import Ask, Card
from bot.core.redact import redacted
from bot.core.shown import visible
from channels.email.look import Look, line
from channels.email.parts import AGENTS_WORDS, agents_words, cut, ending, footer, link, outcome_title, paused, people
from channels.email.sheet import Piece, Sheet
from channels.email.subjects import subject_of

MAX_SHOWN = 9_000
"""Characters of the question, its context and its answers together."""

MAX_QUESTION = 3_000
MAX_PREVIEW = 140


def question(card: Card, ask: Ask, look: Look) -> Sheet:
    """The letter of a question, open or settled."""
    is_whole = is_question_whole(ask)
    is_open = card.outcome is None and look.is_live
    asked = _safe(ask.question)
    label = "Review and answer" if is_whole else "Read it whole and answer"
    return Sheet(
        subject=subject_of(card, look),
        title=outcome_title(card.outcome, "The question") if card.outcome else _title(card, ask),
        preview=f"{_title(card, ask)}: {line(asked, MAX_PREVIEW)}",
        marker=line(look.marker, 200),
        pieces=(
            *ending(card),
            *paused(card),
            *_urgency(card, ask),
            Piece("words", asked if is_whole else cut(asked, MAX_QUESTION), _asks(ask)),
            *_choices(ask, is_whole=is_whole),
            *people(card, look, "May answer"),
        ),
        how=_how(ask, look) if card.outcome is None else (),
        links=link(look, label, "go") if is_open else link(look, "Open in the inbox", "quiet"),
        mails=(),
        after=_context(ask, is_whole=is_whole),
        footer=footer(card, look),
        is_good=card.outcome is None or card.outcome.status == "answered",
    )


def why_no_answer(ask: Ask) -> str:
    """Why no reply answers it; empty: one may."""
    if not is_question_whole(ask):
        return "It is too long to be shown whole in a mail, so it can be answered on its page alone."
    return "It is a form, so it can be answered on its page alone." if ask.format == "form" else ""


def _safe(text: str) -> str:
    return visible(redacted(text))


def is_question_whole(ask: Ask) -> bool:
    """Whether a letter has room for the question with its context and answers."""
    return sum(len(_safe(text)) + 8 for text in (ask.question, ask.context, *ask.choices)) <= MAX_SHOWN


def _title(card: Card, ask: Ask) -> str:
    """The house's own questions are not the agent's."""
    agent = line(card.agent, 80) or "an agent"
    return {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(ask.purpose, f"Question from {agent}")


def _asks(ask: Ask) -> str:
    return "The agent asks:" if ask.purpose == "ask" else ""


def _urgency(card: Card, ask: Ask) -> tuple[Piece, ...]:
    return (Piece("warning", "🔴 Urgent"),) if ask.urgency == "high" and card.outcome is None else ()


def _choices(ask: Ask, *, is_whole: bool) -> tuple[Piece, ...]:
    """The answers to choose from, or what a form asks for."""
    if not is_whole:
        return ()
    if ask.format == "multiple_choice":
        numbered = "\n".join(f"{number}. {_safe(choice)}" for number, choice in enumerate(ask.choices, 1))
        return (Piece("words", numbered, "The answers to choose from:"),)
    if ask.format == "form":
        labels = "\n".join(f"- {line(redacted(field.label), 200)}" for field in ask.fields)
        return (Piece("words", labels, "The form asks for:"),)
    return ()


def _how(ask: Ask, look: Look) -> tuple[str, ...]:
    """How to answer. No line of it may read as an answer, since it stands in what replies quote."""
    if not look.is_live:
        return ("This is for your information: others answer it.",)
    if why := why_no_answer(ask):
        return (why,)
    if not look.reply_to:
        return ("It cannot be answered by a reply.",)
    match ask.format:
        case "yes_no":
            return ("Reply with one word on the first line: yes or no.",)
        case "multiple_choice":
            return ("Reply with the answer on the first line: its number, or its words as they stand here.",)
        case "free_text" | "form":
            return ("Reply with the answer.",)


def _context(ask: Ask, *, is_whole: bool) -> tuple[Piece, ...]:
    label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
    if is_whole:
        said = _safe(ask.context)
        return (Piece("words", said, label),) if said.strip() else ()
    return agents_words(ask.context, label)
