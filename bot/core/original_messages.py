"""A mail or a Slack message as it came, for the program that is told of it. Values only."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.base_types import FrozenModel, UnicodeText

MAX_BODY = 20_000
MAX_HEAD = 16_000


class OriginalMail(FrozenModel):
    """A mail: the verified address of its writer and the address of ours, as plain addresses.

    `body` are the writer's own words, without quotes. `head` are the headers as they came, without tokens of ours; a long block is cut.
    `message_id` has its angle brackets.
    """

    medium: Literal["email"]
    from_address: str = Field(max_length=320)
    to_address: str = Field(max_length=320)
    subject: UnicodeText = Field(default="", max_length=1_000)
    message_id: str = Field(default="", max_length=1_000)
    body: UnicodeText = Field(max_length=MAX_BODY)
    head: UnicodeText = Field(default="", max_length=MAX_HEAD)


class OriginalSlackMessage(FrozenModel):
    """A message of a Slack member. `thread_ts` is the message that began its thread, which may be itself (`ts`)."""

    medium: Literal["slack"]
    team_id: str = Field(max_length=64)
    channel_id: str = Field(max_length=64)
    thread_ts: str = Field(max_length=64)
    ts: str = Field(max_length=64)
    user_id: str = Field(max_length=64)
    content: UnicodeText = Field(max_length=MAX_BODY)


OriginalMessage = Annotated[OriginalMail | OriginalSlackMessage, Field(discriminator="medium")]
