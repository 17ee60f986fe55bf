"""The files of `deploy/`, read as their programs read them."""

import json
import re
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def read_compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def read_dockerfile() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, in order; continued lines are joined."""
    text = re.sub(r"(?m)^#.*\n", "", (DEPLOY / "Dockerfile").read_text()).replace("\\\n", " ")
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in text.splitlines() if line]


def read_healthcheck() -> list[str]:
    """The command of the image's health check."""
    (check,) = [value for name, value in read_dockerfile() if name == "HEALTHCHECK"]
    found: list[str] = json.loads(check[check.index("[") :])
    return found


def read_unit(name: str) -> dict[str, list[str]]:
    """The values of a unit by their keys."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "systemd" / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def read_command(line: str) -> str:
    """A command of a unit after systemd has read it: `%%` is a percent sign, `$$` a dollar sign."""
    return line.replace("%%", "%").replace("$$", "$")


def read_example() -> dict[str, str]:
    """The variables of environment.example, those that are commented out too."""
    return dict(re.findall(r"(?m)^#?([A-Z][A-Z_]+)=(.*)$", (DEPLOY / "environment.example").read_text()))
