"""The command line. Verbs call the HTTP API of a server, or of the platform in this process."""

import sys

from bot.hangup_signal import catch_hangup

if sys.argv[1:2] == ["serve"]:
    catch_hangup()  # before the rest is loaded, which takes a second or two

from bot.cli.entry_point import main

__all__ = ["main"]
