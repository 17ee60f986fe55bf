"""Every model builds. `FrozenModel` defers that to the first use, so an import does not show a field of no known type."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import agents
import bot
import channels
from bot.core.values import FrozenModel


def models() -> list[type[FrozenModel]]:
    for package in (bot, channels, agents):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith(("__main__", "migrations.env")) and ".versions." not in found.name:
                importlib.import_module(found.name)
    return sorted(descend(FrozenModel), key=lambda each: (each.__module__, each.__qualname__))


def descend(kind: type[FrozenModel]) -> Iterator[type[FrozenModel]]:
    for each in kind.__subclasses__():
        if each.__module__.partition(".")[0] in ("bot", "channels", "agents"):
            yield each
            yield from descend(each)


def test_fast9_every_model_builds() -> None:
    found = models()
    assert len(found) > 100
    for model in found:
        assert model.model_rebuild(force=True, raise_errors=True), model


def test_fast9_a_model_that_cannot_be_built_would_be_found() -> None:
    class BadModel(FrozenModel):
        field: "NoSuchType"  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(Exception, match="NoSuchType"):
        BadModel.model_rebuild(force=True, raise_errors=True)
