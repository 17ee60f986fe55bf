"""Release tags as versions: the latest, the next, and names that git or a reader would misread. Pure."""

import re
from collections.abc import Iterable

from bot.core.errors import ToolError

_RELEASE = re.compile(r"v?(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
_SHA = re.compile(r"[0-9a-f]{40}")
FIRST = "v0.1.0"


def parse_version(tag: str) -> tuple[int, int, int] | None:
    """The three numbers of `v1.4.2` or `1.4.2`; None for every other tag, pre-releases included."""
    found = _RELEASE.fullmatch(tag)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def find_latest(tags: Iterable[str]) -> str | None:
    """The tag with the highest version; None when no tag is a version."""
    versions = [(found, tag) for tag in tags if (found := parse_version(tag))]
    return max(versions)[1] if versions else None


def choose_next_patch(tags: Iterable[str]) -> str:
    """The patch version after the highest one, with or without `v` like that one; `v0.1.0` when there is none."""
    highest = find_latest(tags)
    numbers = parse_version(highest) if highest else None
    if highest is None or numbers is None:
        return FIRST
    major, minor, patch = numbers
    return f"{'v' if highest.startswith('v') else ''}{major}.{minor}.{patch + 1}"


def explain_wrong_ref(name: str) -> str | None:
    """Why this is no valid or unambiguous ref name (git-check-ref-format(1)), or None. Does not check the characters."""
    parts = name.split("/")
    if name.startswith("-"):
        return "starts with -"
    if ".." in name:
        return "contains .."
    if any(not part for part in parts):
        return "has an empty part between slashes"
    if any(part.startswith(".") or part.endswith((".lock", ".")) for part in parts):
        return "has a part that starts with a dot, or ends with one or with .lock"
    return None


def explain_wrong_tag(name: str) -> str | None:
    """Why this cannot be the name of a new tag, or None."""
    if name == "HEAD" or _SHA.fullmatch(name):
        return "reads like something else than a tag"
    return explain_wrong_ref(name)


def refuse_option(value: str) -> str:
    """Return `value`. Raises `ToolError` when it is empty, begins with `-` (an option to git) or holds a line break or NUL."""
    if value.startswith("-") or not value or any(char in value for char in "\0\n\r"):
        raise ToolError(f"{value[:60]!r} cannot be handed to git: it is empty, starts with - or breaks the line.")
    return value
