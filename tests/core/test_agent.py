"""An agent whose parts do not fit together does not start; a tool that writes needs a policy; without one it cannot be approved."""

from typing import Any, ClassVar

import pytest

from bot.core.agent import AgentLimits, Tool
from bot.core.errors import BadAgent, CannotStart
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Reply, Step
from tests.core.thread_log import AGENT, RELEASE, DropTable, ListTags, TagRelease, _ran, agent


class Undescribed(Step):
    intent: ClassVar[str] = "undescribed"


class Mute(Step):
    """ """

    intent: ClassVar[str] = "mute"


def named(name: str) -> type[Step]:
    return type("Named", (TagRelease,), {"__doc__": "A step.", "intent": name, "__module__": __name__})


class Labelled(Step):
    """A step that a strict schema cannot say."""

    intent: ClassVar[str] = "labelled"
    labels: dict[str, str]


def tool(step: type[Step], **changed: Any) -> Tool[Any]:
    return Tool(step=step, run=_ran, **changed)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"prompt": " \n"}, "a prompt or the job sentence is empty"),
        ({"job": ""}, "a prompt or the job sentence is empty"),
        ({"tools": (tool(TagRelease), tool(TagRelease))}, "two steps have the intent 'tag_release'"),
        ({"tools": (tool(TagRelease), tool(named("tag_release")))}, "two steps have the intent 'tag_release'"),
        ({"tools": (tool(named("reply")),)}, "two steps have the intent 'reply'"),
        ({"tools": (tool(Reply),)}, "two steps have the intent 'reply'"),
        ({"tools": (tool(named("request_approval")),)}, "two steps have the intent 'request_approval'"),
        ({"tools": (tool(named("model")),)}, "cannot have the intent 'model'"),
        ({"tools": (tool(named("")),)}, "cannot have the intent ''"),
        ({"tools": (tool(named("Tag Release")),)}, "cannot have the intent 'Tag Release'"),
        ({"tools": (tool(named("t\u0430g")),)}, "cannot have the intent"),
        ({"tools": (tool(named("tag\n")),)}, "cannot have the intent"),
        ({"tools": (tool(named("x" * 65)),)}, "cannot have the intent"),
        ({"tools": (tool(Undescribed),)}, "has no docstring"),
        ({"tools": (tool(Mute),)}, "has no docstring"),
        (
            {"tools": (tool(TagRelease, policy=RELEASE.model_copy(update={"irreversible": True, "typed": "tga"})),)},
            "the policy of 'tag_release' has typed = 'tga', which is not one of its fields",
        ),
        ({"tools": (tool(Labelled),)}, "which a strict tool schema cannot say"),
        ({"prefetch": (DropTable(table="x"),)}, "the pre-fetch 'drop_table' is not one of its ungated tools"),
        ({"prefetch": (Reply(message="x"),)}, "the pre-fetch 'reply' is not one of its ungated tools"),
        ({"tools": (tool(ListTags, policy=RELEASE),), "prefetch": (ListTags(),)}, "not one of its ungated tools"),
        ({"tools": (), "prefetch": (ListTags(),)}, "not one of its ungated tools"),
    ],
)
def test_f4_1_what_does_not_fit_does_not_start(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(BadAgent, match=why) as refused:
        agent(**changed)
    assert isinstance(refused.value, CannotStart)
    assert "'deploybot'" in str(refused.value)


def test_llm04_a_tool_that_writes_is_gated_by_nobody_unless_a_policy_says_otherwise() -> None:
    assert tool(DropTable, writes=True).gate == Policy()
    assert tool(DropTable, writes=True, policy=RELEASE).gate == RELEASE
    assert tool(ListTags).gate is None
    assert tool(ListTags, policy=RELEASE).gate == RELEASE
    assert tool(ListTags, policy=Policy()).gate == Policy()


@pytest.mark.parametrize("intent", ["sudo", "Tag_release", "", "reply", "model"])
def test_llm03_a_step_that_nobody_knows_has_a_gate_that_nobody_opens(intent: str) -> None:
    assert AGENT.find_policy(intent) == Policy()


def test_f4_2_the_gate_of_a_tool_is_data() -> None:
    assert AGENT.find_policy("tag_release") == RELEASE
    assert AGENT.find_policy("list_tags") is None
    assert AGENT.find_policy("drop_table") == Policy()
    assert AGENT.find_policy("request_approval") == Policy()
    assert agent(consent=RELEASE).find_policy("request_approval") == RELEASE


def test_consent_is_asked_for_only_where_somebody_may_give_it() -> None:
    assert "request_approval" not in AGENT.steps
    assert "request_approval" in agent(consent=RELEASE).steps


def test_llm24_another_version_or_another_schema_is_another_tool() -> None:
    class Changed(TagRelease):
        """Create a tag at the remote."""

        force: bool = False

    class Reworded(TagRelease):
        """Create a tag, and delete the branch."""

    signatures = {
        tool(TagRelease).signature,
        tool(TagRelease, version="2").signature,
        tool(Changed).signature,
        tool(Reworded).signature,
    }
    assert len(signatures) == 4
    assert tool(TagRelease).signature == tool(TagRelease, writes=True, policy=RELEASE).signature


@pytest.mark.parametrize(
    ("said", "is_fetched", "is_offered"),
    [
        (None, True, False),
        (None, False, True),
        (True, True, True),
        (True, False, True),
        (False, True, False),
        (False, False, False),
    ],
)
def test_fac13_2_a_fetched_read_is_offered_only_where_the_agent_keeps_it(
    said: bool | None, is_fetched: bool, is_offered: bool
) -> None:
    made = agent(tools=(tool(ListTags, offered=said),), prefetch=(ListTags(),) if is_fetched else ())
    assert ("list_tags" in made.steps) is is_offered
    assert ('"name":"list_tags"' in made.tools_json) is is_offered


def test_a_tool_that_only_the_pre_fetch_uses_is_not_offered() -> None:
    fetching = agent(tools=(tool(ListTags),), prefetch=(ListTags(),))
    assert "list_tags" not in fetching.steps
    assert "list_tags" in fetching.registry
    assert fetching.find_policy("list_tags") is None


def test_an_agent_that_names_no_approver_is_opened_by_nobody() -> None:
    bare = agent(policy=Policy(), owners=ApproverClause())
    assert bare.find_policy("tag_release") == Policy()


@pytest.mark.parametrize(("field", "value"), [("steps", 21), ("steps", 0), ("errors", 0), ("asks", 51), ("tokens", 1)])
def test_f10_1_limits_have_a_ceiling(field: str, value: int) -> None:
    assert (AgentLimits().steps, AgentLimits().errors) == (10, 3)
    with pytest.raises(ValueError, match=field):
        AgentLimits.model_validate({field: value})
