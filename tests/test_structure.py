"""The shape of the code: class names, lengths of functions and files. Read from the sources, tests and tools included where named."""

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "channels", "agents")
LONGEST_FUNCTION, LONGEST_FILE = 50, 400
"""Lines, docstring included."""


def sources(*folders: str) -> dict[str, ast.Module]:
    """The parsed files of these folders, by their paths."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in paths}


CODE = sources(*PACKAGES)


def public_classes() -> list[str]:
    found = [node.name for tree in CODE.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
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
        for path, tree in CODE.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    files = {path for path in sources(*PACKAGES, "tests", "bench", "examples") if lines_of(path) > LONGEST_FILE}
    assert functions | files == set()


def test_only_the_store_of_sqlite_speaks_sqlite() -> None:
    users = {
        path
        for path, tree in CODE.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name == "sqlite3" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "sqlite3")
    }
    assert users
    assert {path for path in users if not path.startswith("bot/store/sqlite/")} == set()


def lines_of(path: str) -> int:
    return len((ROOT / path).read_text("utf-8").splitlines())
