"""The shape of the code: class names, lengths of functions and files. Read from the sources, tests and tools included where named."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.core.events import EVENT_TYPES

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "channels", "agents")
LONGEST_FUNCTION, LONGEST_FILE = 50, 400
"""Lines, docstring included."""
MOST_CALLED_ONCE = 0.12
"""The share of private functions that are called once, in all functions."""
MOST_FILES = 6
"""Files that name an event class: so many are changed when it gets another name."""


def paths_of(*folders: str) -> list[str]:
    return [str(path.relative_to(ROOT)) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def sources(*folders: str) -> dict[str, ast.Module]:
    """The parsed files of these folders, by their paths."""
    return {path: ast.parse((ROOT / path).read_text("utf-8")) for path in paths_of(*folders)}


@cache
def parse_code() -> dict[str, ast.Module]:
    """The parsed files of the product, by their paths; read by the first test that asks, not by each process that collects tests."""
    return sources(*PACKAGES)


@cache
def list_nodes() -> dict[str, list[ast.AST]]:
    """Every node of each file: all of these tests ask them."""
    return {path: [*ast.walk(tree)] for path, tree in parse_code().items()}


def public_classes() -> list[str]:
    found = [node.name for nodes in list_nodes().values() for node in nodes if isinstance(node, ast.ClassDef)]
    return [name for name in found if not name.startswith("_")]


def words_of(name: str) -> int:
    return len(re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", name))


def test_no_public_class_name_exists_twice() -> None:
    assert {name: count for name, count in Counter(public_classes()).items() if count > 1} == {}


def test_class_names_have_two_words_where_one_is_no_term_of_the_field() -> None:
    words = [words_of(name) for name in public_classes()]
    assert len(words) > 500
    assert sum(words) / len(words) >= 2
    assert words.count(1) / len(words) <= 0.2


def test_no_function_and_no_file_is_too_long() -> None:
    functions = {
        f"{path}: {node.name}"
        for path, nodes in list_nodes().items()
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    files = {path for path in paths_of(*PACKAGES, "tests", "bench", "examples") if lines_of(path) > LONGEST_FILE}
    assert functions | files == set()


def list_called_once(nodes: list[ast.AST]) -> list[str]:
    """The private functions and methods of a file that are called exactly once in it, by name or as an attribute."""
    functions = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    calls = Counter(getattr(each, "id", getattr(each, "attr", "")) for each in called)
    return [name for name in functions if re.match("_(?!_)", name) and calls[name] == 1]


def test_few_private_functions_are_called_once() -> None:
    """A function is private by one leading underscore; it is called where its name, or an attribute of its name, is called in its
    own file. One that is passed on without a call is not called. The share is that in all functions and methods, nested ones too.

    Such a helper costs its reader a jump. It has a reason where its name says more than its body.
    """
    found = Counter({path: len(list_called_once(nodes)) for path, nodes in list_nodes().items()})
    functions = sum(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for nodes in list_nodes().values() for node in nodes
    )
    assert functions > 4_000
    assert found.total() / functions <= MOST_CALLED_ONCE, (
        f"{found.total()} of {functions} functions are private and called once. Inline those with a body that says as much "
        f"as their name. The files with the most: {found.most_common(10)}"
    )


@pytest.mark.parametrize(("store", "libraries"), [("sqlite", {"sqlite3"}), ("postgres", {"psycopg"})])
def test_only_the_store_of_a_database_speaks_its_language(store: str, libraries: set[str]) -> None:
    users = {path for path, nodes in list_nodes().items() if libraries & imported_packages(nodes)}
    assert users
    assert {path for path in users if not path.startswith(f"bot/store/{store}/")} == set()


def test_sec_an_app_that_takes_a_caller_without_a_key_is_made_in_one_place_alone() -> None:
    """`create_server(caller=...)` is for an app that listens to no network."""
    found = [
        path
        for path, nodes in list_nodes().items()
        for node in nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "create_server"
        and any(given.arg in ("caller", None) for given in node.keywords)
    ]
    assert found == ["bot/cli/in_process.py"]


def imported_packages(nodes: list[ast.AST]) -> set[str]:
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def test_chg1_an_event_class_is_named_in_few_files() -> None:
    """Made in one place, folded in another; who reads the log asks `Event` what it means."""
    classes = {kind.__name__ for kind in EVENT_TYPES.values() if kind.__module__.startswith("bot.")}
    named = Counter(name for nodes in list_nodes().values() for name in classes & names_of(nodes))
    assert set(named) == classes
    assert {name: count for name, count in named.items() if count > MOST_FILES} == {}
    assert sorted(named.values())[len(named) // 2] <= 4


def names_of(nodes: list[ast.AST]) -> set[str]:
    """All names that a file uses or defines, also those of attributes and in `case` patterns."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ClassDef | ast.alias):
            found.add(node.name)
    return found


def lines_of(path: str) -> int:
    return len((ROOT / path).read_text("utf-8").splitlines())
