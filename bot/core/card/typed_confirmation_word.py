"""The word that a person types to approve an irreversible call: a part of that call. Pure."""

from bot.core.canonical_json import parse_json
from bot.core.escaping import show_scalar
from bot.core.threads.thread import ToolCall

MAX_WORD = 80


def find_typed_word(call: ToolCall) -> str:
    """Return the word to be typed for an approval of this call with its present arguments; empty: none is needed."""
    if call.asked is None or not call.asked.policy.irreversible:
        return ""
    return choose_typed_word(call.intent, call.arguments, call.asked.policy.typed)


def choose_typed_word(tool: str, arguments: str, typed: str = "") -> str:
    """Return the value, as it is shown, of the argument `typed`, by default of the first text; else the tool's name.

    A value that is empty, longer than 80 characters or a list is not used. `arguments` is the text of a JSON object,
    read in the order in which the arguments are shown.
    """
    held = parse_json(arguments)
    named = [held.get(typed)] if typed else [value for value in held.values() if isinstance(value, str)]
    words = (show_scalar(value).strip() for value in named)  # a typed blank at the end is invisible
    return next((word for word in words if 0 < len(word) <= MAX_WORD), tool)
