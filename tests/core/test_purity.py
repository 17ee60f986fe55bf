"""The core is pure: no I/O, no clock, no dice, no threads. Read from its source, so that no import path hides one."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import bot.core

CORE = Path(bot.core.__file__).parent
FILES = sorted(CORE.rglob("*.py"))

MAY_IMPORT = {
    "base64", "bisect", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum", "functools", "hashlib", "hmac", "inspect", "itertools",
    "itsdangerous",
    "json", "markdown_it", "markupsafe", "math", "pydantic", "pydantic_core", "re", "rfc8785", "shlex", "string", "types", "typing", "unicodedata", "warnings",
}  # fmt: skip
IMPURE_CALLS = {
    "open",
    "print",
    "input",
    "eval",
    "exec",
    "compile",
    "__import__",
    "breakpoint",
    "globals",
    "id",
    "hash",
}
CLOCKS = {"now", "utcnow", "today", "time", "fromtimestamp", "monotonic", "perf_counter"}


@cache
def parse_file(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, level=0):
                yield module or ""
            case ast.ImportFrom():
                yield "."


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_f12_1_the_core_imports_only_what_is_pure(file: Path) -> None:
    for name in imported(parse_file(file)):
        assert name.startswith("bot.core") or name == "bot.core" or name.split(".")[0] in MAY_IMPORT, name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_f12_1_the_core_reads_no_clock_and_touches_nothing(file: Path) -> None:
    for node in ast.walk(parse_file(file)):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                assert name not in IMPURE_CALLS, f"{file.name}:{node.lineno} {name}()"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="datetime" | "date" | "time"), attr=name)):
                assert name not in CLOCKS, f"{file.name}:{node.lineno} {name}()"
            case ast.Global() | ast.Nonlocal():
                raise AssertionError(f"{file.name}:{node.lineno} global state")


MAY_AWAIT = {"agent.py", "channel_store.py", "gateway_ports.py", "ports.py", "tool.py"}
"""Protocols and tools alone are awaited."""


@pytest.mark.parametrize("file", [file for file in FILES if file.name not in MAY_AWAIT], ids=lambda file: file.name)
def test_f12_1_the_reducers_are_not_coroutines(file: Path) -> None:
    assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(parse_file(file)))
