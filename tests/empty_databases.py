"""An empty database at the newest schema, made once in a process by the product's own migrations, and copied for each test.

The migrations are half of the time of a short test of a platform. They are tested in `tests/store`, which opens new files.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.secret_keys import FILE, SecretKeys
from bot.store.sqlite.database import find_signed_marker, open_database


def lay_empty_database(path: Path, keys: SecretKeys | None = None) -> None:
    """Puts an empty database of these keys at `path`, unless one is there or was there.

    Without `keys` the key file lies beside it, as the product makes one; a key file that is there stays the only one.
    """
    if path.exists() or find_signed_marker(path).exists() or (keys is None and path.with_name(FILE).exists()):
        return
    made = _made(keys)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, path)
    shutil.copy(find_signed_marker(made), find_signed_marker(path))
    if keys is None:
        shutil.copy(made.with_name(FILE), path.with_name(FILE))


@cache
def _made(keys: SecretKeys | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="countersign-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "house.db"
    open_database(f"sqlite:///{path}", keys=(lambda: keys) if keys else None).close_unused()
    return path
