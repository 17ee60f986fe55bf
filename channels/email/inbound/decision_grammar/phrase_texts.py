"""A line of a reply as text: what is visible of it, its phrases, and values of the request in it. Pure."""

import re
import unicodedata
from collections.abc import Collection

from channels.email.inbound.decision_grammar.own_values__merge import is_value_named
from channels.email.inbound.decision_grammar.phrase_rules import VALUE
from channels.email.inbound.decision_grammar.vocabulary import normalize_words

_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


_QUESTION_MARKS = str.maketrans("\u037e\u061f\u055e\u1367", "????")
"""Greek, Arabic, Armenian and Ethiopic; the Greek one would become a semicolon."""


_PAIRS = frozenset({"**", "__", "``", '""', "''", "“”", "„“", "«»", "»«", "‘’", "„”", "「」", "『』"})
"""What may stand around a phrase: in front and behind, never on one side alone, where it would be a footnote or a bullet."""


PARTS = re.compile(r"[,:;–—、，：；]|(?<=\w)(?:[.。]|[!！]{1,3})(?=\s)|(?<=\w)[。！](?=\w)|\s-+\s")


_END = re.compile(r"(?:[.。]|[!！]{1,3})$")


_CHEER = "👍✅👌🚀🎉🙂😊🙏💯✔☑🆗🟢😀😃😄😁🙌👏❤✨💪🥳🤝🎊🔥⭐🌟💚✌☺"
"""Emoji that only add to a phrase. Others, such as 🤔, 🙃 and ❌, do not go away."""


ONLY_CHEERS = re.compile(rf"[{_CHEER}](?:\s*[{_CHEER}])*")


ARE_OF_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


_WORD_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"


_VALUE_WORD = re.compile(
    rf"(?<![./+-])(?<!{_WORD_LETTER})[A-Za-z0-9](?:[A-Za-z0-9_./+-]*[A-Za-z0-9])?(?![/+-])(?!{_WORD_LETTER})"
)
"""A word that may be a value, whole; in Japanese, Chinese and Korean letters may stand right beside it."""


THANKS = re.compile(
    r"\s(?:please|pls|thanks|thank you|thanks a lot|thank you very much|many thanks|thx|cheers|ty|bitte|danke|vielen dank|danke dir|danke euch|merci|merci beaucoup|"
    r"svp|s'il vous plaît|s'il te plaît|gracias|muchas gracias|por favor|grazie|grazie mille|per favore|obrigado|obrigada|muito obrigado|"
    r"dank je|dank je wel|bedankt|alsjeblieft|alstublieft|aub|dzięki|dziękuję|proszę|tack|tack så mycket|mange tak|på forhånd tak|venligst|mange takk|på forhånd takk|"
    r"kiitos|kiitoksia|děkuji|díky|prosím|teşekkürler|teşekkür ederim|sağ ol|lütfen|спасибо|благодарю|пожалуйста|дякую|будь ласка)$"
)


def strip_invisible(line: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", line.translate(_QUESTION_MARKS)))


def normalize_phrase(text: str) -> str:
    """One phrase: emphasis, quotes, one full stop or up to three exclamation marks taken off, blanks and case evened out."""
    return normalize_words(strip_wrapping(_END.sub("", strip_wrapping(strip_invisible(text)))))


def split_phrases_of_line(line: str) -> list[str]:
    """The phrases of a line, parted by commas, colons, dashes and full stops; none when there is nothing between two of those."""
    parts = [normalize_phrase(part) for part in PARTS.split(strip_wrapping(strip_cheers(strip_invisible(line))))]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return [] if len(parts) > 1 and not all(parts) else parts


def find_reason(line: str) -> str:
    """What stands behind the first phrase of a line, in the person's own letters."""
    head = PARTS.split(strip_invisible(line), maxsplit=1)
    return head[1].strip() if len(head) > 1 else ""


def mark_values(line: str, values: Collection[str]) -> str:
    """A line with `VALUE` for each of these `values` of the request's own, and no colon in front of one."""
    if VALUE in line:
        return line.replace(VALUE, "\ufffd")
    if not values:
        return line
    words = _VALUE_WORD.sub(lambda found: VALUE if is_value_named(found[0], values) else found[0], strip_invisible(line))
    return re.sub(rf"(?<=\w)\s*[:：]\s*(?={VALUE})", " ", words)


def strip_cheers(text: str) -> str:
    """Without cheering emoji in front and behind, unless there is nothing else."""
    bare = text.strip(f" \t{_CHEER}")
    return bare or text


def strip_wrapping(text: str) -> str:
    text = text.strip()
    text = text[1:] if text.startswith("¡") else text
    while len(text) > 2 and text[0] + text[-1] in _PAIRS:
        text = text[1:-1].strip()
    return text
