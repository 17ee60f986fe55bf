"""What a check of the set-up found. Shown by `countersign doctor`."""

from dataclasses import dataclass
from typing import Literal

FindingSeverity = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class CheckFinding:
    """The end of one check: what was looked at, what was found, what to do about it."""

    what: str
    text: str
    mark: FindingSeverity = "ok"
    hint: str = ""
