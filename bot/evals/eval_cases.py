"""Reads the evals of an agent: YAML files with a thread, and the expected next step.

- name: an addition is proposed
  thread:
    - fetched: {tool: list_entries, arguments: {limit: 10}, result: The list is empty.}
    - message: Write down that we need tea.
  expect:
    step: add_entry
    arguments: {text: {contains: tea}}
"""

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml  # type: ignore[import-untyped]
from pydantic import Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from bot.core.base_types import JSON, FrozenModel, UnicodeText
from bot.core.errors import CannotStart

MAX_FILE = 1_000_000
"""Bytes of one file of evals."""

CaseText = Annotated[UnicodeText, StringConstraints(min_length=1, max_length=100_000)]


class BadEval(CannotStart):
    """The evals in {0} cannot be used: {1}"""


class WrittenMessage(FrozenModel):
    """A message of a person."""

    text: CaseText
    sender: CaseText = "Sam"


class FetchedContext(FrozenModel):
    """The result of a pre-fetch, or its error."""

    tool: str
    arguments: Mapping[str, JSON] = {}
    result: UnicodeText | None = None
    error: UnicodeText | None = None


class ChosenStep(FrozenModel):
    """A step that the agent chose earlier. One of a gated tool waits for its approvers from then on."""

    tool: str
    arguments: Mapping[str, JSON] = {}


class CaseEntry(FrozenModel):
    """One entry of a thread: exactly one of these keys. `approved` to `error` are about the last chosen step."""

    message: CaseText | WrittenMessage | None = None
    fetched: FetchedContext | None = None
    step: ChosenStep | None = None
    approved: Literal[True] | None = None
    rejected: UnicodeText | None = None
    expired: Literal[True] | None = None
    result: UnicodeText | None = None
    error: Annotated[UnicodeText, StringConstraints(max_length=200)] | None = None

    @model_validator(mode="after")
    def _has_one_key(self) -> "CaseEntry":
        if len(self.model_fields_set) != 1:
            raise ValueError(f"an entry has one key of: {', '.join(type(self).model_fields)}")
        return self


class ValueMatch(FrozenModel):
    """The expected value of an argument. `contains` ignores case; `matches` is a regular expression that is found somewhere."""

    contains: str | None = None
    matches: str | None = None
    one_of: tuple[JSON, ...] | None = None

    @model_validator(mode="after")
    def _compiles(self) -> "ValueMatch":
        if not self.model_fields_set:
            raise ValueError(f"a match has one key of: {', '.join(type(self).model_fields)}")
        try:
            re.compile(self.matches or "")
        except re.error as error:
            raise ValueError(f"matches is no regular expression: {error}") from error
        return self

    def explain_mismatch(self, value: JSON) -> str:
        """Why the value does not match; empty when it does."""
        text = value if isinstance(value, str) else str(value)
        if self.contains is not None and self.contains.lower() not in text.lower():
            return f"does not contain {self.contains!r}"
        if self.matches is not None and not re.search(self.matches, text):
            return f"does not match {self.matches!r}"
        if self.one_of is not None and value not in self.one_of:
            return f"is none of {list(self.one_of)!r}"
        return ""


class ExpectedStep(FrozenModel):
    """The expected next step: its name or several, and arguments. Arguments that are not named may be anything."""

    step: str | Annotated[tuple[str, ...], Field(min_length=1)]
    arguments: Mapping[str, JSON] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return (self.step,) if isinstance(self.step, str) else self.step


class EvalCase(FrozenModel):
    """One eval. `file` is the name of its file without the suffix."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    thread: Annotated[tuple[CaseEntry, ...], Field(min_length=1)]
    expect: ExpectedStep
    file: str = ""


def read_cases(folder: Path) -> list[EvalCase]:
    """The cases of all files `*.yaml` in this folder, in the order of their names. Raises `BadEval`."""
    return [case for path in sorted(folder.glob("*.yaml")) for case in parse_cases(path)]


def parse_cases(path: Path) -> list[EvalCase]:
    """The cases of one file. Raises `BadEval`, which names the file, the case and the key."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise BadEval(path.name, f"it is larger than {MAX_FILE} bytes.")
        text = path.read_text("utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BadEval(path.name, "it has an alias (*name); write the value out.")
        found = yaml.load(text, Loader=UniqueKeyLoader)  # noqa: S506  it is a SafeLoader
    except (OSError, UnicodeDecodeError) as error:
        raise BadEval(path.name, f"{error}.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadEval(path.name, " ".join(str(error).split())[:300]) from error
    if not isinstance(found, list) or not found:
        raise BadEval(path.name, "write a list of cases, each `- name: …` with thread and expect.")
    try:
        cases = TypeAdapter(list[EvalCase]).validate_python(found)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = [str(part) for part in wrong["loc"]]
        case = found[int(place[0])]
        number = f"number {int(place[0]) + 1}"
        name = case.get("name", number) if isinstance(case, dict) else number
        quoted = "; YAML reads this word otherwise, so write it in quotes" if wrong["type"] == "string_type" else ""
        why = f"{wrong['msg'].removeprefix('Value error, ')} (was {str(wrong['input'])[:80]!r}){quoted}"
        raise BadEval(path.name, f"case {name!r}, {'.'.join(place[1:]) or 'the case'}: {why}.") from error
    names = [case.name for case in cases]
    if double := [name for name in names if names.count(name) > 1]:
        raise BadEval(path.name, f"two cases have the name {double[0]!r}.")
    return [case.model_copy(update={"file": path.stem}) for case in cases]


class UniqueKeyLoader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML of plain values alone, with each key once."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if double := [key for key in keys if keys.count(key) > 1]:
            raise yaml.constructor.ConstructorError(None, None, f"the key {double[0]!r} is twice", node.start_mark)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found


def explain_difference(expected: ExpectedStep, step: str, arguments: Mapping[str, JSON]) -> str:
    """Why this step is not the expected one; empty when it is."""
    if step not in expected.names:
        return f"expected {' or '.join(expected.names)}, got {step}"
    for name, wanted in expected.arguments.items():
        if name not in arguments:
            return f"{step} has no argument {name}"
        value = arguments[name]
        if isinstance(wanted, dict) and wanted.keys() <= ValueMatch.model_fields.keys() and wanted:
            why = ValueMatch.model_validate(wanted).explain_mismatch(value)
        else:
            why = "" if value == wanted else f"is not {wanted!r}"
        if why:
            return f"{name} {why}: {str(value)[:100]!r}"
    return ""
