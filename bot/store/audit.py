"""The audit: one row for each key, link, session, reload and refusal. Rows are added and not changed."""

from sqlite3 import Connection
from typing import NamedTuple

from bot.core.secrets.redaction import remove_secrets


class AuditNote(NamedTuple):
    """A row of the audit. `at` is microseconds since 1970, UTC."""

    at: int
    what: str
    person: str = ""
    door: str = ""
    about: str = ""
    detail: str = ""


def add_note(connection: Connection, note: AuditNote) -> None:
    connection.execute(
        "INSERT INTO audit (at, what, person, door, about, detail) VALUES (?,?,?,?,?,?)", _clean_note(note)
    )


def add_note_once(connection: Connection, note: AuditNote) -> None:
    """Add the note, unless an equal note with any time exists."""
    connection.execute(
        "INSERT INTO audit (at, what, person, door, about, detail) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS"
        " (SELECT 1 FROM audit WHERE what=?2 AND person=?3 AND door=?4 AND about=?5 AND detail=?6)",
        _clean_note(note),
    )


def _clean_note(note: AuditNote) -> AuditNote:
    return note._replace(about=remove_secrets(note.about), detail=remove_secrets(note.detail))


def list_notes(connection: Connection, limit: int) -> list[AuditNote]:
    """The latest notes first."""
    rows = connection.execute(
        "SELECT at, what, person, door, about, detail FROM audit ORDER BY no DESC LIMIT ?", (limit,)
    )
    return [AuditNote(*row) for row in rows]
