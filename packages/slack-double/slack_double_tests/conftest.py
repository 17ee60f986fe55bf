"""The event loop of the tests, and the patience of the double towards an app on a busy machine."""

import os

import hypothesis
import pytest

os.environ.setdefault("SLACK_DOUBLE_SECONDS", "30")
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
