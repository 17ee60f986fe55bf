"""br1: a deployment protection rule with the real package githubkit: it signs in as the App, and types what goes to and fro."""

import hashlib
import hmac
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.clients.bridge_programs import PageProgram, kill
from tests.clients.bridge_server import BridgeServer, answering

TOKEN = {"token": "ghs_x", "expires_at": "2099-01-01T00:00:00Z", "permissions": {}}
SIGN = """
import sys
from githubkit.webhooks import parse, sign
body = open("event.json", "rb").read()
assert type(parse("deployment_protection_rule", body)).__name__.startswith("WebhookDeploymentProtectionRule")
print(sign("hook-secret", body))
"""


# GitHub's own objects, of its event `deployment` in @octokit/webhooks-examples 7.6.1 (MIT).
RECORDED = json.loads((Path(__file__).parent / "recorded" / "github_deployment.json").read_text("utf-8"))
REPOSITORY = RECORDED["repository"]["full_name"]


def make_event(run: int, login: str = "octocat") -> dict[str, Any]:
    """The webhook of a deployment in this run. Its callback URL leads elsewhere."""
    path = f"/repos/{REPOSITORY}/actions/runs/{run}/deployment_protection_rule"
    return {
        **RECORDED,
        "action": "requested",
        "environment": "production",
        "event": "push",
        "deployment_callback_url": f"https://evil.example{path}",
        "deployment": {**RECORDED["deployment"], "id": run + 1},
        "sender": {**RECORDED["sender"], "login": login},
        "pull_requests": [],
        "installation": {"id": 7, "node_id": "MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uNw=="},
    }


class RuleFixture:
    """The program of the page, a GitHub that notes the reviews, and webhooks that githubkit signs."""

    def __init__(self, server: BridgeServer, program: PageProgram, github: str, key: str) -> None:
        self.server, self.program, self.url = server, program, f"http://127.0.0.1:{server.hook}"
        app = {"GITHUB_APP_ID": "814", "GITHUB_APP_PRIVATE_KEY": key, "GITHUB_WEBHOOK_SECRET": "hook-secret"}
        self.environment = {**app, "GITHUB_API_URL": github, "CALLBACK_URL": f"{self.url}/decided"}
        self.reviews: list[tuple[str, Any]] = []

    def start(self) -> subprocess.Popen[str]:
        process = self.program.start(str(self.server.hook), **self.environment)
        while True:
            try:
                httpx2.get(self.url)
                return process
            except httpx2.TransportError:
                assert process.poll() is None, process.communicate()

    def sign_with_githubkit(self, event: dict[str, Any]) -> str:
        """The signature of this webhook by githubkit, whose types it has."""
        (self.program.folder / "event.json").write_text(json.dumps(event))
        command = [self.program.python, "-c", SIGN]
        return subprocess.check_output(command, cwd=self.program.folder, text=True).strip()

    def send(self, event: dict[str, Any], signature: str = "") -> int:
        """The status of the answer to this webhook."""
        body = json.dumps(event).encode()
        signed = signature or "sha256=" + hmac.new(b"hook-secret", body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": signed, "X-GitHub-Event": "deployment_protection_rule"}
        return httpx2.post(f"{self.url}/github", content=body, headers=headers, timeout=30).status_code


@pytest.fixture
def rule(bridge_server: BridgeServer, tmp_path: Path) -> Iterator[RuleFixture]:
    private = generate_private_key(65537, 2048)
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    found: list[RuleFixture] = []

    def answer(path: str, body: bytes) -> bytes:
        if path == "/app/installations/7/access_tokens":
            return json.dumps(TOKEN).encode()
        found[0].reviews.append((path, json.loads(body)))
        return b"{}"

    with answering(answer) as url:
        program = PageProgram(bridge_server, tmp_path, "github-deployments", "github")
        found.append(RuleFixture(bridge_server, program, url, key))
        yield found[0]


def test_br1_people_decide_a_deployment_of_github_and_both_sides_may_restart(rule: RuleFixture) -> None:
    server, path = rule.server, f"/repos/{REPOSITORY}/actions/runs/{{}}/deployment_protection_rule"
    process = rule.start()
    assert rule.send(make_event(100), signature="sha256=" + "0" * 64) == 401
    assert rule.send(make_event(100), rule.sign_with_githubkit(make_event(100))) == 202
    assert [rule.send(make_event(run)) for run in (100, 200, 300)] == [202] * 3
    first, second, third = server.find_waiting(process, 3)
    assert first["arguments"] == {
        "repository": REPOSITORY,
        "environment": "production",
        "ref": RECORDED["deployment"]["ref"],
        "commit": RECORDED["deployment"]["sha"],
        "run": 100,
    }
    kill(process)
    server.stop()
    server.start()
    process = rule.start()
    assert rule.send(make_event(400, "stranger")) == 202, "this takes two approvers, and there is one"
    server.decide(first)
    server.decide(second, "reject", reason="Not on a Friday.")
    server.decide(third, arguments={**third["arguments"], "run": 999})
    while len(dict(rule.reviews)) < 4:  # a callback whose answer came late is repeated
        assert process.poll() is None
        time.sleep(0.02)
    reviews = dict(rule.reviews)
    assert {where: review["state"] for where, review in reviews.items()} == {
        path.format(100): "approved",
        path.format(200): "rejected",
        path.format(300): "rejected",
        path.format(400): "rejected",
    }
    assert reviews[path.format(200)]["comment"] == "rejected by olive. Not on a Friday."
    assert reviews[path.format(100)]["environment_name"] == "production"
    for id in (first["id"], second["id"][:-1] + "9"):  # nobody signs this: it leads to nothing that was not decided
        httpx2.post(f"{rule.url}/decided", json={"data": {"id": id}}, timeout=30)
    assert dict(rule.reviews) == reviews
    kill(process)
