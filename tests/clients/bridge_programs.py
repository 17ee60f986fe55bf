"""The programs of docs/integrations/*.md, run in environments that have the real packages."""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.cli.terminal import CommandResult, end
from tests.clients.bridge_environments import make_environment
from tests.clients.bridge_server import BridgeServer, begin, read_blocks

ADA, BOB = {"customer": "ada", "amount": 240}, {"customer": "bob", "amount": 9}
MODELS = Path(__file__).parent / "models"


class PageProgram:
    """The Python of a page as a program in a folder of its own, with a model that does what the user writes."""

    def __init__(self, server: BridgeServer, folder: Path, page: str, environment: str, model: str = "") -> None:
        self.server, self.folder, self.python = server, folder, str(make_environment(environment))
        (folder / "program.py").write_text("\n".join(read_blocks(page, "python")))
        if model:
            shutil.copy(MODELS / f"{model}.py", folder / "my_model.py")

    def start(self, *args: str, **more: str) -> subprocess.Popen[str]:
        return begin(self.python, "program.py", *args, environment=self.server.program(**more), folder=self.folder)

    def refund(self, run: str, *calls: dict[str, Any]) -> subprocess.Popen[str]:
        """Start a run in which the model calls the tool `refund` with each of these arguments."""
        return self.start(run, json.dumps([["refund", each] for each in calls]))

    def wait_for(self, name: str, process: subprocess.Popen[str]) -> None:
        """Return once the file that this program writes has text: a program killed before has made an empty one. Fails when it ends before."""
        while not (self.folder / name).exists() or not (self.folder / name).stat().st_size:
            assert process.poll() is None, end(process)
            time.sleep(0.02)

    @property
    def ledger(self) -> list[str]:
        """What the tool did."""
        ledger = self.folder / "ledger.txt"
        return ledger.read_text().splitlines() if ledger.exists() else []


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def finish(process: subprocess.Popen[str]) -> CommandResult:
    ran = end(process)
    assert ran.code == 0, ran.err
    return ran
