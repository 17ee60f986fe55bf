"""hl1: docs/integrations/humanlayer.md works as it is written: its commands run, in order, in an empty folder."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

from agents.external.agent import ExternalOptions
from channels.callback.channel import CallbackOptions
from channels.email.options import EmailOptions
from channels.slack.channel import SlackOptions
from tests.cli.terminal import clean_environment, free_port
from tests.clients.humanlayer.foreign_environments import ROOT, make_python_environment

PAGE = (ROOT / "docs" / "integrations" / "humanlayer.md").read_text("utf-8")


def test_hl1_the_page_leads_from_nothing_to_the_first_approval(tmp_path: Path) -> None:
    command = tmp_path / "bin" / "countersign"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    command.chmod(0o755)
    folder = tmp_path / "empty"
    folder.mkdir()
    environment = clean_environment(folder)
    environment |= {
        "PATH": f"{command.parent}:{make_python_environment().parent}:{environment['PATH']}",
        "PORT": str(free_port()),
    }
    script = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    try:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
    finally:
        for name in ("agent.pid", "server.pid"):
            with suppress(FileNotFoundError, ProcessLookupError):
                os.kill(int((folder / name).read_text()), signal.SIGTERM)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    answer = "No, she works alone."
    assert ran.stdout.splitlines() == ["true", f'"{answer}"', "sent to ada@example.com", answer]


def test_hl1_the_tables_of_the_page_are_read() -> None:
    contacts, webhooks, told = (tomllib.loads(each) for each in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
    tables = (each["agents"]["external"] for each in (contacts, webhooks, told))
    options = ExternalOptions.model_validate({name: value for table in tables for name, value in table.items()})
    assert options.contacts["C0123456789"].groups == ("support",)
    assert options.webhooks == {"0123456789ab": "https://shop.example/hook"}
    CallbackOptions.model_validate(webhooks["channels"]["callback"])
    assert options.messages_to == "0123456789ab"
    assert EmailOptions.model_validate(told["channels"]["email"]).agents == {"external": "agent@example.com"}
    assert SlackOptions.model_validate(told["channels"]["slack"]).channels == {"C0123456789": "external"}
