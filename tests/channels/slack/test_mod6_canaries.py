"""MOD6 in Slack: secrets in messages, edits and reasons reach no model, no file, no card and no line of the process."""

from pathlib import Path

import pytest

from bot.cli import logging_setup
from bot.core import events as e
from bot.core.secrets.event_redaction import TOLD
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.channels.slack.test_surfaces import INPUT
from tests.platform_fixture import MANAGERS, OutsideLedger, agent, choose
from tests.sample_secrets import ALL, CANARIES, leaks_in, leaks_in_folder

EDITS = MANAGERS.model_copy(update={"edits": True})
PUSH = choose("push", tag="v1")


def everything(here: SlackFixture, folder: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """The kinds of the canaries in files, requests to the model, posted messages, and the process's log."""
    (model,) = {id(each): each for each in here.platform.models.values()}.values()
    posted = [
        str(message.text) + str(message.blocks)
        for message in here.slack.world.messages
        if message.app_id == here.app.id
    ]
    written = capfd.readouterr()
    return [*leaks_in(*model.seen, *posted, written.out, written.err), *leaks_in_folder(folder)]  # type: ignore[union-attr]


@pytest.mark.parametrize("text", [ALL, f"`{CANARIES['JWT']}` and <{CANARIES['password in a URL']}>"])
async def test_mod6_a_slack_message_is_kept_without_its_secrets(
    tmp_path: Path, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)
    async with slack_platform(tmp_path, choose("reply", message="I see."), PUSH) as here:
        await here.ask("sam", text)
        await here.until(lambda: "I see." in here.texts())
        (received,) = [event for event in here.log() if isinstance(event, e.MessageReceived)]
        assert "removed]" in received.text
        await here.until(lambda: any(TOLD[:40] in message.text for message in here.slack.world.messages))
        assert everything(here, tmp_path, capfd) == []


async def test_mod6_an_edited_slack_message_with_secrets_is_not_taken_in(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)
    async with slack_platform(tmp_path, choose("reply", message="I see."), PUSH) as here:
        message = await here.ask("sam", "push it")
        await here.until(lambda: "I see." in here.texts())
        await here.app.edit(here.user("sam"), message, ALL)
        await here.quiet()
        assert here.types().count("MessageReceived") == 1
        assert everything(here, tmp_path, capfd) == []


@pytest.mark.parametrize("kinds", [list(CANARIES)[:10], list(CANARIES)[10:17], list(CANARIES)[17:]])
async def test_mod6_a_reason_and_an_edit_typed_into_slack_are_kept_without_secrets(
    tmp_path: Path, kinds: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)

    def edited(ledger: OutsideLedger) -> object:
        return agent(ledger, policy=EDITS)

    async with slack_platform(tmp_path, PUSH, choose("done", message="No."), agents=edited) as here:  # type: ignore[arg-type]
        await here.ask("sam", "push it")
        card, olive = await here.card(), here.user("olive")
        await here.app.click(olive, card, "Edit & approve…")
        await here.modal("olive")
        sent = await here.app.submit(olive, values={"field.tag": {INPUT: CANARIES[kinds[0]]}})
        assert "looks like a secret" in str(sent.body)
        assert leaks_in(str(sent.body)) == []
        assert here.decisions() == []
        await here.app.close(olive)
        await here.app.click(olive, card, "Reject…")
        await here.until(lambda: "reason" in str(here.slack.modals(olive)[-1:]))
        await here.app.submit(
            olive, values={"reason": {INPUT: "\n".join(("No:", *(CANARIES[kind] for kind in kinds)))}}
        )
        await here.until(lambda: "Rejected by Olive" in card.text)
        (answered,) = here.decisions()
        assert (answered.decision, "removed]" in answered.text) == ("reject", True)
        assert here.ledger.lines == []
        await here.quiet()
        assert everything(here, tmp_path, capfd) == []
