"""One request, or what an agent says, as one letter: what will run first and whole, the agent's words last. Sends nothing.

Where something is not shown whole a reply cannot approve it; the letter says why, and links to where it is.
"""

from bot.core.card import Card
from bot.core.redact import redacted
from bot.core.shown import visible
from channels.email.look import Letter, Look, UnclearReply, line, mailto
from channels.email.markdown import html_of as said_as_html
from channels.email.markdown import said_as_text
from channels.email.parts import agents_words, ending, footer, link, outcome_title, paused, people
from channels.email.press import html_of
from channels.email.questions import is_question_whole, question, why_no_answer
from channels.email.runs import Runs, sentence_of, what_runs
from channels.email.sheet import Button, Piece, Sheet, text_of
from channels.email.subjects import replied, subject_of

__all__ = ["Letter", "Look", "card", "why_not"]

MAX_PREVIEW = 140

APPROVE, REJECT = "approve", "reject"
"""The first line of a reply that decides; what reads replies knows both."""


def card(card: Card, look: Look) -> Letter:
    """The letter of an approval, a question, or a note of the agent: open or settled. The HTML is under 100 KB."""
    if card.request is None:
        sheet = _note(card, look)
    elif card.ask:
        sheet = question(card, card.ask, look)
    else:
        sheet = _approval(card, look)
    return Letter(sheet.subject, text_of(sheet), html_of(sheet), sheet.preview)


def why_not(card: Card) -> str:
    """Why no reply to the letter of this card approves or answers it, in a sentence for who replied; empty: one may.

    A letter without an Approve stops nobody from writing "approve": whoever reads replies has to ask this too.
    """
    return why_no_answer(card.ask) if card.ask else " ".join(_why_no_approval(card, what_runs(card)))


def is_shown_whole(card: Card) -> bool:
    """Whether the letter of this card shows all of what is asked."""
    return is_question_whole(card.ask) if card.ask else not what_runs(card).why_not


def private(text: str, url: str) -> Letter:
    """The letter that signs somebody in: a sentence of ours and the link, nothing else."""
    sheet = Sheet(
        subject="Sign in to Countersign",
        title="Sign in to Countersign",
        preview=line(text, MAX_PREVIEW),
        marker="",
        pieces=(Piece("own", visible(text)),),
        how=(),
        links=(Button("Sign in", url, "go"),),
        mails=(),
        after=(),
        footer=("No reply to this mail is read as an answer.",),
    )
    return Letter(sheet.subject, text_of(sheet), html_of(sheet), sheet.preview)


def _note(card: Card, look: Look) -> Sheet:
    """What the agent says. Nothing in it waits for an answer, but whoever replies goes on with the conversation."""
    text, agent = card.text, line(card.agent, 80) or "An agent"
    return Sheet(
        subject=subject_of(card, look),
        title=f"{agent} says:",
        preview=f"{agent}: {line(text, MAX_PREVIEW)}",
        marker=line(look.marker, 200),
        pieces=(Piece("said", said_as_text(text), html=said_as_html(text)),),
        how=(),
        links=link(look, "Open in the inbox", "quiet"),
        mails=(),
        after=(),
        footer=("Reply to this mail to go on with the conversation.",) if look.reply_to else (),
    )


def _approval(card: Card, look: Look) -> Sheet:
    runs = what_runs(card)
    subject = subject_of(card, look)
    is_open = card.outcome is None and look.is_live
    tool = line(card.tool, 100)
    ended = outcome_title(card.outcome, f"The request {tool}", card.execution) if card.outcome else ""
    return Sheet(
        subject=subject,
        title=ended or _title(tool, look),
        preview=sentence_of(card, MAX_PREVIEW),
        marker=line(look.marker, 200),
        pieces=(
            *ending(card),
            *(_unclear(look) or _why_you(card, look)),
            *paused(card),
            *runs.pieces,
            *people(card, look, "May decide"),
            *_irreversible(card),
        ),
        how=_how(card, look, _why_no_approval(card, runs)) if card.outcome is None else (),
        links=_links(look, runs, is_open=is_open),
        mails=_mails(look, subject, is_whole=_may_approve(card, look, runs)) if is_open else (),
        after=agents_words(card.words),
        footer=footer(card, look),
        is_good=card.outcome is None or (card.outcome.status == "approved" and not _is_bad(card)),
    )


def _title(tool: str, look: Look) -> str:
    if look.unclear:
        return f"Please confirm: {tool}"
    return f"Approval needed: {tool}" if look.is_live else f"Others decide: {tool}"


def _why_you(card: Card, look: Look) -> tuple[Piece, ...]:
    """Whose request it is and why the reader gets it, while it is open. No word of it may read as a decision."""
    if card.outcome is not None:
        return ()
    agent, by = line(card.agent, 80) or "An agent", line(card.requested_by, 120)
    asked = f"; {by} asked for it" if by else ""
    why = (
        "It waits for you, and does not run before."
        if look.is_live
        else "This is for your information: others decide it."
    )
    return (Piece("own", f"{agent} wants to run the call below{asked}. {why}"),)


def _may_approve(card: Card, look: Look, runs: Runs) -> bool:
    """Whether a reply to this letter can approve the call."""
    is_asked_to_refuse = look.unclear is not None and look.unclear.sounds == "reject"
    return not (card.paused or is_asked_to_refuse or _why_no_approval(card, runs))


def _is_bad(card: Card) -> bool:
    return card.execution is not None and card.execution.is_bad


_BY_EDITOR = "Its arguments can be edited on its page before it is approved."
_BY_ANOTHER = "Its arguments can be changed on its page; somebody else must then approve them."
_EDITS = {"": _BY_EDITOR, "by_editor": _BY_EDITOR, "by_another": _BY_ANOTHER}
"""What can be done with the arguments of a request that allows edits, by `Card.edit_rule`."""

_TYPED = "To approve it, a word has to be typed on its page."


def _why_no_approval(card: Card, runs: Runs) -> tuple[str, ...]:
    return tuple(why for why in (runs.why_not, _TYPED if card.typed or card.irreversible else "") if why)


def _irreversible(card: Card) -> tuple[Piece, ...]:
    return (Piece("warning", "⚠ It cannot be undone."),) if card.irreversible and not card.outcome else ()


def _unclear(look: Look) -> tuple[Piece, ...]:
    """What was written that was no clear decision. Nothing was decided by it."""
    if look.unclear is None:
        return ()
    what = {"approve": "an approval", "reject": "a refusal"}[look.unclear.sounds]
    said = line(redacted(look.unclear.said), MAX_PREVIEW)
    own = Piece("own", f"You replied “{said}”, which sounds like {what} but is not a clear one. Nothing was decided.")
    if not look.unclear.frame:
        return (own,)
    return (own, Piece("own", _FRAMED), Piece("code", visible(redacted(look.unclear.frame))))


_FRAMED = (
    "Around it stood the text below, which may be yours or your mail server's. It is no part of your answer to this question, "
    "also where your mail holds it again. If it is a condition of yours, do not say yes here."
)


def _how_to_confirm(unclear: UnclearReply) -> str:
    """How to say it clearly. It is asked once, and holds for the call as it stands here with the votes that it has now."""
    if unclear.sounds == "reject":
        return f'If you refuse exactly this call, reply with one word on the first line: "{REJECT}". Below it you may say why.'
    reply = f"If you mean exactly this call, reply with one word on the first line: {APPROVE} or {REJECT}."
    return f"{reply} This question is asked once and ends with any vote or change."


def _how(card: Card, look: Look, why: tuple[str, ...]) -> tuple[str, ...]:
    """How to decide. No line of it may read as a decision, since it stands in what replies quote."""
    if not look.is_live:
        return ()
    if card.paused:
        refuse = f'To refuse it now, reply with one word on the first line: "{REJECT}". Below it you may say why.'
        return ("It cannot be approved while it is paused.", *((refuse,) if look.reply_to else ()))
    edits = (_EDITS[card.edit_rule],) if card.edits and look.link else ()
    if not look.reply_to:
        return (*why, *edits, "It cannot be decided by a reply.")
    if why:
        refuse = f'To refuse it, reply with one word on the first line: "{REJECT}". Below it you may say why.'
        return (f"It cannot be approved by mail. {' '.join(why)}", *edits, refuse)
    if look.unclear is not None:
        return (_how_to_confirm(look.unclear),)
    reply = f"Reply with one word on the first line: {APPROVE} or {REJECT}. Below a {REJECT} you may say why."
    return (reply, *edits)


def _links(look: Look, runs: Runs, *, is_open: bool) -> tuple[Button, ...]:
    if not is_open:
        return link(look, "Open in the inbox", "quiet")
    return link(look, "Read it whole and decide" if runs.why_not else "Review and decide", "go")


def _mails(look: Look, subject: str, *, is_whole: bool) -> tuple[Button, ...]:
    """The buttons that open a reply, filled in: an Approve only under what was shown whole."""
    approve = mailto(look.reply_to, replied(subject), f"{APPROVE}\n") if is_whole else ""
    reject = mailto(look.reply_to, replied(subject), f"{REJECT}\n\n")
    buttons = (Button("Approve by mail", approve, "yes"), Button("Reject by mail", reject, "no"))
    return tuple(button for button in buttons if button.url)
