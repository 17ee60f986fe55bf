"""The walkthrough of agents/README.md, executed from its first line to its last in a copy of the checkout, beside other new agents.

Its `make check` checks all of them: a type check of the product takes longer than everything else here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.scaffold.new_agent import MAX_NAME
from tests.scaffold.checkout_copy import ROOT, CopiedCheckout

PAGE = (ROOT / "agents" / "README.md").read_text("utf-8")
WALK = PAGE[PAGE.index("## Your first agent in fifteen minutes") : PAGE.index("## The parts")]

LONGEST = "customersupportagentdesk"
NAMES = ("ab", LONGEST, "shop-api")


def blocks() -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^```(\w+)\n(.*?)^```", WALK, re.DOTALL | re.MULTILINE)


def edit(checkout: CopiedCheckout, block: str) -> None:
    """What the text says: imports replace those of a module, a tool goes into the tuple, a method into the class; a class is appended."""
    head, _, code = block.partition("\n")
    path = checkout.folder / head.removeprefix("# ")
    text = path.read_text("utf-8")
    for part in code.strip("\n").split("\n\n") if "\nclass " not in f"\n{code}" else [code.strip()]:
        match part.split()[0]:
            case "from":
                module = part.partition(" import ")[0]
                text = re.sub(rf"^{re.escape(module)} import .*$", part, text, flags=re.MULTILINE)
            case "async":
                text = text.replace("\n\n\ndef build_tools", f"\n\n{part}\n\n\ndef build_tools")
            case "class":
                text = f"{text.rstrip()}\n\n\n{part}\n"
            case _:
                text = text.replace("    return (\n", f"    return (\n{part}\n", 1)
    path.write_text(text, "utf-8")


def run_lines(checkout: CopiedCheckout, block: str) -> str:
    said = ""
    for line in block.splitlines():
        if line == "make check":
            assert checkout.list_faults("agents", "tests") == ""
            continue
        if "REQUEST" in line:
            (request,) = re.findall(r"^(\S+-\d+) ", checkout.verb("requests").stdout, re.MULTILINE)
            line = line.replace("REQUEST", request)
        ran = checkout.run("sh", "-c", line)
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"
        said += ran.stdout
    return said


def write_agents(checkout: CopiedCheckout) -> None:
    """Agents of the shortest name, of the longest, and of one with a hyphen; once in a checkout."""
    assert len(LONGEST) == MAX_NAME
    if (checkout.folder / "agents/ab").exists():
        return
    for name in NAMES:
        ran = checkout.verb("new-agent", name)
        assert ran.returncode == 0, ran.stderr
    assert '[agents.shop-api]\npackage = "shop_api"\n' in ran.stdout


def test_ag2_agents_of_the_shortest_and_the_longest_name_pass_their_tests_at_once(checkout: CopiedCheckout) -> None:
    """The next test checks their format, types and imports."""
    write_agents(checkout)
    tested = checkout.run("pytest", "-q", *(f"tests/agents/{name.replace('-', '_')}" for name in NAMES))
    assert "12 passed" in tested.stdout, tested.stdout
    classes = re.findall(
        r"^class (\w+)", "".join(p.read_text() for p in (checkout.folder / "agents").rglob("*.py")), re.MULTILINE
    )
    assert len(classes) == len(set(classes))


def test_ag2_the_walkthrough_does_what_it_says_and_the_other_new_agents_pass_its_checks(
    checkout: CopiedCheckout,
) -> None:
    write_agents(checkout)
    said: list[str] = []
    for language, block in blocks():
        match language:
            case "sh":
                said.append(run_lines(checkout, block))
            case "toml":
                (checkout.folder / "countersign.toml").write_text(block, "utf-8")
            case "python":
                edit(checkout, block)
            case _:
                raise AssertionError(language)
    made, checked, approved, unused, used = said
    assert "agents/shopping/tools.py" in made
    assert "The list is empty." in checked
    assert "1 entries, newest first:\nBuy tea" in approved
    assert "no tool takes the step CountShoppingEntries (count_entries) of agents.shopping.steps" in unused
    assert "1 of the entries contain 'tea'." in used
    assert "4 passed" in used


def test_ag2_the_sample_of_the_tests_section_is_one(tmp_path: Path) -> None:
    (sample,) = re.findall(r"```python\n(async def test_.*?)```", PAGE, re.DOTALL)
    names = set(re.findall(r"\bhere\.(\w+)", PAGE))
    from bot import testing

    assert {name for name in names if not hasattr(testing.ScriptedPlatform, name)} <= {"clock"}
    compile(sample, "agents/README.md", "exec")
