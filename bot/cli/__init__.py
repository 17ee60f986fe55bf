"""The command line: every verb speaks the HTTP API, to a server or to the house in this process."""

from bot.cli.command import main

__all__ = ["main"]
