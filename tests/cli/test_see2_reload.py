"""countersign.toml under a running server: removed people are out at once, added ones wait for SIGHUP, a bad file is reported."""

import asyncio
import json
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import httpx2
import pytest
from structlog.testing import capture_logs

from agents.deploybot.demo_project import stage
from bot import config_reload
from bot.bootstrap import build_platform
from bot.config_reload import ConfigReloader, read_content
from bot.core.configuration.file_debounce import PATIENCE, FileContent, UnreadableFile
from bot.core.errors import BadConfiguration
from bot.settings import EnvironmentSettings, parse_config, read_config
from tests.cli.server_process import EVE, MAX, OLIVE, RM, SAM, ServerProcess, agent, running_server
from tests.cli.terminal import tag_at
from tests.random_seed import IS_FULL_CAMPAIGN


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    asyncio.run(stage(tmp_path))
    return tmp_path


@pytest.fixture
def here(shop: Path) -> Iterator[ServerProcess]:
    """Olive and Max release, Sam asks."""
    with running_server(shop, OLIVE + MAX + SAM + agent(shop), "max", "sam") as found:
        yield found


def whats(here: ServerProcess, what: str) -> list[tuple[str, str]]:
    return [(door, about) for each, about, door, _ in here.audit() if each == what]


def test_see2_a_leaver_is_out_at_once(here: ServerProcess) -> None:
    link = here.call("olive", "POST", "links", json={"person": "max"}).json()["url"]
    unused = here.call("olive", "POST", "links", json={"person": "max"}).json()["url"]
    with httpx2.Client(trust_env=False, follow_redirects=True, headers={"Origin": here.url}) as browser:
        (token,) = re.findall(r'name="csrf" value="([^"]+)"', browser.get(link).text)
        assert "Max" in browser.post(link, data={"csrf": token}).text
        ended = threading.Event()

        def follow() -> None:
            with browser.stream("GET", f"{here.url}/live", timeout=60) as stream:
                if any("signed out" in line for line in stream.iter_lines()):
                    ended.set()

        following = threading.Thread(target=follow, daemon=True)
        following.start()
        assert here.works("max")
        here.replace(OLIVE + SAM + agent(here.folder))
        here.wait(lambda: not here.works("max"), "the key of a leaver is refused")
        assert ended.wait(60), "an open page of a leaver goes on"
        assert browser.get(here.url).status_code == 401
        assert browser.get(unused).status_code == 401
    assert here.works("sam")
    assert here.call("olive", "POST", "keys", json={"person": "max", "scope": "operator"}).status_code == 404
    assert ("file", "max") in whats(here, "person removed")


def test_see2_the_vote_of_a_leaver_counts_no_more_on_what_is_open(shop: Path) -> None:
    two = agent(shop).replace(f'groups = ["{RM}"] }}]', f'groups = ["{RM}"], quorum = 2 }}]')
    with running_server(shop, OLIVE + MAX + EVE + SAM + two, "max", "eve", "sam") as here:
        request = here.request_of_sam()
        assert here.approve("max", request["id"]).status_code == 200
        here.replace(OLIVE + EVE + SAM + two)
        here.wait(lambda: not here.works("max"), "Max is out")
        assert here.approve("olive", request["id"]).status_code == 200
        found = here.look(request["id"])
        assert found["status"] == "pending"
        assert {vote["person"]: vote["counts"] for vote in found["votes"]} == {"max": False, "olive": True}
        assert here.approve("eve", request["id"]).status_code == 200
        here.wait(lambda: tag_at(shop, "v1.4.2"), "two who are there release it")


def test_see2_a_request_that_nobody_can_approve_any_more_ends(here: ServerProcess) -> None:
    request = here.request_of_sam()
    here.replace(OLIVE.replace(f'groups = ["{RM}"]', "") + SAM + agent(here.folder))
    here.wait(lambda: here.look(request["id"])["status"] == "undeliverable", "it ends")
    assert here.works("olive")


def test_see2_a_newcomer_waits_for_sighup(here: ServerProcess) -> None:
    here.replace(OLIVE + MAX + SAM + EVE + agent(here.folder))
    here.wait_for_reload(0)
    assert here.key_of("eve") == ""
    assert here.ready() == {"status": "ready", "configuration_changes_that_wait": 1}
    here.hang_up()
    here.wait(lambda: here.key_of("eve"), "Eve has come")
    assert here.works("eve")
    assert here.ready() == {"status": "ready"}
    assert whats(here, "person added") == [("SIGHUP", "eve"), ("file", "eve")]


def test_see2_who_was_removed_does_not_come_back_by_the_file(here: ServerProcess) -> None:
    whole = here.file.read_text()
    here.replace(OLIVE + SAM + agent(here.folder))
    here.wait(lambda: not here.works("max"), "Max is out")
    here.replace(whole)
    here.wait_for_reload(1)
    assert not here.works("max")
    here.hang_up()
    here.wait(lambda: here.works("max"), "Max is back by SIGHUP")


def test_see2_a_stricter_policy_acts_at_once_on_what_is_open(here: ServerProcess) -> None:
    request = here.request_of_sam()
    two = agent(here.folder).replace(f'groups = ["{RM}"] }}]', f'groups = ["{RM}"], quorum = 2 }}]')
    here.replace(OLIVE + MAX + SAM + two)
    here.wait(lambda: here.look(request["id"])["digest"] != request["digest"], "it is asked anew")
    assert here.approve("olive", request["id"]).status_code == 200
    assert here.look(request["id"])["status"] == "pending"
    assert tag_at(here.folder, "v1.4.2") == ""
    assert here.approve("max", request["id"]).status_code == 200
    here.wait(lambda: tag_at(here.folder, "v1.4.2"), "two release it")


def test_see2_a_looser_policy_waits_for_sighup(here: ServerProcess) -> None:
    request = here.request_of_sam()
    looser = agent(here.folder, "requester_may_decide = true\nshapers_may_decide = true").replace(
        f'groups = ["{RM}"] }}]', f'groups = ["{RM}"], people = ["sam"] }}]'
    )
    here.replace(OLIVE + MAX + SAM + looser)
    here.wait_for_reload(0)
    assert here.approve("sam", request["id"]).status_code == 403
    assert here.ready()["configuration_changes_that_wait"] == 3
    here.hang_up()
    here.wait(lambda: here.approve("sam", request["id"]).status_code == 200, "Sam may now")
    here.wait(lambda: tag_at(here.folder, "v1.4.2"), "it is released")
    assert ("SIGHUP", "agents.deploybot.approval.requester_may_decide") in whats(here, "changed")


def empty(here: ServerProcess) -> None:
    here.file.write_text("")


def turn_into_a_folder(here: ServerProcess) -> None:
    here.file.unlink()
    here.file.mkdir()


def nobody(here: ServerProcess) -> None:
    here.replace(agent(here.folder))


def mistype(here: ServerProcess) -> None:
    here.replace(OLIVE + agent(here.folder).replace("repository", "repositry"))


def cut(here: ServerProcess) -> None:
    here.file.write_text(here.file.read_text()[:-20])


def remove_what_a_channel_needs(here: ServerProcess) -> None:
    here.replace(OLIVE + agent(here.folder) + '[channels.webhook.shop]\nscheme = "github"\nagent = "deploybot"\n')


BROKEN: list[tuple[Callable[[ServerProcess], object], str]] = [
    (lambda here: here.file.unlink(), "missing"),
    (empty, "empty"),
    (turn_into_a_folder, "unreadable"),
    (nobody, "invalid"),
    (mistype, "invalid"),
    (cut, "invalid"),
    (remove_what_a_channel_needs, "invalid"),
]


def is_alarmed(here: ServerProcess, fault: str) -> bool:
    return bool(here.ready().get("configuration_not_taken") == fault)


def has_refused(here: ServerProcess, times: int) -> bool:
    return here.refusals == times


def test_see2_a_bad_file_changes_nothing_and_alarms_until_it_is_mended(here: ServerProcess) -> None:
    whole, everybody = here.file.read_text(), ("olive", "max", "sam")
    for number, (break_it, fault) in enumerate(BROKEN):
        break_it(here)
        here.wait(partial(is_alarmed, here, fault), f"{fault}: it alarms")
        assert all(here.works(person) for person in everybody)
        here.hang_up()
        here.wait(partial(has_refused, here, 2 * number + 2), f"{fault}: SIGHUP is refused as well")
        assert all(here.works(person) for person in everybody)
        if here.file.is_dir():
            here.file.rmdir()
        here.replace(whole)
        here.wait(lambda: here.ready() == {"status": "ready"}, f"{fault}: it is mended")
    assert all("level='error'" in line for line in here.said if "configuration not taken" in line)
    assert whats(here, "person removed") == []
    assert len(whats(here, "configuration not taken")) == 2 * len(BROKEN)


def test_see2_a_file_of_mode_000_is_seen_as_unreadable() -> None:
    """Also where the tests run as root: the look is then taken as somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "countersign.toml"
        file.write_text(OLIVE)
        Path(folder).chmod(0o755)
        file.chmod(0)
        before = os.geteuid()
        os.seteuid(65534 if before == 0 else before)
        try:
            seen = read_content(file)
        finally:
            os.seteuid(before)
    assert seen == UnreadableFile("unreadable", "Permission denied")


async def test_see2_a_file_that_is_written_in_steps_is_read_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage(tmp_path)
    settings = EnvironmentSettings(data=tmp_path / "data", config=tmp_path / "countersign.toml")
    settings.config.write_text(OLIVE + MAX + SAM + agent(tmp_path))
    text = (OLIVE + SAM + MAX + EVE + agent(tmp_path)).encode()
    config, content = read_config(settings.config), settings.config.read_bytes()
    looks, now = 0, 1000.0

    def look(file: Path) -> FileContent:
        nonlocal looks
        looks += 1
        return read_content(file)

    async def after(seconds: float) -> None:
        """The file is read, that much time passes, and it is read again."""
        nonlocal now
        for passing in (seconds, 0.0):
            seen = looks + 2  # the first may have begun before the file changed
            async with asyncio.timeout(60):
                while looks < seen:
                    await asyncio.sleep(0.001)
            now += passing

    monkeypatch.setattr(config_reload, "read_content", look)
    monkeypatch.setattr(config_reload, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(config_reload, "POLL_INTERVAL", 0.0)
    async with build_platform(settings, config, has_channels=False) as platform:
        following = asyncio.create_task(ConfigReloader(platform, settings, config, content).follow_file())
        with capture_logs() as logged, settings.config.open("wb") as file:
            for start_at in range(0, len(text), 60):
                file.write(text[start_at : start_at + 60])
                file.flush()
                await after(PATIENCE / 3)
            settings.config.unlink()
            await after(PATIENCE / 3)
            settings.config.write_bytes(text)
            await after(PATIENCE / 3)
            assert logged == []
            await after(PATIENCE)
            async with asyncio.timeout(60):
                while not platform.reload.waiting:
                    await asyncio.sleep(0.001)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        assert [each["event"] for each in logged] == ["configuration reloaded", "person added"]
        assert set(platform.directory.people) == {"olive", "max", "sam"}


def test_see2_a_misspelt_approver_is_told_at_sighup(here: ServerProcess) -> None:
    here.replace(
        OLIVE
        + MAX
        + SAM
        + agent(here.folder).replace(f'approvers = [{{ groups = ["{RM}"] }}]', 'approvers = [{ people = ["oliwe"] }]')
    )
    here.hang_up()
    told = here.wait(lambda: [line for line in here.said if "a policy names an unknown person" in line], "it is told")
    assert "value='oliwe' nearest='olive'" in told[0]
    assert "level='warning'" in told[0]


def test_see2_sighup_without_a_change_changes_nothing_and_kills_nobody(here: ServerProcess) -> None:
    for number in range(3):
        here.hang_up()
        here.wait_for_reload(number)
    assert all(here.works(person) for person in ("olive", "max", "sam"))
    assert whats(here, "configuration reloaded") == [("SIGHUP", "countersign.toml")] * 3


def test_see2_a_comment_changes_nothing_and_what_waits_goes_on_waiting(here: ServerProcess) -> None:
    here.replace(OLIVE + MAX + SAM + EVE + agent(here.folder))
    here.wait_for_reload(0)
    whole = here.file.read_text()
    here.replace("[people")
    here.wait(lambda: here.refusals, "a fault is named")
    here.replace("# for Eve\n" + whole)
    here.wait(lambda: "configuration_not_taken" not in here.ready(), "the file with the comment is read")
    assert here.reloads == 1
    assert here.ready() == {"status": "ready", "configuration_changes_that_wait": 1}
    here.hang_up()
    here.wait(lambda: here.key_of("eve"), "Eve has come")


def test_see2_what_a_channel_says_acts_at_a_restart_only(here: ServerProcess) -> None:
    source = '[channels.webhook.shop]\nscheme = "github"\nsecret = "a-webhook-secret-of-32-characters"\nagent = "deploybot"\n'
    here.replace(OLIVE + MAX + SAM + agent(here.folder) + source)
    here.wait_for_reload(0)
    here.hang_up()
    here.wait_for_reload(1)
    assert here.ready()["configuration_changes_that_wait"] == 1
    assert httpx2.post(f"{here.url}/webhooks/shop", json={}, trust_env=False).status_code == 404
    assert ("settings added", "channels.webhook", "file", "waits for a restart") in here.audit()
    assert "a-webhook-secret" not in "".join(here.said)


def test_see2_an_agent_that_goes_takes_nothing_new_and_one_that_comes_waits(here: ServerProcess) -> None:
    here.replace(OLIVE + MAX + SAM)
    here.wait_for_reload(0)
    asked = {"agent": "deploybot", "message": "deploy"}
    assert here.call("sam", "POST", "threads", json=asked).status_code == 404
    here.replace(OLIVE + MAX + SAM + agent(here.folder))
    here.wait_for_reload(1)
    assert here.call("sam", "POST", "threads", json=asked).status_code == 404
    here.hang_up()
    here.wait(lambda: here.call("sam", "POST", "threads", json=asked).status_code == 201, "the agent has come")


def test_see2_rights_are_taken_at_once_and_given_by_sighup(here: ServerProcess) -> None:
    def say(*readers: str) -> None:
        table = agent(here.folder).replace("owners =", f"readers = {{ people = {json.dumps(readers)} }}\nowners =")
        here.replace(OLIVE + SAM + MAX + table)

    say("olive", "max")
    here.wait_for_reload(0)
    here.hang_up()
    here.wait_for_reload(1)
    assert "configuration_changes_that_wait" not in here.ready()
    say("olive", "sam")
    here.wait_for_reload(2)
    assert whats(here, "stricter")
    assert here.ready()["configuration_changes_that_wait"] == 1


def test_see2_a_file_that_takes_long_to_read_holds_nobody_up(here: ServerProcess) -> None:
    """Tables of many levels cost the reader of TOML the most for their bytes."""
    deep = ".".join("a" for _ in range(500))
    heavy = "".join(f"{deep}.k{n}=1\n" for n in range(980 if IS_FULL_CAMPAIGN else 490))
    began = time.process_time()
    with pytest.raises(BadConfiguration):
        parse_config(heavy.encode(), here.file)
    reading = time.process_time() - began
    here.file.write_text(heavy)
    most, refused = 0.0, here.refusals
    while here.refusals == refused:
        before = here.processor_seconds()
        assert here.http.get("/healthz").status_code == 200
        most = max(most, here.processor_seconds() - before)
    assert most < reading / 2, f"an answer took {most:.2f} s of the server's processor, and the reading {reading:.2f} s"
    here.replace(OLIVE + SAM + agent(here.folder))
    here.wait(lambda: not here.works("max"), "it goes on following the file")
