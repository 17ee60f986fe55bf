"""Mail read in a process of its own: within its time and memory, and with an outcome for any input."""

import asyncio
import os
import random
import re
import signal
import sys
from pathlib import Path

import pytest

from channels.email.inbound.parsing import sandbox, sandbox_worker
from channels.email.inbound.parsing.parsed_mail import ParsedMail, UnreadableMail
from channels.email.inbound.parsing.sandbox import MailSandbox
from tests.channels.email.mail_bytes import SEEDS, mail
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
MUTATIONS = 100_000 if FULL else 700

SPECIALS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\x00",
    b"--b1",
    b"--b1--\r\n",
    b'"',
    b"(",
    b"<",
    b">",
    b"=?utf-8?q?",
    b"?=",
    b";",
    b":",
    b"=",
    b"\xff\xfe",
)
REPEATED = (
    b"(",
    b'"',
    b"<p>",
    b"<!--",
    b"<a ",
    b"--b1\r\n",
    b"=?utf-8?q?a?= ",
    b"X: y\r\n",
    b"\r\n ",
    b"a@b, ",
    b"&#",
    b">",
    b"=\r\n",
)


async def test_a_mail_is_read_in_another_process_like_in_this_one() -> None:
    from channels.email.inbound.parsing.parser import parse_mail

    reader = MailSandbox()
    try:
        for seed in SEEDS:
            found, expected = await reader.read_mail(seed), parse_mail(seed)
            assert isinstance(found, ParsedMail)
            assert found._replace(newest="") == expected
    finally:
        await reader.close()


async def test_the_newest_text_is_found_and_a_text_that_stalls_the_patterns_is_new_as_a_whole() -> None:
    reader = MailSandbox()
    try:
        found = await reader.read_mail(
            mail("hello\r\n\r\nAm Fr., 20. Nov. 2026 um 10:00 Uhr schrieb Bob <bob@x.example>:\r\n> hi\r\n")
        )
        assert isinstance(found, ParsedMail)
        assert (found.newest, found.is_unsplit) == ("hello", False)
        stalling = "Am Fr. schrieb " * 1_000
        found = await reader.read_mail(mail(stalling))
        assert isinstance(found, ParsedMail)
        assert (found.newest, found.is_unsplit) == (stalling, True)
    finally:
        await reader.close()


class _EndlessPatterns:
    """Patterns like those of the parser, on a text that stalls them on any machine: 2 ** 60 steps."""

    def parse_reply(self, text: str) -> str:
        found = re.match(r"(a+)+$", "a" * 60 + "b")
        return found[0] if found else text


def test_patterns_that_do_not_end_in_time_are_told_and_give_no_other_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "hello\n\nOn Mon, 2 Nov 2026 at 10:00, Bob <bob@x.example> wrote:\n> hi\n"
    assert sandbox_worker.find_newest_text(text) == "hello"
    monkeypatch.setattr(sandbox_worker, "_PATTERNS", _EndlessPatterns())
    monkeypatch.setattr(sandbox_worker, "SECONDS", 0.02)
    assert sandbox_worker.find_newest_text(text) is None
    assert sandbox_worker.find_newest_text("x" * (sandbox_worker.MAX_TEXT + 1)) is None


async def test_a_mail_is_read_again_when_its_process_was_killed_or_got_no_time() -> None:
    """The machine did that, not the mail. The process stands still, as on a machine without a free core, or is killed there."""
    reader = MailSandbox(seconds=60.0)
    try:
        for is_killed in (True, False):
            reader.seconds = 60.0
            await reader.read_mail(mail())
            (process,) = reader._idle
            process.send_signal(signal.SIGSTOP)
            reader.seconds = 60.0 if is_killed else 5.0
            reading = asyncio.create_task(reader.read_mail(mail("yes\r\n")))
            while reader._idle:
                await asyncio.sleep(0)
            if is_killed:
                process.kill()
            found = await reading
            assert isinstance(found, ParsedMail), found
            assert found.text == "yes\n"
    finally:
        await reader.close()


async def test_a_mail_that_no_process_ends_in_time_is_laid_aside_after_three() -> None:
    reader = MailSandbox(seconds=0.0)
    try:
        found = await reader.read_mail(mail())
        assert found == UnreadableMail("Reading the mail took longer than 0 seconds.")
    finally:
        await reader.close()


async def test_eml18_a_mail_that_takes_too_long_is_quarantined_and_the_next_is_read() -> None:
    reader = MailSandbox()
    try:
        slow = await reader.read_mail(b"Content-Type: text/html\r\n\r\n" + b"<b>" * 990 + b"<p>" * 160_000)
        assert isinstance(slow, UnreadableMail)
        assert "took too much processor time" in slow.reason
        assert isinstance(await reader.read_mail(mail()), ParsedMail)
    finally:
        await reader.close()


@pytest.mark.skipif(sys.platform != "linux", reason="macOS keeps no limit of memory; time and size still bound a mail")
async def test_eml18_a_mail_that_takes_too_much_memory_is_quarantined() -> None:
    reader = MailSandbox()
    try:
        greedy = b"Content-Type: text/html\r\n\r\n<" + b"a b=c " * 170_000
        found = await reader.read_mail(greedy)
        assert isinstance(found, UnreadableMail)
        assert "memory" in found.reason
        assert isinstance(await reader.read_mail(mail()), ParsedMail)
    finally:
        await reader.close()


async def test_a_cancelled_reading_leaves_no_process_in_the_middle_of_a_mail() -> None:
    reader = MailSandbox()
    try:
        await reader.read_mail(mail())
        reading = asyncio.create_task(
            reader.read_mail(b"Content-Type: text/html\r\n\r\n" + b"<b>" * 990 + b"<p>" * 160_000)
        )
        for _ in range(5):
            await asyncio.sleep(0)  # until the mail is on its way
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        found = await reader.read_mail(mail("no\r\n"))
        assert isinstance(found, ParsedMail)
        assert found.text == "no\n"
    finally:
        await reader.close()


@pytest.mark.campaign
async def test_eml16_eml18_every_mutated_mail_has_an_outcome_in_time_and_memory() -> None:
    seed = seed_of_run()
    dice = random.Random(seed)
    reader = MailSandbox()
    most, read = 0, 0
    try:
        await reader.read_mail(mail())
        idle = _peak()
        for number in range(MUTATIONS):
            raw = mutated(dice)
            found = await reader.read_mail(raw)
            assert isinstance(found, ParsedMail | UnreadableMail), f"COUNTERSIGN_SEED={seed}, mail {number}"
            assert not (isinstance(found, UnreadableMail) and found.may_pass), f"COUNTERSIGN_SEED={seed}, mail {number}"
            read += isinstance(found, ParsedMail)
            most = max(most, _peak() - idle if number % 50 == 0 or len(raw) > 100_000 else 0)
    finally:
        await reader.close()
    assert most < 64 * 1024, f"COUNTERSIGN_SEED={seed}: {most} KB"
    assert read > MUTATIONS * 0.8, f"COUNTERSIGN_SEED={seed}: only {read} were read, so the mutations test little"


def mutated(dice: random.Random) -> bytes:
    """A mail with one to six faults; one in twenty has something in it a thousand times or more."""
    raw = dice.choice(SEEDS)
    for _ in range(dice.randint(1, 6)):
        raw = _faulty(raw, dice)
    if dice.random() < 0.05:
        at = dice.randrange(len(raw) + 1)
        raw = raw[:at] + dice.choice(REPEATED) * 10 ** dice.randint(2, 4) + raw[at:]
    return raw


def _faulty(raw: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(raw) + 1) for _ in range(2))
    match dice.randrange(7):
        case 0:
            return raw[:start] + bytes([dice.randrange(256)]) + raw[start + 1 :]
        case 1:
            return raw[:start] + raw[min(end, start + 40) :]
        case 2:
            return raw[:start] + raw[start : start + 200] + raw[start:]
        case 3:
            return raw[:start] + dice.choice(SPECIALS) + raw[start:]
        case 4:
            lines = raw.split(b"\r\n")
            dice.shuffle(lines) if len(lines) < 12 else lines.insert(dice.randrange(len(lines)), dice.choice(lines))
            return b"\r\n".join(lines)
        case 5:
            return raw[:start] + dice.choice(SEEDS)[start:]
        case _:
            return raw[:end] if end > 20 else raw


def _peak() -> int:
    """The most memory that a child of ours ever had, in KB; 0 where the system does not say."""
    most = 0
    for children in Path("/proc/self/task").glob("*/children") if sys.platform == "linux" else ():
        for child in children.read_text().split():
            status = Path(f"/proc/{child}/status").read_text() if Path(f"/proc/{child}").exists() else ""
            most = max([most, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
    return most


async def test_a_reading_that_is_cancelled_twice_leaves_no_pipe_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process stands still with a full pipe, so that bytes of the mail wait here when the reading ends."""
    reader, ended = MailSandbox(seconds=60.0), asyncio.Event()
    end_process = sandbox._end_process

    async def end_and_tell(process: asyncio.subprocess.Process) -> None:
        await end_process(process)
        ended.set()

    monkeypatch.setattr(sandbox, "_end_process", end_and_tell)
    await reader.read_mail(mail())
    (process,) = reader._idle
    process.send_signal(signal.SIGSTOP)
    reading = asyncio.create_task(reader.read_mail(mail("yes\r\n" * 100_000)))
    assert process.stdin is not None
    while not process.stdin.transport.get_write_buffer_size():
        await asyncio.sleep(0)
    reading.cancel()
    while not process.stdin.is_closing():
        await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    async with asyncio.timeout(30):
        await ended.wait()
    assert process.returncode == -signal.SIGKILL
    assert process.stdin.transport.get_write_buffer_size() == 0
    await reader.close()
