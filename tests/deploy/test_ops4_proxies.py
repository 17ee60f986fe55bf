"""A real server behind real proxies with the files of `deploy/`: names, addresses, request ids, live pages, limits, a second server."""

import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx2
import pytest

from tests.cli.server_process import OLIVE, SAM, ServerProcess, agent, running_server
from tests.cli.terminal import StagedTerminal, free_port
from tests.deploy.proxies import PROXIES, RunningProxy
from tests.http.page_browser import FORM, HtmlPage

TOKEN = "a-token-of-the-monitoring-1234"


class ProxiedServer(NamedTuple):
    """A server, and the proxy before it. The proxy's first upstream is dead, as the machine of a former owner is."""

    server: ServerProcess
    proxy: RunningProxy

    def call(self, client: httpx2.Client, caller: str, path: str, **body: str) -> Any:
        headers = {"Authorization": f"Bearer {self.server.keys[caller]}"}
        answer = client.post(f"/api/v1/{path}", headers=headers, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def sign_in(self, client: httpx2.Client) -> None:
        """Sign Olive in through the proxy, as a browser does."""
        link = self.call(client, "olive", "links", person="olive")["url"]
        assert link.startswith(self.proxy.url), "links lead to the proxy"
        (form, *_) = HtmlPage(client.get(link).text).forms
        headers = {**FORM, "Origin": self.proxy.url}
        answer = client.post(form["action"], content=urlencode(form["fields"]), headers=headers)
        assert answer.status_code == 303, answer.text


@pytest.fixture(params=list(PROXIES))
def behind(
    request: pytest.FixtureRequest, terminal: StagedTerminal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ProxiedServer]:
    folder, port, dead = terminal.folder, free_port(), free_port()
    scheme = "https" if request.param == "nginx" else "http"
    more = {
        "COUNTERSIGN_BASE_URL": f"{scheme}://127.0.0.1:{port}",
        "COUNTERSIGN_TRUSTED_PROXIES": "127.0.0.1",
        "COUNTERSIGN_METRICS_TOKEN": TOKEN,
        "COUNTERSIGN_LOG_FORMAT": "json",
    }
    with running_server(folder, OLIVE + SAM + agent(folder), "sam", **more) as server:
        own = int(server.url.rpartition(":")[2])
        with PROXIES[request.param](tmp_path_factory.mktemp("proxy"), port, [dead, own]) as proxy:
            yield ProxiedServer(server, proxy)


def test_ops4_a_proxy_passes_names_and_ids_on_and_keeps_metrics_inside(behind: ProxiedServer) -> None:
    server, proxy = behind
    with proxy.client() as client:
        key = {"Authorization": f"Bearer {server.keys['olive']}"}
        answer = client.get("/api/v1/people", headers={**key, "X-Request-Id": "of-the-client"})
        assert answer.status_code == 200, answer.text
        ids = answer.headers.get_list("x-request-id")
        assert len(ids) == 1
        assert len(ids[0]) >= 32, "made by the proxy"
        assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404
        inside = httpx2.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False)
        assert "countersign_jobs" in inside.text
        assert client.post("/api/v1/threads", headers=key, content=b"x" * 262_145).status_code == 413
        text = {"agent": "deploybot", "message": "é" * 100_000}
        assert client.post("/api/v1/threads", headers=key, json=text).status_code != 413


@pytest.mark.skipif(sys.platform != "linux", reason="a second address on the loopback")
def test_ops4_the_client_behind_a_proxy_is_told_apart_whatever_it_claims(behind: ProxiedServer) -> None:
    """The limit of sign-in links counts for each client; this one is at 127.0.0.2, the proxy at 127.0.0.1."""
    server, proxy = behind
    with proxy.client("127.0.0.2") as client:
        for number in range(40):
            claimed = {"X-Forwarded-For": f"203.0.113.{number}", "Origin": proxy.url, **FORM}
            answer = client.post("/sign-in", content=urlencode({"who": "nobody"}), headers=claimed)
        assert answer.status_code == 429, answer.text
    assert not [line for line in server.said if "not told apart" in line]


def test_ops4_a_live_page_hears_of_a_change_at_once(behind: ProxiedServer) -> None:
    proxy = behind.proxy
    with proxy.client() as client:
        behind.sign_in(client)
        page = client.get("/", headers={"Accept-Encoding": "gzip"})
        assert (page.status_code, page.headers.get("content-encoding")) == (200, None)
        with client.stream("GET", "/live", headers={"Sec-Fetch-Site": "same-origin"}) as events:
            assert events.headers["content-type"].startswith("text/event-stream")
            lines = events.iter_lines()
            assert next(line for line in lines if line.startswith("event:")) == "event: changed"
            begun = time.monotonic()
            with proxy.client() as other:
                behind.call(other, "sam", "threads", agent="deploybot", message="deploy the latest backend")
            assert next(line for line in lines if line.startswith("event:")) == "event: changed"
            assert time.monotonic() - begun < 10, "less than the 15 seconds after which a silent stream writes anyway"
