"""How values look on a page: templates, times, hidden characters. Everything is escaped; nothing here decides anything."""

import hashlib
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.escaping import ALLOWED, make_visible
from bot.core.values import JSON, UtcMoment, from_micros

HERE = Path(__file__).parent
STATIC = HERE / "static"

STATUS = {
    "cancelled": "Cancelled",
    "paused": "Paused",
    "waiting": "Waiting for a person",
    "sleeping": "Sleeping",
    "working": "Working",
    "finished": "Finished",
    "idle": "Idle",
    "pending": "Pending",
    "approved": "Approved",
    "rejected": "Rejected",
    "answered": "Answered",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
    "superseded": "Superseded",
    "undeliverable": "Undeliverable",
}
"""What a person reads for the status of a thread or a request."""

_ODD = re.compile(f"[^\n -~{''.join(sorted(ALLOWED))}]")


@cache
def build_environment() -> Environment:
    """The templates, compiled once in a process. A name that a page was not given is an error, not an empty text."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"visible": make_visible, "status": describe_status, "moment": from_micros}
    made.filters |= {"when": format_moment, "day": format_day, "clock": format_time}
    made.globals |= {"static": make_static_url}
    return made


def format_moment(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M}"


def format_day(at: datetime) -> str:
    return f"{at:%-d %B %Y}"


def format_time(at: datetime) -> str:
    return f"{at:%H:%M}"


def describe_time_left(now: UtcMoment, then: UtcMoment | None) -> str:
    """How long it is until then, in words; empty for no time or one that is past."""
    minutes = int((then - now).total_seconds() // 60) if then else -1
    if minutes < 0:
        return ""
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"


def describe_status(status: str) -> str:
    return STATUS.get(status, status)


def format_editable_json(arguments: JSON) -> str:
    """The arguments as JSON that a person can edit; unusual characters stand as escapes, so none is lost unseen."""
    text = json.dumps(arguments, indent=2, ensure_ascii=False)
    return _ODD.sub(lambda found: _escape_character(found[0]), text)


def indent_json(text: str) -> str:
    """JSON laid out for reading; whatever is not JSON as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


@cache
def make_static_url(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it."""
    version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={version}"


def _escape_character(character: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _list_utf16_units(character))


def _list_utf16_units(character: str) -> list[int]:
    raw = character.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]
