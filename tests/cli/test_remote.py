"""With a server: the same verbs over HTTP, a real `countersign serve` at the other end, and the person named by the key."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agents.deploybot.demo_project import stage
from tests.cli.server_process import make_keys
from tests.cli.terminal import HEAD, StagedTerminal, free_port, serving, write_config


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with a server over it, and the words that make a terminal speak to it with an admin key of Olive's."""
    folder = tmp_path_factory.mktemp("shared")
    with _served(folder) as words:
        yield folder, words


@pytest.fixture
def served(shared: tuple[Path, dict[str, str]], terminal: StagedTerminal) -> StagedTerminal:
    """A terminal with the shared server. A test that pushes a tag needs a server of its own: `alone`."""
    folder, words = shared
    return replace(terminal, folder=folder, environment=dict(words))


@pytest.fixture
def alone(terminal: StagedTerminal) -> Iterator[StagedTerminal]:
    with _served(terminal.folder) as words:
        yield replace(terminal, environment=dict(words))


@contextmanager
def _served(folder: Path) -> Iterator[dict[str, str]]:
    asyncio.run(stage(folder))
    write_config(folder)
    keys = asyncio.run(make_keys(folder, {"olive": "admin"}))
    with serving(folder) as url:
        yield {"COUNTERSIGN_BASE_URL": url, "COUNTERSIGN_API_KEY": keys["olive"]}


def api(terminal: StagedTerminal, path: str, **query: Any) -> Any:
    """The answer of the API to this terminal's key."""
    headers = {"Authorization": f"Bearer {terminal.environment['COUNTERSIGN_API_KEY']}"}
    url = f"{terminal.environment['COUNTERSIGN_BASE_URL']}/api/v1/{path}"
    response = httpx2.get(url, params=query, headers=headers, trust_env=False)
    assert response.status_code == 200, response.text
    return response.json()


def waiting(terminal: StagedTerminal, text: str = "deploy the latest backend") -> tuple[str, str]:
    """A thread that waits, and its request."""
    ran = terminal("launch", "deploybot", text, "--follow")
    assert ran.code == 0, ran.err
    thread = ran.out.split("\n")[0]
    return thread, api(terminal, "requests", thread=thread)["items"][0]["id"]


def test_a_launch_is_followed_until_the_thread_rests(served: StagedTerminal) -> None:
    ran = served("launch", "deploybot", "deploy the latest backend", "--follow")
    assert ran.code == 0, ran.err
    assert "ApprovalAsked" in ran.out
    assert "is waiting." in ran.out
    assert "v1.4.2" in ran.out


def test_json_is_exactly_what_the_api_answers(served: StagedTerminal) -> None:
    thread, _ = waiting(served, "deploy the latest as v1.6.0")
    for verb, path, query in (
        (("threads",), "threads", {}),
        (("threads", "--status", "waiting", "--limit", "1"), "threads", {"status": "waiting", "limit": 1}),
        (("show", thread), f"threads/{thread}/events", {}),
        (("prompt", thread, "1"), f"threads/{thread}/prompts/1", {}),
        (("requests",), "requests", {"status": "pending"}),
        (("requests", "--status", "all", "--thread", thread), "requests", {"thread": thread}),
        (("tools",), "agents", {}),
        (("keys", "list"), "keys", {}),
        (("audit",), "audit", {}),
    ):
        assert served(*verb, "--json").json == api(served, path, **query), verb


def test_an_approval_over_http(alone: StagedTerminal) -> None:
    _, request = waiting(alone)
    assert alone("approve", request, typed="\n").code == 1
    assert alone("approve", request, "--digest", "f" * 64, "--yes").code == 1
    assert alone.tag("v1.4.2") == ""
    ran = alone("approve", request, "--follow", typed="y\n")
    assert ran.code == 0, ran.err
    assert "ToolFinished" in ran.out
    assert alone.tag("v1.4.2") == HEAD
    again = alone("approve", request, "--yes")
    assert again.code == 1
    assert again.err.startswith("error: This request is already approved by ")


def test_an_agents_key_asks_and_decides_nothing(served: StagedTerminal) -> None:
    thread, request = waiting(served, "deploy the latest as v1.7.0")
    refused = served("keys", "create", "olive", "--scope", "agent")
    assert "name at least one. There are: deploybot." in refused.err
    made = served("keys", "create", "olive", "--scope", "agent", "--agent", "deploybot", "--json").json
    ran = served("approve", request, "--yes", COUNTERSIGN_API_KEY=made["secret"])
    assert ran.code == 1
    assert "This key has the scope 'agent'" in ran.err
    assert served("show", thread, COUNTERSIGN_API_KEY=made["secret"]).code == 0
    assert served("keys", "revoke", made["id"]).code == 0
    gone = served("show", thread, COUNTERSIGN_API_KEY=made["secret"])
    assert gone.code == 1
    assert "not known, was revoked" in gone.err


def test_codes_and_one_line_for_what_is_not_there(served: StagedTerminal) -> None:
    for verb in (("show", "t0"), ("prompt", "t0", "1"), ("approve", "t0-1"), ("pause", "t0"), ("keys", "revoke", "k")):
        ran = served(*verb)
        assert (ran.code, ran.out) == (3, ""), verb
        assert ran.err.startswith("error: There is no ")
        assert ran.err.count("\n") == 1
    assert served("launch", "nobody", "hello").code == 3
    assert served("show", "../keys").code == 3


def test_a_link_over_http(served: StagedTerminal) -> None:
    assert served("link", "sam").out.startswith(f"{served.environment['COUNTERSIGN_BASE_URL']}/sign-in/")


def test_the_shorter_word_for_the_url_is_taken_too(served: StagedTerminal) -> None:
    url = served.environment.pop("COUNTERSIGN_BASE_URL")
    assert served("threads", COUNTERSIGN_URL=url).code == 0


def test_see3_a_scope_that_there_is_not_is_quoted_with_those_that_there_are(terminal: StagedTerminal) -> None:
    ran = terminal("keys", "create", "olive", "--scope", "reader", "--as", "olive")
    assert ran.code == 2
    assert "there is no scope 'reader'; there are: agent, operator, admin" in ran.err


def test_see3_the_variable_that_names_a_dead_server_is_named(terminal: StagedTerminal) -> None:
    ran = terminal("threads", COUNTERSIGN_URL=f"http://127.0.0.1:{free_port()}", COUNTERSIGN_API_KEY="cs_x")
    assert "is COUNTERSIGN_URL (or COUNTERSIGN_BASE_URL) its address?" in ran.err


def test_a_server_that_is_not_there(terminal: StagedTerminal) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    ran = terminal("threads", COUNTERSIGN_BASE_URL=url, COUNTERSIGN_API_KEY="cs_x")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: {url} does not answer")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://[::1", "http://h:port"])
def test_a_url_that_is_none(terminal: StagedTerminal, url: str) -> None:
    ran = terminal("threads", COUNTERSIGN_BASE_URL=url, COUNTERSIGN_API_KEY="cs_x")
    assert (ran.code, ran.out) == (2, "")
    assert "COUNTERSIGN_BASE_URL" in ran.err


def test_a_key_that_no_header_can_hold_is_not_repeated(terminal: StagedTerminal) -> None:
    ran = terminal("threads", COUNTERSIGN_BASE_URL="http://127.0.0.1:1", COUNTERSIGN_API_KEY="cs_\nsecret")
    assert ran.code == 2
    assert "secret" not in ran.err


def test_a_url_without_a_key_is_said(terminal: StagedTerminal) -> None:
    ran = terminal("threads", COUNTERSIGN_URL="http://127.0.0.1:1")
    assert ran.code == 2
    assert "COUNTERSIGN_API_KEY is not" in ran.err


@contextmanager
def somebody_else(status: int, body: bytes) -> Iterator[str]:
    """A web server that is not ours; its URL."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"<h1>It works</h1>"), (404, b"{}"), (500, b'"no"'), (302, b""), (200, b"\xff")]
)
def test_a_server_that_is_not_ours(terminal: StagedTerminal, status: int, body: bytes) -> None:
    with somebody_else(status, body) as url:
        ran = terminal("threads", COUNTERSIGN_BASE_URL=url, COUNTERSIGN_API_KEY="cs_x")
    assert (ran.code, ran.out) == (1, "")
    assert f"{url}/ answers, but not like a Countersign server (status {status})" in ran.err


def test_see1_keys_say_which_agents_they_reach_and_are_bound_to_others(served: StagedTerminal) -> None:
    made = served("keys", "create", "sam", "--scope", "agent", "--agent", "deploybot", "--json").json
    rows = served("keys", "list").out.splitlines()
    assert "AGENTS" in rows[0]
    assert "deploybot" in next(row for row in rows if row.startswith(made["id"]))
    bound = served("keys", "bind", made["id"], "--agent", "deploybot")
    assert (bound.code, bound.out) == (0, f"Key {made['id']} is bound to deploybot.\n")
    assert served("keys", "bind", made["id"], "--agent", "nobody").code == 3
    assert served("keys", "bind", "nothing", "--agent", "deploybot").code == 3


def test_see1_the_terminal_shows_a_bystander_nothing_of_others_threads(served: StagedTerminal) -> None:
    thread, request = waiting(served, "deploy the latest as v1.7.1")
    made = served("keys", "create", "sam", "--json").json
    for verb in (("show", thread), ("prompt", thread, "1"), ("pause", thread), ("approve", request, "--yes")):
        there = served(*verb, COUNTERSIGN_API_KEY=made["secret"])
        gone = served(
            *(word.replace(thread, "t" + "0" * (len(thread) - 1)) for word in verb), COUNTERSIGN_API_KEY=made["secret"]
        )
        assert (there.code, there.out) == (gone.code, gone.out) == (3, ""), verb
        assert there.err.replace(thread, "t" + "0" * (len(thread) - 1)) == gone.err
    assert thread not in served("threads", COUNTERSIGN_API_KEY=made["secret"]).out
    assert request not in served("requests", COUNTERSIGN_API_KEY=made["secret"]).out
