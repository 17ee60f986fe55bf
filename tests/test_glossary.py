"""The pages name code that exists: each path of the documents is a file or a folder, each name of the glossary is defined there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "agents/README.md", "channels/README.md")
]
PAGES += sorted((ROOT / "docs").glob("*.md"))
ABSENT = frozenset({"channels/web", "channels/terminal.py"})
"""Paths that `docs/why.md` names because they do not exist."""
GLOSSARY = re.findall(
    r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/words.md").read_text("utf-8"), re.MULTILINE
)[1:]


def code_files(paths: list[str]) -> Iterator[Path]:
    for path in paths or ["bot", "channels", "agents"]:
        yield from [ROOT / path] if path.endswith(".py") else (ROOT / path).rglob("*.py")


@cache
def defined_names(path: Path) -> frozenset[str]:
    """The top-level names of a module, and `Class.name` of what its classes define."""
    return frozenset(find_definitions(path))


def find_definitions(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.ClassDef():
                yield node.name
                for inner in node.body:
                    match inner:
                        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                            yield f"{node.name}.{name}"
                        case ast.AnnAssign(target=ast.Name(id=name)):
                            yield f"{node.name}.{name}"
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.ImportFrom():
                yield from (each.asname or each.name for each in node.names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_of_the_code_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`((?:bot|channels|agents|tests|bench)/[a-z0-9_/]+(?:\.[a-z0-9]+)?)`", page.read_text("utf-8"))
    assert [path for path in named if path not in ABSENT and not (ROOT / path).exists()] == []


def test_the_glossary_is_read_whole() -> None:
    assert len(GLOSSARY) > 100
    words = [word for word, _, _ in GLOSSARY]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(("word", "meaning", "where"), GLOSSARY, ids=[word for word, _, _ in GLOSSARY])
def test_every_name_of_the_glossary_is_defined_where_it_says(word: str, meaning: str, where: str) -> None:
    quoted = re.findall(r"`([^`]+)`", where)
    paths = [name for name in quoted if "/" in name]
    names = {name for name in quoted if "/" not in name}
    assert quoted
    assert names.difference(*map(defined_names, code_files(paths))) == set()
