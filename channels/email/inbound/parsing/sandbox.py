"""Parses mail in a separate process with limits of time and memory. Any input ends in a result: no error, no hang."""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from channels.email.inbound.parsing.mime_structure import MAX_SIZE
from channels.email.inbound.parsing.parsed_mail import ParsedMail, UnreadableMail

SECONDS = 20.0
"""Seconds for one attempt on a busy machine. The worker ends itself sooner: after `CPU_SECONDS` of processor time (sandbox_worker)."""

START = 15.0
"""Seconds that a new process may take to start on a busy machine."""

ATTEMPTS = 3
"""Processes that one mail is given where each was killed from outside or too slow for `SECONDS`."""

KILLED = (-signal.SIGKILL, -signal.SIGTERM)
"""Exit codes of a process that was ended from outside: no limit of the worker's own ends it so."""

MAX_ANSWER = 16 * 1024 * 1024

_ANSWER: TypeAdapter[tuple[Literal["mail"], ParsedMail] | tuple[Literal["quarantined"], UnreadableMail]] = TypeAdapter(
    tuple[Literal["mail"], ParsedMail] | tuple[Literal["quarantined"], UnreadableMail]
)


class _AttemptEnded(NamedTuple):
    """The machine ended an attempt at a mail; `reason` is one sentence."""

    reason: str


class MailSandbox:
    """Parses mails in `processes` workers. They start with the first mail; a worker that exceeds its time is killed and replaced."""

    def __init__(self, processes: int = 1, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._turn = asyncio.Semaphore(processes)
        self._idle: list[asyncio.subprocess.Process] = []

    async def read_mail(self, raw: bytes, *, is_cut: bool = False) -> ParsedMail | UnreadableMail:
        """Return the mail, or why it is not parsed. `is_cut`: `raw` is only its first bytes. Raises CancelledError alone.

        A mail is read again where the machine, not the mail, ended the attempt: the process was killed from outside, or got too little
        processor time.
        """
        if len(raw) > MAX_SIZE:
            return UnreadableMail(f"The mail has {len(raw)} bytes, {MAX_SIZE} is the most.")
        async with self._turn:
            for _ in range(ATTEMPTS - 1):
                found = await self._read_once(raw, is_cut)
                if not isinstance(found, _AttemptEnded):
                    return found
            found = await self._read_once(raw, is_cut)
            return UnreadableMail(found.reason) if isinstance(found, _AttemptEnded) else found

    async def _read_once(self, raw: bytes, is_cut: bool) -> ParsedMail | UnreadableMail | _AttemptEnded:
        try:
            process = self._idle.pop() if self._idle else await _start_process()
        except (OSError, TimeoutError, EOFError) as error:
            return UnreadableMail(f"The process that reads mail does not start: {type(error).__name__}.", may_pass=True)
        is_sound = False
        try:
            answer = await asyncio.wait_for(_exchange_bytes(process, raw, is_cut), self.seconds)
            found = _ANSWER.validate_json(answer)[1]
            is_sound = True
            return found
        except TimeoutError:
            return _AttemptEnded(f"Reading the mail took longer than {self.seconds:g} seconds.")
        except (EOFError, ConnectionError) as error:
            code = None  # of a process that closed its pipes
            with suppress(TimeoutError):
                code = await asyncio.wait_for(process.wait(), START)
            if code == -signal.SIGPROF:
                return UnreadableMail("Reading the mail took too much processor time.")
            reason = f"Reading the mail ended the process that reads: {type(error).__name__}."
            return _AttemptEnded(reason) if code in KILLED else UnreadableMail(reason)
        except (OSError, ValueError, ValidationError) as error:
            return UnreadableMail(f"Reading the mail ended the process that reads: {type(error).__name__}.")
        finally:
            if is_sound:
                self._idle.append(process)
            else:
                await asyncio.shield(_end_process(process))

    async def close(self) -> None:
        """End the idle processes. Call it after the last `read_mail`."""
        while self._idle:
            await _end_process(self._idle.pop())


async def _start_process() -> asyncio.subprocess.Process:
    """Start a worker, and wait until it has parsed one small mail, so that its imports are done."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-I", str(Path(__file__).with_name("sandbox_worker.py"))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        start_new_session=True,
    )
    try:
        await asyncio.wait_for(_exchange_bytes(process, b"Subject: warm\n\n", False), START)
    except BaseException:
        await asyncio.shield(_end_process(process))
        raise
    return process


async def _exchange_bytes(process: asyncio.subprocess.Process, raw: bytes, is_cut: bool) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"%d %d\n" % (len(raw), is_cut))
    process.stdin.write(raw)
    await process.stdin.drain()
    length = int(await process.stdout.readuntil(b"\n"))
    if length > MAX_ANSWER:
        raise ValueError(length)
    return await process.stdout.readexactly(length)


async def _end_process(process: asyncio.subprocess.Process) -> None:
    """Kill a process and wait until it and its pipes have ended, also when its reader was cancelled."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(ProcessLookupError):
        process.kill()
    process.stdin.close()
    while await process.stdout.read(MAX_ANSWER):
        pass  # its output before its end is not used
    with suppress(ConnectionError):
        await process.stdin.wait_closed()
    await process.wait()
