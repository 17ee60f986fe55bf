"""The version of the fold: a kept state counts only for the code that made it."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


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
