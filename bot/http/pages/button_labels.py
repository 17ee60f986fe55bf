"""The word by which a button names what it approves ("Approve v3.0.1"): a value of the very call. Pure.

`static/decide.js` does the same with what is being typed; `tests/browser/test_deciding.py` holds the two together.
"""

from collections.abc import Sequence

from bot.core.canonical_json import parse_json
from bot.core.escaping import show_scalar
from bot.core.policy import Policy

WHOLE = 40
"""So many characters, as shown, stand whole on a button."""
HEAD, TAIL = 24, 12
"""Of longer words these many characters stand at the beginning and at the end, around an ellipsis."""


def list_naming_arguments(policy: Policy, arguments: str, declared: Sequence[str]) -> tuple[str, ...]:
    """The arguments that may name the act, the most telling first; `declared` is the order in the tool's own step.

    What must be typed to approve names the act; else the first text. Without a step the order of the card.
    """
    if policy.typed:
        return (policy.typed,)
    held = parse_json(arguments)
    order = sorted(held) if policy.irreversible or not declared else declared
    return tuple(name for name in order if isinstance(held.get(name), str | None) and name in held)


def choose_naming_word(names: Sequence[str], arguments: str, tool: str) -> str:
    """The first of these arguments that says something, as it is shown and short enough for a button; else the tool."""
    held = parse_json(arguments)
    words = (show_scalar(held.get(name)).strip() for name in names)
    return shorten_word(next((word for word in words if word), tool))


def shorten_word(word: str) -> str:
    """At most `WHOLE` characters: of a longer word both ends, so that neither a prefix nor a suffix alone decides."""
    return word if len(word) <= WHOLE else f"{word[:HEAD]}…{word[-TAIL:]}"
