"""cc4: grants that the file takes away end at once; longer ones wait for the operator."""

from datetime import timedelta
from typing import Any

import pytest

from agents.external.agent import ExternalOptions
from bot.core.configuration.reload_changes import CheckedConfiguration, split_changes
from bot.core.people import PeopleDirectory

TABLE = "agents.external"


def configure(grants: str | None) -> CheckedConfiguration:
    policy = {"grants": grants} if grants else {}
    options = ExternalOptions.model_validate({"policies": {"coding": policy}})
    return CheckedConfiguration(PeopleDirectory(), {TABLE: options})


@pytest.mark.parametrize(
    ("before", "after", "now", "waits"),
    [
        ("PT8H", "PT2H", timedelta(hours=2), ""),
        ("PT8H", None, None, ""),
        ("PT2H", "PT8H", timedelta(hours=2), "SIGHUP"),
        (None, "PT8H", None, "SIGHUP"),
    ],
)
def test_cc4_less_time_for_grants_counts_at_once_and_more_waits(
    before: str | None, after: str | None, now: timedelta | None, waits: str
) -> None:
    split = split_changes(configure(before), configure(after))
    options: Any = split.now.tables[TABLE]
    assert options.policies["coding"].grants == now
    assert [change.waits for change in split.changes] == [waits]
