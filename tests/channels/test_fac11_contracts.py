"""Every adapter is put under a contract of channels. `docs/factors.md` names this test."""

import ast
from pathlib import Path

import pytest

from bot.bootstrap import list_channel_names

HERE = Path(__file__).parent
FOLDERS = {**{name: name for name in list_channel_names()}, "_template": "template"}
CONTRACTS = {"SetupContract", "PushContract", "InboundContract", "DecisionContract"}


@pytest.mark.parametrize("channel", FOLDERS)
def test_fac11_4_every_channel_is_under_a_contract(channel: str) -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in (HERE / FOLDERS[channel]).rglob("test_*.py")]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {base.id for each in classes for base in each.bases if isinstance(base, ast.Name)}
    assert bases & CONTRACTS, f"no test class of {channel} derives from a contract of tests/channels"
