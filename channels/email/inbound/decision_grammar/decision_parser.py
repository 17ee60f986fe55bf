"""Reads the decision of a reply by a closed grammar over its first line; any text outside of the grammar is unclear. No search, no model.

An approval is the whole reply: phrases of closed lists, and below them only thanks, a name and a signature. An unclear reply never
approves. The sender is verified elsewhere (`sender_verification.py`).
"""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Literal, TypeAlias

from bot.core.base_types import FrozenModel
from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.act_approvals import mark_act_approvals
from channels.email.inbound.decision_grammar.approval_vetoes import (
    has_slogan_alone,
    is_about_something_else,
    may_be_read_otherwise,
)
from channels.email.inbound.decision_grammar.courtesies import DISMISSALS
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.explicit_yes_among_remarks import orders_removal
from channels.email.inbound.decision_grammar.leaning_by_phrases import find_phrase_leaning
from channels.email.inbound.decision_grammar.leaning_by_words import denies_obstacle
from channels.email.inbound.decision_grammar.line_grammar import (
    ASKS,
    classify_line,
    classify_phrase,
    is_approval,
    is_kind_by_rules,
)
from channels.email.inbound.decision_grammar.line_text import (
    find_reason,
    normalize_phrase,
    split_phrases_of_line,
    strip_invisible,
)
from channels.email.inbound.decision_grammar.plain_reading import read_plainly
from channels.email.inbound.decision_grammar.refusal_vetoes import (
    PERHAPS,
    STOPS,
    has_refusal_at_end,
    may_order_cancelling,
    may_refuse_nothing,
    strip_negated_order,
    strip_question,
)
from channels.email.inbound.decision_grammar.replier_profile import (
    BARE_NOUNS,
    ReplyAuthor,
    has_name,
    is_courtesy,
)
from channels.email.inbound.decision_grammar.reply_lines import (
    MAX_LINES_OF_APPROVAL,
    cut_reason,
    is_closing_line,
    split_reply_lines,
    strip_reply_signature,
)
from channels.email.inbound.decision_grammar.sentence_reading import is_readable, suggest_leaning
from channels.email.inbound.decision_grammar.undecided_leaning import asks_to_wait, find_leaning, strip_frame
from channels.email.inbound.decision_grammar.verdict_hints_in_undecided_lines import (
    find_text_after_refusal,
    has_approval_phrase,
    has_wait_phrase,
    has_wait_start,
)
from channels.email.inbound.decision_grammar.vocabulary import APOLOGIES
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply

__all__ = [
    "ApprovingReply",
    "RejectingReply",
    "ReplyAuthor",
    "ReplyDecision",
    "UndecidedReply",
    "decide_reply",
    "find_choice",
]

MAX_TEXT = 20_000
"""Characters of a reply that is read as a decision."""

MAX_LINES_TOGETHER, MAX_OPENINGS = 3, 4
MAX_REASON = 2_000
"""Characters of a reason, as many as an `ApprovalDecision` takes."""


class ApprovingReply(FrozenModel):
    """Yes, and nothing else."""


class RejectingReply(FrozenModel):
    """No; with the person's own words for why, perhaps none."""

    reason: str = ""


class UndecidedReply(FrozenModel):
    """No decision; `why` is a sentence for the writer.

    `leaning`: the decision that the reply resembles, so that one question may be asked about it; empty: none, or a wish to wait.
    """

    why: str
    leaning: Literal["", "approve", "reject"] = ""


ReplyDecision: TypeAlias = ApprovingReply | RejectingReply | UndecidedReply

HTML_ONLY = "Your mail has no plain text, and formatted text alone does not approve."
DISAGREE = "The plain and the formatted text of your mail do not say the same."
ASKS_TO_WAIT = "With “{}” you ask to wait: it waits. Reply yes or no when you know."
NO_WORDS = "Your mail holds no words besides what it quotes."

_UNREAD = (ASKS_TO_WAIT.partition("{")[0], NO_WORDS)
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"[#(]?([0-9]{1,3})[).]?")


def decide_reply(reply: ExtractedReply, speaker: ReplyAuthor | None = None, code: str = "") -> ReplyDecision:
    """Return the decision of the reply. With a `code`, an approval has to name it: `approve 4711`.

    Lists and rules of whole phrases come first. What they leave undecided approves where every word of it is known and harmless
    (`plain_reading.py`). Else, when it is short and plain, its words may reject, or ask whether an approval is meant.
    """
    if why := _explain_unreadable(reply):
        return UndecidedReply(why=why)
    speaker = speaker or ReplyAuthor()
    found = _decide_both_texts(reply, speaker, code)
    texts = [text for text in (reply.text, reply.html) if text is not None]
    if isinstance(found, ApprovingReply) and any(
        may_be_read_otherwise(mark_act_approvals(told, speaker), speaker)
        or is_about_something_else(told, speaker)
        or has_slogan_alone(text, speaker)
        for text in texts
        for told in [strip_frame(text, speaker)]
    ):
        return UndecidedReply(
            why="It may be a question, a report, or about something else than the call.", leaning="approve"
        )
    if isinstance(found, RejectingReply):
        return _doubt_refusal(found, texts, speaker)
    if isinstance(found, ApprovingReply) or code:
        return found
    is_whole = not (reply.is_html_only or reply.below.strip() or found.why.startswith(_UNREAD))
    plain = {read_plainly(strip_frame(text, speaker), speaker) for text in texts} if is_whole else set()
    if plain == {"approval"} and not any(has_slogan_alone(text, speaker) for text in texts):
        return ApprovingReply()
    told = [strip_question(text) for text in texts]
    if all(told) and all(isinstance(_decide_text(text, speaker, ""), RejectingReply) for text in told):
        return found if found.leaning else found.model_copy(update={"leaning": "reject"})
    read = _read_by_words(found, reply, texts, speaker) if all(_is_plain(text, speaker) for text in texts) else found
    if reply.below.strip() or not isinstance(read, UndecidedReply):
        return read
    leaning = find_leaning(read.leaning, texts, speaker)
    return read.model_copy(update={"leaning": leaning or ("approve" if plain and "" not in plain else "")})


def _read_by_words(
    found: UndecidedReply, reply: ExtractedReply, texts: Sequence[str], speaker: ReplyAuthor
) -> ReplyDecision:
    """Return what the words of a short text say whose phrases decide nothing. It is plain: `_is_plain` holds for each of `texts`."""
    read = _decide_both_texts(reply, speaker.model_copy(update={"reads_words": True}), "")
    if isinstance(read, ApprovingReply):  # words alone ask for a confirmation: "with this change" may be a condition
        return found.model_copy(update={"leaning": "approve"})
    if isinstance(read, RejectingReply):
        return _doubt_refusal(read, texts, speaker)
    if found.leaning or read.leaning or any(asks_to_wait(text, speaker) for text in texts):
        return found if found.leaning else read
    hints = {suggest_leaning(strip_frame(text, speaker), speaker.languages, speaker.call_acts or ()) for text in texts}
    return found.model_copy(update={"leaning": hints.pop()}) if len(hints) == 1 else found


def _doubt_refusal(found: RejectingReply, texts: Sequence[str], speaker: ReplyAuthor) -> ReplyDecision:
    """Return the refusal, or a question where it may refuse nothing: "Not my call, ask Max", or be a yes: "Nothing wrong with it"."""
    if any(may_refuse_nothing(strip_frame(text, speaker), speaker) for text in texts):
        return UndecidedReply(why="It may leave the decision to somebody else, or say yes and no.", leaning="reject")
    if any(may_order_cancelling(strip_frame(text, speaker), speaker) for text in texts):
        return UndecidedReply(why="It may refuse, or order what the call does.", leaning="approve")
    if all(
        orders_removal(told, speaker) or denies_obstacle(told, speaker)
        for told in (strip_frame(text, speaker) for text in texts)
    ):
        return UndecidedReply(why="It may be a yes.", leaning="approve")
    return found


def _is_plain(text: str, speaker: ReplyAuthor) -> bool:
    """Whether a text may be read by its words: short, without questions and quotations, and nothing in it ends the talk."""
    told = strip_frame(text, speaker)
    return is_readable([told]) and DISMISSALS.isdisjoint(chain(*map(split_phrases_of_line, told.split("\n"))))


def _decide_both_texts(reply: ExtractedReply, speaker: ReplyAuthor, code: str) -> ReplyDecision:
    """Return the decision of the plain and the formatted text, where both say the same."""
    found = _decide_with_words_below(_decide_text(reply.text, speaker, code), reply.below, speaker)
    if isinstance(found, ApprovingReply) and reply.is_html_only:
        return UndecidedReply(why=HTML_ONLY, leaning="approve")
    if reply.html is not None:
        other = _decide_with_words_below(_decide_text(reply.html, speaker, code), reply.below, speaker)
        if isinstance(found, ApprovingReply) != isinstance(other, ApprovingReply):
            both = {
                "approve" if isinstance(each, ApprovingReply) else getattr(each, "leaning", "")
                for each in (found, other)
            }
            return UndecidedReply(why=DISAGREE, leaning="approve" if both == {"approve"} else "")
        if isinstance(found, UndecidedReply) and (
            not isinstance(other, UndecidedReply) or other.leaning != found.leaning
        ):
            return UndecidedReply(why=found.why)
    return found


def _decide_with_words_below(found: ReplyDecision, below: str, speaker: ReplyAuthor) -> ReplyDecision:
    """Return the decision above our text if other words below it, a condition or a footer in any language, leave it clear."""
    lines = [line for line in below.split("\n") if line.strip()]
    if not lines or isinstance(found, UndecidedReply):
        return found
    why = f"Below what you quote stands “{cut_reason(lines[0])}”, so it is not clear whether that is a part of your answer."
    if isinstance(found, ApprovingReply):
        is_open = any(has_doubt(line) or "?" in strip_invisible(line) for line in lines)
        return UndecidedReply(why=why, leaning="" if is_open else "approve")
    says_yes = any("approve" in classify_line(line, speaker) for line in lines)
    return UndecidedReply(why=why) if says_yes else found


def find_choice(reply: ExtractedReply, choices: Sequence[str], speaker: ReplyAuthor | None = None) -> str | None:
    """Return the choice that the reply names exactly, by its words or by its number from 1; None when it names none or two.

    A choice that is a number itself wins over the position with that number. The same lines may follow as after an approval.
    """
    if _explain_unreadable(reply) or reply.is_html_only or reply.below:
        return None
    found = _match_choice(reply.text, choices, speaker or ReplyAuthor())
    return (
        found if reply.html is None or found == _match_choice(reply.html, choices, speaker or ReplyAuthor()) else None
    )


def _explain_unreadable(reply: ExtractedReply) -> str | None:
    if not reply.is_answer:
        return "Your mail answers none that we sent to you."
    if reply.is_doubtful:
        return "Your mail could not be read whole."
    if reply.is_forward:
        return "Your mail forwards something, so it is not clear whose words it holds."
    if reply.is_inline:
        return "Your words stand between those that you quote, so it is not clear what they are about."
    if max(len(reply.text), len(reply.html or "")) > MAX_TEXT:
        return f"Your mail has more than {MAX_TEXT} characters besides what it quotes."
    if any(_BIDI.search(text) for text in (reply.text, reply.html or "")):
        return "Your mail holds characters that change the direction of writing."
    if not reply.text.strip():
        return NO_WORDS
    return None


@remember(longest=1_000, most=256)  # both texts of a mail are mostly the same
def _decide_text(text: str, speaker: ReplyAuthor, code: str) -> ReplyDecision:
    lines = split_reply_lines(text, speaker)
    if not lines:
        return UndecidedReply(why=NO_WORDS)
    first, *below = lines
    if (rejected := _read_rejection(first, below, speaker)) is not None:
        return rejected
    kinds = classify_line(first, speaker)
    if "hold" in kinds or (kinds[0] in ("reject", "other") and has_wait_start(first, speaker)):
        return UndecidedReply(why=ASKS_TO_WAIT.format(cut_reason(first)))
    if not code:
        return _read_approval(lines, speaker, text)
    # the first phrase has to end with the code; without it, the lines have to be an approval
    phrase, *more = split_phrases_of_line(first) or [""]
    head, _, given = phrase.rpartition(" ")
    bare = [", ".join([head, *more]), *below]
    if (
        given == code.casefold()
        and isinstance(_read_approval(bare, speaker, "\n".join(bare)), ApprovingReply)
        and is_approval(classify_line(head, speaker))
    ):
        return ApprovingReply()
    if is_approval(kinds):
        return UndecidedReply(why=f"This request needs its code on the same line, such as “approve {code}”.")
    return UndecidedReply(why=f"The first line, “{cut_reason(first)}”, is neither an approval nor a no.")


def _read_approval(lines: Sequence[str], speaker: ReplyAuthor, text: str) -> ReplyDecision:
    """Approve if all lines up to the signature approve, support that, or are polite, and one of them approves.

    `text` is the whole reply: a word that may be a name approves in its first line alone.
    """
    first, body = lines[0], strip_reply_signature(lines, speaker)
    body = body[: MAX_LINES_OF_APPROVAL + 1]
    opened = next((line for line in map(strip_invisible, text.split("\n")) if line.strip()), "")
    kinds = [classify_line(line, speaker, is_first=line == opened) for line in body]
    odd = next(
        (line for line, found in zip(body, kinds, strict=True) if not set(found) <= {"approve", "support", "courtesy"}),
        None,
    )
    phrases = [normalize_phrase(line) for line in body]
    is_asked = bool(BARE_NOUNS & set(phrases)) and any(phrase.startswith(ASKS) for phrase in phrases)
    is_whole = odd is None and not is_asked and len(lines) <= MAX_LINES_OF_APPROVAL
    if is_whole and is_approval(kind for found in kinds for kind in found):
        return ApprovingReply()
    leaning = find_phrase_leaning(lines, speaker)
    # polite lines may be an approving phrase of one language together: "Tak." is a yes in Polish and thanks in Danish, and Polish with
    # "Pozdrawiam," below it; likewise "問題ありません。", "お願いします。". A line that may be a name is none of them
    is_soft = {kind for found in kinds for kind in found} <= {"sounds", "support", "courtesy"}
    together = " ".join(normalize_phrase(line.rstrip(" ,、")) for line in body)
    if (
        leaning == "approve"
        and is_soft
        and not has_name(phrases, speaker)
        and 1 < len(body) <= MAX_LINES_TOGETHER
        and classify_phrase(together, speaker) == "approve"
    ):
        return ApprovingReply()
    if odd is None or odd == first or not is_approval(kinds[0]):
        return UndecidedReply(
            why=f"The first line, “{cut_reason(first)}”, is neither an approval nor a no.", leaning=leaning
        )
    return UndecidedReply(
        why=f"After “{cut_reason(first)}” you wrote “{cut_reason(odd)}”; an approval has nothing else in it.",
        leaning=leaning,
    )


def _read_rejection(first: str, below: Sequence[str], speaker: ReplyAuthor) -> ReplyDecision | None:
    """Return the rejection of a first line that begins with a no; undecided with a yes or a wish to wait beside it; None without a no."""
    if strip_invisible(first).rstrip().endswith(("?", "？")) and classify_line(normalize_phrase(first), speaker) != [
        "reject"
    ]:
        return None
    first = _strip_opening(first, speaker)
    parts = split_phrases_of_line(first)
    kind = classify_line(first, speaker)[0]
    is_first = kind == "reject"
    rest = None if kind in ("reject", "approve", "support") else find_text_after_refusal(first, speaker)
    if rest is None and not is_first:
        if not has_refusal_at_end(first, speaker):
            return None
        rest = first
    said = strip_negated_order(first, rest, speaker) if rest else ""
    if any(classify_line(part, speaker) == ["approve"] for part in parts[1:]) or (
        said and has_approval_phrase(said, speaker)
    ):
        return UndecidedReply(why=f"The first line, “{cut_reason(first)}”, says yes and no.")
    if yes := next(
        (line for line in below if classify_line((split_phrases_of_line(line) or [""])[0], speaker) == ["approve"]),
        None,
    ):
        return UndecidedReply(why=f"You wrote “{cut_reason(first)}”, and then “{cut_reason(yes)}”.")
    if rest and PERHAPS.search(rest):
        return None
    if rest and has_wait_phrase(rest, speaker):
        return UndecidedReply(why=ASKS_TO_WAIT.format(cut_reason(first)))
    reason = find_reason(first) if is_first else rest
    return RejectingReply(reason="\n".join(filter(None, [reason, *below]))[:MAX_REASON].strip())


def _strip_opening(line: str, speaker: ReplyAuthor) -> str:
    """Return the line without a greeting and a word of regret in front of a no."""
    for _ in range(MAX_OPENINGS):
        found = _OPENING.match(strip_invisible(line))
        phrase = normalize_phrase(found[1]) if found else ""
        if found is None or not (
            found[1].casefold() in APOLOGIES
            or is_courtesy(phrase, speaker)
            or is_kind_by_rules("courtesy", phrase, speaker)
            or (phrase in STOPS and classify_line(found[2], speaker)[0] == "reject")
        ):
            break
        line = found[2]
    words = strip_invisible(line).split()
    first = next((size for size in (3, 2, 1) if " ".join(words[:size]).casefold() in APOLOGIES and words[size:]), 0)
    return " ".join(words[first:]) if first else line


_OPENING = re.compile(r"\s*([^,.!–—、。-]{2,60})(?:[,.!–—-]+\s+|[、。]\s*)(\S.*)")


def _match_choice(text: str, choices: Sequence[str], speaker: ReplyAuthor) -> str | None:
    lines = strip_reply_signature(split_reply_lines(text, speaker), speaker)
    if not lines or not all(is_closing_line(line, speaker) for line in lines[1:]):
        return None
    said = normalize_phrase(lines[0])
    named = [
        choice for choice in choices if said in (normalize_phrase(choice), strip_invisible(choice).strip().casefold())
    ]
    if named:
        return named[0] if len(named) == 1 else next((each for each in named if each == lines[0].strip()), None)
    number = _NUMBER.fullmatch(lines[0].strip())
    is_one = number is not None and 1 <= int(number[1]) <= len(choices)
    return choices[int(number[1]) - 1] if number is not None and is_one else None
