"""The word that a person types to approve what cannot be undone: a part of the very call. Pure; it only names it."""

from bot.core.canonical_json import parse_json
from bot.core.escaping import show_scalar
from bot.core.threads.thread import ToolCall

MAX_WORD = 80


def find_typed_word(call: ToolCall) -> str:
    """What must be typed to approve this call as its arguments stand now; empty: nothing, the call can be undone."""
    if call.asked is None or not call.asked.policy.irreversible:
        return ""
    return choose_typed_word(call.intent, call.arguments, call.asked.policy.typed)


def choose_typed_word(tool: str, arguments: str, typed: str = "") -> str:
    """The value, as it is shown, of the argument `typed`, by default of the first text; else the tool's name.

    What is empty, longer than 80 characters or a list is not for typing. `arguments` are a JSON object's text, read in
    the order in which they are shown.
    """
    held = parse_json(arguments)
    named = [held.get(typed)] if typed else [value for value in held.values() if isinstance(value, str)]
    words = (show_scalar(value).strip() for value in named)  # nobody sees whether they typed a blank at the end
    return next((word for word in words if 0 < len(word) <= MAX_WORD), tool)
