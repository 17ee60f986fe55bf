"""How the values of the vault are sealed: each for its kind and key, so that in another row it does not open."""

from bot.secret_keys import SecretKeys

PURPOSE = b"vault"


def seal_row(keys: SecretKeys, kind: str, key: str, value: bytes) -> bytes:
    """Return the body of a row with this value, sealed with the current secret."""
    return keys.seal_value(PURPOSE, value, name_row(kind, key))


def open_row(keys: SecretKeys, kind: str, key: str, body: bytes) -> bytes:
    """Return the value in the body of a row. Raises `LostKey`, `BrokenSeal`."""
    return keys.open_value(PURPOSE, body, name_row(kind, key))


def name_row(kind: str, key: str) -> bytes:
    """The context that a value is sealed for. A kind holds no slash, so no two rows share it."""
    if "/" in kind:
        raise ValueError(f"The kind {kind!r} holds a slash; write it without one.")
    return f"{kind}/{key}".encode()
