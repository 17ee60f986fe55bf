"""The typed steps that the model may choose, beside the built-in ones. The docstrings are what the model reads."""

from typing import ClassVar

from pydantic import Field

from bot.core.steps import Step


class ListShopHelperEntries(Step):
    """Show the newest entries of the list."""

    intent: ClassVar[str] = "list_entries"
    limit: int = Field(default=10, ge=1, le=100, description="How many, newest first.")


class AddShopHelperEntry(Step):
    """Add one entry to the list. Needs approval, and asks for it itself."""

    intent: ClassVar[str] = "add_entry"
    text: str = Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$", description="One line.")
