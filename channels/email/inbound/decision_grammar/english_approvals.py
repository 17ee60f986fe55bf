"""English phrases of approving with what they approve: "approve the release", "yes go ahead with it from my side". Pure."""

from channels.email.inbound.decision_grammar.vocabulary import (
    ASIDES,
    OBJECTS,
    OPENERS,
    TAILS,
    TAKES_OBJECT,
    DecisionVocabulary,
    load_vocabulary,
)

_ENGLISH = load_vocabulary(())
_ASIDES = sorted(ASIDES, key=len, reverse=True)
_OPENERS = sorted(OPENERS, key=len, reverse=True)


def is_english_approval(phrase: str, words: DecisionVocabulary) -> bool:
    """Whether a phrase of approving has an object, words of assent in front or a tail such as "from my side"."""
    core = _strip_tail(phrase)
    if core in words.approves or _strip_object(core) in TAKES_OBJECT:
        return True
    opener = next((each for each in _OPENERS if core.startswith(f"{each} ")), None)
    rest = core[len(opener) + 1 :] if opener else ""
    return bool(rest) and (rest in _ENGLISH.approves or _strip_object(rest) in TAKES_OBJECT)


def strip_aside(phrase: str) -> str:
    """A phrase without "on my part", in front or behind."""
    for aside in _ASIDES:
        if phrase.startswith(f"{aside} ") or phrase.endswith(f" {aside}"):
            return phrase.removeprefix(f"{aside} ").removesuffix(f" {aside}")
    return phrase


def _strip_tail(phrase: str) -> str:
    tail = next((tail for tail in TAILS if phrase.endswith(f" {tail}")), None)
    return phrase[: -len(tail) - 1] if tail else phrase


def _strip_object(phrase: str) -> str | None:
    """The verb in front of what it takes; None when nothing that it takes stands behind it."""
    found = [each for each in OBJECTS if phrase.endswith(f" {each}")]
    return phrase[: -len(max(found, key=len)) - 1] if found else None
