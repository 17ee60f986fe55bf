"""A line of a reply as text: its visible letters, its phrases, and values of the request in it. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from bot.core.card.card import RequestCard
from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.call_amounts_and_names import (
    is_amount_name,
    is_word_value,
    list_amounts,
    list_parties,
    list_thing_numbers,
    mark_figures,
)
from channels.email.inbound.decision_grammar.counts_in_call_arguments import list_counts
from channels.email.inbound.decision_grammar.phrase_rules import ASKER, BOT, MARKS, VALUE
from channels.email.inbound.decision_grammar.vocabulary import normalize_words

MIN_VALUE = 3
MAX_VALUE = 80
MIN_HASH = 7
"""Characters of a commit's name that abbreviate it, as in git."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]*[A-Za-z0-9]")
_HASH = re.compile(r"[0-9a-f]{7,64}")
_VERSION = re.compile(r"[A-Za-z_-]*\d+(?:\.\d+)+.*")
_TAGGED_VERSION = re.compile(r"v\d+(?:\.\d+)+")


def list_own_values(card: RequestCard) -> tuple[str, ...]:
    """Return the values that a reply may name: text without blanks and with a digit, of a form that one argument alone has.

    Behind them stand the amount of the call, such as `240 EUR`, its count, such as `12 servers`, and the names of people and companies that it is about.
    """
    # every word in any argument counts, nested ones and those within text included
    others = [each for each in card.arguments if not list_amounts(card) or not is_amount_name(each.name)]
    words = {word for each in others for word in _WORD.findall(each.text)}
    forms = Counter(form for form, _ in {(_find_form(word), word.removeprefix("v")) for word in words})
    quoted = [each.text[1:-1] for each in card.arguments if re.fullmatch(r'"[^"\\]*"', each.text)]
    texts = dict.fromkeys([*quoted, *list_thing_numbers(card)])
    found = tuple(
        text
        for text in texts
        if MIN_VALUE <= len(text) <= MAX_VALUE
        and _WORD.fullmatch(text)
        and any(map(str.isdigit, text))
        and forms[_find_form(text)] == 1
    )
    return tuple(dict.fromkeys([*found, *list_amounts(card), *list_counts(card), *list_parties(card)]))


def is_value_named(word: str, values: Iterable[str]) -> bool:
    """Whether a word is one of the values, letter by letter, a version without its "v", or abbreviates a commit's name."""
    return any(
        word == value
        or (len(word) >= MIN_HASH and _HASH.fullmatch(value) is not None and value.startswith(word))
        or (_TAGGED_VERSION.fullmatch(value) is not None and word == value[1:])
        for value in values
    )


def _find_form(text: str) -> str:
    """Return the form of a value, equal for two that could be mistaken for each other: `v1.4.3` and `v1.5.0`; two names of commits."""
    if _HASH.fullmatch(text):
        return "hash"
    if _VERSION.fullmatch(text):
        return "version"
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", text)) if any(map(str.isdigit, text)) else text.casefold()


_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


_QUESTION_MARKS = str.maketrans("\u037e\u061f\u055e\u1367", "????")
"""Greek, Arabic, Armenian and Ethiopic; the Greek one would become a semicolon."""


QUOTATIONS = frozenset({"``", '""', "''", "“”", "„“", "«»", "»«", "‘’", "„”", "””", "’’", "「」", "『』"})
"""Quotation marks in front of a text and behind it."""
QUOTATION_MARKS = frozenset("".join(QUOTATIONS))
_PAIRS = frozenset({"**", "__"}) | QUOTATIONS - {"””", "’’"}
"""Marks around a phrase: in front and behind, never on one side alone, where they would be a footnote or a bullet."""


PARTS = re.compile(
    r"[,:;–—、，：；]|(?<=[\w\ue000\ue001\ue002])\s(?=/{1,2}\s?[^\W\d_]+(?:\s[^\W\d_]+)?\s*$)"
    r"|(?<=[\w\ue000\ue001\ue002])(?:[.。]|\s?[!！]{1,3})(?=\s)|(?<=[\w\ue000\ue001\ue002])[。！](?=[\w\ue000\ue002])|(?<=[\u3040-\u9fff])!(?=[\u3040-\u9fff])|\s-+\s"
)


_END = re.compile(r"(?:[.。]|[!！]{1,3}|(?<=[\u3040-\u30ff\u4e00-\u9fff])[〜～]{1,3})$")


_CHEER = "🖖✈🛫🛬🍌🚢🛳👊🤘🤙🎈🙋🕺💃🌈⚡🎸🥂🍻🍾🐳🏄🏆💥☕🫡🛠🔧🤗😎🏃🚂🚄🏎🌻🍀🌸💜💙💛🧡🙇👍✅👌🚀🎉🙂😊🙏💯✔☑🆗🟢😀😃😄😁🙌👏❤✨💪🥳🤝🎊🔥⭐🌟💚✌☺"
"""Emoji that only add to a phrase. Others, such as 🤔, 🙃 and ❌, do not go away."""


ONLY_CHEERS = re.compile(rf"[{_CHEER}](?:\s*[{_CHEER}])*")


_CHEER_WITHIN = re.compile(rf"(?<=[\w!.])\s*(?:[{_CHEER}]\s*)+(?=[\w¡])")


ARE_OF_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


_WORD_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"


_VALUE_WORD = re.compile(
    rf"(?<![./+-])(?<!{_WORD_LETTER})[A-Za-z0-9](?:[A-Za-z0-9_./+-]*[A-Za-z0-9])?(?![/+-])(?!{_WORD_LETTER})"
)
"""A word that may be a value, whole; in Japanese, Chinese and Korean letters may directly precede or follow it."""


THANKS = re.compile(
    r"\s(?:please|pls|thanks|thank you|thanks a lot|thank you very much|many thanks|thx|cheers|ty|bitte|danke|vielen dank|danke dir|danke euch|merci|merci beaucoup|"
    r"svp|s'il vous plaît|s'il te plaît|gracias|muchas gracias|por favor|grazie|grazie mille|per favore|obrigado|obrigada|muito obrigado|"
    r"dank je|dank je wel|bedankt|alsjeblieft|alstublieft|aub|dzięki|dziękuję|proszę|tack|tack så mycket|mange tak|på forhånd tak|venligst|mange takk|på forhånd takk|"
    r"kiitos|kiitoksia|děkuji|díky|prosím|teşekkürler|teşekkür ederim|sağ ol|lütfen|спасибо|благодарю|пожалуйста|дякую|будь ласка)$"
)


_ASIDE = re.compile(
    r"(?<=\w)[.!]?\s+\(((?:sent|gesendet|envoyé|enviado|inviat[oa]|verstuurd|verzonden|skickat|wysłan[eo]|von unterwegs)\b[^()]{2,40})\)\s*([.!]?)$",
    re.I,
)
"""Text in brackets at the end of a line, as devices write it: a phrase as any other."""


_BRACKETED_MARKS = re.compile(r"[(（][\s!-\'*-/:-@\[-`{-~…–—]*[)）]")


@lru_cache(maxsize=4_096)
def strip_invisible(line: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", line.translate(_QUESTION_MARKS)))


def part_at_cheers(line: str) -> str:
    """A line with a comma for cheering emoji between two phrases."""
    bare = strip_invisible(line)
    return _CHEER_WITHIN.sub(lambda found: " " if bare[found.start() - 1] in ".!" else ", ", bare)


@remember(longest=500, most=4_096)
def normalize_phrase(text: str) -> str:
    """Return one phrase without emphasis, quotes, one full stop or up to three exclamation marks, with equal blanks and case."""
    return normalize_words(strip_wrapping(_END.sub("", strip_wrapping(strip_invisible(text)))))


def split_phrases_of_line(line: str) -> list[str]:
    """Return the phrases of a line between commas, colons, dashes and full stops; none when one of them is empty."""
    return list(_split_phrases(line))


@remember(longest=500, most=4_096)
def _split_phrases(line: str) -> tuple[str, ...]:
    parts = [
        normalize_phrase(part)
        for part in PARTS.split(strip_wrapping(_ASIDE.sub(r", \1\2", strip_cheers(strip_invisible(line)))))
    ]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return () if len(parts) > 1 and not all(parts) else tuple(parts)


def find_reason(line: str) -> str:
    """Return the text after the first phrase of a line, in the person's own letters."""
    head = PARTS.split(strip_invisible(line), maxsplit=1)
    return head[1].strip() if len(head) > 1 else ""


_NO_MARKS = str.maketrans(dict.fromkeys(MARKS, "\ufffd"))


def mark_values(line: str, values: Collection[str]) -> str:
    """Return the line with `VALUE` for each of these `values` of the request's own, and no colon in front of one; `PARTY` for its names."""
    if any(mark in line for mark in MARKS):
        return line.translate(_NO_MARKS)
    return _mark_own_values(line, tuple(values)) if values else line


@lru_cache(maxsize=2_048)
def _mark_own_values(line: str, values: tuple[str, ...]) -> str:
    single = list(filter(is_word_value, values))
    words = _VALUE_WORD.sub(
        lambda found: VALUE if is_value_named(found[0], single) else found[0],
        mark_figures(strip_invisible(line), values),
    )
    return re.sub(rf"(?<=\w)\s*[:：]\s*(?={VALUE})", " ", words)


def mark_bots(phrase: str, bots: Iterable[str]) -> str:
    """Return the phrase with `BOT` for each of these names, whole words alone."""
    for bot in bots:
        phrase = re.sub(rf"(?<!{_WORD_LETTER}){re.escape(bot)}(?!{_WORD_LETTER})", BOT, phrase)
    return phrase


_CASES = "(?:a|e|em|ie|owi|u|s|'s)?"
"""Endings of a name behind a preposition or as an owner: "na Jonasa"."""


def mark_askers(phrase: str, names: Iterable[str]) -> str:
    """Return the phrase with `ASKER` for each of these names, in any case."""
    for name in filter(phrase.__contains__, names):
        phrase = re.sub(rf"(?<!{_WORD_LETTER}){re.escape(name)}{_CASES}(?!{_WORD_LETTER})", ASKER, phrase)
    return phrase


def strip_cheers(text: str) -> str:
    """Return the text without cheering emoji at its ends, unless it has only these."""
    bare = text.strip(f" \t{_CHEER}")
    return bare or text


def strip_wrapping(text: str) -> str:
    text = text.strip()
    text = text[1:] if text.startswith("¡") else text
    while len(text) > 2 and text[0] + text[-1] in _PAIRS:
        text = text[1:-1].strip()
    return text


def has_odd_bracket(text: str) -> bool:
    """Whether a round bracket lacks its other one, or encloses marks alone: a smile or a sign, perhaps of irony."""
    if _BRACKETED_MARKS.search(text):
        return True
    depth = 0
    for letter in text:
        depth += (letter in "(（") - (letter in ")）")
        if depth < 0:
            return True
    return depth > 0
