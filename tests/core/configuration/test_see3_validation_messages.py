"""The message about a mistyped configuration: the table, the key, the value, the right form; and no secret."""

import tomllib
from pathlib import Path

import pytest

from bot.bootstrap import read_configuration
from bot.core.configuration.toml_errors import explain_toml
from bot.core.configuration.validation_messages import parse_duration_words
from bot.core.errors import BadConfiguration
from bot.settings import parse_config

PEOPLE = '[people.olive]\nname = "Olive"\n'
AGENT = '[agents.deploybot]\nrepository = "/srv/shop"\n'


def refused(text: str) -> str:
    with pytest.raises(BadConfiguration) as refused:
        read_configuration(parse_config(text.encode(), Path("countersign.toml")))
    said = str(refused.value)
    assert said.startswith("countersign.toml cannot be used: ")
    assert "\n" not in said
    return said.removeprefix("countersign.toml cannot be used: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[agent.deploybot]\nrepository = "/srv/shop"',
            "[agent.deploybot] is no table of ours; write [agents.deploybot].",
        ),
        ('[person.olive]\nname = "Olive"', "[person.olive] is no table of ours; write [people.olive]."),
        ('[channel.slack]\nagent = "deploybot"', "[channel.slack] is no table of ours; write [channels.slack]."),
        ("[nonsense]", "[nonsense] is no table of ours; there are: agents, channels, people."),
        ('people = "olive"', 'people is "olive"; write a table, such as { … } or a section of its own.'),
        ("[agents.deploybt]", "[agents.deploybt]: there is no package agents/deploybt; did you mean deploybot? There are: deploybot, external."),
        ("[channels.slak]", "[channels.slak]: there is no such channel; did you mean slack? There are: callback, cron, email, pager, slack, webhook."),
        (f"{AGENT}approval = {{ expires_after = '4 hours' }}", '[agents.deploybot.approval] expires_after is "4 hours"; write "PT4H".'),
        (f"{AGENT}approval = {{ expires_after = 'soon' }}", '[agents.deploybot.approval] expires_after is "soon"; write a duration, such as "PT4H" (4 hours), "PT30M" or "P2D".'),
        (f"{AGENT}approval = {{ quorum = 2 }}", "[agents.deploybot.approval] has no key quorum; it belongs into approvers."),
        (f"{AGENT}approval = {{ approvers = {{ groups = ['a'] }} }}", "[agents.deploybot.approval] approvers is a table; write a list: [{ … }]."),
        (f"{AGENT}approval = {{ approvers = [{{ group = ['a'] }}] }}", "[agents.deploybot.approval.approvers (number 1)] has no key group; did you mean groups? There are: groups, people, quorum."),
        (f"{AGENT}approval = {{ approvers = [{{ groups = 'a' }}] }}", '[agents.deploybot.approval.approvers (number 1)] groups is "a"; write a list: ["a"].'),
        (f"{AGENT}approval = {{ irreversible = 'yes, please' }}", '[agents.deploybot.approval] irreversible is "yes, please"; write true or false, without quotes.'),
        (f"{AGENT}approval = {{ typed = 'tag' }}", "[agents.deploybot.approval]: typed = 'tag' is asked for only with irreversible = true; write that as well."),
        (f"{AGENT}limits = {{ steps = 30 }}", "[agents.deploybot.limits] steps is 30; it must be less than or equal to 20."),
        (f"{AGENT}[agents.deploybot.model]\nnam = 'x'", "[agents.deploybot.model] has no key nam; did you mean name? There are: base_url, budget, deadline, effort, input_price, key_env, name, output_price, profile, reads_written_calls, retries, temperature, timeout, words_reply."),
        (f"{AGENT}reader = {{ people = ['olive'] }}", "[agents.deploybot] has no key reader; did you mean readers? There are: approval, awaits, branch, budget, delegates, dry_run, limits, may_ask, model, operators, owners, package, persona, probe_after, prompt, prompt_shares, readers, remote, repository, show_resolved_errors, speakers, starters, web."),
        (f"{AGENT}[agents.deploybot.modle]\nname = 'x'", "[agents.deploybot] has no key modle; did you mean model? There are: approval, awaits, branch, budget, delegates, dry_run, limits, may_ask, model, operators, owners, package, persona, probe_after, prompt, prompt_shares, readers, remote, repository, show_resolved_errors, speakers, starters, web."),
        (f"{AGENT}readers = {{ roles = ['requester', 'owner'] }}", "[agents.deploybot.readers.roles] number 2 is \"owner\"; it must be 'requester', 'approvers' or 'owners'."),
        (f"{AGENT}readers = ['sam', 'max']", '[agents.deploybot] readers is ["sam", "max"]; write a table: { people = ["sam", "max"] }, or { groups = … }.'),
        (f"{AGENT}owners = 'olive'", '[agents.deploybot] owners is "olive"; write a table: { people = ["olive"] }, or { groups = … }.'),
        (f"{AGENT}starters = 'everyone'", '[agents.deploybot] starters is "everyone"; write a table: { people = … } or { groups = … }; left out, its default holds.'),
        (f"{AGENT}readers = 5", "[agents.deploybot] readers is 5; write a table, such as { … } or a section of its own, of: people, groups, roles."),
        (f"{AGENT}approval = {{ approvers = ['olive'] }}", '[agents.deploybot.approval.approvers] number 1 is "olive"; write a table: { people = ["olive"] }, or { groups = … }.'),
        (f"{AGENT}approval = {{ expires_after = '-PT4H' }}", "[agents.deploybot.approval] expires_after is -14400 seconds; it must be greater than 0 seconds."),
        (f"{AGENT}model = 'gpt-5'", '[agents.deploybot.model] is "gpt-5"; write a table: { name = "gpt-5" }.'),
        ("[agents.deploybot]\nrepository = 5", '[agents.deploybot] repository is 5; write it in quotes: "5".'),
        ("[agents.deploybot]", "[agents.deploybot] lacks repository; write repository = …."),
        ('[people.Olive]\nname = "Olive"', "[people.Olive]: a name begins with a small letter and goes on with small letters, digits, - and _, such as olive."),
        ('[people.olive]\nname = "Olive"\ngroup = ["a"]', "[people.olive] has no key group; did you mean groups? There are: accounts, active, groups, name, title."),
        ('[people.olive]\nname = "Olive"\ngroups = "a"', '[people.olive] groups is "a"; write a list: ["a"].'),
        ('[people.olive]\nname = ""', '[people.olive] name is ""; it must have at least 1 character.'),
        ('[people.olive]\nname = "Olive"\nemail = "o@x.org"', '[people.olive] has no key email; write it into accounts: accounts = { slack = "U…", email = "…@…" }.'),
        ('[people.olive]\nname = "Olive"\naccounts = "o@x.org"', '[people.olive] accounts is "o@x.org"; write a table: accounts = { slack = "U…", email = "…@…" }.'),
        ("[people.olive]", "[people.olive] lacks name; write name = …."),
        ('[people.olive]\nid = "max"\nname = "Olive"', "[people.olive] has no key id; the table's name is the id."),
    ],
)  # fmt: skip
def test_see3_a_mistake_is_named_with_its_table_and_the_right_form(text: str, said: str) -> None:
    tomllib.loads(text)
    assert refused(text) == said


@pytest.mark.parametrize(
    "text",
    [
        '[channels.webhook.shop]\nscheme = "github"\nagent = "deploybot"\nsecrt = "hunter2-hunter2-hunter2-hunter2"',
        '[channels.webhook.shop]\nscheme = "github"\nsecret = "hunter2-hunter2-hunter2-hunter2"',
        '[channels.webhook.shop]\nscheme = "github"\nagent = "deploybot"\nsecret = ["hunter2"]',
        '[agents.deploybot]\npassword = "hunter2"',
    ],
)
def test_see3_no_mistake_shows_a_secret(text: str) -> None:
    assert "hunter2" not in refused(PEOPLE + text)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("4 hours", "PT4H"),
        ("4h", "PT4H"),
        ("90 min", "PT90M"),
        ("30 s", "PT30S"),
        ("2 Days", "P2D"),
        ("1 week", "P1W"),
        ("PT4H", ""),
        ("4", ""),
        ("four hours", ""),
        ("4 fortnights", ""),
        ("-4 hours", ""),
    ],
)
def test_see3_a_duration_in_words_is_told_in_its_form(written: str, form: str) -> None:
    assert parse_duration_words(written) == form


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = True", "line 1, a: write true or false, in small letters"),
        ("[t]\na = yes", "line 2, a: write true or false, in small letters"),
        ("a = None", "line 1, a: TOML has no word for nothing; leave the key out"),
        ('a : "b"', "line 1, a: write = between a key and its value"),
        ("name = Sam", 'line 1, name: write text in quotation marks, "…", and a number without'),
        ("repository = /srv/shop", 'line 1, repository: write text in quotation marks, "…", and a number without'),
        ("name = “Sam”", 'line 1, name: write straight quotation marks: "…"'),
        (
            "[people.sam dev]",
            "line 1, [people.sam dev]: a name in [ ] has no spaces, and ] closes it: [people.sam-dev]",
        ),
        ("[a.b]\n[a.c]\n[a.b]", "line 3, [a.b]: [a.b] is there already; put the keys of both into one table"),
        ("<<<<<<< HEAD\na = 1", "line 1: a merge left conflict markers; remove them"),
        ('a = ["b"', "close what was opened: a quote, a bracket, a brace"),
        ('a = """b', "close what was opened: a quote, a bracket, a brace"),
        ("people", "a line is KEY = VALUE, or the name of a table: [people.sam]"),
        ("[people.sam", "line 1, [people.sam: a name in [ ] has no spaces"),
        ("people\n[a]", "line 1: expected '=' after a key in a key/value pair; a line is KEY = VALUE"),
        ("a = 1 b = 2", "line 1, a: "),
    ],
)
def test_see3_what_is_no_toml_is_told_with_its_line_its_key_and_the_right_form(text: str, said: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as wrong:
        tomllib.loads(text)
    assert said in (told := explain_toml(text, str(wrong.value))), told


def test_see3_of_a_line_that_is_no_toml_nothing_is_quoted_but_its_key() -> None:
    for text in (
        "secret = hunter2",
        "secret : hunter2",
        "[channels.webhook.shop]\nsecret = 'hunter2' hunter2",
        "a = hunter2\nb",
    ):
        with pytest.raises(tomllib.TOMLDecodeError) as wrong:
            tomllib.loads(text)
        assert "hunter2" not in explain_toml(text, str(wrong.value))
