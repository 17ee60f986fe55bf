"""Tags as versions."""

import pytest

from agents.deploybot.versions import FIRST, choose_next_patch, find_latest, parse_version


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([], FIRST),
        (["nightly", "v2"], FIRST),
        (["v1.4.1", "v1.4.0"], "v1.4.2"),
        (["v1.9.9", "v1.10.0"], "v1.10.1"),
        (["1.2.3"], "1.2.4"),
        (["v1.4.1", "v2.0.0-rc.1"], "v1.4.2"),
        (["v1.4.1", "backend/v9.0.0"], "v1.4.2"),
    ],
)
def test_the_next_patch_comes_after_the_highest_version(tags: list[str], expected: str) -> None:
    assert choose_next_patch(tags) == expected


@pytest.mark.parametrize("tag", ["v1.2", "v01.2.3", "v1.2.3-rc1", "v１.2.3", "v1.2.3\n", "x1.2.3", "v1.2.9999999999"])
def test_what_is_no_plain_release_is_no_version(tag: str) -> None:
    assert parse_version(tag) is None


def test_the_latest_is_compared_by_number_and_not_by_letter() -> None:
    assert find_latest(["v0.9.0", "v0.10.0", "zebra"]) == "v0.10.0"
