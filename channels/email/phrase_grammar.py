"""A line of a reply as the decision grammar sees it: phrases of closed lists, parted by punctuation. Pure.

Nothing is searched for in a line to approve: an approval is a line whose every phrase is known. What only has to make us ask
(`sounds_like_yes`, `sounds_like_no`) looks at single words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Literal

from bot.core.word import Word
from channels.email.approval_words import ASIDES, OBJECTS, OPENERS, TAILS, TAKES_OBJECT
from channels.email.courtesies import CLOSING, GREETED, GREETING
from channels.email.doubts import has_doubt
from channels.email.rejection_words import BARE_NO, NEGATIONS
from channels.email.words import EMOJI_APPROVE, EMOJI_REJECT, Vocabulary, folded, phrase_of, vocabulary

Kind = Literal["approve", "support", "sounds", "reject", "hold", "courtesy", "other"]

_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_QUESTION_MARKS = str.maketrans("\u037e\u061f\u055e\u1367", "????")
"""Greek, Arabic, Armenian and Ethiopic; the Greek one would become a semicolon."""

_PAIRS = frozenset({"**", "__", "``", '""', "''", "“”", "„“", "«»", "»«", "‘’", "„”", "「」", "『』"})
"""What may stand around a phrase: in front and behind, never on one side alone, where it would be a footnote or a bullet."""

_PARTS = re.compile(r"[,:;–—、，：；]|(?<=\w)(?:[.。]|[!！]{1,3})(?=\s)|(?<=\w)[。！](?=\w)|\s-+\s")
_END = re.compile(r"(?:[.。]|[!！]{1,3})$")
_CHEER = "👍✅👌🚀🎉🙂😊🙏💯✔☑🆗🟢😀😃😄😁🙌👏❤✨💪🥳🤝🎊🔥⭐🌟💚✌☺"
"""Emoji that only add to a phrase. Others, such as 🤔, 🙃 and ❌, do not go away."""

_ONLY_CHEERS = re.compile(rf"[{_CHEER}](?:\s*[{_CHEER}])*")
_THANKS = re.compile(
    r"\s(?:please|pls|thanks|thank you|thanks a lot|thank you very much|many thanks|thx|cheers|ty|bitte|danke|vielen dank|danke dir|danke euch|merci|merci beaucoup|"
    r"svp|s'il vous plaît|s'il te plaît|gracias|muchas gracias|por favor|grazie|grazie mille|per favore|obrigado|obrigada|muito obrigado|"
    r"dank je|dank je wel|bedankt|alsjeblieft|alstublieft|aub|dzięki|dziękuję|proszę|tack|tack så mycket|mange tak|på forhånd tak|venligst|mange takk|på forhånd takk|"
    r"kiitos|kiitoksia|děkuji|díky|prosím|teşekkürler|teşekkür ederim|sağ ol|lütfen|спасибо|благодарю|пожалуйста|дякую|будь ласка)$"
)
_ARE_OF_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
"""What some programs take for the end of a line, and mail does not."""

_COMMA = re.compile(r"(?<=\w),\s(?=\w)")
_NAME_WORDS = re.compile(r"[^\W\d_]+")
_AND = (" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " ja ", " a ", " ve ", " и ", " та ")
MAX_GRAM = 5
MAX_PHRASES = 400
"""Characters of a line that can be phrases of the lists alone."""

MAX_SOUNDS = 1_000
"""Characters of a line that may sound like a decision."""


class Speaker(Word):
    """How the person who replies may write: languages besides English, the lines they sign with (name, title), other
    `names` that their mail program gives them, names of `others` in the house, and how they may greet us."""

    locales: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    bot: str = ""
    bots: tuple[str, ...] = ()

    @property
    def words(self) -> Vocabulary:
        return vocabulary(self.locales)


def visible_line(line: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", line.translate(_QUESTION_MARKS)))


def plain_phrase(text: str) -> str:
    """One phrase: emphasis, quotes, one full stop or up to three exclamation marks taken off, blanks and case evened out."""
    return phrase_of(_unwrapped(_END.sub("", _unwrapped(visible_line(text)))))


def segments(line: str) -> list[str]:
    """The phrases of a line, parted by commas, colons, dashes and full stops; none when there is nothing between two of those."""
    parts = [plain_phrase(part) for part in _PARTS.split(_unwrapped(_without_cheers(visible_line(line))))]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return [] if len(parts) > 1 and not all(parts) else parts


def reason_behind(line: str) -> str:
    """What stands behind the first phrase of a line, in the person's own letters."""
    head = _PARTS.split(visible_line(line), maxsplit=1)
    return head[1].strip() if len(head) > 1 else ""


def kind_of(phrase: str, speaker: Speaker) -> Kind:
    """What one phrase is."""
    words = speaker.words
    if (phrase and set(phrase.replace(" ", "")) <= set(EMOJI_REJECT)) or _is_in(phrase, words.rejects):
        return "reject"
    if _is_in(phrase, words.holds):
        return "hold"
    if _approves(phrase, words, speaker) or _both_approve(phrase, words, speaker):
        if not _is_of_names(phrase, speaker):
            return "approve"
        return "courtesy" if is_courtesy(phrase, speaker) else "sounds"
    if is_courtesy(phrase, speaker):
        return "courtesy"
    if phrase in words.supports:
        return "support"
    return "sounds" if phrase in words.sounds else "other"


def line_kinds(line: str, speaker: Speaker) -> list[Kind]:
    """What the phrases of a line are; a line of cheering emoji alone is one. A colon at the end or within makes it no approval."""
    if _CONTROLS.search(line) or len(line) > MAX_PHRASES:
        return ["other"]
    bare = plain_phrase(line)
    if _ONLY_CHEERS.fullmatch(bare):
        return [_emoji_kind(bare)]
    if bare and (kind := kind_of(_without_cheers(bare).strip(), speaker)) != "other":
        return [kind]
    if _COMMA.sub(" ", bare) in speaker.words.approves and not _is_of_names(bare, speaker):
        return ["approve"]
    parts = segments(line)
    found: list[Kind] = [kind_of(part, speaker) for part in parts]
    if len(parts) > 1 and len(set(parts)) == 1 and found[0] == "approve":
        return ["sounds"]  # "Ja, ja" is no yes
    is_labelled = re.search(r"[:：]", visible_line(line)) is not None
    return ["other" if is_labelled and kind == "approve" else kind for kind in found] or ["other"]


def is_approval(kinds: Iterable[Kind]) -> bool:
    """At least one phrase approves, and every other one only supports it or is polite."""
    found = set(kinds)
    return "approve" in found and found <= {"approve", "support", "courtesy"}


def is_courtesy(phrase: str, speaker: Speaker) -> bool:
    """Thanks, a greeting of ours, or how the person signs: their whole name, or a part of it."""
    if phrase in _CLOSINGS or is_greeting(phrase, speaker):
        return True
    return phrase in _signatures(speaker.signs, speaker.names)


def is_greeting(phrase: str, speaker: Speaker) -> bool:
    bots = GREETED | {phrase_of(bot) for bot in (speaker.bot, *speaker.bots) if bot}
    return any(
        phrase == greeting or (phrase.startswith(f"{greeting} ") and phrase[len(greeting) + 1 :] in bots)
        for greeting in GREETING
    )


def sounds_like_yes(line: str, speaker: Speaker) -> bool:
    """Whether a phrase of a yes stands somewhere in the line, and no word of doubt: worth one question, never an approval."""
    if len(line) > MAX_SOUNDS:
        return False
    words, bare = speaker.words, plain_phrase(line)
    if _without_cheers(bare).strip() in words.sounds or any(
        kind_of(part, speaker) in ("approve", "support", "sounds") for part in segments(line)
    ):
        return not has_doubt(line) or bare in words.sounds
    return not has_doubt(line) and _holds_any(bare, words.approves | words.sounds)


def sounds_like_no(line: str, speaker: Speaker) -> bool:
    """Whether a phrase of a no, or a negation, stands somewhere in the line, and it is no question."""
    if len(line) > MAX_SOUNDS:
        return False
    bare = folded(plain_phrase(line))
    if bare.endswith(("?", "？")):
        return False
    return bool(NEGATIONS & set(re.findall(r"[^\W_]+(?:'[^\W_]+)?", bare))) or _holds_any(bare, speaker.words.rejects)


def starts_with_no(line: str, speaker: Speaker) -> str | None:
    """What follows a phrase of a no at the beginning of a line, without punctuation between; None when there is none.

    A no of one word does not count: "no problem" is none.
    """
    bare = plain_phrase(line)
    found = [phrase for phrase in _prefixes(bare) if phrase not in BARE_NO and _is_in(phrase, speaker.words.rejects)]
    return bare[len(found[-1]) :].strip() if found else None


def holds(line: str, speaker: Speaker) -> bool:
    """Whether the line asks to wait, anywhere in it."""
    return len(line) <= MAX_SOUNDS and _holds_any(folded(plain_phrase(line)), speaker.words.holds)


def _prefixes(text: str) -> list[str]:
    parts = text.split()
    return [" ".join(parts[:count]) for count in range(1, min(len(parts), 8))]


def _holds_any(text: str, phrases: Collection[str]) -> bool:
    parts = re.findall(r"[^\s,.;:!?()\"“”]+", text)
    if any(" ".join(parts[at : at + size]) in phrases for at in range(len(parts)) for size in range(1, MAX_GRAM + 1)):
        return True
    return _ARE_OF_CJK.search(text) is not None and any(
        len(phrase) > 1 and phrase in text for phrase in phrases if _ARE_OF_CJK.search(phrase)
    )


def _is_in(phrase: str, phrases: Collection[str]) -> bool:
    return phrase in phrases or folded(phrase) in phrases


def _approves(phrase: str, words: Vocabulary, speaker: Speaker) -> bool:
    """A phrase of the lists, with thanks behind it; in English also with what it approves, and with a word of assent before."""
    if phrase in words.approves:
        return True
    bare = _THANKS.sub("", phrase)
    for bot in (speaker.bot, *speaker.bots):
        bare = bare.removesuffix(f" {phrase_of(bot)}") if bot else bare
    return bare in words.approves or _without_aside(bare) in words.approves or _approves_in_english(bare, words)


def _approves_in_english(phrase: str, words: Vocabulary) -> bool:
    core = _without_tail(phrase)
    if core in words.approves or _without_object(core) in TAKES_OBJECT:
        return True
    opener = next((each for each in sorted(OPENERS, key=len, reverse=True) if core.startswith(f"{each} ")), None)
    rest = core[len(opener) + 1 :] if opener else ""
    return bool(rest) and (rest in _ENGLISH.approves or _without_object(rest) in TAKES_OBJECT)


def _both_approve(phrase: str, words: Vocabulary, speaker: Speaker) -> bool:
    """ "Checked and approved": two phrases with "and" between, each of which approves or supports, and one approves."""
    first, found, second = next((parts for word in _AND if (parts := phrase.partition(word))[1]), (phrase, "", ""))
    does = [_approves(part, words, speaker) for part in (first, second)]
    return (
        bool(found)
        and any(does)
        and all(it or part in words.supports for it, part in zip(does, (first, second), strict=True))
    )


def _is_of_names(phrase: str, speaker: Speaker) -> bool:
    """Whether a phrase may be a name: Dale, Lance, Sim and Bora are yes in some language. Such a word approves nothing."""
    bare = _THANKS.sub("", phrase)
    return set(_NAME_WORDS.findall(bare)) <= _name_words(speaker.signs, speaker.names, speaker.others)


@lru_cache(maxsize=256)
def _name_words(*names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for group in names for name in group for word in _NAME_WORDS.findall(phrase_of(name)))


def _without_aside(phrase: str) -> str:
    """A phrase without "on my part", in front or behind."""
    for aside in sorted(ASIDES, key=len, reverse=True):
        if phrase.startswith(f"{aside} ") or phrase.endswith(f" {aside}"):
            return phrase.removeprefix(f"{aside} ").removesuffix(f" {aside}")
    return phrase


def _without_tail(phrase: str) -> str:
    tail = next((tail for tail in TAILS if phrase.endswith(f" {tail}")), None)
    return phrase[: -len(tail) - 1] if tail else phrase


def _without_object(phrase: str) -> str | None:
    """The verb in front of what it takes; None when nothing that it takes stands behind it."""
    found = [each for each in OBJECTS if phrase.endswith(f" {each}")]
    return phrase[: -len(max(found, key=len)) - 1] if found else None


_ENGLISH = vocabulary(())
_CLOSINGS = frozenset(map(phrase_of, CLOSING))


def _emoji_kind(line: str) -> Kind:
    letters = set(line.replace(" ", ""))
    if letters <= set(EMOJI_APPROVE):
        return "approve"
    return "approve" if letters & set(EMOJI_APPROVE) else "sounds"


def _without_cheers(text: str) -> str:
    """Without cheering emoji in front and behind, unless there is nothing else."""
    bare = text.strip(f" \t{_CHEER}")
    return bare or text


@lru_cache(maxsize=256)
def _signatures(signs: tuple[str, ...], names: tuple[str, ...]) -> frozenset[str]:
    """The person's names and titles, and the single words of the names; none that is a word of doubt or refusal."""
    whole = {phrase_of(name) for name in (*signs, *names)}
    single = {word for name in (*signs[:1], *names) for word in re.split(r"[\s,()]+", phrase_of(name)) if len(word) > 1}
    return frozenset(
        name
        for name in whole | single
        if name and not has_doubt(name) and not _is_in(name, vocabulary(ALL_LANGUAGES).rejects)
    )


ALL_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "tr",
    "ru",
    "uk",
    "ja",
    "zh",
    "ko",
)


def _unwrapped(text: str) -> str:
    text = text.strip()
    text = text[1:] if text.startswith("¡") else text
    while len(text) > 2 and text[0] + text[-1] in _PAIRS:
        text = text[1:-1].strip()
    return text
