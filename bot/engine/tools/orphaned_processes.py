"""Finds the processes that a tool left behind when our process died, by their group, and ends them if they are ours.

A process is proved to be ours: same machine, boot and process namespace; then the leader by its start time, and each
other member of the group by the call's id in its environment. Without such a proof in /proc (not Linux) nothing is
ended. Ending them proves nothing about the effect.
"""

import asyncio
import os
import platform
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.core.agent import CALL_VARIABLE
from bot.core.events import ToolProcessStarted

PROC = Path("/proc")
GRACE = 2.0
"""Seconds between SIGTERM, at which git removes its locks, and SIGKILL."""


def make_process_event(call: str, attempt: int, process: int) -> ToolProcessStarted:
    """The event of a process that was just started as the leader of its own group."""
    found = _read_status(process)
    ticks = found[2] if found else 0
    return ToolProcessStarted(
        call=call, attempt=attempt, host=identify_host(), process_group=process, start_ticks=ticks
    )


def identify_host() -> str:
    """The machine, its boot and our process namespace. Outside Linux only the machine's name, which proves nothing."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{platform.node()} {boot} {os.readlink(PROC / 'self/ns/pid')}"
    except OSError:
        return platform.node()


async def end_orphans(noted: ToolProcessStarted) -> bool:
    """End the rest of the group, SIGTERM first. True when no process of it runs that is provably ours."""
    if noted.start_ticks == 0 or noted.host != identify_host():
        return False
    for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, GRACE)):
        for process in _find_own_processes(noted):
            _signal_process(process, noted, number)
        for _ in range(int(patience / 0.02)):
            if next(_find_own_processes(noted), None) is None:
                return True
            await asyncio.sleep(0.02)
    return False


def _find_own_processes(noted: ToolProcessStarted) -> Iterator[int]:
    """The living processes of this group that are proved to belong to the call."""
    leader = _read_status(noted.process_group)
    if leader is not None and leader[2] != noted.start_ticks:
        return  # the number was reused: a group that still had members would have kept it
    for entry in PROC.iterdir():
        if entry.name.isdecimal() and _is_own_process(int(entry.name), noted):
            yield int(entry.name)


def _is_own_process(process: int, noted: ToolProcessStarted) -> bool:
    found = _read_status(process)
    if found is None or found[:2] != (False, noted.process_group):
        return False
    if process == noted.process_group:
        return found[2] == noted.start_ticks
    with suppress(OSError):
        return f"{CALL_VARIABLE}={noted.call}".encode() in (PROC / str(process) / "environ").read_bytes().split(b"\0")
    return False


def _read_status(process: int) -> tuple[bool, int, int] | None:
    """(whether it has ended and only its status is left, its process group, its start time); None: no such process. See
    proc_pid_stat(5).
    """
    try:
        fields = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0] in "ZX", int(fields[2]), int(fields[19])


def _signal_process(process: int, noted: ToolProcessStarted, number: signal.Signals) -> None:
    """Signal the process through a handle, so that no other process with a reused number is hit."""
    with suppress(OSError):
        handle = os.pidfd_open(process)
        try:
            if _is_own_process(process, noted):
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)
