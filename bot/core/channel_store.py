"""The port of the values that channels keep, and of those that older releases kept elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from bot.core.base_types import UtcMoment
from bot.core.channel_messages import ChannelEntry
from bot.core.errors import CannotStart


class ChannelStore(Protocol):
    """The values that one channel remembers, plain, each with the moment of its end. It is no place for a credential.

    The rows of one channel alone are read and written. From its end on a value counts as absent. A kind holds no slash.
    Raises `Unavailable`.
    """

    async def put(self, kind: str, key: str, value: bytes, *, expires: UtcMoment | None) -> None:
        """Keep the value in place of an earlier one. `expires` None: until it is deleted."""
        ...

    async def put_all(self, entries: Sequence[ChannelEntry]) -> None:
        """Keep all of these entries, or none."""
        ...

    async def set_end(self, kind: str, keys: Sequence[str], expires: UtcMoment | None) -> int:
        """Let these values end at this moment, never for None; return their number. An absent one stays absent."""
        ...

    async def get(self, kind: str, key: str) -> bytes | None: ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """Read and delete in one act: of two callers, one gets the value."""
        ...

    async def delete(self, kind: str, key: str) -> bool:
        """Delete the value; True when there was one."""
        ...

    async def list_keys(self, kind: str) -> list[str]:
        """Return the keys of this kind in order."""
        ...


@runtime_checkable
class EarlierVaultUser(Protocol):
    """A surface with kinds of values that older releases kept in the vault.

    The platform moves them into the surface's `ChannelStore` before anything runs. `vault_kinds` has each kind's lifetime,
    which begins with the move; None: no end. A kind of another channel stops the start.
    """

    name: str

    @property
    def vault_kinds(self) -> Mapping[str, timedelta | None]: ...


EARLIER_WORDS: Mapping[str, str] = MappingProxyType({"mail": "email"})
"""The first word of kinds that older releases kept in the vault under another word than their channel's name."""


def check_vault_kind(channel: str, kind: str) -> str:
    """Return the kind if it is the channel's own: its first word is the channel's name, as in `slack bot`.

    Raises `CannotStart` for the kind of another channel.
    """
    if kind.split(" ", 1)[0] != channel:
        raise CannotStart(f"The channel {channel!r} has no kind {kind!r} in the vault: its kinds begin with its name.")
    return kind


def list_earlier_kinds(user: EarlierVaultUser) -> Mapping[str, timedelta | None]:
    """Return the kinds that a surface kept in the vault of older releases. Raises `CannotStart` for one of another
    channel."""
    for kind in user.vault_kinds:
        word, space, rest = kind.partition(" ")
        check_vault_kind(user.name, f"{EARLIER_WORDS.get(word, word)}{space}{rest}")
    return user.vault_kinds
