"""The rows of a call's arguments, as its tool presents them. Pure; nothing is hidden here."""

from bot.core.base_types import JSON
from bot.core.canonical_json import parse_json
from bot.core.card.call_presentation import PLAIN_PRESENTATION, CallPresentation, DisplayKind, order_names
from bot.core.escaping import ShownArgument, show_arguments, show_lines
from bot.core.linkify import find_host
from bot.core.memoization import remember
from bot.core.secrets.redaction import redact_secrets

BLOCK_PREFIX = "  | "
"""The beginning of each line of a text of several lines: no such line can be taken for another argument."""


def list_clean_rows(arguments: str, presentation: CallPresentation) -> tuple[ShownArgument, ...]:
    """Return the rows for a card: names that are secrets are replaced by their hashes."""
    return _list_clean_rows(arguments, presentation.first, frozenset(presentation.kinds.items()))


@remember(longest=4_000, most=1_000)
def _list_clean_rows(
    arguments: str, first: str, kinds: frozenset[tuple[str, DisplayKind]]
) -> tuple[ShownArgument, ...]:
    rows = list_argument_rows(arguments, CallPresentation(first=first, kinds=dict(kinds)))
    return tuple(row.model_copy(update={"name": redact_secrets(row.name)}) for row in rows)


def list_argument_rows(
    arguments: str, presentation: CallPresentation = PLAIN_PRESENTATION
) -> tuple[ShownArgument, ...]:
    """Return one row for each of these canonical arguments: the presentation's first, the others in canonical order."""
    held, shown = parse_json(arguments), show_arguments(arguments)
    rows = {
        name: row.model_copy(
            update={
                "kind": presentation.kinds.get(name, "text"),
                "lines": show_lines(value) if isinstance(value, str) and "\n" in value else (),
                "note": _explain_value(value, presentation.kinds.get(name, "text")),
            }
        )
        for (name, value), row in zip(held.items(), shown, strict=True)
    }
    return tuple(rows[name] for name in order_names(tuple(rows), presentation.first))


def format_row(row: ShownArgument) -> str:
    """Return a row as text for a font of equal widths: `tag = "v1.4.2"`; a text of several lines below its name."""
    if not row.lines:
        return f"{row.name} = {row.text}" + (f"   [{row.note}]" if row.note else "")
    about = row.kind if row.kind in ("code", "diff", "mail") else row.note
    count = f"{len(row.lines)} lines" + (f", {about}" if about else "")
    return "\n".join([f"{row.name} = {count}:", *(f"{BLOCK_PREFIX}{line}".rstrip() for line in row.lines)])


def _explain_value(value: JSON, kind: DisplayKind) -> str:
    match kind, value:
        case "money", bool():
            return ""
        case "money", int() | float() if abs(value) >= 1000:
            return f"{value:,}"
        case "link", str():
            return f"leads to {host}" if (host := find_host(value)) else "no plain web link"
        case "secret", _:
            return "secret"
        case _:
            return ""
