"""Checks of this machine and of the settings of the environment."""

import importlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import bot
from bot.core.doctor_findings import CheckFinding, FindingSeverity
from bot.llm import FormMemory, describe_difference
from bot.settings import EnvironmentSettings
from bot.store.sqlite.inspection import read_library_version

PYTHON = (3, 11)
SQLITE = (3, 51, 3)
SCARCE, FULL = 1_000_000_000, 100_000_000
"""Free bytes of disk below which the check warns, and fails."""


def check_programs() -> Iterator[CheckFinding]:
    """The versions of Python, SQLite and git."""
    if sys.version_info < PYTHON:
        yield CheckFinding("Python", platform.python_version(), "fail", "Install Python 3.11 or newer.")
    else:
        yield CheckFinding("Python", platform.python_version())
    found = read_library_version()
    version = ".".join(map(str, found))
    if found >= SQLITE:
        yield CheckFinding("SQLite", version)
    else:
        hint = "3.51.3 repairs a rare fault in WAL checkpoints. It comes with Python or with the system's libsqlite3."
        yield CheckFinding("SQLite", f"{version}, older than 3.51.3", "warn", hint)
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        yield CheckFinding("git", f"it does not run: {error}", "fail", "apt-get install git, or brew install git.")
    else:
        yield CheckFinding("git", done.stdout.strip().removeprefix("git version "))


def check_package_names() -> CheckFinding:
    """Whether `agents` and `channels` are ours: the wheels openai-agents and Django Channels have packages of these names."""
    root = Path(bot.__file__).parent.parent
    for name in ("agents", "channels"):
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            return CheckFinding("Packages", f"{name} is missing: {error}", "fail", "Run from the checkout.")
        where = Path(module.__file__ or "")
        if root not in where.parents:
            hint = (
                f"Another package is called {name} (openai-agents, Django Channels). Uninstall it here, or use a venv."
            )
            return CheckFinding("Packages", f"{name} is {where}", "fail", hint)
    return CheckFinding("Packages", "agents and channels are ours")


def check_base_url(settings: EnvironmentSettings) -> CheckFinding:
    try:
        url = urlsplit(settings.origin)
        is_right = url.scheme in ("http", "https") and bool(url.hostname) and url.path == "" and (url.port or 1) > 0
    except ValueError:
        is_right = False
    if not is_right:
        hint = "Set COUNTERSIGN_BASE_URL to the URL that people use, such as https://bots.example.com."
        return CheckFinding("Base URL", settings.origin, "fail", hint)
    if url.scheme == "http" and settings.host not in ("127.0.0.1", "::1", "localhost"):
        hint = "Put a proxy with TLS before it and set COUNTERSIGN_BASE_URL to its https URL."
        return CheckFinding("Base URL", f"{settings.origin}, unencrypted on {settings.host}", "warn", hint)
    return CheckFinding("Base URL", settings.origin)


def check_model(settings: EnvironmentSettings) -> Iterator[CheckFinding]:
    """The model of the environment; then, by endpoint, the learned changes of request forms, and prompts that were cut."""
    if settings.has_model:
        where = f" at {settings.openai_base_url}" if settings.openai_base_url else ""
        yield CheckFinding("Model", f"{settings.openai_model}{where}")
    else:
        hint = "Set OPENAI_API_KEY or OPENAI_BASE_URL to use a model."
        yield CheckFinding("Model", "none; the agents answer by the fixed rules of their demos", "warn", hint)
    for learned in FormMemory(settings.forms_file).list_forms():
        told = describe_difference(learned.first, learned.form)
        if learned.is_unforced:
            told = f"{told}, words alone are a reply".removeprefix(", ")
        since = f"{learned.model} at {learned.host}, since {datetime.fromtimestamp(learned.since, UTC):%Y-%m-%d}"
        if told:
            yield CheckFinding("Model endpoint", f"{since}: {told}")
        if learned.warning:
            said, _, hint = learned.warning.partition(". ")
            yield CheckFinding("Model endpoint", f"{since}: {said}", "warn", hint)


def check_disk(settings: EnvironmentSettings) -> CheckFinding:
    folder = next(each for each in (settings.data.absolute(), *settings.data.absolute().parents) if each.exists())
    free = shutil.disk_usage(folder).free
    mark: FindingSeverity = "fail" if free < FULL else "warn" if free < SCARCE else "ok"
    return CheckFinding("Disk", f"{free / 1e9:.1f} GB free at {folder}", mark, "" if mark == "ok" else "Make room.")
