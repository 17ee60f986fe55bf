"""What a check of the set-up found. Shown by `countersign doctor`."""

from dataclasses import dataclass
from typing import Literal

Mark = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """The end of one check: what was looked at, what was found, what to do about it."""

    what: str
    text: str
    mark: Mark = "ok"
    hint: str = ""
