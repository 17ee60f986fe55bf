"""No card has two blocks of one id: Slack refuses such a message whole, and its buttons with it."""

from typing import Any

import pytest

from bot.core.card.execution import CallExecution
from channels.slack.views.card_printer import render_replaced
from tests.channels.slack.sample_cards import approval, look, outcome
from tests.channels.slack.slack_limits import check_message


@pytest.mark.parametrize("what", [{"paused": "Deploys are paused by Olive."}, {"stopped": "This thread rests."}])
def test_card1_a_replaced_card_with_notices_on_both_sides_of_its_execution_is_valid(what: dict[str, Any]) -> None:
    shown = render_replaced(approval(outcome=outcome(), execution=CallExecution(), **what), look(), 3)
    check_message(shown.blocks, shown.text)
    ids = [block["block_id"] for block in shown.blocks]
    assert len(set(ids)) == len(ids)
    assert sum(id.startswith("notices") for id in ids) == 2
