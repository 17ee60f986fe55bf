"""A real `countersign serve` in a folder, whose countersign.toml a test rewrites as editors do; looked at from outside."""

import asyncio
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from bot.bootstrap import build_platform
from bot.http.api.api_keys import KeyScopeName, make_key
from bot.settings import EnvironmentSettings, read_config
from tests.busy_machine import Deadline
from tests.cli.terminal import clean_environment, fork, free_port, until_healthy
from tests.empty_databases import lay_empty_database

RM = "release-managers"
OLIVE, MAX, SAM, EVE = (
    f'[people.{id}]\nname = "{id.title()}"\n{rest}\n\n'
    for id, rest in (
        ("olive", f'groups = ["{RM}"]\naccounts = {{ github = "olive" }}'),
        ("max", f'groups = ["{RM}"]'),
        ("sam", 'accounts = { github = "sam" }'),
        ("eve", f'groups = ["{RM}"]'),
    )
)
PATIENCE = 60.0


def agent(folder: Path, policy: str = "") -> str:
    """The table of deploybot, with more for its policy."""
    return (
        f'[agents.deploybot]\nrepository = "{folder}/shop"\nowners = {{ groups = ["{RM}"] }}\n\n'
        f'[agents.deploybot.approval]\napprovers = [{{ groups = ["{RM}"] }}]\n{policy}\n'
    )


class ServerProcess:
    """The server's process, its file, and callers by their keys."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], url: str, keys: Mapping[str, str]) -> None:
        self.folder, self.process, self.url, self.keys = folder, process, url, dict(keys)
        self.file = folder / "countersign.toml"
        self.said: list[str] = []
        self.http = httpx2.Client(
            base_url=url, trust_env=False, timeout=60, limits=httpx2.Limits(max_keepalive_connections=0)
        )

    def call(self, person: str, method: str, path: str, **given: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.keys[person]}"}
        return self.http.request(method, f"/api/v1/{path}", headers=headers, **given)

    def works(self, person: str) -> bool:
        """Whether this person's key opens the API."""
        return self.call(person, "GET", "me").status_code == 200

    def replace(self, text: str) -> None:
        """The file is written beside and put in its place, as vim, sed -i and configuration managers do."""
        beside = self.file.with_name("countersign.toml~new")
        beside.write_text(text)
        beside.replace(self.file)

    def hang_up(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def ready(self) -> Any:
        return self.http.get("/readyz").json()

    def audit(self) -> list[tuple[str, str, str, str]]:
        """`what`, `about`, `door` and `detail` of each row, the latest first."""
        items = self.call("olive", "GET", "audit", params={"limit": 1000}).json()["items"]
        return [(each["what"], each["about"], each["door"], each["detail"]) for each in items]

    def wait(self, what: Callable[[], Any], text: str) -> Any:
        """Asks until it is true."""
        deadline = Deadline(PATIENCE)
        while not deadline.is_over:
            assert self.process.poll() is None, "the server ended"
            if found := what():
                return found
            time.sleep(0.05)
        raise AssertionError(f"{text}: not within {PATIENCE:g} s\n{''.join(self.said)}")

    def wait_for_reload(self, before: int) -> None:
        """Returns once the file was taken once more often than `before`."""
        self.wait(lambda: self.reloads > before, "the file is taken")

    @property
    def reloads(self) -> int:
        return sum("configuration reloaded" in line for line in list(self.said))

    @property
    def refusals(self) -> int:
        return sum("configuration not taken" in line for line in list(self.said))

    def processor_seconds(self) -> float:
        """What the server has computed so far, however busy the machine is. Without /proc: seconds of the clock."""
        file = Path(f"/proc/{self.process.pid}/stat")
        if not file.exists():
            return time.monotonic()
        fields = file.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def key_of(self, person: str) -> str:
        made = self.call("olive", "POST", "keys", json={"person": person, "scope": "operator"})
        self.keys[person] = made.json().get("secret", "")
        return self.keys[person]

    def request_of_sam(self) -> dict[str, Any]:
        """Sam asks for a release; the request that then waits."""
        thread = self.call(
            "sam", "POST", "threads", json={"agent": "deploybot", "message": "deploy the latest backend"}
        )
        asked = {"thread": thread.json()["id"], "status": "pending"}
        found = self.wait(lambda: self.call("olive", "GET", "requests", params=asked).json()["items"], "it is asked")
        return dict(found[0])

    def look(self, request: str) -> dict[str, Any]:
        return dict(self.call("olive", "GET", f"requests/{request}").json())

    def approve(self, person: str, request: str) -> httpx2.Response:
        body = {"decision": "approve", "digest": self.look(request)["digest"]}
        return self.call(person, "POST", f"requests/{request}/decision", json=body)


async def make_keys(folder: Path, scopes: Mapping[str, KeyScopeName], **given: Any) -> dict[str, str]:
    """A key that each of these people made for themselves, before the server runs. `given` are further settings."""
    settings = EnvironmentSettings(data=folder / "data", config=folder / "countersign.toml", **given)
    platform = build_platform(settings, read_config(settings.config), has_channels=False)
    try:
        return {person: (await make_key(platform, person, scope))[1] for person, scope in scopes.items()}
    finally:
        await platform.close()


@contextmanager
def running_server(folder: Path, text: str, *people: str, **more: str) -> Iterator[ServerProcess]:
    """A server over `text`. Olive has an admin key, the others keys of operators that they made themselves."""
    (folder / "countersign.toml").write_text(text)
    lay_empty_database(folder / "data" / "countersign.db")
    environment = clean_environment(folder, **more)
    keys = asyncio.run(make_keys(folder, {"olive": "admin", **dict.fromkeys(people, "operator")}))
    port = free_port()
    process = fork("serve", environment={**environment, "PORT": str(port)})
    here = ServerProcess(folder, process, f"http://127.0.0.1:{port}", keys)
    reader = threading.Thread(target=lambda: here.said.extend(process.stderr or ()), daemon=True)
    try:
        until_healthy(here.url, process)
        reader.start()
        yield here
        assert process.poll() is None, "".join(here.said)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        here.http.close()
        if reader.ident is not None:
            reader.join(60)
        for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
            stream.close()
    assert process.returncode == 0
