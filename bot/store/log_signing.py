"""Signs the heads of threads, so that rows and heads cannot be forged without the secret.

The evidence of a log is two signed notes. `log` holds since when heads are signed and the history of the file. `threads`
holds the number of threads and the XOR of the signatures of their heads, so that a thread that is deleted whole, or set
back to an older signed head, is detected.
"""

import hashlib
import hmac
from typing import Literal, NamedTuple

from bot.core.base_types import FrozenModel
from bot.secret_keys import SecretKeys

PURPOSE = b"heads of the log"
UNSIGNED = b""
BLOCK = 64
"""Bytes of a block of SHA-256."""


class HmacKey:
    """HMAC-SHA256 with one key (RFC 2104): a copy of both prepared hashes takes a third of the time of `hmac.digest`."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        """Raises ValueError for a key that is longer than a block, which would have to be hashed first."""
        if len(key) > BLOCK:
            raise ValueError(f"the key has {len(key)} bytes, and {BLOCK} are the most")
        padded = key.ljust(BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def sign(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


class HeadSigner:
    """Signs with the current secret, and verifies signatures of older secrets too."""

    __slots__ = ("_keys", "_notes", "key_name")

    def __init__(self, keys: SecretKeys) -> None:
        self._keys = [HmacKey(key) for key in keys.derive_keys(PURPOSE)]
        self._notes: dict[str, tuple[bytes, bytes]] = {}  # the last body and signature of each name
        self.key_name = self._keys[0].sign(b"name")[:4].hex()

    def sign_head(self, thread: str, seq: int, head: bytes) -> bytes:
        """The HMAC-SHA256 over a thread's id, the number of its last event and that event's hash."""
        return self._keys[0].sign(_write_head_message(thread, seq, head))

    def verify_head(self, thread: str, seq: int, head: bytes, mac: bytes) -> bool:
        return self._verify_mac(_write_head_message(thread, seq, head), mac)

    def sign_note(self, name: str, body: bytes) -> bytes:
        mac = self._keys[0].sign(_write_note_message(name, body))
        self._notes[name] = (body, mac)
        return mac

    def find_note(self, name: str) -> tuple[bytes, bytes] | None:
        """The body and the signature that were signed or verified last. The file may have others by now."""
        return self._notes.get(name)

    def verify_note(self, name: str, body: bytes, mac: bytes) -> bool:
        """Whether a known secret signed the note. The bytes that were signed or verified last are not verified again."""
        if self._notes.get(name) == (body, mac):
            return True
        if not self._verify_mac(_write_note_message(name, body), mac):
            return False
        self._notes[name] = (body, mac)
        return True

    def sign_snapshot(self, thread: str, seq: int, head: bytes, version: str, body: bytes) -> bytes:
        return self._keys[0].sign(_write_snapshot_message(thread, seq, head, version, body))

    def verify_snapshot(self, thread: str, seq: int, head: bytes, version: str, body: bytes, mac: bytes) -> bool:
        return self._verify_mac(_write_snapshot_message(thread, seq, head, version, body), mac)

    def _verify_mac(self, message: bytes, mac: bytes) -> bool:
        return any(hmac.compare_digest(key.sign(message), mac) for key in self._keys)


def _write_head_message(thread: str, seq: int, head: bytes) -> bytes:
    return b"head\n%b\n%d\n%b" % (thread.encode("utf-8", "surrogatepass"), seq, head)


def _write_note_message(name: str, body: bytes) -> bytes:
    return b"note\n%b\n%b" % (name.encode(), body)


def _write_snapshot_message(thread: str, seq: int, head: bytes, version: str, body: bytes) -> bytes:
    named = (len(head), version.encode("utf-8", "surrogatepass"))
    return b"snapshot\n%b\n%d\n%d\n%b\n" % (thread.encode("utf-8", "surrogatepass"), seq, *named) + head + body


class LogEvidence(FrozenModel):
    """The content of the row `log`. Times are microseconds since 1970 in UTC.

    `how` the heads came to be signed: from the first event on (`new`), once at an upgrade, or by `countersign audit
    sign`. Events older than `signed_at` are unproven for the latter two. `restored_at`: a backup was restored.
    `missing_at`: threads were found missing or set back. `is_open`: calls that were approved or started are still to be
    marked unknown.
    """

    signed_at: int
    how: Literal["new", "upgrade", "command"]
    key_name: str
    unsigned: int = 0
    restored_at: int | None = None
    missing_at: int | None = None
    missing: str = ""
    is_open: bool = False


class ThreadSum(NamedTuple):
    """The number of threads, and the XOR of the signatures of their heads."""

    threads: int
    total: int

    def write_body(self) -> bytes:
        return b"%d %064x" % self


class NoEvidence(Exception):
    """A row of `evidence` is missing, or was not signed with a known secret."""


def read_mac_number(mac: bytes) -> int:
    """A signature as a number. An invalid signature counts as 1, so that it changes the sum."""
    return int.from_bytes(mac, "big") if isinstance(mac, bytes) and len(mac) <= 32 else 1
