"""The port of what channels remember, and of the values that older releases kept elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol, runtime_checkable

from bot.core.channel_messages import ChannelEntry
from bot.core.values import UtcMoment


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
    """A surface whose values of these kinds older releases kept in the vault.

    The platform moves them into the surface's `ChannelStore` before anything runs. `vault_kinds` has each kind's lifetime,
    which begins with the move; None: no end.
    """

    name: str

    @property
    def vault_kinds(self) -> Mapping[str, timedelta | None]: ...
