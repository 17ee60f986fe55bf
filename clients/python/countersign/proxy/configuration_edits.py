"""New texts of clients' configuration files. A text is used only if it reads as exactly the change that was wanted."""

import copy
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from countersign.proxy.client_configurations import ConfigurationFile, WrappedEntry, read_document


def write_document(file: ConfigurationFile, text: str, wrapped: Sequence[WrappedEntry]) -> str:
    """The text of the file with these entries. Raises `ValueError` where only a person can edit it."""
    before = read_document(file, text)
    wanted = copy.deepcopy(before)
    for each in wrapped:
        _set(wanted, each.entry.keys, dict(each.value))
    made = _edit_toml(text, wrapped) if file.kind == "toml" else _dump_json(text, wanted)
    try:
        is_right = read_document(file, made) == wanted
    except ValueError:
        is_right = False
    if not is_right:
        raise ValueError("it is written in a form that cannot be edited safely here; edit it by hand")
    return made


def _set(document: dict[str, Any], keys: Sequence[str], value: dict[str, Any]) -> None:
    for key in keys[:-1]:
        document = document[key]
    document[keys[-1]] = value


def _dump_json(text: str, wanted: dict[str, Any]) -> str:
    """The document as JSON, indented as the text was."""
    found = re.search(r"^\{\s*\n([ \t]+)", text)
    indent: int | str = 2
    if found:
        indent = found[1] if "\t" in found[1] else len(found[1])
    return json.dumps(wanted, indent=indent, ensure_ascii=False) + ("\n" if text.endswith("\n") else "")


def _edit_toml(text: str, wrapped: Sequence[WrappedEntry]) -> str:
    """The text with the keys of each entry's table replaced, and all else, comments too, as it is."""
    lines = text.splitlines(keepends=True)
    for each in wrapped:
        start, end = _find_table(lines, each.entry.keys)
        body = list(_drop_keys(lines[start + 1 : end], {"command", "args", "url", "http_headers", "type"}))
        plain = {key: value for key, value in each.value.items() if key in ("command", "args", "type")}
        new = [f"{key} = {_write_toml(value)}\n" for key, value in plain.items()]
        added = each.value.get("env", {}).keys() - each.entry.value.get("env", {}).keys()
        if added and "env" in each.entry.value:
            raise ValueError("its env would get another key; edit it by hand")
        new += [f"env = {_write_toml(each.value['env'])}\n"] if added else []
        lines[start + 1 : end] = [*new, *body]
    return "".join(lines)


def _find_table(lines: Sequence[str], keys: Sequence[str]) -> tuple[int, int]:
    for start, line in enumerate(lines):
        if _read_header(line) == list(keys):
            ends = (n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("["))
            return start, next(ends, len(lines))
    raise ValueError(f"it has no table [{'.'.join(keys)}] of its own; edit it by hand")


def _read_header(line: str) -> list[str]:
    """The keys of a table's header; empty for another line."""
    if not line.lstrip().startswith("[") or line.lstrip().startswith("[["):
        return []
    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return []
    keys = []
    while isinstance(found, dict) and len(found) == 1:
        ((key, found),) = found.items()
        keys.append(key)
    return keys


def _drop_keys(lines: Sequence[str], names: set[str]) -> Iterator[str]:
    """The lines without the values of these keys, also where a list goes over several lines."""
    rest = list(lines)
    while rest:
        key = re.match(r"\s*([A-Za-z0-9_-]+)\s*=", rest[0])
        count = 1
        if key and key[1] in names:
            while count < len(rest) and not _is_toml("".join(rest[:count])):
                count += 1
        else:
            yield rest[0]
        del rest[:count]


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _write_toml(value: Any) -> str:
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(_write_toml(each) for each in value)}]"
        case dict():
            return "{ " + ", ".join(f"{_write_toml(k)} = {_write_toml(v)}" for k, v in value.items()) + " }"
        case _:
            raise ValueError("a value that is no text; edit it by hand")
