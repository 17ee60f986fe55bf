"""A process with one of HumanLayer's packages: it runs a case, and stands still wherever the package would sleep."""

import json
import os
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import anyio.to_thread

PATIENCE = 60.0


class ForeignProgram:
    """`run` returns what a case returned. While the package sleeps, `world` is called: the n-th time with n, from 0."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.slept: list[float] = []

    async def run(
        self, case: str, given: dict[str, Any], world: Callable[[int], Awaitable[object]] | None = None
    ) -> dict[str, Any]:
        self.slept = []
        said = await self._say(f"{case} {json.dumps(given)}")
        while "sleep" in said:
            assert world is not None, f"{case} waits, and nobody decides"
            self.slept.append(said["sleep"])
            await world(len(self.slept) - 1)
            said = await self._say("")
        return said

    async def _say(self, line: str) -> dict[str, Any]:
        """Write a line, and return the line that comes back."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        try:
            with anyio.fail_after(PATIENCE):
                said = await anyio.to_thread.run_sync(self.process.stdout.readline, abandon_on_cancel=True)
        except TimeoutError:
            self.process.kill()
            raise
        if not said:
            assert self.process.stderr is not None
            raise AssertionError(self.process.stderr.read())
        found: dict[str, Any] = json.loads(said)
        return found


@contextmanager
def foreign_program(*command: str) -> Iterator[ForeignProgram]:
    """The process of this command. It ends with the block."""
    pipe = subprocess.PIPE
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("HUMANLAYER_", "PYTHON"))}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=bare) as process:
        try:
            yield ForeignProgram(process)
        finally:
            process.kill()
