"""Planned faults: the kind, the call or delivery, how often. The faults are chosen here and carried out by the server."""

import random
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "latency",  # answers after `seconds`
    "hold",  # answers once `is_released`
    "lost_before",  # hangs up, nothing was done
    "lost_after",  # does it, then hangs up without an answer
    "hang",  # does nothing and never answers
    "rate_limited",  # 429 with Retry-After `seconds`
    "status",  # this HTTP `status` with a page of HTML
    "error",  # {"ok": false, "error": `code`}, with `reason` as its message
    "duplicate",  # a delivery is sent twice
    "reorder",  # a delivery waits until the next one was sent (at most `seconds`)
    "lost_delivery",  # a delivery never arrives: its first attempt fails as connection_failed
]
OF_DELIVERIES = ("duplicate", "reorder", "lost_delivery")


@dataclass
class PlannedFault:
    """One plan. `on`: a method (`chat.postMessage`), a delivery kind (`message`, `block_actions`) or `*`. `channel`: of
    calls, only those about this conversation.

    It strikes `times` times (None: for ever) after letting `after` pass, each time with probability `chance`.
    """

    kind: Kind
    on: str = "*"
    times: int | None = 1
    after: int = 0
    seconds: float = 0.0
    status: int = 503
    code: str = "internal_error"
    reason: str = ""
    channel: str = ""
    chance: float = 1.0
    is_released: bool = False
    struck: int = field(default=0, init=False)


@dataclass
class FaultPlan:
    """The plans in force. `seed` makes every campaign repeatable."""

    seed: int = 0
    plans: list[PlannedFault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def add(self, kind: Kind, on: str = "*", **settings: float | int | str | None) -> PlannedFault:
        """Plan one; the settings are the fields of `PlannedFault`."""
        if kind not in get_args(Kind):
            raise ValueError(f"unknown fault {kind!r}; one of {', '.join(get_args(Kind))}")
        fault = PlannedFault(kind, on, **settings)  # type: ignore[arg-type]
        self.plans.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.plans.clear()

    def strike(self, on: str, deliveries: bool = False, channel: str = "") -> PlannedFault | None:
        """The fault that hits this call about `channel` (or delivery) now, if one does; counted."""
        for fault in self.plans:
            if (fault.kind in OF_DELIVERIES) != deliveries or fault.on not in ("*", on):
                continue
            if fault.channel not in ("", channel):
                continue
            if fault.times is not None and fault.struck >= fault.times:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            if self.dice.random() <= fault.chance:
                fault.struck += 1
                return fault
        return None
