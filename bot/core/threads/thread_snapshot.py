"""The folded state of a thread and of its context window as bytes, so that a long thread is loaded without its log. Pure.

The bytes prove nothing: who keeps them signs them together with the thread, the event up to which they were folded, its
hash and `find_fold_version`.
"""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from bot.core.prompts.context_window import WindowState
from bot.core.threads.shaper_tracking import CallShapers
from bot.core.threads.thread import Thread


class ThreadSnapshot(NamedTuple):
    """A thread after its event `thread.seq`, and the window with the pieces of its events up to it."""

    thread: Thread
    window: WindowState


class _StoredSnapshot(NamedTuple):
    """A snapshot as JSON can hold it: the keys of `Thread.wishes` are pairs, which no JSON object has."""

    thread: Thread
    wishes: tuple[tuple[str, str, CallShapers], ...]
    window: WindowState


def encode_snapshot(snapshot: ThreadSnapshot) -> bytes:
    wishes = tuple((*call, shapers) for call, shapers in snapshot.thread.wishes.items())
    stored = _StoredSnapshot(snapshot.thread._replace(wishes={}), wishes, snapshot.window)
    return _make_adapter().dump_json(stored, fallback=dict, warnings=False)  # read-only mappings become dicts


def decode_snapshot(raw: bytes) -> ThreadSnapshot | None:
    """The snapshot; None for bytes of another shape."""
    try:
        stored = _make_adapter().validate_json(raw)
    except ValidationError:
        return None
    wishes = {(intent, arguments): shapers for intent, arguments, shapers in stored.wishes}
    return ThreadSnapshot(stored.thread._replace(wishes=wishes), stored.window)


@cache
def find_fold_version() -> str:
    """The SHA-256 (hex) of the source of `bot.core`, which folds and renders: a snapshot of another version does not count."""
    digest = hashlib.sha256()
    for name, source in sorted(_list_sources(files("bot.core"), "")):
        digest.update(b"%b\n%d\n" % (name.encode(), len(source)) + source)
    return digest.hexdigest()


def _list_sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in folder.iterdir():
        if each.is_dir():
            found += _list_sources(each, f"{path}{each.name}/")
        elif each.name.endswith(".py"):
            found.append((path + each.name, each.read_bytes()))
    return found


@cache
def _make_adapter() -> TypeAdapter[_StoredSnapshot]:
    return TypeAdapter(_StoredSnapshot)
