"""Chooses the word of an approve button ("Approve v3.0.1"): a value of the call. Pure.

`static/decide.js` does the same for arguments being typed; `tests/browser/test_deciding.py` compares the two.
"""

from collections.abc import Sequence

from bot.core.canonical_json import parse_json
from bot.core.escaping import show_scalar
from bot.core.policy import Policy

WHOLE = 40
"""Maximum characters of a word on a button, as shown."""
HEAD, TAIL = 24, 12
"""Characters of a longer word that are kept before and after an ellipsis."""


def list_naming_arguments(policy: Policy, arguments: str, declared: Sequence[str]) -> tuple[str, ...]:
    """The arguments that may give the word, most specific first. `declared` is the order of the tool's step.

    The argument of the typed confirmation comes alone; else the text arguments, in the order of the card without a step.
    """
    if policy.typed:
        return (policy.typed,)
    held = parse_json(arguments)
    order = sorted(held) if policy.irreversible or not declared else declared
    return tuple(name for name in order if isinstance(held.get(name), str | None) and name in held)


def choose_naming_word(names: Sequence[str], arguments: str, tool: str) -> str:
    """The first of these arguments with a non-empty value, escaped and shortened for a button; else the tool."""
    held = parse_json(arguments)
    words = (show_scalar(held.get(name)).strip() for name in names)
    return shorten_word(next((word for word in words if word), tool))


def shorten_word(word: str) -> str:
    """At most `WHOLE` characters; of a longer word both ends, since names may differ at either end."""
    return word if len(word) <= WHOLE else f"{word[:HEAD]}…{word[-TAIL:]}"
