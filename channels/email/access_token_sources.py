"""OAuth 2 access tokens for the mail servers: from a command of the operator, or from a provider's library."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from bot.core.errors import BadSetting
from channels.email.google_and_microsoft_tokens import choose_provider_token
from channels.email.inbound.mailbox.imap_client import AccessToken
from channels.email.mailbox_and_transport_ports import MailboxLost
from channels.email.options import EmailOptions

PATIENCE = 20.0
"""Seconds for the command."""
FRESH = 240.0
"""Seconds for which a token is reused: providers issue them for an hour, and the command may renew it in time."""


class TokenCommand:
    """Runs `command` (a program and its arguments, no shell) and takes the first line of its output as the token."""

    def __init__(self, command: Sequence[str], time: Callable[[], float] = time.monotonic) -> None:
        self.command, self.time = tuple(command), time
        self._kept: tuple[float, str] | None = None
        self._running = asyncio.Lock()

    async def __call__(self) -> str:
        """Return the token. Raises MailboxLost, without the output of the command, when there is none now."""
        async with self._running:
            if self._kept is not None and self.time() <= self._kept[0] + FRESH:
                return self._kept[1]
            began, name = self.time(), self.command[0]
            try:
                process = await asyncio.create_subprocess_exec(
                    *self.command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                    process_group=0,
                )
            except OSError as error:
                raise MailboxLost(f"The command {name!r} for the mail token does not run: {error.strerror}.") from error
            try:
                async with asyncio.timeout(PATIENCE):
                    printed, _ = await process.communicate()
            except TimeoutError as error:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # its child processes would hold the pipe open
                await process.communicate()
                raise MailboxLost(f"The command {name!r} for the mail token gave none in {PATIENCE:g} s.") from error
            token = printed.decode("ascii", "ignore").split("\n", 1)[0].strip()
            if process.returncode != 0 or not token.isprintable() or not token or " " in token:
                raise MailboxLost(f"The command {name!r} for the mail token gave none (exit {process.returncode}).")
            self._kept = (began, token)
            return token

    def forget_token(self) -> None:
        """A server refused the token: the command runs again for the next login."""
        self._kept = None


def choose_token_source(options: EmailOptions, environ: Mapping[str, str]) -> Callable[[str], AccessToken] | None:
    """Return a function from the user of a mail server to that user's tokens; None: there are passwords. Raises BadSetting."""
    if options.oauth is not None and options.token_command:
        raise BadSetting("[channels.email] token_command", options.token_command[0], "set either it or oauth")
    if options.oauth is not None:
        return choose_provider_token(options.oauth, environ)
    command = TokenCommand(options.token_command) if options.token_command else None
    return (lambda user: command) if command else None
