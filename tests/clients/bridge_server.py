"""A real `countersign serve` with the agent `external`, a program's key, and people who decide by the API."""

import ast
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2

from tests.busy_machine import Deadline
from tests.cli.terminal import clean_environment, end, fork, free_port, until_healthy

ROOT = Path(__file__).parent.parent.parent
CLIENT = ROOT / "clients" / "python"
PAGES = ROOT / "docs" / "integrations"
TOML = """
[people.sam]
name = "Sam"

[people.olive]
name = "Olive"
groups = ["finance"]

[channels.callback]
allow_hosts = ["127.0.0.1:{hook}"]

[agents.external.policies.refunds]
about = "Refunds to customers."
keys = ["{key}"]
approval.approvers = [{{ groups = ["finance"] }}]
approval.edits = true
"""


class BridgeServer:
    """The server, the secret of the program's key, and `hook`: a port of this machine that it calls back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.hook = folder, free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = clean_environment(folder, PORT=str(self.port))
        (folder / "countersign.toml").write_text(TOML.format(key="0" * 12, hook=self.hook))
        made = self._make_key("sam", "--scope", "agent", "--agent", "external")
        self.secret, person = made["secret"], self._make_key("olive")["secret"]
        (folder / "countersign.toml").write_text(TOML.format(key=made["id"], hook=self.hook))
        self.olive = httpx2.Client(
            base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {person}"}, trust_env=False, timeout=30
        )

    def _make_key(self, person: str, *options: str) -> Any:
        made = end(fork("keys", "create", person, *options, "--json", environment=self.environment))
        assert made.code == 0, made.err
        return json.loads(made.out)

    def start(self) -> None:
        self.process = fork("serve", environment=self.environment)
        until_healthy(self.url, self.process)

    def stop(self) -> None:
        self.process.terminate()
        ran = end(self.process)
        assert ran.code == 0, ran.err

    def program(self, **more: str) -> dict[str, str]:
        """The environment of a program: the URL, its key, and nothing else of ours than the client."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        here = {"COUNTERSIGN_URL": self.url, "COUNTERSIGN_API_KEY": self.secret, "PYTHONPATH": str(CLIENT)}
        here["OPENAI_AGENTS_DISABLE_TRACING"] = "1"
        return {**kept, **here, **more}

    def find_waiting(self, process: subprocess.Popen[str], count: int = 1) -> list[dict[str, Any]]:
        """The requests that wait for people, the oldest first, once this program asked so many. Fails when it ends before."""
        deadline = Deadline()
        while not deadline.is_over:
            answer = self.olive.get("/requests", params={"status": "pending"})
            items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
            if len(items) >= count:
                return items[::-1]
            if process.poll() is not None:
                raise AssertionError(end(process))
            time.sleep(0.02)
        raise AssertionError(f"{len(items)} requests wait, not {count}")

    def decide(self, request: dict[str, Any], decision: str = "approve", **more: Any) -> dict[str, Any]:
        body = {"decision": decision, "digest": request["digest"], **more}
        answer = self.olive.post(f"/requests/{request['id']}/decision", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def answer(self, question: dict[str, Any], answer: str) -> None:
        self.olive.post(f"/requests/{question['id']}/answer", json={"answer": answer}).raise_for_status()

    def read(self, request: str) -> dict[str, Any]:
        found: dict[str, Any] = self.olive.get(f"/requests/{request}").raise_for_status().json()
        return found


def begin(*command: str, environment: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    """A program in a process of its own."""
    return subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_blocks(page: str, language: str) -> list[str]:
    """The blocks of code of this language in docs/integrations/<page>.md."""
    return re.findall(rf"```{language}\n(.*?)```", (PAGES / f"{page}.md").read_text("utf-8"), re.DOTALL)


@contextmanager
def answering(answer: Callable[[str, bytes], bytes]) -> Iterator[str]:
    """A web server that answers each POST with what `answer` makes of its path and body; its URL."""

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def count_code(path: Path) -> int:
    """Lines of code, without empty ones, comments and docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    strings = [node for each in ast.walk(tree) if isinstance(each, documented) for node in each.body[:1]]
    texts = [node for node in strings if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    left_out = {line for node in texts for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    return sum(bool(line.split("#")[0].strip()) and number not in left_out for number, line in lines)
