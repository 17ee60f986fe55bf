"""Reads one clause by the classes of its words: a decisive core, and nothing else but words of a closed list. Pure.

The lists of `vocabulary.py` and the rules of `phrase_rules.py` know whole phrases; this module knows words. Each word of a clause gets
one letter, its class in a table of `sentence_word_tables`, and an order of letters decides. A word outside of the table never approves.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.call_rule_builder import ALWAYS, list_act_rows, list_written
from channels.email.inbound.decision_grammar.line_text import strip_cheers
from channels.email.inbound.decision_grammar.phrase_index import PhraseIndex
from channels.email.inbound.decision_grammar.phrase_rules import PARTY, VALUE
from channels.email.inbound.decision_grammar.sentence_word_tables import SENTENCE_TABLES, UNSPACED
from channels.email.inbound.decision_grammar.table_rows import part_words
from channels.email.inbound.decision_grammar.vocabulary import fold_accents, normalize_words

ClauseKind = Literal["approve", "context", "reject", "other"]

MAX_CLAUSE = 200
"""Characters of a clause that is read by its words."""

MIN_FOLDED = 4
"""Letters of a word that is known without its accents, too: many write none, and short words without them are others."""

MAX_READ = 200
MAX_SENTENCES = 3

UNKNOWN = "?"
OTHER_ACT = "u"
REGRET = "z"
NOUN_OR_ACT = "b"

_CARD_WORDS: Mapping[str, tuple[str, ...]] = {
    "delete": ("delete", "remove", "drop", "purge", "erase", "destroy", "wipe", "prune", "discard", "cleanup"),
    "pay": ("pay", "payment", "transfer", "payout", "settle", "remit", "wire", "disburse"),
    "refund": ("refund", "reimburse", "chargeback", "repay", "compensate"),
    "invoice": ("invoice", "bill"),
    "credit": ("credit", "discount", "voucher", "rebate"),
    "merge": ("merge", "pull", "pr"),
    "release": ("release", "tag", "deploy", "publish", "ship", "rollout", "deployment", "launch", "promote"),
    "rollback": ("rollback", "revert", "undo"),
    "send": ("send", "mail", "email", "message", "post", "notify", "reply", "newsletter", "broadcast", "mailing"),
    "publish": ("publish", "post", "announce", "tweet", "blog"),
    "restart": ("restart", "reboot", "reload"),
    "scale": ("scale", "resize", "upgrade", "downgrade"),
    "migrate": ("migrate", "migration", "switchover"),
    "backup": ("backup", "snapshot", "restore"),
    "create": ("create", "add", "provision", "open", "register"),
    "invite": ("invite", "onboard", "invitation"),
    "grant": ("grant", "assign", "permit", "enable", "elevate", "unlock", "activate"),
    "revoke": ("revoke", "disable", "suspend", "deactivate", "lock", "block", "offboard", "deprovision", "ban"),
    "rotate": ("rotate", "reset", "renew", "reissue"),
    "update": ("update", "change", "modify", "set", "edit", "adjust", "configure", "patch"),
    "order": ("order", "buy", "purchase"),
    "cancel": ("cancel", "void", "terminate", "unsubscribe"),
    "book": ("book", "reserve", "booking", "reservation"),
    "sign": ("sign", "countersign"),
    "close": ("close", "resolve"),
    "branch": ("branch", "branches", "ref"),
    "data": ("file", "files", "record", "records", "table", "database", "data", "backup", "folder", "bucket"),
    "account": ("account", "user", "users", "member"),
    "server": ("server", "service", "host", "instance", "machine", "node"),
    "cluster": ("cluster", "pod", "pods"),
}
"""By act or kind of thing: the words of a tool and of its arguments that show it."""

_NAME_PART = re.compile(r"[A-Za-z][a-z]*")
_NOUNS_TEXT = (
    "payment transfer payout chargeback invoice bill credit discount voucher rebate pull pr release tag deployment rollout mail email message post reply newsletter mailing "
    "migration switchover backup snapshot invitation order purchase booking reservation book blog data record file patch change lock set block"
)
_NOUNS = frozenset(_NOUNS_TEXT.split())
"""Words of acts that also name the thing of another act: `send_invoice` sends, `refund_order` refunds."""

_LIGHT_TEXT = "create make issue process execute start submit trigger run do perform open add new register release send"
_LIGHT = frozenset(_LIGHT_TEXT.split())
"""Words of a tool that leave the act to its noun: `create_refund`."""


def list_call_acts(card: RequestCard) -> tuple[str, ...]:
    """Return the acts and kinds of things that the call is about, by its tool; what things it has, also by its arguments.

    `delete_branch` is of `delete` and `branch`. A noun is the act where no verb is: `refund_order` orders nothing, `create_order` does. An
    argument's name adds a thing and no act: `pay(delete=…)` deletes nothing.
    """
    tool = {part.casefold() for part in _NAME_PART.findall(card.tool)}
    names = {part.casefold() for each in card.arguments for part in _NAME_PART.findall(each.name)}
    verbs = {word for act, words in _CARD_WORDS.items() if act not in _THINGS for word in words} & tool - _NOUNS
    acting = verbs if verbs - _LIGHT else tool
    return tuple(act for act, words in _CARD_WORDS.items() if set(words) & (tool | names if act in _THINGS else acting))


_THINGS = frozenset({"branch", "data", "account", "server", "cluster"})


class PhraseClasses(NamedTuple):
    """The classes of a phrase, several for a noun that is an act, too, and the acts that it is a word of."""

    letters: frozenset[str]
    acts: frozenset[str]


@dataclass(frozen=True, eq=False)
class SentenceLexicon:
    """The words of one language, without those of `call_rule_tables`: their rows have a class and an act as their mark."""

    index: PhraseIndex[tuple[str, str]]
    known: dict[str, Mapping[str, PhraseClasses]] = field(default_factory=dict)

    @property
    def is_spaced(self) -> bool:
        """Whether blanks part the words of this language."""
        return self.index.language not in UNSPACED

    def find_classes(self, phrase: str) -> PhraseClasses | None:
        """Return the classes of a phrase; None: it is in no row. A dangerous word is dangerous whatever else it is."""
        key = self.index.find_key(phrase)
        if key not in self.known:
            if not (found := self._load_classes(key)):
                return None
            self.known[key] = found
        return self.known[key].get(phrase)

    def _load_classes(self, key: str) -> Mapping[str, PhraseClasses]:
        found: dict[str, PhraseClasses] = {}
        for (letter, act), phrase, form in self.index.list_phrases(key):
            is_whole = letter in _WHOLE and (" " in phrase or not self.is_spaced)
            letters, acts = found.get(form, _NO_CLASSES)
            found[form] = PhraseClasses(letters | {_WHOLE[letter] if is_whole else letter}, acts | ({act} - {""}))
        return found


_NO_CLASSES = PhraseClasses(frozenset(), frozenset())


@lru_cache(maxsize=32)
def load_lexicon(language: str) -> SentenceLexicon:
    """Return the words of a language, with none where it has no table."""
    rows: list[tuple[tuple[str, str], str]] = []
    for row in filter(None, map(str.strip, SENTENCE_TABLES.get(language, "").split("\n"))):
        mark, _, written = row.partition(" ")
        letter, _, act = mark.partition(":")
        rows.append(((letter, act), written))
    return SentenceLexicon(PhraseIndex(rows, language, lambda phrase, mark: _list_forms(phrase, language, mark[0])))


def _list_forms(phrase: str, language: str, letter: str) -> set[str]:
    """The spellings of a phrase of a table: as it stands, and without accents."""
    key = part_words(normalize_words(phrase), language)
    key = key.replace(" ", "") if language in UNSPACED else key
    is_folded = language not in UNSPACED and not key.isascii() and (len(key) >= MIN_FOLDED or letter == "!")
    return {key, fold_accents(key)} if is_folded else {key}


_SLOT_LETTERS = {"V": "x", "I": "x", "P": "f", "N": "o", "O": "o", "W": "x", "T": "x"}
"""By slot of `call_rule_tables`: the class of its words."""


def spell_clause(clause: str, language: str, acts: Collection[str]) -> str:
    """Return one letter for each word or longest known phrase of the clause; an act or a thing that the call has not is no known one."""
    return _spell(clause, language, tuple(acts))


@lru_cache(maxsize=8_192)
def _spell(clause: str, language: str, acts: tuple[str, ...]) -> str:
    lexicon, own = load_lexicon(language), load_call_letters(language, acts)
    bare = part_words(strip_cheers(clause).strip(" .!。！"), language)
    units = bare.split() if lexicon.is_spaced else _UNITS_OF_UNSPACED.findall(bare)
    longest = max(lexicon.index.longest, own.longest)
    spelt, at = "", 0
    joint = " " if lexicon.is_spaced else ""
    while at < len(units):
        for size in range(min(longest, len(units) - at), 0, -1):
            phrase = joint.join(units[at : at + size])
            if letter := _find_letter(lexicon, own.letters, phrase, acts):
                spelt += letter
                at += size
                break
        else:
            spelt += "o" if units[at] in (VALUE, PARTY) else UNKNOWN
            at += 1
    return spelt


_UNITS_OF_UNSPACED = re.compile(r"[A-Za-z0-9]+(?:[-_.'][A-Za-z0-9]+)*|\S")
"""A word in Latin letters is whole also where no blanks are: "ng" is no word of "billing"."""

_RELATED: Mapping[str, tuple[str, ...]] = {
    "release": ("create", "send", "release"),
    "delete": ("data",),
    "create": ("send", "release"),
    "merge": ("branch",),
}
"""By act of a call: what else an order to do it may say. A tag is created and sent out, a payment is released."""


def names_other_act(clause: str, languages: Collection[str], acts: Collection[str]) -> bool:
    """Whether a clause orders an act that is not one of the call's, in the languages that know most of its words."""
    known = tuple(dict.fromkeys([*acts, *(other for act in acts for other in _RELATED.get(act, ()))]))
    spelt = [spell_clause(clause, language, known) for language in languages]
    best = min((each.count(UNKNOWN) for each in spelt), default=0)
    found = [OTHER_ACT in each for each in spelt if each.count(UNKNOWN) == best and each]
    return bool(found) and all(found)


class CallPhrases(NamedTuple):
    """The class of each phrase of `call_rule_tables` that a call of some acts has. `longest`: words of the longest one, or letters."""

    letters: Mapping[str, str]
    longest: int


@lru_cache(maxsize=1_024)
def load_call_letters(language: str, acts: tuple[str, ...]) -> CallPhrases:
    """Return the phrases of `call_rule_tables` that a call of these acts has."""
    found: dict[str, set[str]] = {}
    known = {*acts, ALWAYS}
    for act, slot, words in list_act_rows(language) if SENTENCE_TABLES.get(language) else ():
        if act in known and (letter := _SLOT_LETTERS.get(slot)):
            for form in (form for phrase in list_written(words) for form in _list_forms(phrase, language, letter)):
                found.setdefault(form, set()).add(letter)
    letters = {
        phrase: NOUN_OR_ACT if len(letters) > 1 and "o" in letters else min(letters)
        for phrase, letters in found.items()
    }
    sizes = map(len, letters) if language in UNSPACED else (len(phrase.split()) for phrase in letters)
    return CallPhrases(letters, max(sizes, default=0))


def _find_letter(lexicon: SentenceLexicon, own: Mapping[str, str], phrase: str, acts: Collection[str]) -> str:
    """The class of a phrase; where the general words have none that fits the call, by its `own` words; empty when it has none."""
    classes = lexicon.find_classes(phrase)
    letter = _choose_letter(classes, acts) if classes else ""
    if letter not in ("", UNKNOWN, OTHER_ACT):
        return letter
    if phrase in own or letter != OTHER_ACT:
        return own.get(phrase, letter)
    # "à payer" to a call that knows "payer"
    words = phrase.split() if lexicon.is_spaced else [said for said in own if said in phrase]
    return next((own[word] for word in words if word in own), letter)


def _choose_letter(classes: PhraseClasses, acts: Collection[str]) -> str:
    letters, groups = classes
    if REGRET in letters:
        return REGRET
    if "!" in letters:
        return "!"
    is_of_call = not groups or bool(groups & set(acts))
    if letters & _ACTS:
        if not is_of_call:
            return "k" if "k" in letters else OTHER_ACT
        return NOUN_OR_ACT if "o" in letters else max(letters & _ACTS)
    letter = next(each for each in _PRECEDENCE if each in letters)
    return letter if is_of_call else UNKNOWN


_TRANSITIVE = re.compile(
    r".*\b(?:approve|approving|authori[sz]e|endorse|accept|allow|clear|okay|genehmige|bewillige|erlaube|akzeptiere|approuve|approuvons|valide|validons|autorise|autorisons|accepte|apruebo|aprobamos"
    r"|autorizo|autorizamos|acepto|approvo|approviamo|autorizzo|autorizziamo|accetto|aprovo|aprovamos|aceito|godkänner|tillåter|accepterar|zatwierdzam|zatwierdzamy|akceptuję|akceptuje|akceptujemy)$"
)


def takes_object(phrase: str, languages: Collection[str], acts: Collection[str]) -> bool:
    """Whether a phrase ends in a verb of approving or of a call's act, so that a name behind it is what it is done to."""
    if _TRANSITIVE.fullmatch(phrase):
        return True
    words = phrase.split()
    ends = [" ".join(words[-size:]) for size in range(1, min(3, len(words)) + 1)]
    return any(
        load_call_letters(language, tuple(acts)).letters.get(end) in ("x", NOUN_OR_ACT)
        for language in languages
        for end in ends
    )


_ACTS = frozenset("xfs")
_WHOLE = {"d": "h", "f": "s"}
"""The letter of a participle with its verb ("is approved") and of an act with its permission ("can go"): sentences by themselves."""

_PRECEDENCE = "knchdyeipwojgtrav"
_BESIDE = "yjgwit"
_THING = "oib"
_CORE = "(?:[chdxs]|(?<=.)f|f(?=.)|b(?=[oib])|(?<=p)b)"
_ORDERS = re.compile(
    rf"[{_BESIDE}]*(?:[{_THING}{_BESIDE}]*p[p{_THING}{_BESIDE}]*)?{_CORE}(?:[{_BESIDE}{_THING}pchdxfs])*"
    rf"|[{_BESIDE}{_THING}p]+[hfs][{_BESIDE}]*"
)
"""A core with its thing behind it; in front, a permission or "please" has to come between. A sentence or an infinitive may close."""

_ASSENTS = re.compile(r"[jgi]*y[jg]*")
_FACTS = re.compile(r"[eroijgtw]*[ew][eroijgtw]*")
_NO_ACT = re.compile(r"n[^n!kt]{0,5}[chdxfsuba]|[chdxfsuba][^n!kt]{0,5}n")
MAX_UNKNOWN = 6


def read_clause(clause: str, languages: Collection[str], acts: Collection[str]) -> ClauseKind:
    """Return what a clause is by its words, in the first language in which it is something; `context`: a fact that speaks for the call."""
    if len(clause) > MAX_CLAUSE or _CLAUSES.search(clause):  # several clauses are read one by one
        return "other"
    spelt = [spell_clause(clause, language, acts) for language in languages]
    known = min(
        (each.count(UNKNOWN) for each in spelt), default=0
    )  # "No problem, you can deploy it" is not read in Spanish
    if any(_is_refusal(each) for each in spelt if each.count(UNKNOWN) == known):
        return "reject"
    if any(_ORDERS.fullmatch(each) or _ASSENTS.fullmatch(each) for each in spelt):
        return "approve"
    return "context" if any(map(_FACTS.fullmatch, spelt)) else "other"


def _is_refusal(spelt: str) -> bool:
    """A word of refusing, or one negation beside an act; no condition, time or second negation with it."""
    if set(spelt) & {"!", "y", "t"} or spelt.count(UNKNOWN) > MAX_UNKNOWN:
        return False
    if spelt.count("k") == 1 and "n" not in spelt:
        return True
    return spelt.count("n") == 1 and "k" not in spelt and _NO_ACT.search(spelt) is not None


def suggest_leaning(text: str, languages: Collection[str], acts: Collection[str]) -> Literal["", "approve", "reject"]:
    """Return the decision that a text of a core and unknown words resembles, in the language that knows most of its words."""
    clauses = [normalize_words(each) for each in _CLAUSES.split(text) if each.strip()]
    spelt = ["".join(spell_clause(each, language, acts) for each in clauses) for language in languages]
    spelt = [each for each in spelt if each and each.count(UNKNOWN) < len(each)]
    if not spelt or _MARKS.search(text):
        return ""
    best = max(len(each) and 1 - each.count(UNKNOWN) / len(each) for each in spelt)
    found = {_lean(each) for each in spelt if 1 - each.count(UNKNOWN) / len(each) == best}
    return found.pop() if len(found) == 1 else ""


def _lean(spelt: str) -> Literal["", "approve", "reject"]:
    if "!" in spelt or (REGRET in spelt and not set(spelt) & {"k", "n"}):
        return ""
    if set(spelt) & {"k", "n"}:
        return "reject" if "k" in spelt or _NO_ACT.search(spelt) else ""
    if set(spelt) & set("chdxfsb"):
        return "approve"
    return "approve" if "y" in spelt and OTHER_ACT in spelt else ""


_CLAUSES = re.compile(r"[,:;–—、，。！!.\n]+(?:\s|$)|[、。！]|\s-+\s")
_SENTENCES = re.compile(r"[.!。！]+(?:\s|$)|[。！]|\n")
_MARKS = re.compile(r"[?？¿\"“”„«»「」『』()\[\]…~*_|<>]|\.\.|、、")
"""Questions, quotations, brackets, hints of doubt: a text with one of them is not read by its words."""


def is_readable(lines: Collection[str]) -> bool:
    """Whether a text without its greeting and signature is short and plain enough to be read by its words."""
    text = "\n".join(lines)
    return (
        len(text) <= MAX_READ
        and not _MARKS.search(text)
        and len([each for each in _SENTENCES.split(text) if each.strip()]) <= MAX_SENTENCES
    )
