"""The writer of a reply for the decision grammar: languages, signatures, names in greetings, and courtesies. Pure."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from bot.core.base_types import FrozenModel
from channels.email.inbound.decision_grammar.call_rule_builder import build_call_rules
from channels.email.inbound.decision_grammar.courtesies import CLOSING, GREETED, GREETING
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.line_text import THANKS
from channels.email.inbound.decision_grammar.phrase_rules import LanguageRules, build_rules
from channels.email.inbound.decision_grammar.vocabulary import (
    APPROVE,
    DecisionVocabulary,
    find_languages,
    fold_accents,
    load_vocabulary,
    normalize_words,
)

NAME_WORDS = re.compile(r"[^\W\d_]+")


_I_AM = ("です", "と申します", "でございます")


_I_AM_ENDING = re.compile(r"\s*(?:です|と申します|でございます)$")


_ADDRESSED = re.compile(r"\s?(?:さん|さま|様|殿|くん|님)$")


_SLASH = re.compile(r"^/{1,2}\s?")
"""In front of a name, it signs: "/Olive"."""


_THANKED = (
    "thanks",
    "thank you",
    "many thanks",
    "cheers",
    "thx",
    "danke",
    "tak",
    "takk",
    "vielen dank",
    "merci",
    "gracias",
    "grazie",
    "obrigado",
    "obrigada",
    "bedankt",
    "dzięki",
    "tack",
    "спасибо",
)


_CLOSINGS = frozenset(map(normalize_words, CLOSING))
_GREETINGS = GREETING | frozenset(_THANKED)


class ReplyAuthor(FrozenModel):
    """The forms in which the writer of a reply may write.

    `locales` are languages besides English; `signs` the lines of a signature (name, title); `names` other names of the writer, from the
    mail program; `others` names of other people of the directory; `bot` and `bots` our names in a greeting; `asked` the names of the
    requester; `values` values of the request's arguments, `things` and `parties` single words of them (`argument_words.py`); `call_acts` what the call does and to what (`list_call_acts`; None: unknown), `call_kinds` the kinds of rights and money that it shows (`list_card_kinds`).
    `reads_words`: a clause that no list and no rule knows is read by its words (`sentence_reading.py`).
    """

    locales: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    bot: str = ""
    bots: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    call_acts: tuple[str, ...] | None = None
    call_kinds: tuple[str, ...] | None = None
    reads_words: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        return sort_languages(self.locales)

    @property
    def rules(self) -> tuple[LanguageRules, ...]:
        return load_language_rules(self.languages, self.call_acts)

    @property
    def words(self) -> DecisionVocabulary:
        return load_vocabulary(self.locales)


@lru_cache(maxsize=64)
def sort_languages(locales: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages of these locales, and English, in the order of their codes."""
    return tuple(sorted(find_languages(locales)))


@lru_cache(maxsize=64)
def load_language_rules(languages: tuple[str, ...], acts: tuple[str, ...] | None = None) -> tuple[LanguageRules, ...]:
    """Return the rules of each language; with the `acts` of a call, also those about it.

    Its approving phrases may be joined with others if they are no doubt and no name of a person.
    """
    rules = []
    for language in languages:
        own = frozenset(map(normalize_words, APPROVE.get(language, ())))
        base = build_rules(language, own - load_vocabulary((language,)).sounds - NAME_LIKE - CONCESSIONS)
        rules.append(base if acts is None else build_call_rules(base, acts))
    return tuple(rules)


NAME_LIKE = frozenset({"dale", "lance", "bora", "sim", "fiat", "grant", "mark"})
"""Approving words that are names of people, too: they approve alone on the first line, never behind thanks or a greeting."""


BARE_NOUNS = frozenset({"承認", "許可", "同意"})
"""Nouns that approve alone, and with "please" behind them ask somebody else to approve."""

_ASKABLE = (
    "approval|permission|consent|authorisation|authorization|green light|go-ahead|sign-off|sign off|clearance|freigabe|genehmigung|zustimmung|erlaubnis|einwilligung|"
    "einverständnis|grünes licht|feu vert|accord|approbation|autorisation|validation|bon pour accord|aprobación|autorización|visto bueno|luz verde|permiso|conformidad|"
    "approvazione|autorizzazione|via libera|nulla osta|nullaosta|benestare|consenso|permesso|aprovação|autorização|sinal verde|permissão|de acordo|goedkeuring|akkoord|"
    "toestemming|groen licht|fiat|zgoda|akceptacja|zielone światło|godkännande|klartecken|klarsignal|grönt ljus|bifall|tillstånd|godkendelse|grønt lys|tilladelse|"
    "godkjenning|klarsignal|tillatelse|hyväksyntä|lupa|vihreä valo|vihreää valoa|souhlas|schválení|zelená|zelené světlo|onay|izin|yeşil ışık|добро|согласование|согласие|"
    "разрешение|зелёный свет|зеленый свет|згода|дозвіл|зелене світло"
)
_PLEASES = (
    "please|pls|plz|kindly|bitte|svp|stp|s'il te plaît|s'il vous plaît|s'il te plait|s'il vous plait|por favor|porfa|per favore|per cortesia|per piacere|se faz favor|sff|"
    "alsjeblieft|alstublieft|aub|a.u.b.|graag|proszę|poproszę|tack|venligst|vennligst|kiitos|prosím|lütfen|пожалуйста|прошу|будь ласка"
)
_ASKABLE_STARTS = tuple(f"{noun} " for noun in _ASKABLE.split("|"))
_PLEASE_ENDINGS = tuple(f" {please}" for please in _PLEASES.split("|"))
ASKED_FOR = frozenset(
    form
    for noun in _ASKABLE.split("|")
    for please in _PLEASES.split("|")
    for form in (f"{noun} {please}", f"{please} {noun}")
) | frozenset(
    form
    for noun in ("承認", "ご承認", "許可", "同意", "決裁", "認可")
    for please in ("お願いします", "お願いいたします", "お願い致します", "願います")
    for form in (f"{noun}{please}", f"{please}{noun}")
)
CONJUNCTIONS = frozenset(
    [
        "but",
        "so",
        "hence",
        "therefore",
        "thus",
        "then",
        "and",
        "aber",
        "also",
        "daher",
        "deshalb",
        "somit",
        "und",
        "mais",
        "donc",
        "alors",
        "et",
        "pero",
        "así",
        "y",
        "ma",
        "quindi",
        "perciò",
        "mas",
        "portanto",
        "então",
        "maar",
        "dus",
        "ale",
        "więc",
        "zatem",
        "i",
        "men",
        "så",
        "och",
    ]
)
"""Words in front of a no that concludes a sentence."""

CONCESSIONS = frozenset({"granted", "angenommen"})
"""Approving words that also begin a concession: "Granted, the tests are green" is no yes."""


def is_courtesy(phrase: str, speaker: ReplyAuthor) -> bool:
    """Thanks, a greeting of ours, or how the person signs: their whole name, or a part of it."""
    if phrase in _CLOSINGS or is_greeting(phrase, speaker):
        return True
    if _SLASH.sub("", phrase) in _list_signing_lines(speaker.signs, speaker.names):
        return True
    own = _list_signing_lines(speaker.signs, speaker.names)
    blanks = (at for at, letter in enumerate(phrase) if letter == " ")
    if any(phrase[:at] in _CLOSINGS and phrase[at + 1 :] in own for at in blanks):
        return True
    return is_introduction(phrase, speaker)


def strip_own_name(phrase: str, speaker: ReplyAuthor) -> str:
    """A phrase without the person's own name behind something else: "groetjes olive"."""
    words = phrase.split()
    own = _list_signing_lines(speaker.signs, speaker.names)
    return next(
        (" ".join(words[:-size]) for size in (3, 2, 1) if len(words) > size and " ".join(words[-size:]) in own), phrase
    )


def is_introduction(phrase: str, speaker: ReplyAuthor) -> bool:
    """Whether the phrase introduces the person by name: "佐藤です"."""
    return phrase.endswith(_I_AM) and _I_AM_ENDING.sub("", phrase) in _list_signing_lines(speaker.signs, speaker.names)


def is_greeting(phrase: str, speaker: ReplyAuthor) -> bool:
    greeted = _list_greeted(speaker)
    if _ADDRESSED.search(phrase) and _ADDRESSED.sub("", phrase) in greeted - {""}:
        return True
    if phrase in _GREETINGS:
        return True
    blanks = (at for at, letter in enumerate(phrase) if letter == " ")
    return any(phrase[:at] in _GREETINGS and phrase[at + 1 :] in greeted for at in blanks)


@lru_cache(maxsize=256)
def _list_greeted(speaker: ReplyAuthor) -> frozenset[str]:
    """Return whom a greeting of the speaker may name."""
    bots = {normalize_words(bot) for bot in (speaker.bot, *speaker.bots) if bot}
    return GREETED | bots | list_asker_names(speaker)


def is_approval_wish(phrase: str) -> bool:
    """ "Freigabe bitte", "approval for the refund please": with "please" beside it, the noun asks somebody else to approve."""
    return phrase in ASKED_FOR or (phrase.endswith(_PLEASE_ENDINGS) and phrase.startswith(_ASKABLE_STARTS))


@lru_cache(maxsize=256)
def list_asker_names(speaker: ReplyAuthor) -> frozenset[str]:
    """Return the names of the requester in a greeting; no name that is a word of a decision or of doubt."""
    return frozenset(
        name
        for name in map(normalize_words, speaker.asked)
        if name and not has_doubt(name) and not is_listed(name, speaker.words.rejects | speaker.words.holds)
    )


def strip_called(phrase: str, called: Collection[str]) -> str:
    """Return a phrase without the name of who is spoken to at its beginning or its end: "sorry sam"."""
    first, _, rest = phrase.partition(" ")
    phrase = rest if first in called else phrase
    rest, _, last = phrase.rpartition(" ")
    return rest if last in called else phrase


@lru_cache(maxsize=256)
def list_bot_names(speaker: ReplyAuthor) -> frozenset[str]:
    """Return the names of the bots here; no name that is a word of doubt or of a person's name."""
    people = list_name_words(speaker.signs, speaker.names, speaker.others)
    return frozenset(
        name
        for name in map(normalize_words, (speaker.bot, *speaker.bots))
        if name and not has_doubt(name) and not people & set(NAME_WORDS.findall(name))
    )


def has_only_names(phrase: str, speaker: ReplyAuthor) -> bool:
    """Whether a phrase may be a name: Dale, Lance, Sim and Bora are yes in some language. Such a word approves nothing."""
    bare = THANKS.sub("", phrase)
    return set(NAME_WORDS.findall(bare)) <= list_name_words(speaker.signs, speaker.names, speaker.others)


def has_name(phrases: Iterable[str], speaker: ReplyAuthor) -> bool:
    """Whether one of these phrases may be a name: "Thank you, Yes" where somebody is called Yes."""
    names = list_name_words(speaker.signs, speaker.names, speaker.others)
    return any(words and words <= names for words in (set(NAME_WORDS.findall(phrase)) for phrase in phrases))


@lru_cache(maxsize=256)
def list_name_words(*names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for group in names for name in group for word in NAME_WORDS.findall(normalize_words(name)))


@lru_cache(maxsize=256)
def _list_signing_lines(signs: tuple[str, ...], names: tuple[str, ...]) -> frozenset[str]:
    """The person's names and titles, and the single words of the names; none that is a word of doubt or refusal."""
    whole = {normalize_words(name) for name in (*signs, *names)}
    single = {
        word for name in (*signs[:1], *names) for word in re.split(r"[\s,()]+", normalize_words(name)) if len(word) > 1
    }
    initials = {
        "".join(letters)
        for name in signs[:1]
        if len(letters := [word[0] for word in normalize_words(name).split()]) > 1
    }
    short = {form for each in initials for form in (each, each[0], ".".join(each))}
    words = load_vocabulary(ALL_LANGUAGES)
    known = words.approves | words.sounds | words.holds | words.rejects
    return frozenset(
        name for name in whole | single if name and not has_doubt(name) and not is_listed(name, words.rejects)
    ) | frozenset(name for name in short - known if not has_doubt(name) and not is_listed(name, words.rejects))


def is_listed(phrase: str, phrases: Collection[str]) -> bool:
    return phrase in phrases or fold_accents(phrase) in phrases


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
