"""A line of a reply as the decision grammar sees it: phrases of closed lists, parted by punctuation. Pure.

Nothing is searched for in a line to approve: an approval is a line whose every phrase is known. What only has to make us ask
(`leaning_by_phrases`, `leaning_by_words`) looks at single words.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.courtesies import DISMISSALS, SORRIES
from channels.email.inbound.decision_grammar.english_approvals import is_english_approval, strip_aside
from channels.email.inbound.decision_grammar.facts_beside_approvals import may_stand_beside_approval
from channels.email.inbound.decision_grammar.line_text import (
    ARE_OF_CJK,
    ONLY_CHEERS,
    THANKS,
    mark_askers,
    mark_bots,
    mark_values,
    normalize_phrase,
    part_at_cheers,
    split_phrases_of_line,
    strip_cheers,
    strip_invisible,
)
from channels.email.inbound.decision_grammar.misspelt_verdicts import is_misspelt_refusal
from channels.email.inbound.decision_grammar.phrase_rules import VALUE, RuleKind
from channels.email.inbound.decision_grammar.replier_profile import (
    BARE_NOUNS,
    CONCESSIONS,
    CONJUNCTIONS,
    NAME_LIKE,
    NAME_WORDS,
    ReplyAuthor,
    has_name,
    has_only_names,
    is_approval_wish,
    is_courtesy,
    is_greeting,
    is_listed,
    list_asker_names,
    list_bot_names,
    list_name_words,
    load_language_rules,
    strip_called,
    strip_own_name,
)
from channels.email.inbound.decision_grammar.sentence_reading import read_clause, takes_object
from channels.email.inbound.decision_grammar.vocabulary import (
    EMOJI_APPROVE,
    EMOJI_REJECT,
    DecisionVocabulary,
    is_plain_yes,
    normalize_words,
)

PhraseKind = Literal["approve", "support", "context", "sounds", "reject", "hold", "courtesy", "other"]

_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
"""What some programs take for the end of a line, and mail does not."""


_ASKING = frozenset({"please", "pls", "plz", "kindly"})
"""Words that ask whoever reads for what follows: "Please, approve it" gives no approval."""

ASKS = "お願い"
"""How a Japanese request begins; beside a bare noun of approval it asks somebody else for one."""

_PLEASE = (ASKS, "よろしく", "宜しく")
_COMMA = re.compile(r"(?<=[\w\ue000\ue002]),\s(?=[\w\ue000\ue002])")
_CJK_COMMA = re.compile(
    r"(?<=[\w\ue000\ue002])[、，](?=[\w\ue000\ue002])|(?<=[\w\ue000\ue002])[。！!]\s?(?=[\u3040-\u9fff])"
)
_CJK_SENTENCE = re.compile(r"(?<=[\w\ue000\ue002])[。！!]\s?")
_JAPANESE_REASON = re.compile(r"(.{2,50}?)(?:ので|ため|から|為)(?:、|\s)?(?!に)(.{2,40})$")
_JAPANESE_CONDITION = re.compile(r"もし|なら|れば|たら|場合|かも|でしょうか|ですか|らしい|そう(?:です|だ)|と言")


_AND = (" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " ja ", " a ", " ve ", " и ", " та ")


MAX_PHRASES = 400
"""Characters of a line that can be phrases of the lists alone."""


@lru_cache(maxsize=4_096)
def classify_phrase(phrase: str, speaker: ReplyAuthor) -> PhraseKind:
    """What one phrase is. What the tables list as a courtesy, too, does not approve ("weiter so")."""
    words = speaker.words
    if (phrase and set(phrase.replace(" ", "")) <= set(EMOJI_REJECT)) or is_listed(phrase, words.rejects):
        return "reject"
    if is_misspelt_refusal(phrase, speaker.languages):
        return "reject"
    if is_listed(phrase, words.holds):
        return "hold"
    if phrase == VALUE:
        return "support"
    if is_approval_wish(phrase):
        return "sounds"
    if _is_approving_phrase(phrase, words, speaker) or _is_joined_approval(phrase, words, speaker):
        if not has_only_names(phrase, speaker):
            return "approve"
        return "courtesy" if is_courtesy(phrase, speaker) else "sounds"
    if found := next((kind for kind in _NO_KINDS if is_kind_by_rules(kind, phrase, speaker)), None):
        return found
    if _is_refusal_after_conjunction(phrase, speaker):
        return "reject"
    is_polite = is_courtesy(phrase, speaker) or _is_called_or_polite(phrase, speaker)
    if phrase not in words.sounds and not is_polite and _is_approval_by_rules(phrase, speaker):
        return "approve"
    if is_polite:
        return "courtesy"
    if phrase in words.supports or (phrase not in words.sounds and is_kind_by_rules("support", phrase, speaker)):
        return "support"
    if phrase in words.sounds:
        return "sounds"
    if is_kind_by_rules("context", phrase, speaker):
        return "context"
    told = strip_called(phrase, list_asker_names(speaker))
    is_read = speaker.reads_words and not _list_people(speaker) & set(NAME_WORDS.findall(told))
    return read_clause(told, speaker.languages, speaker.call_acts or ()) if is_read else "other"


def _list_people(speaker: ReplyAuthor) -> frozenset[str]:
    """Return the words of the names of people, the writer's own among them."""
    return list_name_words(speaker.signs, speaker.names, speaker.others)


_DECLINED = ("", "ie", "u", "ku", "owi", "o")
"""Endings of a name that is called, in Polish."""


def _strip_asker(phrase: str, speaker: ReplyAuthor) -> str:
    """A phrase without the name of who asked at its end, where something stands in front: "lieber Sam", "Panie Samie"."""
    head, _, last = phrase.rpartition(" ")
    is_asker = any(last == f"{name}{ending}" for name in list_asker_names(speaker) for ending in _DECLINED)
    return head if head and is_asker else phrase


_CALLED = (
    "lieber|liebe|werter|werte|lieber herr|cher|chère|estimado|estimada|querido|querida|prezado|prezada|caro|cara|gentile|"
    "gentilissimo|geachte|beste|lieve|käre|kära|bästa|panie|pani|drogi|droga|szanowny panie|szanowna pani|drogi panie|hej|cześć"
)
_CALLS = frozenset(_CALLED.split("|"))
"""The words in front of the name of the addressee."""

_AND_TOO = re.compile(r"(?:and|und|et|y|e|en|i|oraz|a|och) ")


def _is_called_or_polite(phrase: str, speaker: ReplyAuthor) -> bool:
    """A courtesy by a rule, with "and" in front or the name of who asked behind."""
    said = _strip_asker(phrase, speaker)
    if said != phrase:
        greeting = said.rpartition(" ")[0] if said.rpartition(" ")[2] in _CALLS else ""
        if said in _CALLS or is_greeting(said, speaker) or is_greeting(greeting, speaker):
            return True
    rest = said[found.end() :] if (found := _AND_TOO.match(said)) else said
    forms = (said, rest, strip_own_name(rest, speaker))
    return any(is_kind_by_rules("courtesy", form, speaker) for form in forms)


_NO_KINDS: tuple[Literal["reject", "hold"], ...] = ("reject", "hold")


def is_kind_by_rules(kind: RuleKind, phrase: str, speaker: ReplyAuthor) -> bool:
    """Whether a rule of one of the speaker's languages makes the phrase of this kind."""
    marked = mark_bots(phrase, list_bot_names(speaker))
    if kind in ("context", "courtesy"):
        marked = mark_askers(marked, list_asker_names(speaker))
    return _is_kind_by_languages(kind, marked, speaker.languages, speaker.call_acts)


@lru_cache(maxsize=4_096)
def _is_kind_by_languages(
    kind: RuleKind, phrase: str, languages: tuple[str, ...], acts: tuple[str, ...] | None
) -> bool:
    return any(rules.is_kind(kind, phrase) for rules in load_language_rules(languages, acts))


def _is_approval_by_rules(phrase: str, speaker: ReplyAuthor) -> bool:
    """A phrase that rules make up, in which no word is the name of a person."""
    for called in (*map(normalize_words, filter(None, (speaker.bot, *speaker.bots))), *list_asker_names(speaker)):
        bare = phrase.removesuffix(f" {called}")
        if bare != phrase and takes_object(bare, speaker.languages, speaker.call_acts or ()):
            return False  # "tag Sam", "approvo Nils": a person as the object
        phrase = bare
    rest = " ".join(word for word in phrase.split() if word not in NAME_LIKE)
    if rest != phrase and classify_phrase(rest, speaker) in ("courtesy", "support", "sounds"):
        return False
    first, _, more = phrase.partition(" ")
    if first in CONCESSIONS and classify_phrase(more, speaker) in ("support", "sounds", "other"):
        return False
    return not _list_people(speaker) & set(NAME_WORDS.findall(phrase)) and is_kind_by_rules("approve", phrase, speaker)


def classify_line(line: str, speaker: ReplyAuthor, *, is_first: bool = True) -> list[PhraseKind]:
    """What the phrases of a line are; a line of cheering emoji alone is one. A colon at the end or within makes it no approval.

    A listed fact (`facts_beside_approvals`) supports an order ("go ahead") in its line; beside a plain yes it may answer something else.
    A word that may be a name (`NAME_LIKE`) approves only where the reply begins: below, it is how somebody signs.
    """
    if _CONTROLS.search(line) or len(line) > MAX_PHRASES:
        return ["other"]
    return list(_classify_short_line(line, speaker, is_first))


@remember(longest=MAX_PHRASES, most=2_048)
def _classify_short_line(line: str, speaker: ReplyAuthor, is_first: bool) -> Sequence[PhraseKind]:
    line = _strip_label(mark_values(part_at_cheers(line), speaker.values), speaker)
    bare = normalize_phrase(line)
    if ONLY_CHEERS.fullmatch(bare):
        return [_classify_emoji(bare)]
    if bare and (kind := classify_phrase(strip_cheers(bare).strip(), speaker)) != "other":
        is_weak = kind == "context" or (kind == "approve" and not is_first and bare in NAME_LIKE)
        return ["sounds" if is_weak else kind]
    if _COMMA.sub(" ", bare) in speaker.words.approves and not has_only_names(bare, speaker):
        return ["approve"]
    parts = split_phrases_of_line(line)
    if _is_dismissive(parts, speaker):
        return ["sounds"]
    if joined := _find_joined_kind(bare, parts, speaker):
        return [joined]
    found = _classify_parts(line, parts, is_first, speaker)
    if "other" in found and (sentences := _split_sentences(line)):
        told = [kind for each in sentences for kind in classify_line(each, speaker, is_first=is_first)]
        return found if any(map(_has_bare_noun, sentences)) else told
    is_order = any(kind == "approve" and not is_plain_yes(part) for part, kind in zip(parts, found, strict=True))
    for at, (part, kind) in enumerate(zip(parts, found, strict=True)):
        if kind == "context":
            found[at] = "support" if is_order and may_stand_beside_approval(part, speaker) else "sounds"
    if len(parts) > 1 and len(set(parts)) == 1 and found[0] == "approve":
        return ["sounds"]  # "Ja, ja" is no yes
    is_answered = len(found) > 1 and is_plain_yes(parts[-1])
    is_labelled = re.search(r"[:：]", strip_invisible(line)) is not None and (
        is_answered or not _is_reasoned(line, speaker)
    )
    return ["other" if is_labelled and kind == "approve" else kind for kind in found] or ["other"]


def _is_dismissive(parts: Sequence[str], speaker: ReplyAuthor) -> bool:
    """Whether a yes stands in front of nothing but the end of the talk: "Ja, doei"."""
    said, *more = parts or [""]
    is_yes = bool(said) and is_plain_yes(said.split()[0]) and classify_phrase(said, speaker) == "approve"
    return is_yes and bool(set(more) & DISMISSALS) and all(part in DISMISSALS or is_plain_yes(part) for part in more)


def _split_sentences(line: str) -> list[str]:
    """The Japanese sentences of a line whose phrases commas part, where there are two or more."""
    found = [each for each in _CJK_SENTENCE.split(line) if each.strip()]
    return found if len(found) > 1 and "、" in line and ARE_OF_CJK.search(line) else []


def _has_bare_noun(sentence: str) -> bool:
    """Whether a phrase of a sentence is a bare noun of approval: with a request in another one it asks for approval."""
    return bool(BARE_NOUNS & set(split_phrases_of_line(sentence)))


def _classify_parts(line: str, parts: Sequence[str], is_first: bool, speaker: ReplyAuthor) -> list[PhraseKind]:
    """What each phrase of a line is beside the others. A fact is still `context`."""
    asked = list_asker_names(speaker)
    found: list[PhraseKind] = [
        "courtesy" if part in asked and (at or _is_called(line, part)) else classify_phrase(part, speaker)
        for at, part in enumerate(parts)
    ]
    found = [
        "sounds"
        if kind == "approve"
        and (
            (part in NAME_LIKE and (at or not is_first) and _is_polite(found[:at]))
            or (part in BARE_NOUNS and any(later.startswith(_PLEASE) for later in parts[at + 1 :]))
            or (part in BARE_NOUNS and any(earlier.startswith(ASKS) for earlier in parts[:at]))
            or any(is_approval_wish(f"{part} {later}") for later in parts[at + 1 : at + 2])
            or (at > 0 and is_approval_wish(f"{parts[at - 1]} {part}"))
            or (part in CONCESSIONS and set(found[at + 1 :]) & {"support", "sounds", "other"})
        )
        else kind
        for at, (part, kind) in enumerate(zip(parts, found, strict=True))
    ]
    if parts[:1] == ["si"] and "approve" in found[1:] and set(found[1:]) <= {"approve", "support", "courtesy"}:
        found[0] = "support"  # "Si, adelante": a yes without its accent, where a comma parts it from a whole order
    return [
        "courtesy" if part in SORRIES and _is_excused(parts, at, speaker) else kind
        for at, (part, kind) in enumerate(zip(parts, found, strict=True))
    ]


def _is_excused(parts: Sequence[str], at: int, speaker: ReplyAuthor) -> bool:
    """Whether an excuse stands right in front of a part of a line or right behind it."""
    return any(
        is_kind_by_rules("courtesy", part, speaker) and not is_courtesy(part, speaker)
        for part in (*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2])
    )


def _is_called(line: str, name: str) -> bool:
    """Whether a line begins with a call: "Sam, go ahead", where "Sam: go ahead" tells what Sam said."""
    rest = strip_invisible(line).strip().casefold().removeprefix(name).lstrip()
    return rest.startswith((",", "!"))


def _is_reasoned(line: str, speaker: ReplyAuthor) -> bool:
    """Whether the one colon of a line stands behind a whole sentence of its own: "All tests are green: approved"."""
    head, *more = re.split(r"[:：]", strip_invisible(line))
    before = (split_phrases_of_line(head) or [""])[-1]
    kind = classify_phrase(before, speaker)
    is_told = kind == "context" and " " in normalize_phrase(more[0] if more else "")
    return len(more) == 1 and " " in before and (kind in ("approve", "support") or is_told)


def _find_joined_kind(bare: str, parts: Sequence[str], speaker: ReplyAuthor) -> PhraseKind | None:
    """What a line is as one phrase without its commas, in Japanese also without full stops: "Tak, dzięki", "OKです。お願いします".

    Only what no part of it refuses or delays approves; only Japanese is refused so.
    """
    joined = _CJK_COMMA.sub("", bare)
    is_wish = bool(BARE_NOUNS & set(parts)) and any(part.startswith(_PLEASE) for part in parts)
    if joined != bare and not is_wish and (kind := classify_phrase(joined, speaker)) in ("approve", "reject"):
        return kind if kind == "reject" or (_has_no_refusal(parts, speaker) and not has_name(parts, speaker)) else None
    joined = _COMMA.sub(" ", bare)
    if joined == bare or set(parts[-1:]) & CONJUNCTIONS:
        return None
    if joined in speaker.words.sounds:
        return "sounds"
    if classify_phrase(joined, speaker) == "approve":
        return "approve" if _has_no_refusal(parts, speaker) and not has_name(parts, speaker) else None
    return "sounds" if parts and parts[0] in _ASKING else None


def _has_no_refusal(parts: Sequence[str], speaker: ReplyAuthor) -> bool:
    return not {classify_phrase(part, speaker) for part in parts} & {"reject", "hold"}


def _is_refusal_after_conjunction(phrase: str, speaker: ReplyAuthor) -> bool:
    """ "But no", "so rejected", "テストが失敗したので却下します": what follows the conjunction is a no by itself."""
    if (reason := _JAPANESE_REASON.match(phrase)) and not _JAPANESE_CONDITION.search(reason[1]):
        return is_listed(reason[2], speaker.words.rejects) or is_kind_by_rules("reject", reason[2], speaker)
    first, _, more = phrase.partition(" ")
    return (
        first in CONJUNCTIONS
        and bool(more)
        and (is_listed(more, speaker.words.rejects) or is_kind_by_rules("reject", more, speaker))
    )


def _is_polite(kinds: list[PhraseKind]) -> bool:
    return set(kinds) <= {"courtesy", "support", "sounds"}


_LABEL = re.compile(
    r"\s*(?:(?:(?:my|our|final|meine|ma|mi|la mia|minha|mijn|moja|mitt|моё|мое)\s+)?"
    r"(?:decision|entscheidung|décision|decisión|decisione|decisão|besluit|beslissing|decyzja|beslut|решение|рішення)"
    r"|my (?:answer|vote|response)|from my (?:side|end)|meine antwort|von mir|meinerseits|von meiner seite|ma réponse|de ma part|pour moi|mi respuesta|por mi parte|"
    r"la mia risposta|da parte mia|per me|a minha resposta|minha resposta|da minha parte|por mim|mijn antwoord|van mij|wat mij betreft|moja odpowiedź|z mojej strony|"
    r"mitt svar|från min sida|мой ответ|с моей стороны|判断|決定|結果|結論|回答)\s*[:：]\s*(\S.*)",
    re.I,
)


def _strip_label(line: str, speaker: ReplyAuthor) -> str:
    """A line without "Decision:" in front of what is one phrase of a decision."""
    found = _LABEL.fullmatch(strip_invisible(line))
    is_one = found is not None and classify_phrase(normalize_phrase(found[1]), speaker) in ("approve", "reject")
    return found[1] if found and is_one else line


def is_approval(kinds: Iterable[PhraseKind]) -> bool:
    """At least one phrase approves, and every other one only supports it or is polite."""
    found = set(kinds)
    return "approve" in found and found <= {"approve", "support", "courtesy"}


def _is_approving_phrase(phrase: str, words: DecisionVocabulary, speaker: ReplyAuthor) -> bool:
    """A phrase of the lists, with thanks behind it; in English also with what it approves, and with a word of assent before."""
    if phrase in words.approves:
        return True
    bare = THANKS.sub("", phrase)
    for bot in (speaker.bot, *speaker.bots):
        bare = bare.removesuffix(f" {normalize_words(bot)}") if bot else bare
    return bare in words.approves or strip_aside(bare) in words.approves or is_english_approval(bare, words)


def _is_joined_approval(phrase: str, words: DecisionVocabulary, speaker: ReplyAuthor) -> bool:
    """ "Checked and approved": two phrases with "and" between, each of which approves or supports, and one approves."""
    first, found, second = next((parts for word in _AND if (parts := phrase.partition(word))[1]), (phrase, "", ""))
    does = [_is_approving_phrase(part, words, speaker) for part in (first, second)]
    return (
        bool(found)
        and any(does)
        and all(it or part in words.supports for it, part in zip(does, (first, second), strict=True))
    )


def _classify_emoji(line: str) -> PhraseKind:
    letters = set(line.replace(" ", ""))
    if letters <= set(EMOJI_APPROVE):
        return "approve"
    return "approve" if letters & set(EMOJI_APPROVE) else "sounds"
