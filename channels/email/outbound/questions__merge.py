"""A question as a letter, and how to answer it: in a reply, or on its page where a reply has no room for it. Decides nothing."""

from bot.core.card.card import QuestionPart, RequestCard
from bot.core.secrets.redaction import redact_secrets
from bot.core.escaping import make_visible
from channels.email.outbound.view_context import MailViewContext, format_line
from channels.email.outbound.card_sections import AGENTS_WORDS, quote_agent, cut_text_with_size, describe_ending, make_footer, make_review_button, format_outcome_title, describe_pause, describe_people
from channels.email.outbound.document import DocumentPiece, MailDocument
from channels.email.outbound.subjects__merge import choose_subject

MAX_SHOWN = 9_000
"""Characters of the question, its context and its answers together."""

MAX_QUESTION = 3_000
MAX_PREVIEW = 140


def build_question(card: RequestCard, ask: QuestionPart, look: MailViewContext) -> MailDocument:
    """The letter of a question, open or settled."""
    is_whole = is_question_whole(ask)
    is_open = card.outcome is None and look.is_live
    asked = _redact_text(ask.question)
    label = "Review and answer" if is_whole else "Read it whole and answer"
    return MailDocument(
        subject=choose_subject(card, look),
        title=format_outcome_title(card.outcome, "The question") if card.outcome else _make_question_title(card, ask),
        preview=f"{_make_question_title(card, ask)}: {format_line(asked, MAX_PREVIEW)}",
        marker=format_line(look.marker, 200),
        pieces=(
            *describe_ending(card),
            *describe_pause(card),
            *_describe_urgency(card, ask),
            DocumentPiece("words", asked if is_whole else cut_text_with_size(asked, MAX_QUESTION), _describe_asker(ask)),
            *_list_choices(ask, is_whole=is_whole),
            *describe_people(card, look, "May answer"),
        ),
        how=_explain_how_to_answer(ask, look) if card.outcome is None else (),
        links=make_review_button(look, label, "go") if is_open else make_review_button(look, "Open in the inbox", "quiet"),
        mails=(),
        after=_show_context(ask, is_whole=is_whole),
        footer=make_footer(card, look),
        is_good=card.outcome is None or card.outcome.status == "answered",
    )


def explain_no_answer(ask: QuestionPart) -> str:
    """Why no reply answers it; empty: one may."""
    if not is_question_whole(ask):
        return "It is too long to be shown whole in a mail, so it can be answered on its page alone."
    return "It is a form, so it can be answered on its page alone." if ask.format == "form" else ""


def _redact_text(text: str) -> str:
    return make_visible(redact_secrets(text))


def is_question_whole(ask: QuestionPart) -> bool:
    """Whether a letter has room for the question with its context and answers."""
    return sum(len(_redact_text(text)) + 8 for text in (ask.question, ask.context, *ask.choices)) <= MAX_SHOWN


def _make_question_title(card: RequestCard, ask: QuestionPart) -> str:
    """The house's own questions are not the agent's."""
    agent = format_line(card.agent, 80) or "an agent"
    return {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(ask.purpose, f"Question from {agent}")


def _describe_asker(ask: QuestionPart) -> str:
    return "The agent asks:" if ask.purpose == "ask" else ""


def _describe_urgency(card: RequestCard, ask: QuestionPart) -> tuple[DocumentPiece, ...]:
    return (DocumentPiece("warning", "🔴 Urgent"),) if ask.urgency == "high" and card.outcome is None else ()


def _list_choices(ask: QuestionPart, *, is_whole: bool) -> tuple[DocumentPiece, ...]:
    """The answers to choose from, or what a form asks for."""
    if not is_whole:
        return ()
    if ask.format == "multiple_choice":
        numbered = "\n".join(f"{number}. {_redact_text(choice)}" for number, choice in enumerate(ask.choices, 1))
        return (DocumentPiece("words", numbered, "The answers to choose from:"),)
    if ask.format == "form":
        labels = "\n".join(f"- {format_line(redact_secrets(field.label), 200)}" for field in ask.fields)
        return (DocumentPiece("words", labels, "The form asks for:"),)
    return ()


def _explain_how_to_answer(ask: QuestionPart, look: MailViewContext) -> tuple[str, ...]:
    """How to answer. No line of it may read as an answer, since it stands in what replies quote."""
    if not look.is_live:
        return ("This is for your information: others answer it.",)
    if why := explain_no_answer(ask):
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


def _show_context(ask: QuestionPart, *, is_whole: bool) -> tuple[DocumentPiece, ...]:
    label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
    if is_whole:
        said = _redact_text(ask.context)
        return (DocumentPiece("words", said, label),) if said.strip() else ()
    return quote_agent(ask.context, label)
