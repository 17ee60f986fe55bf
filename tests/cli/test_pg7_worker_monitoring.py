"""PG7: a worker answers the checks of an orchestrator and the scrapes of Prometheus where it is told to, and nothing else."""

import httpx2
import pytest

from tests.cli.postgres_installation import PostgresInstallation, wait_for_end
from tests.cli.terminal import StagedTerminal, free_port

TOKEN = "a-token-of-these-tests"


@pytest.fixture
def installation(terminal: StagedTerminal, postgres_url: str) -> PostgresInstallation:
    made = PostgresInstallation(terminal.folder, postgres_url)
    made.settings["COUNTERSIGN_METRICS_TOKEN"] = TOKEN
    return made


def test_pg7_a_worker_shows_its_health_and_counts_its_own_effects(installation: PostgresInstallation) -> None:
    address = f"127.0.0.1:{free_port()}"
    with installation.serve("--no-turns") as web, installation.work("--metrics", address) as worker:
        asked = web.request_of_sam()
        assert web.approve("max", asked["id"]).status_code == 200
        wait_for_end(web, asked["id"])
        with httpx2.Client(base_url=f"http://{address}", trust_env=False, timeout=30) as http:
            assert http.get("/healthz").json() == {"status": "ok"}
            assert http.get("/readyz").json() == {"status": "ready"}
            key = {"Authorization": f"Bearer {TOKEN}"}
            done = 'countersign_effects_total{outcome="done",tool="tag_release"} 1.0'
            worker.wait(lambda: done in http.get("/metrics", headers=key).text, "it counted its effect")
            assert {
                http.get("/metrics").status_code,
                http.get("/metrics", headers={"Authorization": "Bearer x"}).status_code,
            } == {401}
            admin, operator = (
                http.get("/metrics", headers={"Authorization": f"Bearer {worker.keys[who]}"}).status_code
                for who in ("olive", "max")
            )
            assert (admin, operator) == (200, 403)
            for path in ("/", "/api/v1/me", "/sign-in", "/openapi.json", "/static/", "/mcp", "/webhooks/ci"):
                assert http.get(path, headers=key).status_code == 421
                named = {**key, "Host": web.url.removeprefix("http://")}
                worker_origin = http.post(path, headers=named, content=b"{}")
                assert worker_origin.status_code in (404, 421)


def test_pg7_a_worker_whose_address_is_taken_says_how_to_choose_another(installation: PostgresInstallation) -> None:
    with installation.serve("--no-turns") as web:
        taken = web.url.removeprefix("http://")
        process = installation.start_worker("--metrics", taken)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert (
        f"Port {taken.rpartition(':')[2]} on 127.0.0.1 is taken. Set --metrics or COUNTERSIGN_WORKER_METRICS to a free port."
        in said
    )


@pytest.mark.parametrize(
    "wrong", ["9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", "http://127.0.0.1:9464", "a@b:1"]
)
def test_pg7_an_address_that_is_none_is_quoted(terminal: StagedTerminal, wrong: str) -> None:
    done = terminal("worker", "--metrics", wrong)
    assert done.code == 2
    assert f"{wrong!r}: write it as HOST:PORT, such as 127.0.0.1:9464" in " ".join(done.err.replace("│", " ").split())
