"""Compiles the test files as pytest does, with their asserts rewritten: `python -m tests.compile_test_files`.

Each worker of a first run would compile all of them itself, at the same moment as the others. A file whose compiled form is of its
present text is left.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from _pytest.assertion import rewrite

ROOT = Path(__file__).parent.parent
FOLDERS = ("tests", "packages/slack-double")
NO_CONFIG: Any = None
NO_TRACE: Any = SimpleNamespace(trace=lambda message: None)


def list_test_files() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name.startswith("test_") or path.name == "conftest.py"
    ]


def compile_file(path: Path) -> None:
    """Writes the file that pytest looks for, as `AssertionRewritingHook.exec_module` does."""
    folder = rewrite.get_cache_dir(path)
    compiled = folder / (path.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(path, compiled) is None and rewrite.try_makedirs(folder):
        source, code = rewrite._rewrite_test(path, NO_CONFIG)
        rewrite._write_pyc(NO_TRACE, code, source, compiled)


def main() -> None:
    workers = min(os.cpu_count() or 1, 4)
    with ProcessPoolExecutor(workers) as pool:
        for _ in pool.map(compile_file, list_test_files(), chunksize=8):
            pass


if __name__ == "__main__":
    main()
