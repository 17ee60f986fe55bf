"""The sandbox process: it parses one mail after the other from standard input and writes each result to standard output.

It runs with an empty environment and within limits; `MailSandbox` kills it when it exceeds its time. A request is a line
`{length} {is_cut}` and the bytes; an answer is a line `{length}` and JSON: ["mail" | "quarantined", value].
"""

import json
import os
import signal
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import FrameType

from mailparser_reply import EmailReplyParser  # type: ignore[import-untyped]

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "cs", "da", "sv", "ja", "ko", "zh")
MAX_TEXT = 20_000
"""Characters. In a longer text the newest part is not searched."""

SECONDS = 0.5
"""Seconds of processor time, not of the clock. A usual mail takes 0.005, a long one 0.03; only texts made to stall take more."""

_PATTERNS = EmailReplyParser(languages=list(LANGUAGES))


class _PatternTimeout(Exception):
    """The patterns have run for `SECONDS`."""


def find_newest_text(text: str) -> str | None:
    """Return the text without quotes; None when it is too long or the patterns do not end in time. Needs the main thread (SIGVTALRM)."""
    if len(text) > MAX_TEXT:
        return None
    before = signal.signal(signal.SIGVTALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        found: str | None = _PATTERNS.parse_reply(text)
    except (_PatternTimeout, RecursionError):
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return found or text


def _raise_timeout(number: int, frame: FrameType | None) -> None:
    raise _PatternTimeout


MEMORY = 64 * 1024 * 1024
"""Bytes that parsing may use beyond those of an idle process."""

CPU_SECONDS = 1.5
"""Seconds of processor time for one mail: then SIGPROF ends this process. A usual mail takes 0.05, 1 MB of HTML 0.4."""

HARD_CPU_SECONDS = 3
"""Whole seconds of processor time after which the system itself ends the process."""


def main() -> None:
    sys.path.append(str(Path(__file__).parents[4]))
    from channels.email.inbound.parsing.parsed_mail import ParsedMail
    from channels.email.inbound.parsing.parser import parse_mail

    inside, outside = sys.stdin.buffer, sys.stdout.buffer
    find_newest_text(
        "Fine.\n\nOn Mon, 2 Nov 2026 at 10:00, Sam <sam@example.org> wrote:\n> Shall I?\n"
    )  # compiles the patterns
    with suppress(ImportError, OSError, ValueError):  # Linux limits memory so; macOS accepts and ignores it
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while line := inside.readline():
        length, is_cut = (int(word) for word in line.split())
        raw = inside.read(length)
        if len(raw) < length:
            return
        _limit_cpu()
        outcome = parse_mail(raw, is_cut=bool(is_cut))
        del raw
        if isinstance(outcome, ParsedMail):
            newest = find_newest_text(outcome.text)
            outcome = outcome._replace(newest=outcome.text if newest is None else newest, is_unsplit=newest is None)
        value = outcome._asdict()
        kind = "mail" if isinstance(outcome, ParsedMail) else "quarantined"
        answer = json.dumps([kind, value], default=datetime.isoformat, ensure_ascii=False).encode("utf-8", "replace")
        outside.write(b"%d\n" % len(answer))
        outside.write(answer)
        outside.flush()


def _limit_cpu() -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + HARD_CPU_SECONDS + 1, hard))


if __name__ == "__main__":
    main()
