"""`countersign new-agent`: names that are refused, files that are never replaced, and code that passes the checks at once."""

import re
from pathlib import Path

import pytest

from bot import built_in_step_texts
from bot.core.errors import CannotStart
from bot.scaffold.new_agent import write_new_agent
from tests.scaffold.checkout_copy import ROOT, CopiedCheckout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "write 2 to 24 small letters"),
        ("x", "write 2 to 24"),
        ("x" * 25, "write 2 to 24"),
        ("../evil", "'../evil' cannot be the name"),
        ("/etc/evil", "'/etc/evil' cannot be"),
        ("shop/helper", "cannot be the name"),
        ("shop\\helper", "cannot be the name"),
        ("shop.helper", "cannot be the name"),
        ("..", "cannot be the name"),
        ("Shop", "cannot be the name"),
        ("1shop", "cannot be the name"),
        ("-shop", "cannot be the name"),
        ("shop-", "cannot be the name"),
        ("shop--api", "cannot be the name"),
        ("_template", "cannot be the name"),
        ("shop\n", "cannot be the name"),
        ("shöp", "cannot be the name"),
        ("{{ 7*7 }}", "cannot be the name"),
        ("import", "the name has another meaning"),
        ("json", "the name has another meaning"),
        ("bot", "the name has another meaning"),
        ("channels", "the name has another meaning"),
        ("all", "the name has another meaning"),
        ("tests", "the name has another meaning"),
        ("deploybot", "There is an agent package deploybot already"),
        ("external", "There is an agent package external already"),
        ("pydantic", "A Python package pydantic is installed here already"),
    ],
)
def test_ag2_a_name_that_cannot_be_one_writes_nothing(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(CannotStart, match=re.escape(says)):
        write_new_agent(name, tmp_path, tmp_path / "into")
    assert list(tmp_path.rglob("*")) == []


def test_ag2_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("notes", "linked", "dangling"):
        with pytest.raises(CannotStart, match="is there already, and is left as it is"):
            write_new_agent(name, tmp_path)
    assert list((tmp_path / "elsewhere").iterdir()) == list((tmp_path / "notes").iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


def test_ag2_tests_that_exist_are_left_and_no_package_is_written_beside_them(checkout: CopiedCheckout) -> None:
    (checkout.folder / "tests/agents/halfway").mkdir()
    ran = checkout.verb("new-agent", "halfway")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "tests/agents/halfway is there already" in ran.stderr
    assert not (checkout.folder / "agents/halfway").exists()
    assert list(checkout.folder.glob("**/.new-agent-*")) == []


def test_ag2_a_wheel_carries_the_templates_and_a_project_is_found_by_its_entry_point(tmp_path: Path) -> None:
    """Built and installed by uv, as `uv tool install` does, but for the network: dependencies are those of the test's environment."""
    from tests.scaffold.checkout_copy import copy_checkout

    source, installed, project = copy_checkout(tmp_path / "source"), tmp_path / "installed", tmp_path / "work"
    for name in ("README.md", "LICENSE"):
        (source.folder / name).write_bytes((ROOT / name).read_bytes())
    project.mkdir()
    offline = ("--no-deps", "--no-build-isolation", "--offline", "--target", str(installed))
    ran = source.run("uv", "pip", "install", *offline, str(source.folder))
    assert ran.returncode == 0, ran.stderr
    texts = {path.name: path.read_bytes() for path in (installed / "bot" / "prompts" / "steps").iterdir()}
    assert texts == {path.name: path.read_bytes() for path in built_in_step_texts.FOLDER.iterdir()}
    visitor = CopiedCheckout(installed)
    made = visitor.verb("new-agent", "shop-helper", at=project)
    assert made.returncode == 0, made.stderr
    assert 'package = "shop-helper"' in made.stdout
    ran = visitor.run("uv", "pip", "install", *offline, str(project / "shop-helper"))
    assert ran.returncode == 0, ran.stderr
    table = made.stdout[made.stdout.index("[agents.") :].split("\n\n")[0]
    people = '[people.sam]\nname = "Sam"\n[people.olive]\nname = "Olive"\ngroups = ["approvers"]\n'
    (project / "countersign.toml").write_text(people + table)
    assert "ok    Agent shop-helper: 2 tools" in visitor.verb("lint", at=project).stdout
    launched = visitor.verb("launch", "shop-helper", '/add_entry text="Buy tea"', "--as", "sam", at=project)
    assert launched.returncode == 0, launched.stderr
    assert "add_entry: text = " in visitor.verb("requests", at=project).stdout
    tested = visitor.run("pytest", "-q", at=project / "shop-helper")
    assert "4 passed" in tested.stdout, tested.stdout + tested.stderr
