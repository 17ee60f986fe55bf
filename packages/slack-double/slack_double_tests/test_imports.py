"""The double is a package of its own: it imports the standard library and its declared dependencies, nothing else."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

FOLDER = Path(__file__).parent.parent


def imported_by(source: Path) -> set[str]:
    """The top-level names that a source file imports, those of functions included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source} imports relatively"
            found.add((node.module or "").partition(".")[0])
    return found


def test_the_double_imports_its_declared_dependencies_and_nothing_else() -> None:
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[<>=]", each)[0] for each in project["dependencies"]}
    sources = list((FOLDER / "slack_double").rglob("*.py"))
    assert len(sources) > 30
    foreign = set[str]().union(*map(imported_by, sources)) - sys.stdlib_module_names - {"slack_double"}
    distributions = packages_distributions()
    used = {name.lower().replace("_", "-") for module in foreign for name in distributions.get(module, [module])}
    assert used == declared
