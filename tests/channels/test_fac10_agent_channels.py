"""Which channels begin threads of which agent, read from the tables alone: no token, no server, no network."""

import tomllib
from collections.abc import Mapping

import pytest

from bot.bootstrap import list_agent_channels, read_configuration
from bot.settings import FileConfig

HOOK = 'scheme = "hmac"\nsecret = "not-so-secret"\nagent = "one"\n'
CRON = 'schedule = "0 9 * * *"\ntext = "Report."\nagent = "two"\n'
ONE = '[agents.one]\npackage = "deploybot"\nrepository = "."\n'
TWO = '[agents.two]\npackage = "deploybot"\nrepository = "."\n'


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (ONE, {"one": ()}),
        (f"{ONE}[channels.slack]\n[channels.email]\n", {"one": ("email", "slack")}),
        (f"{ONE}{TWO}[channels.slack]\n", {"one": (), "two": ()}),  # such a table does not start: it must say which
        (f'{ONE}{TWO}[channels.slack]\nagent = "one"\n', {"one": ("slack",), "two": ()}),
        (
            f'{ONE}{TWO}[channels.slack]\nagent = "one"\n[channels.slack.channels]\nC1 = "two"\nC2 = {{ agent = "two" }}\n',
            {"one": ("slack",), "two": ("slack",)},
        ),
        (
            f'{ONE}{TWO}[channels.email]\nagent = "two"\nagents = {{ one = "one@bot.test" }}\n',
            {"one": ("email",), "two": ("email",)},
        ),
        (f"{ONE}{TWO}[channels.webhook.ci]\n{HOOK}", {"one": ("webhook",), "two": ()}),
        (
            f'{ONE}{TWO}[channels.webhook.ci]\n{HOOK}[[channels.webhook.ci.rules]]\ntext = "Built."\nagent = "two"\n',
            {"one": ("webhook",), "two": ("webhook",)},
        ),
        (
            f"{ONE}{TWO}[channels.cron.daily]\n{CRON}[channels.slack]\nagent = 'two'\n",
            {"one": (), "two": ("cron", "slack")},
        ),
        (f"{ONE}[channels.pager]\n[channels.callback]\n", {"one": ()}),
    ],
)
def test_fac10_2_the_channels_of_an_agent_are_those_whose_tables_name_it(
    tables: str, found: Mapping[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "EMAIL_FROM", "SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    given = tomllib.loads(tables)
    config = FileConfig(agents=given["agents"], channels=given.get("channels", {}))
    assert list_agent_channels(read_configuration(config)) == found
