"""Builds the mail of one request, or of an agent's message: the call first and whole, the agent's words last. Sends nothing.

If a part is not shown whole, a reply cannot approve it; the mail tells why, and links to the whole request.
"""

from bot.core.card.card import QuestionPart, RequestCard
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets
from channels.email.outbound.call_section import CallSection, build_call_section, summarize_call
from channels.email.outbound.card_sections import (
    AGENTS_WORDS,
    cut_text_with_size,
    describe_ending,
    describe_pause,
    describe_people,
    format_outcome_title,
    make_footer,
    make_review_button,
    quote_agent,
)
from channels.email.outbound.document import DocumentPiece, LinkButton, MailDocument, print_html, print_text
from channels.email.outbound.markdown import render_html, render_plain_text
from channels.email.outbound.message import choose_subject, make_reply_subject
from channels.email.outbound.view_context import (
    MailContent,
    MailViewContext,
    UnclearReply,
    format_line,
    make_mailto_link,
)

MAX_SHOWN = 9_000
"""Characters of the question with its context and its answers."""

MAX_QUESTION = 3_000


def build_question(card: RequestCard, ask: QuestionPart, context: MailViewContext) -> MailDocument:
    """Build the mail of a question, open or settled."""
    is_whole = is_question_whole(ask)
    is_open = card.outcome is None and context.is_live
    asked = _redact_text(ask.question)
    label = "Review and answer" if is_whole else "Read it whole and answer"
    return MailDocument(
        subject=choose_subject(card, context),
        title=format_outcome_title(card.outcome, "The question") if card.outcome else _make_question_title(card, ask),
        preview=f"{_make_question_title(card, ask)}: {format_line(asked, MAX_PREVIEW)}",
        marker=format_line(context.marker, 200),
        pieces=(
            *describe_ending(card),
            *describe_pause(card),
            *((DocumentPiece("warning", "🔴 Urgent"),) if ask.urgency == "high" and card.outcome is None else ()),
            DocumentPiece(
                "words",
                asked if is_whole else cut_text_with_size(asked, MAX_QUESTION),
                "The agent asks:" if ask.purpose == "ask" else "",
            ),
            *_list_choices(ask, is_whole=is_whole),
            *describe_people(card, context, "May answer"),
        ),
        how=_explain_how_to_answer(ask, context) if card.outcome is None else (),
        links=make_review_button(context, label, "go")
        if is_open
        else make_review_button(context, "Open in the inbox", "quiet"),
        mails=(),
        after=_show_context(ask, is_whole=is_whole),
        footer=make_footer(card, context),
        is_good=card.outcome is None or card.outcome.status == "answered",
    )


def explain_no_answer(ask: QuestionPart) -> str:
    """Why a reply cannot answer the question; empty: it can."""
    if not is_question_whole(ask):
        return "It is too long to be shown whole in a mail, so it can be answered on its page alone."
    return "It is a form, so it can be answered on its page alone." if ask.format == "form" else ""


def _redact_text(text: str) -> str:
    return make_visible(redact_secrets(text))


def is_question_whole(ask: QuestionPart) -> bool:
    """Whether the question with its context and answers fits into a mail."""
    return sum(len(_redact_text(text)) + 8 for text in (ask.question, ask.context, *ask.choices)) <= MAX_SHOWN


def _make_question_title(card: RequestCard, ask: QuestionPart) -> str:
    """Return the title. Questions of the platform (`limit`, `outcome`) do not name the agent as their author."""
    agent = format_line(card.agent, 80) or "an agent"
    return {"limit": f"May {agent} go on?", "outcome": "Did it happen?"}.get(ask.purpose, f"Question from {agent}")


def _list_choices(ask: QuestionPart, *, is_whole: bool) -> tuple[DocumentPiece, ...]:
    """Show the answers to choose from, or the fields of a form."""
    if not is_whole:
        return ()
    if ask.format == "multiple_choice":
        numbered = "\n".join(f"{number}. {_redact_text(choice)}" for number, choice in enumerate(ask.choices, 1))
        return (DocumentPiece("words", numbered, "The answers to choose from:"),)
    if ask.format == "form":
        labels = "\n".join(f"- {format_line(redact_secrets(field.label), 200)}" for field in ask.fields)
        return (DocumentPiece("words", labels, "The form asks for:"),)
    return ()


def _explain_how_to_answer(ask: QuestionPart, context: MailViewContext) -> tuple[str, ...]:
    """Explain how to answer. No line may read as an answer, because replies quote it."""
    if not context.is_live:
        return ("This is for your information: others answer it.",)
    if why := explain_no_answer(ask):
        return (why,)
    if not context.reply_to:
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


__all__ = ["MailContent", "MailViewContext", "explain_no_reply", "render_card"]

MAX_PREVIEW = 140

APPROVE, REJECT = "approve", "reject"
"""The first line of a reply that decides; the decision grammar knows both."""


def render_card(card: RequestCard, context: MailViewContext) -> MailContent:
    """Render the mail of an approval, a question, or an agent's message: open or settled. The HTML is under 100 KB."""
    if card.request is None:
        text, agent = card.text, format_line(card.agent, 80) or "An agent"
        document = MailDocument(
            subject=choose_subject(card, context),
            title=f"{agent} says:",
            preview=f"{agent}: {format_line(text, MAX_PREVIEW)}",
            marker=format_line(context.marker, 200),
            pieces=(DocumentPiece("said", render_plain_text(text), html=render_html(text)),),
            how=(),
            links=make_review_button(context, "Open in the inbox", "quiet"),
            mails=(),
            after=(),
            footer=("Reply to this mail to go on with the conversation.",) if context.reply_to else (),
        )
    elif card.ask:
        document = build_question(card, card.ask, context)
    else:
        document = _build_approval(card, context)
    return MailContent(document.subject, print_text(document), print_html(document), document.preview)


def explain_no_reply(card: RequestCard) -> str:
    """Why no reply to the mail of this card can approve or answer it, as a sentence for the writer; empty: one can.

    A mail without an Approve button does not prevent a reply "approve", so the handler of replies checks this as well.
    """
    return explain_no_answer(card.ask) if card.ask else " ".join(_explain_no_approval(card, build_call_section(card)))


def is_shown_whole(card: RequestCard) -> bool:
    """Whether the mail of this card shows the whole request."""
    return is_question_whole(card.ask) if card.ask else not build_call_section(card).why_not


def render_private_link(text: str, url: str) -> MailContent:
    """Render the sign-in mail: one sentence and the link."""
    document = MailDocument(
        subject="Sign in to Countersign",
        title="Sign in to Countersign",
        preview=format_line(text, MAX_PREVIEW),
        marker="",
        pieces=(DocumentPiece("own", make_visible(text)),),
        how=(),
        links=(LinkButton("Sign in", url, "go"),),
        mails=(),
        after=(),
        footer=("No reply to this mail is read as an answer.",),
    )
    return MailContent(document.subject, print_text(document), print_html(document), document.preview)


def _build_approval(card: RequestCard, context: MailViewContext) -> MailDocument:
    runs = build_call_section(card)
    subject = choose_subject(card, context)
    is_open = card.outcome is None and context.is_live
    tool = format_line(card.tool, 100)
    if card.outcome:
        title = format_outcome_title(card.outcome, f"The request {tool}", card.execution)
    elif context.unclear:
        title = f"Please confirm: {tool}"
    else:
        title = f"Approval needed: {tool}" if context.is_live else f"Others decide: {tool}"
    decide = "Read it whole and decide" if runs.why_not else "Review and decide"
    return MailDocument(
        subject=subject,
        title=title,
        preview=summarize_call(card, MAX_PREVIEW),
        marker=format_line(context.marker, 200),
        pieces=(
            *describe_ending(card),
            *(_quote_unclear(context) or _explain_recipient(card, context)),
            *describe_pause(card),
            *runs.pieces,
            *describe_people(card, context, "May decide"),
            *((DocumentPiece("warning", "⚠ It cannot be undone."),) if card.irreversible and not card.outcome else ()),
        ),
        how=_explain_how_to_decide(card, context, _explain_no_approval(card, runs)) if card.outcome is None else (),
        links=make_review_button(context, decide, "go")
        if is_open
        else make_review_button(context, "Open in the inbox", "quiet"),
        mails=_make_mail_buttons(context, subject, is_whole=_may_approve(card, context, runs)) if is_open else (),
        after=quote_agent(card.words),
        footer=make_footer(card, context),
        is_good=card.outcome is None
        or (card.outcome.status == "approved" and not (card.execution is not None and card.execution.is_bad)),
    )


def _explain_recipient(card: RequestCard, context: MailViewContext) -> tuple[DocumentPiece, ...]:
    """Tell who asked for the call and why the reader gets the mail, while the request is open. No word may read as a decision."""
    if card.outcome is not None:
        return ()
    agent, by = format_line(card.agent, 80) or "An agent", format_line(card.requested_by, 120)
    asked = f"; {by} asked for it" if by else ""
    why = (
        "It waits for you, and does not run before."
        if context.is_live
        else "This is for your information: others decide it."
    )
    return (DocumentPiece("own", f"{agent} wants to run the call below{asked}. {why}"),)


def _may_approve(card: RequestCard, context: MailViewContext, runs: CallSection) -> bool:
    """Whether a reply to this mail can approve the call."""
    is_asked_to_refuse = context.unclear is not None and context.unclear.sounds == "reject"
    return not (card.paused or is_asked_to_refuse or _explain_no_approval(card, runs))


_BY_EDITOR = "Its arguments can be edited on its page before it is approved."
_BY_ANOTHER = "Its arguments can be changed on its page; somebody else must then approve them."
_EDITS = {"": _BY_EDITOR, "by_editor": _BY_EDITOR, "by_another": _BY_ANOTHER}
"""Sentences about edits, by `RequestCard.edit_rule`."""

_TYPED = "To approve it, a word has to be typed on its page."


def _explain_no_approval(card: RequestCard, runs: CallSection) -> tuple[str, ...]:
    return tuple(why for why in (runs.why_not, _TYPED if card.typed or card.irreversible else "") if why)


def _quote_unclear(context: MailViewContext) -> tuple[DocumentPiece, ...]:
    """Quote the reply that was no clear decision."""
    if context.unclear is None:
        return ()
    what = {"approve": "an approval", "reject": "a refusal"}[context.unclear.sounds]
    said = format_line(redact_secrets(context.unclear.said), MAX_PREVIEW)
    own = DocumentPiece(
        "own", f"You replied “{said}”, which sounds like {what} but is not a clear one. Nothing was decided."
    )
    if not context.unclear.frame:
        return (own,)
    return (
        own,
        DocumentPiece("own", _FRAMED),
        DocumentPiece("code", make_visible(redact_secrets(context.unclear.frame))),
    )


_FRAMED = (
    "Around it stood the text below, which may be yours or your mail server's. It is no part of your answer to this question, "
    "also where your mail holds it again. If it is a condition of yours, do not say yes here."
)


def _explain_how_to_confirm(unclear: UnclearReply) -> str:
    """Explain how to answer a confirmation. It is asked once, for the call and the votes as they are now."""
    if unclear.sounds == "reject":
        return f'If you refuse exactly this call, reply with one word on the first line: "{REJECT}". Below it you may say why.'
    reply = f"If you mean exactly this call, reply with one word on the first line: {APPROVE} or {REJECT}."
    return f"{reply} This question is asked once and ends with any vote or change."


def _explain_how_to_decide(card: RequestCard, context: MailViewContext, why: tuple[str, ...]) -> tuple[str, ...]:
    """Explain how to decide. No line may read as a decision, because replies quote it."""
    if not context.is_live:
        return ()
    if card.paused:
        refuse = f'To refuse it now, reply with one word on the first line: "{REJECT}". Below it you may say why.'
        return ("It cannot be approved while it is paused.", *((refuse,) if context.reply_to else ()))
    edits = (_EDITS[card.edit_rule],) if card.edits and context.link else ()
    if not context.reply_to:
        return (*why, *edits, "It cannot be decided by a reply.")
    if why:
        refuse = f'To refuse it, reply with one word on the first line: "{REJECT}". Below it you may say why.'
        return (f"It cannot be approved by mail. {' '.join(why)}", *edits, refuse)
    if context.unclear is not None:
        return (_explain_how_to_confirm(context.unclear),)
    reply = f"Reply with one word on the first line: {APPROVE} or {REJECT}. Below a {REJECT} you may say why."
    return (reply, *edits)


def _make_mail_buttons(context: MailViewContext, subject: str, *, is_whole: bool) -> tuple[LinkButton, ...]:
    """Make the buttons that open a filled-in reply: Approve only where the mail shows the whole call."""
    approve = make_mailto_link(context.reply_to, make_reply_subject(subject), f"{APPROVE}\n") if is_whole else ""
    reject = make_mailto_link(context.reply_to, make_reply_subject(subject), f"{REJECT}\n\n")
    buttons = (LinkButton("Approve by mail", approve, "yes"), LinkButton("Reject by mail", reject, "no"))
    return tuple(button for button in buttons if button.url)
