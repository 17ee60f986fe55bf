"""What a person was shown and what stands now, an argument at a time. Pure; it reads a thread's log and decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core import events as e
from bot.core.shown import Argument, shown


@dataclass(frozen=True)
class ArgumentChange:
    """One argument that is not what it was; None: it was not there, or is there no more."""

    name: str
    old: Argument | None
    new: Argument | None


def find_arguments(log: Iterable[e.Recorded], call: str, digest: str) -> str | None:
    """The canonical arguments of a call that this digest stands for, None when it never stood for any."""
    arguments = ""
    for event in (recorded.event for recorded in log):
        match event:
            case e.StepChosen() if event.call == call:
                arguments = event.arguments
            case e.ApprovalAsked() if event.call == call and event.digest == digest:
                return arguments
            case e.Answered() if event.call == call and event.edited is not None:
                arguments = event.arguments or arguments
                if event.edited == digest:
                    return arguments
            case _:
                pass
    return None


def compare_arguments(old: str, new: str) -> tuple[ArgumentChange, ...]:
    """The arguments (canonical JSON objects) that differ, in the order in which they are shown, as they are shown."""
    before, after = ({line.name: line for line in shown(each)} for each in (old, new))
    return tuple(
        ArgumentChange(name, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )
