"""What is compiled before the workers start is what pytest looks for: they compile nothing again."""

import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

from tests.compile_test_files import compile_file, list_test_files


def test_every_test_file_and_conftest_is_compiled_under_the_name_that_pytest_reads() -> None:
    names = {path.name for path in list_test_files()}
    assert {"test_compiled_test_files.py", "conftest.py", "test_faults.py"} <= names
    assert len(names) > 400


def test_a_compiled_file_is_read_until_its_source_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    path = tmp_path / "test_one.py"
    path.write_text("def test_one():\n    assert 1 + 1 == 2\n")
    compile_file(path)
    (compiled,) = (tmp_path / "compiled").rglob("*.pyc")
    assert compiled.name == f"test_one{rewrite.PYC_TAIL}"
    code = rewrite._read_pyc(path, compiled)
    assert code is not None
    assert "@pytest_ar" in code.co_names
    path.write_text("def test_one():\n    assert 1 + 2 == 3\n")
    assert rewrite._read_pyc(path, compiled) is None
