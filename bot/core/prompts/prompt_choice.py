"""Which of its prompts an agent uses in a thread: one for all threads, and others for a share of them. Pure."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from bot.core.base_types import NAME, FrozenModel, TableName


class PromptChoice(FrozenModel):
    """The keys of an agent's table about its prompts. `prompt` names the prompt of all threads, empty: `prompt.md`.

    `prompt_shares` gives other prompts a share of the new threads, in percent. `persona` is that of the threads that were not
    opened with another one; empty: none.
    """

    prompt: Annotated[str, Field(pattern=rf"^$|{NAME}")] = ""
    persona: Annotated[str, Field(pattern=rf"^$|{NAME}")] = ""
    prompt_shares: Mapping[TableName, Annotated[int, Field(ge=1, le=100)]] = {}

    @model_validator(mode="after")
    def _leaves_no_debt(self) -> "PromptChoice":
        if (total := sum(self.prompt_shares.values())) > 100:
            raise ValueError(f"prompt_shares are {total} percent together; write 100 or less")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The prompts in use, the empty name for `prompt.md`."""
        return (self.prompt, *self.prompt_shares)

    def choose_persona(self, opened_with: str, known: Collection[str]) -> str:
        """The persona for the next call: the one that the thread was opened with while it exists, else that of the table."""
        return opened_with if opened_with in known else self.persona

    def choose_name(self, thread: str, current: str | None) -> str:
        """The prompt for the next call in this thread; `current` is that of its last call, None: there was none.

        A thread keeps its prompt while it is in use; a new one draws by its id.
        """
        if current is not None and current in self.names:
            return current
        drawn = int(hashlib.sha256(thread.encode()).hexdigest()[:8], 16) % 100
        for name, share in self.prompt_shares.items():
            drawn -= share
            if drawn < 0:
                return name
        return self.prompt
