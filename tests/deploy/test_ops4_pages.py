"""The pages of an operator are true: their commands, units, files and settings exist."""

import re

import pytest

from tests.deploy.deploy_files import DEPLOY, ROOT, UNITS
from tests.test_docs import commands

PAGES = [DEPLOY / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("backup", "upgrade", "operations"))]
GROUPS = {
    "audit": {"verify", "sign", "acknowledge"},
    "database": {"downgrade", "restored"},
    "keys": {"create", "list", "bind", "revoke"},
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_ops4_every_command_of_a_page_exists(page: object) -> None:
    text = page.read_text()  # type: ignore[attr-defined]
    code = "\n".join([*re.findall(r"```sh\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)])
    code = code.replace("docker compose run --rm countersign", "countersign")
    others = r"#.*|docker compose (\S+ )+?countersign|-p User=countersign|systemctl [^\n&]*|useradd.*|install .*"
    code = re.sub(others, "", code)
    verbs = re.findall(r"(?:^|[\s/])countersign ([a-z]+)(?: ([a-z]+))?", code)
    assert verbs or page.name == "operations.md"  # type: ignore[attr-defined]
    for verb, second in verbs:
        assert verb in commands() | set(GROUPS), verb
        assert verb not in GROUPS or second in GROUPS[verb], (verb, second)


def test_ops4_every_unit_and_lock_that_a_page_names_is_there() -> None:
    names = {path.name for path in UNITS} | {path.stem for path in UNITS}
    for page in PAGES:
        text = page.read_text()
        for line in re.findall(r"systemctl (?:stop|start|reload|enable --now) ([a-z.\- ]+)", text):
            assert set(line.split()) <= names, line
        assert {each for each in re.findall(r"deploy/systemd/([a-z.\-]+)", text) if each} <= names
        assert all((ROOT / each).exists() for each in re.findall(r"requirements-?[a-z]*\.lock", text))


def test_ops4_the_metrics_of_the_page_are_those_of_the_server() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    table = page[page.index("| metric |") : page.index("What to watch first")]
    source = (ROOT / "bot" / "telemetry" / "metrics.py").read_text()
    made = set(re.findall(r'(?:count|measure|gauge)\(\s*"([a-z_]+)"', source))
    named = {re.sub(r"_(total|seconds)$", "", each) for each in re.findall(r"`countersign_([a-z_]+)`", table)}
    assert {re.sub(r"_(total|seconds)$", "", each) for each in made} == named
    watched = re.findall(r"countersign_([a-z_]+)", page[page.index("What to watch first") : page.index("## The log")])
    assert {re.sub(r"_(total|bucket)$", "", each).removesuffix("_seconds") for each in watched} <= named
