"""Reads the texts that models are sent of the built-in steps: one file each in bot/prompts/steps, named by the step's intent.

An agent replaces them by `Agent.step_texts`. They are read here because `bot.core` does no I/O.
"""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from bot.core.agent import Agent

FOLDER = Path(__file__).with_name("prompts") / "steps"


def read_built_in_texts() -> Mapping[str, str]:
    """Return the descriptions of built-in steps by intent, as `FOLDER` has them now. A step without a file has none."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(FOLDER.glob("*.md"))}


def add_built_in_texts(agent: Agent) -> Agent:
    """Return the agent with the texts of the files; the same agent where it has them, or others, already."""
    return agent if agent.built_in_texts else dataclasses.replace(agent, built_in_texts=read_built_in_texts())
