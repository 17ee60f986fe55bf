"""The Jinja environment of the pages and its filters: times, statuses, JSON. Templates escape all values."""

import hashlib
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.base_types import JSON, UtcMoment, from_micros
from bot.core.escaping import ALLOWED, make_visible
from bot.http.pages.markdown import render_markdown

HERE = Path(__file__).parent
STATIC = HERE / "static"

STATUS = {
    "cancelled": "Cancelled",
    "paused": "Paused",
    "resting": "Resting",
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
"""The label of each status of a thread or a request."""

_ODD = re.compile(f"[^\n -~{''.join(sorted(ALLOWED))}]")


@cache
def build_environment() -> Environment:
    """The Jinja environment, built once in a process. A template that uses a missing name raises an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "visible": make_visible,
        "markdown": render_markdown,
        "status": describe_status,
        "moment": from_micros,
    }
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
    """The time from `now` until `then` in words; empty for None or a past time."""
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
    """The arguments as JSON for editing, with unusual characters as \\u escapes so that they stay visible."""
    text = json.dumps(arguments, indent=2, ensure_ascii=False)
    return _ODD.sub(_escape_character, text)


def indent_json(text: str) -> str:
    """JSON text indented; other text unchanged."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def make_static_url(name: str) -> str:
    """The URL of a static file, with a version from its content, so that browsers may cache it."""
    return f"/static/{name}?v={find_version(name)}"


@cache
def find_version(name: str) -> str:
    """The version of a static file: the beginning of the hash of its content."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def _escape_character(found: re.Match[str]) -> str:
    """The JSON escape of the character: one \\u for each UTF-16 unit."""
    raw = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(raw[at : at + 2]):04x}" for at in range(0, len(raw), 2))
