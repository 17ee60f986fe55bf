"""Docstrings and pages name code that exists: modules by their path or dotted name, and words with an underscore.

A renamed module or function is found here by each docstring that still has the old name.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_glossary import ABSENT, defined_names
from tests.test_structure import ROOT, list_nodes, parse_code, paths_of

PACKAGES = "bot|channels|agents|tests|bench"
FILES = {path.name for folder in PACKAGES.split("|") for path in (ROOT / folder).rglob("*.py")}
OF_OTHERS = frozenset({"is_global", "idle_start", "chat_stream", "encoding_dsv32.py"})
"""Names in the code of others that ours does not use."""
EXAMPLES = frozenset({"refund_total", "amount_currency", "customer_name", "create_order"})
"""Arguments and tools of agents, as examples."""
INDIRECT_WORDS = frozenset(
    {"what", "who", "whom", "whose", "whoever", "whatever", "nobody", "stand", "stands", "stood"}
)
"""Words that avoid the name of a thing: "what the model reads" is "the text that the model reads"."""
MOST_INDIRECT_WORDS = 3
"""For each 1,000 words of docstrings."""
PAGES = [ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("*/*.md")), *sorted((ROOT / "docs").glob("*/*.md"))]


def read_texts_and_words(tree: ast.Module) -> tuple[list[str], set[str]]:
    """The docstrings of a file, those below a value too; and its identifiers and the words of its other texts."""
    documented: dict[int, str] = {}
    texts: dict[int, str] = {}
    words: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text)) as constant):
                documented[id(constant)] = text
            case ast.Constant(value=str(text)):
                texts[id(node)] = text
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                words.add(name)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                words.add(name)
            case ast.alias(name=name):
                words.update(name.split("."))
    for key, text in texts.items():
        if key not in documented:
            words.update(re.findall(r"\w+", text))
    return [*documented.values()], words


def is_defined(dotted: str) -> bool:
    """Whether a dotted name is a package, a module, or what a module defines."""
    path = ROOT.joinpath(*dotted.split("."))
    if path.is_dir() or path.with_suffix(".py").exists():
        return True
    module, _, name = dotted.rpartition(".")
    found = ROOT.joinpath(*module.split("."))
    file = found.with_suffix(".py") if found.with_suffix(".py").exists() else found / "__init__.py"
    return file.exists() and name in defined_names(file)


def missing_code(text: str) -> Iterator[str]:
    """The modules and files that a text names in backticks, and that are not there."""
    for quoted in re.findall(r"`([^`\n]+)`", text):
        if re.fullmatch(rf"(?:{PACKAGES})/[a-z0-9_/]+(?:\.py)?", quoted) and not (ROOT / quoted).exists():
            yield quoted
        if re.fullmatch(rf"(?:{PACKAGES})(?:\.\w+)+", quoted) and not is_defined(quoted):
            yield quoted
        for module in re.findall(r"python -m ((?:bot|bench)[.\w]*)", quoted):
            if not is_defined(module):
                yield module


def test_each_module_that_a_docstring_names_exists() -> None:
    modules = {part for path in parse_code() for part in Path(path).with_suffix("").parts}
    read = {path: read_texts_and_words(tree) for path, tree in parse_code().items()}
    words = modules.union(OF_OTHERS, EXAMPLES, *(words for _, words in read.values()))
    for path in paths_of("tests"):
        if not (ROOT / path).samefile(__file__):
            words |= set(re.findall(r"\w+", (ROOT / path).read_text("utf-8")))
    stale = set()
    for path, (texts, _) in read.items():
        for text in texts:
            files = set(re.findall(r"`(\w+\.py)`", text)) - FILES - OF_OTHERS
            names = set(re.findall(r"`(_?[a-z0-9]+(?:_[a-z0-9]+)+)`", text)) - words
            stale |= {f"{path}: {name}" for name in {*missing_code(text), *files, *names}}
    assert stale == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_module_that_a_page_names_exists(page: Path) -> None:
    assert set(missing_code(page.read_text("utf-8"))) - ABSENT == set()


def read_docstrings(nodes: list[ast.AST]) -> list[str]:
    """The docstrings of a file, its classes and its functions."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [ast.get_docstring(node) or "" for node in nodes if isinstance(node, owners)]


def test_docstrings_name_things_instead_of_asking_what_and_who() -> None:
    found: Counter[str] = Counter()
    total = 0
    for path, nodes in list_nodes().items():
        words = [word.lower() for text in read_docstrings(nodes) for word in re.findall(r"[A-Za-z']+", text)]
        total += len(words)
        found[path] = sum(word in INDIRECT_WORDS for word in words)
    rate = 1_000 * found.total() / total
    assert total > 50_000
    assert rate <= MOST_INDIRECT_WORDS, (
        f"{rate:.2f} of 1,000 words in docstrings are one of {sorted(INDIRECT_WORDS)}; at most {MOST_INDIRECT_WORDS} may be. "
        f"Name the thing and use an active verb. The files with the most: {found.most_common(10)}"
    )
