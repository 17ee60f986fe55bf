"""An approver's edit runs as edited where the policy allows edits; an edit that does not fit changes nothing."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import Forbidden, NotUnderstood
from tests.engine.decision_cases import EDITABLE, asked, audited
from tests.platform_fixture import PlatformFixture, choose


async def test_an_edit_runs_as_edited_and_the_model_hears_of_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": EDITABLE}) as platform:
        thread, request = await asked(platform)
        after = await platform.decide(
            request, arguments=' { "commit": "beef01", "tag": "v1.1" }', reason="beef, not coffee"
        )
        assert after.status == "approved"
        assert after.arguments == {"tag": "v1.1", "commit": "beef01"}
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1.1 beef01"]
        (answered,) = [event for event in platform.log(thread) if isinstance(event, e.Answered)]
        assert answered.digest == request.digest
        assert answered.edited == after.digest != request.digest
        assert answered.arguments == '{"commit":"beef01","tag":"v1.1"}'
        assert b"<edited call=" in platform.model.seen[-1]
        assert b"beef01" in platform.model.seen[-1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ('{"tag": 5}', NotUnderstood),
        ('{"tag": "v1", "tag": "v2"}', NotUnderstood),
        ('{"tag": "v1", "approved": true}', NotUnderstood),
        ("{", NotUnderstood),
        ("[]", NotUnderstood),
        ('{"tag": "\\ud800"}', NotUnderstood),
        ("", NotUnderstood),
    ],
)
async def test_an_edit_that_does_not_fit_the_step_changes_nothing(
    tmp_path: Path, arguments: str, why: type[Exception]
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": EDITABLE}) as platform:
        thread, request = await asked(platform)
        before = platform.types(thread)
        with pytest.raises(why):
            await platform.decide(request, arguments=arguments)
        assert platform.types(thread) == before


async def test_an_edit_under_a_policy_without_edits_is_forbidden_and_audited(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        _, request = await asked(platform)
        with pytest.raises(Forbidden, match="allows no edits"):
            await platform.decide(request, arguments='{"tag": "v9"}')
        assert audited(platform) == [("refused: Forbidden", "olive", request.id)]
        same = await platform.decide(request, arguments='{"tag": "v1", "commit": "c0ffee"}')
        assert same.status == "approved"
