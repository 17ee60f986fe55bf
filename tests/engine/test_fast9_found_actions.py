"""The next action that an append found is what the turn does next, unless anything changed that it follows from."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.next_action_types import ChooseStep, Idle
from bot.core.policy import Policy
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_jobs import CURRENT, ActionBasis, FoundAction
from tests.platform_fixture import PEOPLE, FakeClock, OutsideLedger, PlatformFixture, agent, choose

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
MOMENT = timedelta(milliseconds=5)


def test_fast9_a_found_action_is_current_for_a_moment_and_for_the_very_same_objects(tmp_path: Path) -> None:
    first, second = (agent(OutsideLedger(tmp_path / name)) for name in ("first", "second"))
    basis = ActionBasis(Thread(id="t"), first, PEOPLE, ())
    found = FoundAction(basis, NOON, ChooseStep())
    assert found.is_current(ActionBasis(*basis), NOON)
    assert found.is_current(basis, NOON + MOMENT)
    for late in (NOON - MOMENT, NOON + CURRENT):
        assert not found.is_current(basis, late)
    for other in (
        basis._replace(thread=Thread(id="t", seq=1)),
        basis._replace(agent=second),
        basis._replace(directory=PEOPLE.model_copy()),
        basis._replace(holds=[]),
    ):
        assert not found.is_current(other, NOON)


def test_fast9_a_rest_that_is_over_is_not_current(tmp_path: Path) -> None:
    basis = ActionBasis(Thread(id="t"), agent(OutsideLedger(tmp_path / "ledger")), PEOPLE, ())
    assert FoundAction(basis, NOON, Idle(None)).is_current(basis, NOON + MOMENT)
    resting = FoundAction(basis, NOON, Idle(NOON + MOMENT))
    assert resting.is_current(basis, NOON)
    assert not resting.is_current(basis, NOON + MOMENT)


async def test_fast9_a_reload_between_the_decision_and_its_turn_counts(tmp_path: Path) -> None:
    """The append of the decision found that the call runs; the policy that is in force when the turn begins allows nobody."""
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("done", message="Hm."), clock=FakeClock()
    ) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        cached = await platform.app.repository.load_thread(thread)
        assert cached.found_action is not None
        assert type(cached.found_action.action).__name__ == "RunCall"
        stricter = agent(platform.ledger, policy=Policy())
        await platform.app.repository.replace_rules(PEOPLE, {stricter.name: stricter})
        await platform.settle()
        assert platform.ledger.lines == []
