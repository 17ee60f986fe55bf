"""compose.yaml: valid by the specification's own schema, and its settings are those that the server reads."""

import ipaddress
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from bot.settings import EnvironmentSettings
from tests.deploy.deploy_files import DEPLOY, ROOT, read_compose, read_example


def schema_complaints(path: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_ops4_compose_is_valid(tmp_path: Any) -> None:
    ran = schema_complaints(str(DEPLOY / "compose.yaml"))
    assert ran.returncode == 0, ran.stdout
    wrong = tmp_path / "compose.yaml"
    wrong.write_text((DEPLOY / "compose.yaml").read_text().replace("restart: unless-stopped", "restrat: always"))
    assert schema_complaints(str(wrong)).returncode != 0


def test_ops4_the_file_for_several_processes_is_valid_and_changes_commands_alone() -> None:
    path = DEPLOY / "compose.shared.yaml"
    ran = schema_complaints(str(path))
    assert ran.returncode == 0, ran.stdout
    services = yaml.safe_load(path.read_text())["services"]
    assert services["countersign"] == {"command": ["serve", "--shared"]}
    worker = services["worker"]
    assert worker["extends"] == {"file": "compose.yaml", "service": "countersign"}
    assert worker == {
        "image": "countersign:local",
        "extends": {"file": "compose.yaml", "service": "countersign"},
        "command": ["worker"],
        "environment": {"COUNTERSIGN_WORKER_METRICS": "0.0.0.0:8080"},  # the port of the image's health check
    }
    EnvironmentSettings(COUNTERSIGN_WORKER_METRICS=worker["environment"]["COUNTERSIGN_WORKER_METRICS"])


def known_settings() -> set[str]:
    """The variables that the server and its channels read, by README.md and the pages of the channels."""
    pages = [(ROOT / "docs" / name).read_text() for name in ("slack.md", "email.md")]
    channels = {name for page in pages for name in re.findall(r"`([A-Z][A-Z_]{3,})`", page)}
    return channels | {str(field.validation_alias) for field in EnvironmentSettings.model_fields.values()}


@pytest.mark.parametrize("service", ["countersign", "standby"])
def test_ops4_every_setting_of_a_server_is_read(service: str) -> None:
    compose = read_compose()
    given = compose["services"][service]
    assert set(given["environment"]) <= known_settings()
    assert given["command"] == ["serve", "--standby"]
    assert (given["read_only"], given["cap_drop"], given["init"]) == (True, ["ALL"], True)
    assert int(given["stop_grace_period"].rstrip("s")) > 10 + 3 + 3  # the worker, open responses, the last traces
    networks = [ipaddress.ip_network(each["subnet"]) for each in compose["networks"]["proxied"]["ipam"]["config"]]
    assert ipaddress.ip_network(given["environment"]["COUNTERSIGN_TRUSTED_PROXIES"]) in networks
    assert "ports" not in given, "people reach it through the proxy alone"


def test_ops4_every_variable_has_its_line_in_the_example_and_secrets_have_no_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    used = dict(re.findall(r"\$\{([A-Z_]+)(:[-?][^}]*)?\}", text))
    example = read_example()
    assert set(used) - {"OPENAI_BASE_URL"} <= set(example)
    for name in ("COUNTERSIGN_SECRET_KEY", "POSTGRES_PASSWORD", "COUNTERSIGN_DOMAIN"):
        assert used[name].startswith(":?")
    own = {"COUNTERSIGN_DOMAIN", "POSTGRES_PASSWORD"}  # of compose alone
    assert set(example) - own <= known_settings()
    assert not any(
        example[name] for name in ("COUNTERSIGN_SECRET_KEY", "POSTGRES_PASSWORD", "COUNTERSIGN_METRICS_TOKEN")
    )
