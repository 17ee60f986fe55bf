"""br1: `countersign-gate` and `countersign gate`: a pipeline that goes on only with an approval, each end with its own exit code."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from countersign.gate_command import APPROVED, REFUSED, UNDECIDED, UNKNOWN, main
from tests.cli.terminal import end, fork, free_port
from tests.clients.bridge_environments import make_environment, run_uv
from tests.clients.bridge_server import CLIENT, PAGES, BridgeServer, answering, begin, read_blocks

Gate = Callable[..., subprocess.Popen[str]]


@pytest.fixture(params=["client", "server"])
def gate(request: pytest.FixtureRequest, bridge_server: BridgeServer, tmp_path: Path) -> Gate:
    """Starts the gate of the client's package, or the verb of the server's."""

    def start(*args: str, **more: str) -> subprocess.Popen[str]:
        environment = bridge_server.program(**more)
        if request.param == "server":
            return fork("gate", *args, environment=environment)
        return begin(sys.executable, "-m", "countersign.gate_command", *args, environment=environment, folder=tmp_path)

    return start


def test_br1_the_gate_opens_by_an_approval_prints_the_link_and_the_arguments(
    gate: Gate, bridge_server: BridgeServer
) -> None:
    process = gate(
        "Deploy {version}", "--arg", "version=v1", "--arguments", '{"replicas": 2.0}', "--explanation", "Fixes."
    )
    (waiting,) = bridge_server.find_waiting(process)
    assert waiting["arguments"] == {"version": "v1", "replicas": 2}
    bridge_server.decide(waiting)
    ran = end(process)
    assert (ran.code, json.loads(ran.out)) == (0, {"version": "v1", "replicas": 2})
    link, approved = ran.err.splitlines()
    assert link.endswith(f"{bridge_server.url}/requests/{waiting['id']}")
    assert approved == "Approved by olive."
    assert bridge_server.read(waiting["id"])["execution"]["result"] == "Reported by the agent: The pipeline went on."


def test_br1_the_gate_stays_shut_by_a_rejection(gate: Gate, bridge_server: BridgeServer) -> None:
    process = gate("Deploy {version}", "--arg", "version=v2")
    (waiting,) = bridge_server.find_waiting(process)
    bridge_server.decide(waiting, "reject", reason="Not\ntoday.\n::set-output name=x::y")
    ran = end(process)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[1:] == ["It is rejected. Not today. ::set-output name=x::y"]


def test_br1_an_undecided_gate_goes_on_by_its_key_and_an_approval_opens_it_once(
    gate: Gate, bridge_server: BridgeServer, request: pytest.FixtureRequest
) -> None:
    asked = ("Deploy {version}", "--arg", "version=v3", "--key", f"run-3-{request.node.callspec.id}", "--timeout")
    ran = end(gate(*asked, "0.8"))
    assert (ran.code, ran.out) == (3, "")
    assert "Undecided after 0.8 seconds." in ran.err
    process = gate(*asked, "60")
    (waiting,) = bridge_server.find_waiting(process)
    bridge_server.stop()
    bridge_server.start()
    bridge_server.decide(waiting)
    assert end(process).code == 0
    again = end(gate(*asked, "60"))
    assert (again.code, again.out) == (1, "")
    assert "was used before" in again.err
    other = end(gate("Deploy {version}", "--arg", "version=v4", *asked[3:], "60"))
    assert other.code == 2
    assert "409" in other.err
    assert bridge_server.olive.get("/requests", params={"status": "pending"}).json()["items"] == []


def test_br1_a_changed_argument_opens_only_a_gate_that_reads_it(gate: Gate, bridge_server: BridgeServer) -> None:
    for options, code in ((), 1), (("--allow-edits",), 0):
        process = gate("Scale to {replicas}", "--arguments", '{"replicas": 9}', *options)
        (waiting,) = bridge_server.find_waiting(process)
        bridge_server.decide(waiting, arguments={"replicas": 3})
        ran = end(process)
        assert (ran.code, ran.out) == (code, '{"replicas": 3}\n' if code == 0 else "")
        assert bridge_server.read(waiting["id"])["status"] == ("approved" if code == 0 else "withdrawn")


@pytest.mark.parametrize(
    ("args", "more", "said"),
    [
        (("Deploy", "--timeout", "0.1"), {"COUNTERSIGN_URL": "http://127.0.0.1:{free}"}, "does not answer"),
        (("Deploy", "--timeout", "0.1"), {"COUNTERSIGN_URL": "nonsense"}, "nonsense does not answer"),
        (("Deploy",), {"COUNTERSIGN_API_KEY": "cs_wrong"}, "401"),
        (("Deploy",), {"COUNTERSIGN_API_KEY": ""}, "COUNTERSIGN_API_KEY is not set"),
        (("Deploy", "--policy", "none"), {}, "may not use the policy 'none'"),
        (("Deploy {version}",), {}, "version"),
        (("Deploy", "--arg", "version"), {}, "write 'version' as NAME=VALUE"),
        (("Deploy", "--arguments", "[]"), {}, "'[]' is no JSON object"),
        (("Deploy", "--arguments", "{"), {}, "'{'"),
        (("Deploy", "--timeout", "soon"), {}, "'soon'"),
        ((), {}, "required: title"),
    ],
)
def test_br1_a_gate_that_cannot_ask_says_why_and_is_neither_open_nor_rejected(
    bridge_server: BridgeServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    more: dict[str, str],
    said: str,
) -> None:
    for name, value in {**bridge_server.program(), **more}.items():
        monkeypatch.setenv(name, value.replace("{free}", str(free_port())))
    assert main(args) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err


def test_br1_the_verb_of_the_server_has_the_codes_of_the_gate(gate: Gate) -> None:
    ran = end(gate("Deploy", COUNTERSIGN_API_KEY="cs_wrong"))
    assert (ran.code, ran.out) == (2, "")
    assert "401" in ran.err
    assert end(gate("--help")).code == 0


def test_br1_a_server_that_is_no_countersign_opens_no_gate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bridge_server: BridgeServer
) -> None:
    """A page of a proxy, with the status 200 to everything."""
    with answering(lambda *_: b"<h1>Welcome</h1>") as url:
        for name, value in bridge_server.program(COUNTERSIGN_URL=url).items():
            monkeypatch.setenv(name, value)
        assert main(("Deploy",)) == 2
    assert capsys.readouterr().out == ""


def test_br1_the_page_of_the_gate_is_true_with_nothing_but_the_client_installed(
    bridge_server: BridgeServer, tmp_path: Path
) -> None:
    wheel, site = tmp_path / "wheel", tmp_path / "site"
    shutil.copytree(CLIENT, tmp_path / "source", ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    python = str(make_environment("client"))
    run_uv("build", "--wheel", "--no-build-isolation", "--out-dir", str(wheel), str(tmp_path / "source"))
    (built,) = wheel.glob("*.whl")
    run_uv("pip", "install", "--offline", "--no-deps", "--python", python, "--target", str(site), str(built))
    more = {"PATH": f"{site / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(site), "CI_RUN": "814-1"}
    script = "\n".join(read_blocks("gate", "sh"))
    process = begin("bash", "-euc", script, environment=bridge_server.program(**more), folder=tmp_path)
    (waiting,) = bridge_server.find_waiting(process)
    assert waiting["arguments"] == {"version": "v1.4.2", "commit": "9fceb02"}
    bridge_server.decide(waiting)
    ran = end(process)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "deploying v1.4.2"), ran.err


def test_br1_the_codes_of_the_page_are_those_of_the_gate() -> None:
    table = dict(re.findall(r"^\| `(\d)` \| ([a-z]+)", (PAGES / "gate.md").read_text("utf-8"), re.MULTILINE))
    codes = {APPROVED: "approved", REFUSED: "refused", UNKNOWN: "unknown", UNDECIDED: "undecided"}
    assert {int(code): name for code, name in table.items()} == codes
