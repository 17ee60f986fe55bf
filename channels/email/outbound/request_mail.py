"""Builds the mail of one request, or of an agent's message: the call first and whole, the agent's words last. Sends nothing.

If a part is not shown whole, a reply cannot approve it; the mail tells why, and links to the whole request.
"""

from typing import Literal

from bot.core.card.card import QuestionPart, RequestCard
from bot.core.card.parts import CardDocument, ReferencePart, StatusPart, TitlePart
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets
from channels.email.outbound.card_printer import (
    MAX_LINE,
    build_mail_document,
    format_outcome_title,
    print_pieces,
    print_words,
    summarize_card_call,
)
from channels.email.outbound.document import DocumentPiece, LinkButton, MailDocument, print_html, print_text
from channels.email.outbound.markdown import render_html, render_plain_text
from channels.email.outbound.message import choose_subject, make_reply_subject
from channels.email.outbound.view_context import (
    MailContent,
    MailViewContext,
    format_line,
    make_mailto_link,
)

__all__ = ["MailContent", "MailViewContext", "explain_no_reply", "render_card"]

MAX_PREVIEW = 140

ALONE = "This mail is for you alone, and so is the address that it is answered to: do not pass it on."

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
            links=_make_review_button(context, "Open in the inbox", "quiet"),
            mails=(),
            after=(),
            footer=("Reply to this mail to go on with the conversation.",) if context.reply_to else (),
        )
    else:
        document = _build_request(card, context)
    return MailContent(document.subject, print_text(document), print_html(document), document.preview)


def explain_no_reply(card: RequestCard) -> str:
    """Why no reply to the mail of this card can approve or answer it, as a sentence for the writer; empty: one can.

    A mail without an Approve button does not prevent a reply "approve", so the handler of replies checks this as well.
    """
    return " ".join(_explain_no_decision(card, build_mail_document(card, MailViewContext())))


def is_shown_whole(card: RequestCard) -> bool:
    """Whether the mail of this card shows the whole request."""
    return build_mail_document(card, MailViewContext()).is_whole


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


def _build_request(card: RequestCard, context: MailViewContext) -> MailDocument:
    """Build the mail of an approval or a question, open or settled."""
    document, subject = build_mail_document(card, context), choose_subject(card, context)
    is_open = card.outcome is None and context.is_live and not card.is_resting
    status, title = document.find_part(StatusPart), _format_title(card, document, context)
    verb, reference = "answer" if card.ask else "decide", document.find_part(ReferencePart) or ReferencePart("")
    digest = f" · digest {reference.digest[:12]}" if reference.digest else ""
    label = f"Review and {verb}" if document.is_whole else f"Read it whole and {verb}"
    asked = format_line(redact_secrets(card.ask.question), MAX_PREVIEW) if card.ask else ""
    why_not = _explain_no_decision(card, document)
    is_asked_to_refuse = context.unclear is not None and context.unclear.sounds == "reject"
    may_approve = not (card.paused or is_asked_to_refuse or why_not)
    how: tuple[str, ...] = ()
    if card.outcome is None and not card.is_resting:
        how = (
            _explain_how_to_answer(card.ask, context, why_not)
            if card.ask
            else _explain_how_to_decide(card, context, why_not)
        )
    return MailDocument(
        subject=subject,
        title=title,
        preview=f"{title}: {asked}" if card.ask else summarize_card_call(card, MAX_PREVIEW),
        marker=format_line(context.marker, 200),
        pieces=(
            *(() if card.ask else _print_opening(card, context)),
            *print_pieces(document, context),
        ),
        how=how,
        links=_make_review_button(context, label, "go")
        if is_open
        else _make_review_button(context, "Open in the inbox", "quiet"),
        mails=_make_mail_buttons(context, subject, is_whole=may_approve) if is_open and not card.ask else (),
        after=print_words(document, context),
        footer=(
            f"Request {format_line(reference.request, MAX_LINE)}{digest}",
            *((ALONE,) if is_open and context.reply_to else ()),
        ),
        is_good=status is None or not status.is_bad,
    )


def _format_title(card: RequestCard, document: CardDocument, context: MailViewContext) -> str:
    """Return the title of the mail. While the request is open it tells the reader's part, after its end the outcome."""
    named = document.find_part(TitlePart) or TitlePart("")
    what = format_line(named.text, MAX_LINE)
    if card.outcome:
        return format_outcome_title(document, "The question" if card.ask else f"The request {what}")
    if card.ask:
        return what
    if context.unclear:
        return f"Please confirm: {what}"
    status = document.find_part(StatusPart) or StatusPart("")
    return f"{status.words}: {what}" if context.is_live else f"Others decide: {what}"


def _make_review_button(context: MailViewContext, label: str, tone: Literal["go", "quiet"]) -> tuple[LinkButton, ...]:
    """Make the link to the page of the request. Opening it only reads (EML22)."""
    return (LinkButton(label, context.link, tone),) if context.link else ()


def _explain_no_decision(card: RequestCard, document: CardDocument) -> tuple[str, ...]:
    """Why no reply can approve or answer, beside a pause: it is not shown whole, or needs more than a reply holds."""
    if card.ask and document.why_not:
        return (f"{document.why_not.removesuffix('.')}, so it can be answered on its page alone.",)
    if card.ask:
        return ("It is a form, so it can be answered on its page alone.",) if card.ask.format == "form" else ()
    typed = "To approve it, a word has to be typed on its page." if card.typed or card.irreversible else ""
    return tuple(why for why in (document.why_not, typed) if why)


def _print_opening(card: RequestCard, context: MailViewContext) -> tuple[DocumentPiece, ...]:
    """Quote the reply that was no clear decision; without one, while the request is open, name the requester and the
    reason why the reader gets the mail. No word of it may read as a decision.
    """
    if context.unclear is None and card.outcome is not None:
        return ()
    if context.unclear is None:
        agent, by = format_line(card.agent, 80) or "An agent", format_line(card.requested_by, 120)
        asked = f"; {by} asked for it" if by else ""
        why = (
            "It waits for you, and does not run before."
            if context.is_live
            else "This is for your information: others decide it."
        )
        return (DocumentPiece("own", f"{agent} wants to run the call below{asked}. {why}"),)
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
        DocumentPiece("code", make_visible(redact_secrets(context.unclear.frame)), "The text around your answer"),
    )


_FRAMED = (
    "Around it stood the text below, which may be yours or your mail server's. It is no part of your answer to this question, "
    "also where your mail holds it again. If it is a condition of yours, do not say yes here."
)


def _explain_how_to_answer(ask: QuestionPart, context: MailViewContext, why: tuple[str, ...]) -> tuple[str, ...]:
    """Explain how to answer. No line may read as an answer, because replies quote it."""
    if not context.is_live:
        return ("This is for your information: others answer it.",)
    if why:
        return why
    if not context.reply_to:
        return ("It cannot be answered by a reply.",)
    match ask.format:
        case "yes_no":
            return ("Reply with one word on the first line: yes or no.",)
        case "multiple_choice":
            return ("Reply with the answer on the first line: its number, or its words as they stand here.",)
        case "free_text" | "form":
            return ("Reply with the answer.",)


_BY_EDITOR = "Its arguments can be edited on its page before it is approved."
_BY_ANOTHER = "Its arguments can be changed on its page; somebody else must then approve them."
_EDITS = {"": _BY_EDITOR, "by_editor": _BY_EDITOR, "by_another": _BY_ANOTHER}
"""Sentences about edits, by `RequestCard.edit_rule`."""


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
    if context.unclear is not None and context.unclear.sounds == "reject":
        return (
            f'If you refuse exactly this call, reply with one word on the first line: "{REJECT}". Below it you may say why.',
        )
    if context.unclear is not None:  # asked once, for the call and the votes as they are now
        reply = f"If you mean exactly this call, reply with one word on the first line: {APPROVE} or {REJECT}."
        return (f"{reply} This question is asked once and ends with any vote or change.",)
    reply = f"Reply with one word on the first line: {APPROVE} or {REJECT}. Below a {REJECT} you may say why."
    return (reply, *edits)


def _make_mail_buttons(context: MailViewContext, subject: str, *, is_whole: bool) -> tuple[LinkButton, ...]:
    """Make the buttons that open a filled-in reply: Approve only where the mail shows the whole call."""
    approve = make_mailto_link(context.reply_to, make_reply_subject(subject), f"{APPROVE}\n") if is_whole else ""
    reject = make_mailto_link(context.reply_to, make_reply_subject(subject), f"{REJECT}\n\n")
    buttons = (LinkButton("Approve by mail", approve, "yes"), LinkButton("Reject by mail", reject, "no"))
    return tuple(button for button in buttons if button.url)
