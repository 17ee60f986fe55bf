"""Finds the code of an agent: a package in agents/, any other package by its dotted name, or an installed entry point.

`package` in the agent's table names it; without that key it is the package in agents/ with the agent's own name. So an installed
library becomes an agent only where the operator names it. Agents of one package differ by their tables.
"""

import importlib
import re
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Annotated, NamedTuple

from pydantic import BaseModel, StringConstraints

from bot.core.access.access_lists import AgentAccess
from bot.core.base_types import NAME, FrozenModel
from bot.core.budgets import AgentBudget
from bot.core.configuration.validation_messages import suggest_names
from bot.core.delegation.delegation_settings import DelegationChoice
from bot.core.errors import BadConfiguration, CannotStart
from bot.core.prompts.prompt_choice import PromptChoice

FILE_NAME = "countersign.toml"
ENTRY_POINTS = "countersign.agents"
"""The group of entry points by which an installed distribution offers packages of agents."""

_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+")
_HOW = "write a package of agents/, the dotted name of a package, or the name of an entry point"


class AgentPlacement(FrozenModel):
    """The key of an agent's table that names its code. Empty: the package in agents/ with the agent's name."""

    package: Annotated[str, StringConstraints(max_length=200)] = ""


class AgentOperation(FrozenModel):
    """The keys of an agent's table about its operation. `dry_run`: gated calls are asked and approved, and not run.

    `show_resolved_errors`: the model is still shown the errors of a tool that succeeded afterwards.
    """

    dry_run: bool = False
    show_resolved_errors: bool = False
    budget: AgentBudget = AgentBudget()


PLATFORM_KEYS = frozenset(
    {
        *("model", *AgentPlacement.model_fields, *AgentOperation.model_fields, *PromptChoice.model_fields),
        *(*AgentAccess.model_fields, *DelegationChoice.model_fields),
    }
)
"""The keys of an agent's table that the platform reads; all other keys are the agent's own."""


class AgentPackage(NamedTuple):
    """The package of an agent: `agent` is the agent's name, `path` the dotted name of the package, `where` the place that names it."""

    agent: str
    path: str
    where: str

    def load_contract(self) -> ModuleType:
        """Import the module `agent`, which has `OPTIONS` and `build`. Raises `BadConfiguration`; `CannotStart` when a library is missing."""
        module = self._load_part("agent")
        if module is None and self.path.startswith("agents."):
            name = self.path.removeprefix("agents.")
            why = f"there is no package agents/{name}; {suggest_names(name, list_agent_names())}"
            raise BadConfiguration(FILE_NAME, f"{self.where}: {why}")
        if module is None:
            why = (
                f"there is no module {self.path}.agent here; install its distribution, or put its folder on PYTHONPATH"
            )
            raise BadConfiguration(FILE_NAME, f"{self.where}: {why}")
        if missing := [name for name in ("OPTIONS", "build") if not hasattr(module, name)]:
            raise BadConfiguration(
                FILE_NAME, f"{self.where}: {self.path}.agent has no {missing[0]}; see agents/README.md"
            )
        return module

    def load_optional(self, part: str) -> ModuleType | None:
        """Import a module of the package that may be absent, such as `offline_model`. Raises `CannotStart`."""
        return self._load_part(part)

    def find_folder(self) -> Path:
        """The folder of the package. Raises as `load_contract`."""
        return Path(str(self.load_contract().__file__)).parent

    def _load_part(self, part: str) -> ModuleType | None:
        """Import a module of the package; None when there is none of this name. Raises `CannotStart`."""
        path = f"{self.path}.{part}"
        try:
            return importlib.import_module(path)
        except ModuleNotFoundError as error:
            if error.name and (path == error.name or path.startswith(f"{error.name}.")):
                return None
            raise CannotStart(f"{self._shown} needs the Python module {error.name}, which is not installed.") from error
        except (ImportError, SyntaxError) as error:
            raise CannotStart(f"{self._shown} cannot be imported: {type(error).__name__}: {error}.") from error

    @property
    def _shown(self) -> str:
        return self.path.replace(".", "/") if self.path.startswith("agents.") else f"The package {self.path}"


def find_agent_package(agent: str, given: str = "") -> AgentPackage:
    """The package that an agent's table names by `package`; without it that in agents/ with the agent's name. Imports nothing.

    Raises `BadConfiguration` for a name of another form, and for one that neither agents/ nor an entry point has.
    """
    if not given:
        return AgentPackage(agent, f"agents.{agent}", f"[agents.{agent}]")
    where = f"[agents.{agent}] package"
    if _DOTTED.fullmatch(given):
        return AgentPackage(agent, given, where)
    if not re.fullmatch(NAME, given):
        raise BadConfiguration(FILE_NAME, f"{where} is {given[:100]!r}; {_HOW}")
    if given in list_agent_names():
        return AgentPackage(agent, f"agents.{given}", where)
    return AgentPackage(agent, _find_entry_point(given, where), where)


def _find_entry_point(name: str, where: str) -> str:
    """The package of the entry point of this name. Raises `BadConfiguration` when none or several distributions have it."""
    offered = metadata.entry_points(group=ENTRY_POINTS)
    found = {entry.value: entry.dist.name if entry.dist else "?" for entry in offered if entry.name == name}
    if len(found) > 1:
        raise BadConfiguration(
            FILE_NAME,
            f"{where} is {name!r}, which {' and '.join(sorted(found.values()))} both offer; write the dotted name: "
            f"{' or '.join(sorted(found))}",
        )
    if not found:
        known = {*list_agent_names(), *(entry.name for entry in offered)}
        raise BadConfiguration(
            FILE_NAME,
            f"{where} is {name!r}, and neither agents/ nor an entry point {ENTRY_POINTS} has it; {suggest_names(name, known)}. "
            "A package elsewhere is named by its dotted name",
        )
    (path,) = found
    if not re.fullmatch(r"[A-Za-z_][\w.]*", path):
        raise BadConfiguration(FILE_NAME, f"{where} is {name!r}, whose entry point is {path!r}, and not a package")
    return path


def list_agent_names() -> list[str]:
    """The names of the packages in agents/ that have an `agent.py`."""
    return list_packages("agents")


def list_packages(folder: str) -> list[str]:
    """The names of the packages in agents/ or channels/ with the module of their contract, without those to copy, such as `_template`."""
    places = map(Path, importlib.import_module(folder).__path__)
    found = {path.parent.name for place in places for path in place.glob(f"*/{folder.removesuffix('s')}.py")}
    return sorted(name for name in found if not name.startswith("_"))


def find_package(tables: Mapping[str, BaseModel], name: str) -> AgentPackage:
    """The package of a configured agent. Raises `BadConfiguration`."""
    placed = tables.get(f"agents.{name}.package")
    return find_agent_package(name, placed.package if isinstance(placed, AgentPlacement) else "")
