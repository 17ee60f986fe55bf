"""Findings of a check of the set-up. Shown by `countersign doctor`."""

from dataclasses import dataclass
from typing import Literal

FindingSeverity = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class CheckFinding:
    """The end of one check: its subject (`what`), the finding (`text`), and a `hint` for the operator."""

    what: str
    text: str
    mark: FindingSeverity = "ok"
    hint: str = ""
