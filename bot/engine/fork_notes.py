"""What the card of a fork says besides its arguments: from where, by whom, and what people rejected there."""

from bot.core import events as e
from bot.core.errors import Unavailable, Unknown
from bot.core.rejections import find_rejections
from bot.core.shaping import name_shaper
from bot.core.thread import Thread
from bot.engine.record import Record
from bot.store import log

MAX_SOURCES = 20
MAX_LINES = 10


def notes_on(record: Record, thread: Thread, intent: str) -> tuple[e.Fact, ...]:
    """The notes for a request of this tool; none in a thread that is no fork. Sources are read as they are now."""
    lines: list[str] = []
    current, source = thread.id, thread.source
    for _ in range(MAX_SOURCES):
        if not source:
            break
        try:
            earlier = record.load(source).thread.source
            lines += _lines_of(record, current, source, intent)
            current, source = source, earlier
        except (Unknown, Unavailable):
            lines.append(f"thread {source} cannot be read now, so what was rejected there is not known")
            break
    if not lines:
        return ()
    more = [f"… and {len(lines) - MAX_LINES} more"] if len(lines) > MAX_LINES else []
    return (e.Fact(label="Fork", lines=(*lines[:MAX_LINES], *more)),)


def _lines_of(record: Record, fork: str, source: str, intent: str) -> list[str]:
    events = [row.recorded.event for row in log.read(record.database.reading, fork)]
    made = [event for event in events if isinstance(event, e.Forked) and event.source == source]
    lines = [f"from thread {source} at its event {each.at}, by {_name(record, each.by)}" for each in made[-1:]]
    rejected = find_rejections(row.recorded.event for row in log.read(record.database.reading, source))
    for each in rejected:
        if each.intent == intent:
            by = ", ".join(_name(record, who) for who in each.by) or "people"
            reason = f": {' '.join(each.reason.split())}" if each.reason else ""
            lines.append(f"rejected there by {by}{reason} ({each.what})")
    return lines


def _name(record: Record, who: str) -> str:
    return name_shaper(record.directory, who)
