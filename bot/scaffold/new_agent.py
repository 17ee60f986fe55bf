"""`countersign new-agent NAME`: writes an agent with steps, tools, a prompt, evals and tests, from the templates beside this module.

In a checkout the package goes to agents/ and its tests to tests/agents/. Anywhere else it becomes a project of its own, which an
installed server finds by its entry point.
"""

import importlib.util
import keyword
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import bot
from bot.agent_packages import list_agent_names
from bot.core.errors import CannotStart
from bot.core.people import RESERVED_IDS

MAX_NAME = 24
"""Characters of a name: so that no line of the templates becomes longer than 120."""

_NAME = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_RESERVED = RESERVED_IDS | {"agents", "bot", "channels", "model", "package", "rights", "test", "tests"}
_JOB = "Keeps a list, and adds to it once the approvers said yes."
_TEMPLATES = Path(__file__).with_name("templates")


class NewAgent(NamedTuple):
    """The written files, and the text to put into countersign.toml."""

    folder: Path
    files: Sequence[Path]
    toml: str
    is_project: bool


def write_new_agent(name: str, here: Path, folder: Path | None = None) -> NewAgent:
    """Write the files of an agent of this name: whole or not at all, and never over others. Raises `CannotStart`.

    Without `folder` they go into the checkout when `here` is in it, else into a project below `here`; with it into a project there.
    """
    root = Path(bot.__file__).parent.parent
    has_agents = (root / "pyproject.toml").is_file() and (root / "agents" / "README.md").is_file()
    is_checkout = folder is None and has_agents and here.resolve().is_relative_to(root.resolve())
    module = _check_name(name, is_checkout=is_checkout)
    package = f"agents.{module}" if is_checkout else module
    values = {
        "name": name,
        "module": module,
        "package": package,
        "prefix": "".join(part.capitalize() for part in re.split("[_-]", name)),
        "job": _JOB,
        "in_checkout": is_checkout,
    }
    base = root if is_checkout else (folder or here) / name
    files = _list_files(module, is_checkout=is_checkout)
    targets = [base / "agents" / module, base / "tests" / "agents" / module] if is_checkout else [base]
    try:
        _write_folders(base, targets, {path: _render(template, values) for path, template in files.items()})
    except OSError as error:
        raise CannotStart(f"{base} cannot be written: {error.strerror}.") from error
    return NewAgent(targets[0], [base / path for path in files], _write_table(name, is_checkout), not is_checkout)


def _check_name(name: str, *, is_checkout: bool) -> str:
    """The name of the package for this agent. Raises `CannotStart` for a name that cannot be one, or that is taken."""
    if not _NAME.fullmatch(name) or not 2 <= len(name) <= MAX_NAME:
        why = f"write 2 to {MAX_NAME} small letters and digits, with single - or _ between them, such as shop-helper"
        raise CannotStart(f"{name[:60]!r} cannot be the name of an agent: {why}.")
    module = name.replace("-", "_")
    known = {each.replace("-", "_") for each in list_agent_names()}
    if module in known:
        raise CannotStart(f"There is an agent package {module} already, in agents/. Choose another name.")
    if name in _RESERVED or keyword.iskeyword(module) or module in sys.stdlib_module_names:
        raise CannotStart(f"{name!r} cannot be the name of an agent: the name has another meaning. Choose another one.")
    if not is_checkout and importlib.util.find_spec(module) is not None:
        raise CannotStart(f"A Python package {module} is installed here already. Choose another name.")
    return module


def _list_files(module: str, *, is_checkout: bool) -> Mapping[str, str]:
    """The files with the template of each: in a checkout, or in a project of its own."""
    code, tests = (f"agents/{module}", f"tests/agents/{module}") if is_checkout else (module, "tests")
    return {
        **({} if is_checkout else {"pyproject.toml": "pyproject.toml.j2"}),
        f"{code}/__init__.py": "package.py.j2",
        f"{code}/agent.py": "agent.py.j2",
        f"{code}/steps.py": "steps.py.j2",
        f"{code}/tools.py": "tools.py.j2",
        f"{code}/prompt.md": "prompt.md.j2",
        f"{code}/evals/first.yaml": "evals.yaml.j2",
        **({f"{tests}/__init__.py": ""} if is_checkout else {}),
        f"{tests}/test_{module}.py": "test_agent.py.j2",
    }


def _render(template: str, values: Mapping[str, object]) -> str:
    """The text of a template; an empty file without one. The values are checked names: nothing is escaped."""
    if not template:
        return ""
    loader = FileSystemLoader(_TEMPLATES)
    environment = Environment(loader=loader, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701  no page
    return environment.get_template(template).render(values)


def _write_folders(base: Path, targets: Sequence[Path], files: Mapping[str, str]) -> None:
    """Write the files below `base` into new folders, the `targets`. Raises `CannotStart` when one exists."""
    for target in targets:
        if target.exists() or target.is_symlink():
            raise CannotStart(f"{target} is there already, and is left as it is. Choose another name.")
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base.parent if base in targets else base, prefix=".new-agent-") as draft:
        for path, text in files.items():
            where = Path(draft) / (base / path).relative_to(base)
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_text(text, encoding="utf-8")
        done: list[Path] = []
        try:
            for target in targets:
                (Path(draft) / target.relative_to(base)).rename(target)
                done.append(target)
        except OSError:
            for target in done:
                shutil.rmtree(target)
            raise


def _write_table(name: str, is_checkout: bool) -> str:
    module = name.replace("-", "_")
    package = (module if module != name else "") if is_checkout else name
    return "\n".join(
        [
            f"[agents.{name}]",
            *([f'package = "{package}"'] if package else []),
            'owners = { groups = ["approvers"] }',
            'approval.approvers = [{ groups = ["approvers"], quorum = 1 }]',
        ]
    )
