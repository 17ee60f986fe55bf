"""For tests that ask every route: no answer takes long. Import the fixture into the module."""

import pytest

from bot.http import request_waits


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_waits, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(request_waits, "STREAM_SECONDS", 0.01)
