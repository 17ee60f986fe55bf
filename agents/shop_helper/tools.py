"""The tools that run the steps. Only the one that writes needs an approval."""

from pathlib import Path
from typing import Any

from agents.shop_helper.steps import AddShopHelperEntry, ListShopHelperEntries
from bot.core.agent import EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.errors import ToolError
from bot.core.policy import Policy


class ShopHelperFile:
    """The list: a file with one entry on each line, behind the id of the call that added it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read_entries(self) -> list[tuple[str, str]]:
        """The call and the text of each entry, oldest first. Raises `ToolError` for a file that cannot be read."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise ToolError(f"The list cannot be read: {error}") from error
        return [(call, text) for call, _, text in (line.partition("\t") for line in lines)]

    async def list_entries(self, step: ListShopHelperEntries, at: ToolContext) -> str:
        """The text that the model reads."""
        entries = self.read_entries()
        newest = [text for _, text in reversed(entries[-step.limit :])]
        return "\n".join([f"{len(entries)} entries, newest first:", *newest]) if entries else "The list is empty."

    async def check_entry(self, step: AddShopHelperEntry) -> None:
        """The precondition, before people are asked and again before the call runs. Raises `ToolError`."""
        if step.text in [text for _, text in self.read_entries()]:
            raise ToolError(f"The list has {step.text!r} already.")

    async def add_entry(self, step: AddShopHelperEntry, at: ToolContext) -> str:
        """The effect. It runs after the approval."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{at.call}\t{step.text}\n")
        return f"Added {step.text!r}."

    async def probe_entry(self, step: AddShopHelperEntry, at: ToolContext) -> ProbeResult:
        """After a crash: whether this call has added its entry."""
        if any(call == at.call for call, _ in self.read_entries()):
            return EffectHappened(f"Added {step.text!r}.")
        return EffectDidNotHappen("The list has no entry of this call.")


def build_tools(file: ShopHelperFile, approval: Policy) -> tuple[Tool[Any], ...]:
    """The agent's tools; `approval` is the policy of the one that writes."""
    return (
        Tool(step=ListShopHelperEntries, run=file.list_entries),
        Tool(
            step=AddShopHelperEntry,
            title="Add {text} to the list",
            run=file.add_entry,
            writes=True,
            policy=approval,
            check=file.check_entry,
            probe=file.probe_entry,
        ),
    )
