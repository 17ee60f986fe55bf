"""The texts of a part that a reader must see."""

from bot.core.card.parts import PrintedPart

LITERALS = {
    "paused", "stopped", "urgent", "unusual", "cut", "secret", "irreversible", "voted", "question", "requester", "agent",
    "context", "deciders", "approvers", "multiple_choice", "yes_no", "free_text", "form", "yes", "no", "done", "failed",
    "running", "unknown", "not_started", "pending",
}  # fmt: skip
"""Kinds, which are printed as icons or places."""


def list_texts(part: PrintedPart) -> list[str]:
    texts = [value for value in part if isinstance(value, str)]
    texts += [note for value in part if isinstance(value, tuple) for note in value if isinstance(note, str)]
    return [text for text in texts if text.strip() and text not in LITERALS]
