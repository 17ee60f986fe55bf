"""What is known of the configuration since the start: what keeps a changed file from being taken, and what waits."""

from dataclasses import dataclass

from bot.core.configuration.reload_rules import ConfigurationChange


@dataclass
class ReloadState:
    """`fault` is one word for everybody ("missing", "invalid"); empty: the file was taken. `trouble` says it whole, and may
    quote the file. `waiting` are the differences to the file that wait for SIGHUP or a restart."""

    fault: str = ""
    trouble: str = ""
    waiting: tuple[ConfigurationChange, ...] = ()
