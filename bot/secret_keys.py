"""The secrets of the installation: reads or makes them, and derives keys from them for signing and sealing.

The first secret seals, all of them open: to change the secret, put the new one first and keep the old one while values
are sealed with it. Each purpose has keys of its own (HKDF-SHA256, RFC 5869): a key that signs buttons opens no token.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.errors import BadKeyFile, BrokenSeal, LostKey

FILE = "secret.key"
SHORTEST = 32
"""Minimum characters of a secret."""
SIZE = 32
"""Bytes of a derived key, as AES-256 needs."""

VERSION = b"\x01"
NAME = 4
NONCE = 12
"""Bytes of an AES-GCM nonce (NIST SP 800-38D, 8.2). It is random, so one secret may seal 2**32 values."""
HEAD = len(VERSION) + NAME
"""A sealed value is: version, name of its key, nonce, ciphertext with its tag. The first two are its head."""


class SecretKeys:
    """Keys derived from the secrets of the installation. The repr shows no secret; pickle and copy are refused."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Sequence[str]) -> None:
        """`secrets` come from `read_secrets`; the first one seals. Raises ValueError when there are none."""
        if not secrets:
            raise ValueError("no secret was given")
        self._secrets = tuple(dict.fromkeys(each.encode() for each in secrets))

    def derive_keys(self, purpose: bytes) -> tuple[bytes, ...]:
        """Keys of 32 bytes for signing, the current one first. The same secrets give the same keys."""
        return tuple(_derive_key(secret, b"sign", purpose) for secret in self._secrets)

    def seal_value(self, purpose: bytes, plain: bytes, about: bytes) -> bytes:
        """Seal `plain` with the current secret (AES-256-GCM). It opens only with the same `purpose` and `about`."""
        head, nonce = self.make_seal_prefix(purpose), secrets.token_bytes(NONCE)
        key = _derive_key(self._secrets[0], b"seal", purpose)
        return head + nonce + AESGCM(key).encrypt(nonce, plain, head + about)

    def open_value(self, purpose: bytes, sealed: bytes, about: bytes) -> bytes:
        """Open a sealed value. Raises `LostKey` when its secret is not here, `BrokenSeal` when it was changed or moved.

        Both errors quote `about`, so `about` must hold no secret.
        """
        if len(sealed) < HEAD + NONCE or not sealed.startswith(VERSION):
            raise BrokenSeal(about.decode(errors="replace"))
        known = [secret for secret in self._secrets if _make_prefix(secret, purpose) == sealed[:HEAD]]
        if not known:
            raise LostKey(about.decode(errors="replace"))
        nonce, rest = sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
        for secret in known:
            try:
                return AESGCM(_derive_key(secret, b"seal", purpose)).decrypt(nonce, rest, sealed[:HEAD] + about)
            except InvalidTag:
                continue
        raise BrokenSeal(about.decode(errors="replace"))

    def make_seal_prefix(self, purpose: bytes) -> bytes:
        """The first `HEAD` bytes of each value that the current secret seals."""
        return _make_prefix(self._secrets[0], purpose)

    def list_seal_prefixes(self, purpose: bytes) -> frozenset[bytes]:
        """The first `HEAD` bytes of the values that these secrets sealed, one for each secret."""
        return frozenset(_make_prefix(secret, purpose) for secret in self._secrets)

    def __len__(self) -> int:
        return len(self._secrets)

    def __repr__(self) -> str:
        return f"<Keys of {len(self)} secrets>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Keys are neither pickled nor copied: they would show their secrets.")


def _make_prefix(secret: bytes, purpose: bytes) -> bytes:
    return VERSION + _derive_key(secret, b"name", purpose)[:NAME]


def _derive_key(secret: bytes, use: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), SIZE, salt=None, info=b"countersign 1 %b: %b" % (use, purpose)).derive(secret)


def read_secrets(text: str) -> tuple[str, ...]:
    """The secrets of a text, separated by blanks. Raises ValueError with a message that quotes no secret."""
    found = tuple(text.split())
    for number, secret in enumerate(found, 1):
        if len(secret) < SHORTEST:
            raise ValueError(
                f"secret {number} of {len(found)} has {len(secret)} characters; it needs {SHORTEST} or more, "
                "such as `openssl rand -base64 32` prints"
            )
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it is not UTF-8; write it in plain letters and digits")
    if not found:
        raise ValueError("it holds no secret, only blanks")
    return found


def open_keys(given: Sequence[str], file: Path) -> SecretKeys:
    """The keys of the given secrets, or else those of the key file, which is made once. Raises `BadKeyFile`."""
    return SecretKeys(given) if given else read_key_file(file) or _make_key_file(file)


def open_keys_beside(database: Path) -> SecretKeys:
    """The keys of the key file in the database's folder, which is made once. Raises `BadKeyFile`."""
    return open_keys((), database.with_name(FILE))


def read_key_file(file: Path) -> SecretKeys | None:
    """The keys of a key file; None when there is no such file. Raises `BadKeyFile` when it cannot be read."""
    try:
        return SecretKeys(read_secrets(file.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise BadKeyFile(file, "it is not text") from error
    except ValueError as error:
        raise BadKeyFile(file, str(error)) from error
    except OSError as error:
        raise BadKeyFile(file, f"it cannot be read: {error.strerror}") from error


def _make_key_file(file: Path) -> SecretKeys:
    """Make the key file atomically. Two processes that make it at once both use the file of the first."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
                written.write(secrets.token_urlsafe(32) + "\n")
                written.flush()
                os.fsync(written.fileno())
            _link_draft(draft, file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise BadKeyFile(file, f"it cannot be made: {error.strerror}") from error
    keys = read_key_file(file)
    if keys is None:
        raise BadKeyFile(file, "it vanished while it was made")
    return keys


def _link_draft(draft: Path, file: Path) -> None:
    """Give the draft its name unless the file exists, and sync the folder before a key of it is used."""
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
